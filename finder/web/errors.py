"""Errors as pages that say what is wrong and what to do: never a traceback, never an empty page."""

import logging
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, render_template, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from finder.domain.place import Place, PlaceAmbiguous, PlaceNotFound
from finder.errors import DataError, FinderError, InputError
from finder.text import Text, text
from finder.web.bounds import TOO_LARGE, UPLOADS, Refused

_OUR_SIDE = text("Something went wrong on our side."), text("Try again, or go back to the home page.")
_log = logging.getLogger("finder")


def register(app: Flask) -> None:
    """Answer every error with a page."""

    @app.errorhandler(FinderError)
    def _ours(error: FinderError) -> tuple[str, int]:
        return _page(error.what, error.advice, 400)

    @app.errorhandler(DataError)
    def _data(error: DataError) -> tuple[str, int]:
        # It names a table of ours and nothing that was typed.
        _log.error("%s", error)
        return _page(*_OUR_SIDE, 503)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
        what, advice = _words(error)
        page, status = _page(what, advice, error.code or 500)
        wait_s = getattr(error, "retry_after_s", None)
        return (page, status, {"Retry-After": str(wait_s)}) if wait_s else (page, status)

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> tuple[str, int]:
        # Only the type and the kind of page: a message could repeat what a patient typed, and so could an address.
        _log.error("unexpected %s at %s", type(error).__name__, request.url_rule)
        return _page(*_OUR_SIDE, 500)


def ask_again(pages: Blueprint, template: str, form: Callable[[InputError, tuple[Place, ...]], dict[str, Any]]) -> None:
    """Show the form of a blueprint's pages again when they cannot answer: what is wrong, and what may have been meant.

    `form` makes what the template needs from an error and the places to choose from. A name that several places have is not
    the reader's mistake, so its status is 200.
    """

    @pages.errorhandler(InputError)
    def _again(error: InputError) -> tuple[str, int]:
        if isinstance(error, PlaceAmbiguous):
            return render_template(template, **form(error, error.candidates)), 200
        choices = error.suggestions if isinstance(error, PlaceNotFound) else ()
        return render_template(template, **form(error, choices)), getattr(error, "status", 400)


def _page(what: Text, advice: Text, status: int) -> tuple[str, int]:
    return render_template("error.html", what=what, advice=advice), status


def _words(error: HTTPException) -> tuple[Text, Text]:
    if isinstance(error, Refused):
        return error.what, error.advice
    if isinstance(error, RequestEntityTooLarge) and request.path in UPLOADS:
        return TOO_LARGE
    if isinstance(error, RequestEntityTooLarge):
        return text("That is too much text for a place."), text("Try a ZIP code, like 59718.")
    if error.code == 404:
        return text("We couldn't find that page."), text("Go back to the home page and search from there.")
    if error.code == 405:
        return text("This page can't be opened that way."), text("Go back to the home page and search from there.")
    return text("We couldn't answer this request."), text("Go back to the home page and try again.")
