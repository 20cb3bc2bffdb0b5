"""The log of what went wrong and of what the process does: one line, or one JSON object, each."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable
from typing import Any

from a11y.errors import A11yError
from a11y_proxy.clock import Clock
from a11y_proxy.configuration import Configuration
from a11y_proxy.errors import BrokenResponseError
from a11y_proxy.log_file import LogFile
from a11y_proxy.server_settings import ServerSettings

_log = logging.getLogger("a11y_proxy.process")

# What logging itself puts into a record; all other attributes came as ``extra``.
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
# What could begin a line of its own, or speak to a terminal.
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
_CONTROL |= {0x2028: "\\u2028", 0x2029: "\\u2029"}


def set_up_logs(settings: ServerSettings) -> LogFile:
    """Write the log as the settings say; raises OSError. Returns where it goes, to be reopened."""
    file = LogFile(settings.error_log)
    handler = _Handler(file)
    handler.setFormatter(_Json() if settings.log_format == "json" else _Text())
    handler.addFilter(_is_news)
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("a11y_proxy.process").setLevel(logging.INFO)
    return file


def reopen(files: Iterable[LogFile]) -> None:
    """Open log files anew, after logrotate has moved them; where that fails the old one stays."""
    for file in files:
        try:
            file.reopen()
        except OSError as error:
            _log.error("cannot open %s: %s", file.target, error.strerror)


def log_loaded(configuration: Configuration, needs_restart: list[str]) -> None:
    """Say that a configuration is in use, and what of it is not before the process starts anew."""
    extra: dict[str, Any] = {"sites": len(configuration.sites)}
    if needs_restart:
        extra["needs_restart"] = needs_restart
    _log.info("configuration loaded", extra=extra)


def log_problems(error: A11yError) -> None:
    """Say why a new configuration is not used, a line for each reason."""
    for line in str(error).splitlines():
        _log.error("the old configuration stays: %s", line)


class _Handler(logging.Handler):
    def __init__(self, file: LogFile) -> None:
        super().__init__()
        self._file = file

    def emit(self, record: logging.LogRecord) -> None:
        self._file.write(self.format(record).encode("utf-8", "backslashreplace") + b"\n")


class _Json(logging.Formatter):
    """An object with time, level, logger, message, pid, what the record has beyond, exception."""

    def __init__(self) -> None:
        super().__init__()
        self._clock = Clock()

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": self._clock.at(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "pid": record.process,
        }
        line |= _extra(record)
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _encode(line)


class _Text(logging.Formatter):
    """Time and message; what the record has beyond as name=value; an exception indented below."""

    def __init__(self) -> None:
        super().__init__()
        self._clock = Clock()

    def format(self, record: logging.LogRecord) -> str:
        words = [self._clock.at(record.created), record.getMessage()]
        words += [f"{name}={value}" for name, value in _extra(record).items()]
        line = " ".join(words).translate(_CONTROL)
        if record.exc_info:
            for part in self.formatException(record.exc_info).splitlines():
                line += "\n  " + part.translate(_CONTROL)
        return line


def _extra(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in _OWN}


def _is_news(record: logging.LogRecord) -> bool:
    """Whether to write it. uvicorn repeats what broke an answer off, with a traceback.

    The proxy has written its own line; an error of the middleware gets one here. What the end
    of the process cancels, uvicorn has counted in a line before.
    """
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, A11yError):
        record.msg, record.args, record.exc_info = "answer broken off: %s", (error,), None
    return not isinstance(error, BrokenResponseError | asyncio.CancelledError)
