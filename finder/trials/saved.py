"""The copy of the trial register on this machine: made from saved pages of its API, and read by the web page."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from finder.errors import DataError, QueryError, refuse_damage
from finder.files.limits import SizeLimits, read_file, read_json
from finder.text import Text, text, text_n
from finder.trials.model import Trial, TrialsCopy
from finder.trials.study import RECRUITING, StudyError, as_study, held_on, number, read_study, status

COPY = "studies.json"
# A page of 100 studies takes a few MB. A page of 1,000, the most that the register gives, takes tens of MB.
PAGE_LIMITS = SizeLimits(max_bytes=100_000_000, advice=text("Give saved pages of https://clinicaltrials.gov/api/v2/studies."))


@dataclass(frozen=True, slots=True)
class TrialsReport:
    """What an import kept, and what it skipped and why."""

    folder: Path
    as_of: date
    kept: int
    not_recruiting: int
    notices: tuple[Text, ...]

    def lines(self) -> tuple[Text, ...]:
        """The report in sentences, what was kept first."""
        kept = text_n(
            "Saved %(n)s recruiting trial in %(folder)s.",
            "Saved %(n)s recruiting trials in %(folder)s.",
            self.kept,
            folder=str(self.folder),
        )
        as_of = text("The register's data are as of %(day)s.", day=self.as_of)
        others = text_n(
            "Skipped %(n)s trial that is not recruiting.", "Skipped %(n)s trials that are not recruiting.", self.not_recruiting
        )
        return (kept, as_of, *((others,) if self.not_recruiting else ()), *self.notices)


@dataclass(frozen=True, slots=True)
class _Page:
    """One saved page: its studies, how many the whole search found (0 if the page does not say), and the day of its file."""

    label: str
    studies: tuple[object, ...]
    total: int
    saved_on: date


def import_trials(files: Sequence[Path], folder: Path) -> TrialsReport:
    """Save the recruiting trials of saved pages (JSON of /api/v2/studies) as the copy in a folder, and replace an older copy.

    A page or study that cannot be used becomes a notice, and the others count. If nothing at all can be used, raises QueryError
    and leaves an older copy as it is.
    """
    notices: list[Text] = []
    pages = list(_pages(files, notices))
    studies = [(page, study) for page in pages for study in page.studies]
    found = {trial.id: (trial, page, study) for trial, page, study in _trials(studies, notices)}
    others = [s for _, s in studies if status(s) not in ("", RECRUITING)]
    if notices and not found and not others:
        raise QueryError(text("No trial could be read. %(why)s", why=notices[0]), text("The existing copy was not changed."))
    notices += _missing(pages)
    days = [held_on(study) or page.saved_on for _, page, study in found.values()] or [page.saved_on for page in pages]
    copy = TrialsCopy(tuple(trial for trial, _, _ in found.values()), min(days))
    _write(copy, folder)
    return TrialsReport(folder, copy.as_of, len(found), len(others), tuple(notices))


def _pages(files: Sequence[Path], notices: list[Text]) -> Iterator[_Page]:
    for path in files:
        try:
            yield _page(path)
        except QueryError as error:
            notices.append(error.what)


def _page(path: Path) -> _Page:
    held = _json(path)
    studies = held.get("studies") if isinstance(held, dict) else None
    if not isinstance(studies, list):
        what = text("%(file)s is not a page of the register's API: it has no list of studies.", file=path.name)
        raise PAGE_LIMITS.refusal(what)
    total = held.get("totalCount")
    saved_on = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    return _Page(path.name, tuple(studies), total if isinstance(total, int) else 0, saved_on)


def _json(path: Path) -> Any:
    damaged = PAGE_LIMITS.refusal(text("%(file)s is not JSON.", file=path.name))
    return read_json(read_file(path, PAGE_LIMITS), path.name, PAGE_LIMITS, damaged)


def _trials(studies: Sequence[tuple[_Page, object]], notices: list[Text]) -> Iterator[tuple[Trial, _Page, object]]:
    """Trials that are recruiting. Of several with one number the last counts: the register moves them while it is paged."""
    for page, study in studies:
        if status(study) not in ("", RECRUITING):
            continue
        try:
            if not status(study):
                raise StudyError(text("it has no status"))
            yield read_study(study), page, study
        except StudyError as error:
            shown = number(study) or text("a study")
            notices.append(text("%(file)s: skipped %(study)s because %(why)s.", file=page.label, study=shown, why=error.reason))


def _missing(pages: Sequence[_Page]) -> Iterator[Text]:
    """A notice if pages are missing, where the register says how many studies its search found."""
    given = len({number(study) for page in pages for study in page.studies})
    most = max((page.total for page in pages), default=0)
    if most > given:
        yield text(
            "The search found %(most)s studies, but the files have %(given)s. A page is missing.", most=most, given=given
        )


def _write(copy: TrialsCopy, folder: Path) -> None:
    """Write beside the older copy first, so that a reader never finds half a copy."""
    folder.mkdir(parents=True, exist_ok=True)
    held = {"as_of": copy.as_of.isoformat(), "studies": [as_study(trial) for trial in copy.trials]}
    written = folder / f".{COPY}.new"
    written.write_text(json.dumps(held), encoding="utf-8")
    written.replace(folder / COPY)


def load_copy(folder: Path) -> TrialsCopy | None:
    """Return the copy in a folder, or None if there is none. Raises DataError if it is damaged."""
    path = folder / COPY
    return _load(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=1)
def _load(path: Path, _changed_ns: int) -> TrialsCopy:
    """Read the copy, once for each time that it is written."""
    with refuse_damage(DataError(text("The copy of trials is damaged."), text("Import the saved pages again."))):
        held = json.loads(path.read_text(encoding="utf-8"))
        return TrialsCopy(tuple(read_study(study) for study in held["studies"]), date.fromisoformat(held["as_of"]))
