"""Sentences for people can be found and translated: those of the pages, and those of the core that pages show."""

from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from flask_babel import force_locale

from finder.core import make_finder
from finder.reference import ROOT
from finder.text import text, text_n
from finder.web import create_app
from finder.web.wording import say

KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "text": None, "text_n": (1, 2)}


def sentences() -> set[str]:
    with (ROOT / "translations" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(str(ROOT), methods, options, keywords=KEYWORDS, comment_tags=())
    return {one for _, _, message, _, _ in found for one in (message if isinstance(message, tuple) else (message,))}


def test_sentences_of_pages_and_core_are_found() -> None:
    found = sentences()
    for sentence in (
        "Where are you?",
        "No listed place within %(miles)s miles. The nearest one is %(nearest)s miles away.",
        "%(n)s entries are examples, not real services. They are not counted.",
        "call to ask",
    ):
        assert sentence in found


def test_a_sentence_is_said_with_the_sentences_inside_it(tmp_path: Path) -> None:
    app = create_app(make_finder())
    with app.test_request_context(), force_locale("en"):
        inner = text("%(n)s %% of all", n=5)
        assert say(text("So: %(inner)s", inner=inner)) == "So: 5 % of all" == str(text("So: %(inner)s", inner=inner))
        assert [say(text_n("%(n)s place", "%(n)s places", n)) for n in (0, 1, 2)] == ["0 places", "1 place", "2 places"]
        assert say(text("100 %% sure")) == "100 % sure"
