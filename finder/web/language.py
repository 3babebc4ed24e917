"""The language of a page: what the reader chose, else what the browser asks for, else English."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, Response, request
from flask_babel import Babel, get_locale
from werkzeug.exceptions import RequestEntityTooLarge

from finder.settings import Settings

# Locales by language. Spanish as written in the United States: 1,234.5 miles, like the road signs and the prices.
LOCALES = {"en": "en", "es": "es_US"}
NAMES = {"en": "English", "es": "Español"}
COOKIE = "lang"
_A_YEAR_S = 365 * 86_400


@dataclass(frozen=True, slots=True)
class Switch:
    """The way to the same page in another language.

    `address` is relative to the page's own, so it can lead nowhere else. `fields` were sent to a page that answers a POST and
    have to be sent again, in a form; they are None for a page that is an address alone. A place never goes into an address.
    """

    language: str
    name: str
    address: str
    fields: list[tuple[str, str]] | None


def register(app: Flask, settings: Settings) -> None:
    """Choose the language of every page, keep a choice for a year, and say which language it is."""
    Babel(app, locale_selector=lambda: LOCALES[chosen()], default_translation_directories=str(settings.translations))
    app.jinja_env.globals.update(language=language, other_languages=other_languages)
    app.after_request(_say_and_keep)


def chosen() -> str:
    """The language asked for by the address, else by the cookie, else by the browser; what is not offered is passed over."""
    preferred = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality > 0)
    wanted = (request.args.get("lang"), request.cookies.get(COOKIE), *preferred)
    return next((asked for asked in wanted if asked in LOCALES), "en")


def language() -> str:
    """The language that the page is written in, as HTML names it."""
    return get_locale().language


def other_languages() -> list[Switch]:
    """Ways to this page in the languages that it is not written in."""
    return [_switch(other) for other in LOCALES if other != language()]


def _switch(other: str) -> Switch:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    address = "?" + urlencode([*kept, ("lang", other)])
    return Switch(other, NAMES[other], address, _sent() if request.method == "POST" else None)


def _sent() -> list[tuple[str, str]]:
    try:
        return list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        return []


def _say_and_keep(response: Response) -> Response:
    if response.mimetype != "text/html":
        return response
    response.headers["Content-Language"] = language()
    response.vary.update(("Accept-Language", "Cookie"))
    asked = request.args.get("lang")
    if asked in LOCALES:
        response.set_cookie(COOKIE, asked, max_age=_A_YEAR_S, samesite="Lax", httponly=True, secure=request.is_secure)
    return response
