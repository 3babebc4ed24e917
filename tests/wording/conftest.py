"""The writers of both languages."""

import pytest

from finder.settings import Settings
from finder.wording.writer import ENGLISH, LOCALES, Writer, writer

TRANSLATIONS = Settings.from_environment({}).translations
SPANISH = writer("es", TRANSLATIONS)
WRITERS = {"en": ENGLISH, "es": SPANISH}
assert WRITERS.keys() == LOCALES.keys()


@pytest.fixture(params=sorted(WRITERS))
def each(request: pytest.FixtureRequest) -> Writer:
    """The writer of each language in turn."""
    return WRITERS[request.param]
