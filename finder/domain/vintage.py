"""How old the reference data is, and whose it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vintage:
    """One kind of reference data: what it is, who made it, the period it describes, and its license."""

    id: str
    what: str
    source: str
    as_of: str
    license: str
