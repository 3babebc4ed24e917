"""Which column of a list of the reader's own is which, by its headings."""

from collections import Counter
from collections.abc import Sequence

from finder.files.text import Refusal
from finder.text import Text, as_list, text

# Other headings for the same.
_ALSO = {
    "zip": ("zip code", "zipcode", "zip5"),
    "lat": ("latitude",),
    "lon": ("longitude", "lng", "long"),
}


def columns_of(headings: Sequence[str], read: Sequence[str], label: str, refusal: Refusal) -> dict[str, int]:
    """Where each column that is read stands. Raises `refusal` for two columns of one name, whether they are read or not."""
    known = {name: column for column in read for name in (column.replace("_", " "), *_ALSO.get(column, ()))}
    names = [" ".join(heading.lower().replace("_", " ").split()) for heading in headings]
    meant = [known.get(name, name) for name in names]
    counts = Counter(name for name in meant if name)
    if twice := [name for name, n in counts.items() if n > 1]:
        raise refusal(text("%(file)s has two columns of the same name: %(name)s.", file=label, name=twice[0][:40]))
    return {column: meant.index(column) for column in read if column in meant}


def lacks(label: str, columns: Sequence[str]) -> Text:
    """That a list has no columns of these names."""
    return text("%(file)s lacks these columns in its first line: %(columns)s.", file=label, columns=as_list(columns))
