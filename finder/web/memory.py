"""The memory of the server's processes: how much it is, and that what is left of an answer goes within a second or two.

A page leaves values that refer to each other in a circle (a template's macros and what they were given), so Python frees them
only when it looks for circles, and after a start with many tables it does that seldom. And what Python frees, the C library
keeps for later use, with a reader's words still in it, and in as many places as there are threads.
"""

import ctypes
import gc
import re
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# So often that each pause is short: what a busy process left in the meantime takes some milliseconds, as does what it keeps.
_EVERY_S = 0.5
_KB = 1024
# What only glibc has. Its malloc_trim gives whole pages of freed memory back to the system, which wipes them.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None
_trim, _set_option = getattr(_libc, "malloc_trim", None), getattr(_libc, "mallopt", None)
_M_ARENA_MAX = -8


def use_one_arena() -> None:
    """Have all threads of this process, and of those forked from it, allocate in one place (glibc; elsewhere nothing).

    Each of a hundred threads would get a part of 16 places that grow apart: 200 MB for a process that needs 40.
    """
    if _set_option:
        _set_option(_M_ARENA_MAX, 1)


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


def memory_bytes(root: int) -> float | None:
    """Memory of a process and those that it started, in bytes; a page that several share counts once. None outside Linux."""
    found, waiting = 0.0, [root]
    while waiting:
        process = Path("/proc", str(waiting.pop()))
        # A process may end while it is looked at.
        with suppress(OSError):
            pages = re.search(r"^Pss: +(\d+) kB$", (process / "smaps_rollup").read_text("ascii"), re.MULTILINE)
            found += _KB * int(pages[1]) if pages else 0
            for thread in process.glob("task/*/children"):
                waiting += map(int, thread.read_text("ascii").split())
    return found or None
