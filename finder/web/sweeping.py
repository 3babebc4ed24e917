"""What a process still holds of an answer that is sent, and nothing can reach, goes within a second or two.

A page leaves values that refer to each other in a circle (a template's macros and what they were given), so Python frees them
only when it looks for circles, and after a start with many tables it does that seldom. And what Python frees, the C library
keeps for later use, with a reader's words still in it and spread over so many places that the process seems to grow.
"""

import ctypes
import gc
import sys
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# So often that each pause is short: what a busy process left in the meantime takes some milliseconds.
_EVERY_S = 0.25
# Gives whole pages of freed memory back to the system, which wipes them: glibc only.
_trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None


def swept(app: "WSGIApplication") -> "WSGIApplication":
    """An app whose process is swept after it has answered; a process that answers nobody sleeps."""
    answered = threading.Event()
    threading.Thread(target=_sweep_after, args=(answered,), daemon=True).start()

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            return app(environ, start_response)
        finally:
            answered.set()

    return answer


def _sweep_after(answered: threading.Event) -> None:
    while answered.wait():
        # First the pause: an answer is still being sent when the app has made it.
        time.sleep(_EVERY_S)
        answered.clear()
        gc.collect()
        if _trim:
            _trim(0)
