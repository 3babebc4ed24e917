"""What the answer to a question of calendars says in sentences."""

from collections.abc import Iterator

from finder.access.calendar.crew import Stay
from finder.access.calendar.fleet import Obstacle, Relief
from finder.questions.calendar.result import CYCLES_A_YEAR, CalendarResult
from finder.text import Text, as_count, as_hours, as_list, as_miles, named, text, text_n


def headline(result: CalendarResult) -> Text:
    """The answer in a sentence."""
    plan, stops = result.plan, len(result.query.stops)
    served = stops - len(plan.left_out)
    if not served:
        return text("None of the stops can be served.")
    said: dict[str, object] = {
        "units": _units(len({turn.unit for turn in plan.turns})),
        "miles": as_miles(round(plan.miles)),
        "year": as_count(round(plan.miles * CYCLES_A_YEAR)),
    }
    if plan.left_out:
        return text(
            "%(units)s can serve %(served)s of %(stops)s stops every 4 weeks, with %(miles)s of driving, or %(year)s miles a "
            "year.",
            served=as_count(served),
            stops=as_count(stops),
            **said,
        )
    return text_n(
        "%(units)s can serve the stop every 4 weeks, with %(miles)s of driving, or %(year)s miles a year.",
        "%(units)s can serve all %(n)s stops every 4 weeks, with %(miles)s of driving, or %(year)s miles a year.",
        stops,
        **said,
    )


def _units(n: int) -> Text:
    return text_n("%(n)s unit", "%(n)s units", n)


def findings(result: CalendarResult) -> Iterator[Text]:
    """The answer, its proof, what is left out and why, what would free it, and each unit's weeks."""
    yield headline(result)
    if result.plan.turns:
        yield _proof(result)
    if result.plan.left_out:
        yield from _left_out(result)
    for wrong in result.unfit:
        yield text(
            "From %(day)s, the visits to %(stop)s can't give %(therapy)s by the rules of searches (%(why)s).",
            day=wrong.day,
            stop=result.full_name(wrong.stop),
            therapy=_therapy(result, wrong.therapy),
            why=wrong.why.code,
        )
    for unit in range(len(result.query.units)):
        yield unit_sentence(result, unit)


def unit_sentence(result: CalendarResult, unit: int) -> Text:
    """The weeks of a unit, with its miles and nights away."""
    turns, name = result.turns_of(unit), result.query.units[unit].name
    if not turns:
        return text("%(unit)s has nothing to do.", unit=name)
    weeks = [
        text("week %(week)s, %(stops)s", week=turn.week + 1, stops=as_list(_stay(result, stay) for stay, _ in turn.tour.stays))
        for turn in turns
    ]
    nights = text_n("%(n)s night away", "%(n)s nights away", sum(turn.tour.nights for turn in turns))
    return text(
        "%(unit)s, from %(base)s: %(weeks)s. In 4 weeks: %(miles)s of driving, %(nights)s.",
        unit=name,
        base=result.base_names[unit],
        weeks=_joined(weeks),
        miles=as_miles(round(result.unit_miles(unit))),
        nights=nights,
    )


def _stay(result: CalendarResult, stay: Stay) -> Text:
    return text_n("%(stop)s (%(n)s day)", "%(stop)s (%(n)s days)", stay.days, stop=result.full_name(stay.stop))


def _joined(parts: list[Text]) -> Text:
    """Parts of a sentence that have commas of their own."""
    return Text("; ".join(f"%(part_{n})s" for n in range(len(parts))), tuple((f"part_{n}", p) for n, p in enumerate(parts)))


def method_sentences() -> Iterator[Text]:
    """How it was worked out."""
    yield text(
        "The calendar repeats every 4 weeks. A treatment that is due every 4 weeks or less often gets one stay in 4 weeks, of "
        "as many days in a row as it takes. A treatment that is given in courses gets visits 2 weeks apart."
    )
    yield text(
        "All work of a crew's day counts: driving, setting up, the longest session of the treatments, and taking down. A drive "
        "is made in the morning, in the evening, or on a day of its own. A crew is back at its base by the end of its week."
    )
    yield text("Of all plans that serve as many stops, the one with the fewest miles is chosen.")


def _proof(result: CalendarResult) -> Text:
    plan = result.plan
    if plan.proven and plan.left_out:
        return text("It is proven that no other plan by these rules serves more of them.")
    if plan.proven:
        return text("It is proven that no other plan by these rules serves them in fewer miles.")
    if plan.left_out:
        return text(
            "It is not proven that no other plan serves more: the search stopped after %(n)s seconds.", n=result.query.seconds
        )
    if plan.bound_mi is None:
        return text(
            "It is not proven that no other plan has fewer miles: the search stopped after %(n)s seconds.",
            n=result.query.seconds,
        )
    return text(
        "It is not proven that this is the best plan: no other one has fewer than %(miles)s. The search stopped after %(n)s "
        "seconds.",
        miles=as_miles(round(plan.bound_mi)),
        n=result.query.seconds,
    )


