"""What is said where something is made as small as can be: the number of stops, or the longest drive in a state."""

from collections.abc import Iterator

from finder.questions.siting.result import SitingResult
from finder.questions.words import first_names, nobody_in, where
from finder.text import Text, as_count, as_minutes, as_people, text, text_n


def fewest_headline(result: SitingResult) -> Text:
    """The fewest stops with which every county meets the standard, in a sentence."""
    today, then = result.verdicts_today, result.verdicts_then
    short = int((today.judged & ~today.passes).sum())
    if float(result.everyone.part_people.sum()) <= 0:
        return nobody_in(result.query.state)
    if not short:
        return text("Every county in %(where)s meets the standard already.", where=where(result.query.state))
    if not result.stops or then is None:
        return text_n(
            "%(n)s county in %(where)s falls short of the standard, and no town could bring it to meet it.",
            "%(n)s counties in %(where)s fall short of the standard, and no towns could bring any of them to meet it.",
            short,
            where=where(result.query.state),
        )
    passing = int((then.passes & ~today.passes).sum())
    if passing == short:
        return text_n(
            "With %(n)s new stop, every county in %(where)s would meet the standard: %(stops)s.",
            "With %(n)s new stops, every county in %(where)s would meet the standard: %(stops)s.",
            len(result.stops),
            where=where(result.query.state),
            stops=first_names([s.name for s in result.stops]),
        )
    return text_n(
        "%(n)s new stop would bring %(counties)s of the %(short)s counties in %(where)s that fall short up to the standard: "
        "%(stops)s.",
        "%(n)s new stops would bring %(counties)s of the %(short)s counties in %(where)s that fall short up to the standard: "
        "%(stops)s.",
        len(result.stops),
        counties=as_count(passing),
        short=as_count(short),
        where=where(result.query.state),
        stops=first_names([s.name for s in result.stops]),
    )


def worst_headline(result: SitingResult) -> Text:
    """The longest drive with the stops, in a sentence."""
    now, place = result.plan.longest_today, where(result.query.state)
    if float(result.everyone.part_people.sum()) <= 0:
        return nobody_in(result.query.state)
    if not result.stops:
        return text(
            "No new stop would shorten the longest drive in %(where)s, %(now)s one way: whoever has it is no nearer to any "
            "candidate town.",
            where=place,
            now=as_minutes(now),
        )
    return text_n(
        "With %(n)s new stop, the longest drive in %(where)s would be %(then)s one way instead of %(now)s: %(stops)s.",
        "With %(n)s new stops, the longest drive in %(where)s would be %(then)s one way instead of %(now)s: %(stops)s.",
        len(result.stops),
        where=place,
        then=as_minutes(result.plan.choice.value),
        now=as_minutes(now),
        stops=first_names([s.name for s in result.stops]),
    )


def least_findings(result: SitingResult) -> Iterator[Text]:
    """The proof, and what no choice of stops can do."""
    if result.query.objective == "fewest":
        yield from _fewest_findings(result)
    else:
        yield from _worst_findings(result)


def _fewest_findings(result: SitingResult) -> Iterator[Text]:
    choice, counties = result.plan.choice, result.everyone.counties
    if choice.proven:
        yield text("It is proven that fewer stops are not enough.")
    else:
        yield text(
            "It is not proven that fewer stops are not enough: %(bound)s might be. The search for a proof stopped after "
            "%(seconds)s seconds, and another run may choose other stops.",
            bound=as_count(choice.bound),
            seconds=result.query.seconds,
        )
    if result.plan.hopeless:
        yield text_n(
            "%(n)s county can't be brought to meet it by stops in any of the candidate towns: %(counties)s.",
            "%(n)s counties can't be brought to meet it by stops in any of the candidate towns: %(counties)s.",
            len(result.plan.hopeless),
            counties=first_names([counties.full_names[row] for row in result.plan.hopeless]),
        )


def _worst_findings(result: SitingResult) -> Iterator[Text]:
    choice = result.plan.choice
    if choice.proven:
        yield text("It is proven that no other choice of as many towns makes it shorter.")
    else:
        yield text(
            "It is not proven that this is the best choice: another one could bring it down to %(bound)s at best, and another "
            "run may choose other stops.",
            bound=as_minutes(choice.bound),
        )
    yield text("Even with a stop in every candidate town, it would be %(floor)s.", floor=as_minutes(result.plan.floor))
    if result.plan.left_out:
        yield text(
            "%(people)s people have no road to any location today. They are left out.",
            people=as_people(result.plan.left_out),
        )
