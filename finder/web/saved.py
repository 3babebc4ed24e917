"""Files that the browser saves."""

from codecs import BOM_UTF8

from flask import Response


def saved(content: bytes, mimetype: str, name: str) -> Response:
    """A file to save under a name. A byte order mark tells spreadsheets that a CSV is UTF-8."""
    response = Response(BOM_UTF8 + content if mimetype == "text/csv" else content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
