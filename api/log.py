"""What the program says about itself: structured, to standard error, without personal data or secrets."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import orjson
import structlog
from structlog.typing import ExcInfo

from store.faults import told

Event = MutableMapping[str, Any]

#: Libraries that tell more than an operator wants to know.
QUIET = ("pgqueuer", "uvicorn", "asyncio", "httpx", "httpcore", "urllib3", "github")

#: What a pool says while the database is down, again and again; we say it once a request.
SILENT = ("asyncpg.pool",)

#: A link that lets its holder in; the path is all there is to it.
_INVITATION = re.compile(r"(/invitation/)[^/?\s]+")

#: PostgreSQL repeats the values of a row in the details of an error; this is for texts that others made of one.
_DETAIL = re.compile(r"^DETAIL: .*$", re.MULTILINE)


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send everything that is logged to a stream: lines for people on a terminal, JSON otherwise.

    Args:
        level: `debug`, `info`, `warning` or `error`.
        stream: standard error when not given.
    """
    out = stream or sys.stderr
    least = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_told),
        without_secrets,
    ]
    shown: Any = (
        structlog.dev.ConsoleRenderer(colors=True)
        if out.isatty()
        else structlog.processors.JSONRenderer(serializer=_as_json)
    )
    structlog.configure(
        processors=[*shared, shown],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.WriteLoggerFactory(file=out),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [Forward()]
    root.setLevel(least)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(least, logging.WARNING))
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)


class Forward(logging.Handler):
    """Hands what libraries log over to our own log."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log a library's record as ours, with the library's name."""
        log = structlog.get_logger()
        log.log(record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info)


def without_secrets(_logger: object, _method: str, event: Event) -> Event:
    """Take out what must not be kept: tokens in paths, and row values in database errors."""
    if "path" in event:
        event["path"] = _INVITATION.sub(r"\1...", str(event["path"]))
    if "exception" in event:
        event["exception"] = _DETAIL.sub("DETAIL: left out", _INVITATION.sub(r"\1...", event["exception"]))
    return event


def _told(exc_info: ExcInfo) -> str:
    return told(exc_info[1])


def _as_json(event: Event, **_: Any) -> str:
    return orjson.dumps(event, default=str).decode()
