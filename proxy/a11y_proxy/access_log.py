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
from a11y_proxy.server_settings import LogFormat
from a11y_proxy.target import received_target
from a11y_proxy.visit import Visit

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

    def write(self, visit: Visit, ended: float) -> None:
        """Write the line of a request that ended at ``ended``, on the monotonic clock."""
        self.file.write(self._line(visit, ended))

    def _json(self, visit: Visit, ended: float) -> bytes:
        line = {}
        for name, value_of in self._fields:
            value = value_of(visit, ended)
            if value is not None:
                line[name] = value
        return _encode(line).encode("ascii") + b"\n"

    def _text(self, visit: Visit, ended: float) -> bytes:
        words = (_word(value_of(visit, ended)) for _, value_of in self._fields)
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


def _query(visit: Visit, _: float) -> str | None:
    query = received_target(visit.scope).partition(b"?")[2]
    return query.decode("ascii", "backslashreplace") or None


def _client(visit: Visit, _: float) -> str | None:
    client = visit.scope.get("client")
    return client[0] if client else None


def _header(name: bytes) -> Callable[[Visit, float], str | None]:
    def value(visit: Visit, _: float) -> str | None:
        for field, content in visit.scope["headers"]:
            if field == name:
                text: str = content.decode("utf-8", "backslashreplace")
                return text
        return None

    return value


_VALUES: dict[str, Callable[[Visit, float], Any]] = {
    "time": lambda *_: _clock.at(time.time()),
    "site": lambda visit, _: visit.site,
    "client": _client,
    "method": lambda visit, _: visit.scope.get("method", "GET"),
    "path": lambda visit, _: path_of(visit.scope),
    "protocol": lambda visit, _: f"HTTP/{visit.scope['http_version']}",
    "status": lambda visit, _: visit.status or None,
    "bytes": lambda visit, _: visit.size,
    "ms": lambda visit, ended: round((ended - visit.started) * 1000, 1),
    "upstream_ms": lambda visit, _: visit.upstream_ms,
    "page": lambda visit, _: visit.page,
    "fault": lambda visit, _: visit.fault,
    "cut": lambda visit, _: visit.cut or None,
    "request_id": lambda visit, _: visit.request_id,
    "query": _query,
    "host": _header(b"host"),
    "referer": _header(b"referer"),
    "user_agent": _header(b"user-agent"),
}
