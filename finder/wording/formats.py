"""How numbers are written."""

from finder.text import Text, text


def people(value: float) -> Text | str:
    """A number of people as one says it: "334.4 million", "41,200", "812"."""
    if value >= 999_950:
        return text("%(n)s million", n=f"{value / 1e6:,.1f}")
    return f"{value:,.0f}"


def count(value: float) -> str:
    """A whole number with its thousands apart."""
    return f"{value:,.0f}"


def percent(value: float | None) -> str:
    """A share to one digit; 0 and 100 only if it is just that."""
    if value is None:
        return "-"
    shown = value if value in (0.0, 1.0) else min(max(round(value, 3), 0.001), 0.999)
    return f"{100 * shown:.1f}".removesuffix(".0") + " %"