def _left_out(result: CalendarResult) -> Iterator[Text]:
    """Which stops are left out and why, the count of days, and what would free them."""
    yield text_n(
        "%(n)s stop is left out: %(stops)s.",
        "%(n)s stops are left out: %(stops)s.",
        len(result.plan.left_out),
        stops=_joined_names(result, result.plan.left_out),
    )
    hindered = {obstacle.stop for obstacle in result.obstacles}
    for obstacle in result.obstacles:
        yield obstacle_sentence(result, obstacle)
    if any(stop not in hindered for stop in result.plan.left_out):
        yield days_sentence(result)
    if result.reliefs:
        yield from (relief_sentence(result, relief) for relief in result.reliefs)


def days_sentence(result: CalendarResult) -> Text:
    """The days that stops need, against those that crews have."""
    needed, working = as_count(result.stop_days), as_count(result.fleet.most_days)
    if result.stop_days > result.fleet.most_days:
        return text(
            "The stops need %(needed)s days of visits in 4 weeks, and the crews have only %(working)s working days.",
            needed=needed,
            working=working,
        )
    return text(
        "The stops need %(needed)s days of visits in 4 weeks. The crews have %(working)s working days, but stays are not split "
        "between weeks, and drives that do not fit beside a session take days, too.",
        needed=needed,
        working=working,
    )


def obstacle_sentence(result: CalendarResult, obstacle: Obstacle) -> Text:
    """Why no unit can serve a stop."""
    stop, unit = result.full_name(obstacle.stop), result.query.units[obstacle.unit]
    need, times = result.fleet.needs[obstacle.stop], unit.times
    if obstacle.code == "no_road":
        return text("%(stop)s: no road leads there from any base.", stop=stop)
    if obstacle.code == "week":
        return text(
            "%(stop)s: its stay takes %(days)s days in a row, more than a crew works in a week.", stop=stop, days=need.block
        )
    if obstacle.code == "session":
        return text(
            "%(stop)s: a session of %(session)s, with setting up and taking down, is longer than any crew's day.",
            stop=stop,
            session=as_hours(need.session_min / 60),
        )
    drive = as_hours(round(obstacle.minutes / 60, 1))
    if not any(crew.overnight for crew in result.fleet.crews):
        return text(
            "%(stop)s: too far from every base. The nearest is %(base)s, a drive of %(drive)s one way, which does not fit "
            "around a session when crews work %(hours)s hours a day and are at their base every night.",
            stop=stop,
            base=result.base_names[obstacle.unit],
            drive=drive,
            hours=times.crew_hours,
        )
    return text(
        "%(stop)s: too far from every base. The nearest is %(base)s, a drive of %(drive)s one way, which does not fit around a "
        "stay of %(days)s days when crews work %(hours)s hours a day and %(week)s days a week.",
        stop=stop,
        base=result.base_names[obstacle.unit],
        drive=drive,
        days=need.block,
        hours=times.crew_hours,
        week=times.week_days,
    )


def relief_sentence(result: CalendarResult, relief: Relief) -> Text:
    """What a change does, which was really planned."""
    what = _change(result, relief)
    if not relief.left_out:
        return text(
            "%(what)s: all stops can be served, with %(miles)s in 4 weeks.", what=what, miles=as_miles(round(relief.miles))
        )
    if relief.left_out < len(result.plan.left_out):
        return text_n(
            "%(what)s: %(n)s stop would still be left out.",
            "%(what)s: %(n)s stops would still be left out.",
            relief.left_out,
            what=what,
        )
    if relief.change == "week":
        return text("%(what)s: that does not help.", what=what)
    if relief.change == "unit":
        return text_n(
            "One more unit does not help at the one base that was tried.",
            "One more unit does not help at any of the %(n)s bases that were tried.",
            relief.tried,
        )
    return text_n(
        "Another base for a unit does not help: one was tried.",
        "Another base for a unit does not help: %(n)s were tried.",
        relief.tried,
    )


def _change(result: CalendarResult, relief: Relief) -> Text:
    if relief.change == "week" or relief.place is None:
        return text("With working weeks of 6 days")
    place = result.place_name(relief.place)
    if relief.unit is None:
        return text("With one more unit, based in %(place)s", place=place)
    return text("With the base of %(unit)s in %(place)s", unit=result.query.units[relief.unit].name, place=place)


def _joined_names(result: CalendarResult, stops: tuple[int, ...]) -> Text:
    return _joined([text("%(name)s", name=result.full_name(stop)) for stop in stops])


def _therapy(result: CalendarResult, therapy_id: str) -> Text:
    therapy = result.context.therapy(therapy_id)
    return named(therapy.short_name if therapy else therapy_id)
