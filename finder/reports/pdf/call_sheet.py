"""The patient's list as a PDF to take along: one place a block, the phone first, questions with boxes to tick."""

from datetime import UTC, datetime, time

from finder.access.ranking import Option
from finder.notices import EVIDENCE_WORDS, EXAMPLE_MARK, UNREACHABLE
from finder.questions import SearchResult
from finder.reports.pdf.document import Document

QUESTIONS = (
    "Do you give my treatment? Is the drug in stock? May I have my first dose with you?",
    "Can I have a chair on days in a row? On weekends?",
    "Do you take new patients and my plan? What would I pay?",
    "Is there parking near the door, and a way in without steps? May someone stay with me?",
)


def to_pdf(result: SearchResult) -> bytes:
    """All options of the list, in order. The file says where it is for, so it is made for the patient alone."""
    made = datetime.combine(result.query.on, time(), UTC)
    page = Document("Call sheet: infusion care", "Infusion Access Finder · not medical advice", made)
    therapy = f" Treatment: {result.therapy.name}." if result.therapy else ""
    page.title_block(
        "CALL SHEET", "Infusion care to ask about", f"From {result.place.label}. {result.query.on:%B %-d, %Y}.{therapy}"
    )
    for option in result.options:
        _block(page, option, result)
    page.paragraph("Call before you travel. This is not an appointment and not medical advice.")
    return bytes(page.output())


def _block(page: Document, option: Option, result: SearchResult) -> None:
    point, trip = option.point, option.trip
    mark = f"{EXAMPLE_MARK}: " if point.example else ""
    page.heading(f"{option.rank}. {mark}{point.name}", room=150)
    page.lead(point.phone or "Phone not known")
    where = point.address
    place = ", ".join(part for part in (where.street, where.city, f"{where.state} {where.zip}".strip()) if part)
    way = f"{trip.distance_mi:.0f} miles, about {trip.travel_min_low:.0f} to {trip.travel_min_high:.0f} minutes one way"
    page.paragraph(f"{place} · {way if trip.by_road else UNREACHABLE}")
    if option.visits:
        page.paragraph("Next visits: " + ", ".join(f"{d:%a %b %-d}" for d in option.visits[:4]))
    if result.therapy:
        page.paragraph(f"{result.therapy.short_name}: {EVIDENCE_WORDS[option.evidence.evidence]}")
    page.bullets(QUESTIONS)
    page.paragraph("Spoke with: ________________________   Date: ____________   Answer: ______________________________")
    said = point.provenance
    page.paragraph(
        f"Source: {said.source or said.source_url or 'unknown'}{f', {said.checked_on}' if said.checked_on else ''}", quiet=True
    )
