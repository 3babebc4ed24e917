"""Charts as shapes: the position and label of each bar. The templates draw them as inline SVG."""

from dataclasses import dataclass

from finder.access.equity import BIN_MIN, Distribution

WIDTH, HEIGHT, LEFT, TOP, FOOT = 720, 240, 48, 18, 38
_FILLED = 0.86  # of the width available to a bar
# Steps between ticks that are easy to read.
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its box, its range of minutes (`upto_min` is None for an open range), its people, and their share."""

    x: float
    y: float
    width: float
    height: float
    from_min: int
    upto_min: int | None
    people: float
    share: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart at a share."""

    y: float
    share: float


@dataclass(frozen=True)
class MinutesChart:
    """How people are distributed over minutes, in bars of ten minutes. People without a road are counted, not drawn."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    base: float
    unreachable: float
    unreachable_share: float


def minutes_chart(spread: Distribution) -> MinutesChart | None:
    """The chart of a distribution; None if it has no people."""
    if spread.people <= 0:
        return None
    shares = [n / spread.people for n in spread.bins]
    step = next((s for s in _STEPS if max(shares) <= 4 * s), _STEPS[-1])
    top = step * max(1, -(-max(shares) // step))
    base, room = HEIGHT - FOOT, (WIDTH - LEFT) / len(shares)
    scale = (base - TOP) / top
    bars = tuple(
        Bar(
            x=round(LEFT + i * room + room * (1 - _FILLED) / 2, 1),
            y=round(base - share * scale, 1),
            width=round(room * _FILLED, 1),
            height=round(share * scale, 1),
            from_min=round(i * BIN_MIN),
            upto_min=round((i + 1) * BIN_MIN) if i < len(shares) - 1 else None,
            people=spread.bins[i],
            share=share,
        )
        for i, share in enumerate(shares)
    )
    ticks = tuple(Tick(round(base - n * step * scale, 1), n * step) for n in range(round(top / step) + 1))
    return MinutesChart(bars, ticks, base, spread.unreachable, spread.unreachable / spread.people)
