"""Headers that isolate a page: no outside script, style, or image, no frame, no referrer, no stored search; and TLS again."""

import secrets

from flask import Flask, Response, g, request

_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_A_YEAR_S = 365 * 86_400


def register(app: Flask) -> None:
    """Add the headers to every response, and a nonce for the one script that Folium writes."""

    @app.before_request
    def _make_nonce() -> None:
        g.nonce = secrets.token_urlsafe(16)

    @app.after_request
    def _protect(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _POLICY.format(nonce=g.get("nonce", ""))
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=()"
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={_A_YEAR_S}"
        if request.endpoint != "static" and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response
