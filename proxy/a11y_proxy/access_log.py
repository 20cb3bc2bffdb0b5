"""One line per request, without what is private: query strings, cookies, bodies."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

from starlette.types import Scope

from a11y_proxy.clock import Clock
from a11y_proxy.log_file import LogFile
from a11y_proxy.record import Record
from a11y_proxy.server_settings import LogFormat
from a11y_proxy.target import received_target

# Escaped beyond ASCII, too: some readers of logs take U+2028 for the end of a line.
_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
_PLAIN = re.compile(r"[!#-\[\]-~]+")


class AccessLog:
    """Writes the chosen fields of every request that has ended.

    As JSON a field without value is left out; as text it is ``-``, and a value that is more than
    one word stands in quotes, as JSON writes it. No value can begin a line of its own.
    """

    def __init__(self, file: LogFile, fields: tuple[str, ...], form: LogFormat) -> None:
        self.file = file
        self._fields = [(name, _VALUES[name]) for name in fields]
        self._line = self._json if form == "json" else self._text

    def write(self, record: Record, ended: float) -> None:
        """Write the line of a request that ended at ``ended``, on the monotonic clock."""
        self.file.write(self._line(record, ended))

    def _json(self, record: Record, ended: float) -> bytes:
        line = {}
        for name, value_of in self._fields:
            value = value_of(record, ended)
            if value is not None:
                line[name] = value
        return _encode(line).encode("ascii") + b"\n"

    def _text(self, record: Record, ended: float) -> bytes:
        words = (_word(value_of(record, ended)) for _, value_of in self._fields)
        return " ".join(words).encode("ascii") + b"\n"


def _word(value: Any) -> str:
    if value is None:
        return "-"
    text = value if isinstance(value, str) else str(value).lower()
    return text if _PLAIN.fullmatch(text) else _encode(text)


_clock = Clock()


def path_of(scope: Scope) -> str:
    """The path that was asked for, as it came, in ASCII; never the query."""
    return received_target(scope).partition(b"?")[0].decode("ascii", "backslashreplace")


def _method(record: Record, _: float) -> str | None:
    # A WebSocket's scope names none. Of a refused request there may be no more than its client.
    usual = "GET" if "type" in record.scope else None
    method: str | None = record.scope.get("method", usual)
    return method


def _protocol(record: Record, _: float) -> str | None:
    version = record.scope.get("http_version")
    return None if version is None else f"HTTP/{version}"


def _query(record: Record, _: float) -> str | None:
    if "path" not in record.scope:
        return None
    query = received_target(record.scope).partition(b"?")[2]
    return query.decode("ascii", "backslashreplace") or None


def _client(record: Record, _: float) -> str | None:
    client = record.scope.get("client")
    return client[0] if client else None


def _header(name: bytes) -> Callable[[Record, float], str | None]:
    def value(record: Record, _: float) -> str | None:
        for field, content in record.scope["headers"]:
            if field == name:
                text: str = content.decode("utf-8", "backslashreplace")
                return text
        return None

    return value


_VALUES: dict[str, Callable[[Record, float], Any]] = {
    "time": lambda *_: _clock.at(time.time()),
    "site": lambda record, _: record.site,
    "client": _client,
    "method": _method,
    "path": lambda record, _: path_of(record.scope) if "path" in record.scope else None,
    "protocol": _protocol,
    "status": lambda record, _: record.status or None,
    "bytes": lambda record, _: record.size,
    "ms": lambda record, ended: round((ended - record.started) * 1000, 1),
    "upstream_ms": lambda record, _: record.upstream_ms,
    "page": lambda record, _: record.page,
    "fault": lambda record, _: record.fault,
    "cut": lambda record, _: record.cut or None,
    "request_id": lambda record, _: record.request_id,
    "query": _query,
    "host": _header(b"host"),
    "referer": _header(b"referer"),
    "user_agent": _header(b"user-agent"),
}
