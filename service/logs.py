"""Structured logs: one line an event, as JSON for machines or coloured for people.

No comment's text, no author, no address and no key is ever an event's field: fields are
names of routes, sites' ids, versions, counts and times.
"""

import logging
import os
import sys
from contextvars import ContextVar
from typing import Any

import msgspec
import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

CALL_NUMBER: ContextVar[int] = ContextVar("call_number", default=0)
"""What the log lines of one call have in common, in one process."""

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


def configure_logs(level: str, style: str) -> None:
    """Send all events of this process, from `level` up, to standard error."""
    structlog.configure(
        processors=[*_shared(), *_final(style)],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    _forward_libraries(level)


def get_log(part: str) -> FilteringBoundLogger:
    """The log of one part of the program."""
    log: FilteringBoundLogger = structlog.get_logger(part=part)
    return log


def _shared() -> list[Processor]:
    return [
        _with_call,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _final(style: str) -> list[Processor]:
    if style == "console":
        return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    return [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(serializer=_as_json),
    ]


def _with_call(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    if number := CALL_NUMBER.get():
        event["call"] = f"{os.getpid()}-{number}"
    return event


def _as_json(event: dict[str, Any], **_options: Any) -> str:
    return msgspec.json.encode(event, enc_hook=str).decode()


class _Forwarding(logging.Handler):
    """Takes the lines of libraries, and of modules that know only `logging`, to our log."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        exc_info = record.exc_info if record.exc_info and record.exc_info[0] else None
        get_log(record.name).log(record.levelno, record.getMessage(), exc_info=exc_info)


def _forward_libraries(level: str) -> None:
    """Let libraries speak of what is serious; aiohttp not at all, for it quotes its input."""
    logging.basicConfig(handlers=[_Forwarding()], level=logging.WARNING, force=True)
    logging.getLogger("service").setLevel(LEVELS[level])
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)
