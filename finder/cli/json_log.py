"""Logs as JSON, one line an event, for a collector of logs.

What this program logs has no place, path, or client in it. Packages it uses may log a path, so of their lines only the
template is kept, without its values.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

OURS = "finder"


class JsonLines(logging.Formatter):
    """One JSON object a line: when, how grave, from where, what; of a request, its route, status, and milliseconds."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record. Of an error it has the kind, never its message or its traceback."""
        ours = record.name.partition(".")[0] == OURS
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage() if ours else str(record.msg),
            **getattr(record, "request", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


def log_json_lines() -> None:
    """Write all logs to stderr as JSON, those of requests, too."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(OURS).setLevel(logging.INFO)
