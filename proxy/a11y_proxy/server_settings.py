"""The settings of the server process: where it listens, how many workers, what it writes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

from a11y.errors import SettingsError
from a11y_proxy.access_fields import DEFAULT_FIELDS, FIELDS
from a11y_proxy.listeners import Address

LogFormat = Literal["json", "text"]

# Words where a log may also be a file, which is given as an absolute path.
STREAMS = ("stderr", "stdout")
OFF = "off"


@dataclass(frozen=True, kw_only=True)
class ServerSettings:
    """What belongs to the process and not to a site. Raises SettingsError for a bad value."""

    # Where visitors connect: "host:port", "[v6]:port" or "unix:/path", any number of them.
    listen: tuple[str, ...] = ("127.0.0.1:8600",)
    # Of unix sockets: permissions, octal, and "user", "user:group" or ":group". The web server in
    # front has to be able to write.
    socket_mode: str = "0660"
    socket_owner: str | None = None
    # PEM files for https on the TCP addresses; a key may stand in the certificate's file.
    certificate: Path | None = None
    key: Path | None = None
    # Processes that answer. One a core is plenty; each has its own connections to the portal.
    workers: int = 1
    # "off", "stderr", "stdout" or an absolute path. One line per request.
    access_log: str = "stderr"
    access_log_fields: tuple[str, ...] = DEFAULT_FIELDS
    # "stderr", "stdout" or an absolute path. What went wrong, and what the process does.
    error_log: str = "stderr"
    log_format: LogFormat = "json"
    # An address as in listen, for Prometheus and for health checks. Not for visitors: it tells
    # how many there are.
    metrics: str | None = None
    # Whether "ready" also asks every portal, at most once in 5 seconds. Off by default: a portal
    # that is down would take the proxy with its friendly page out of the load balancer.
    ready_asks_upstreams: bool = False

    def __post_init__(self) -> None:
        for name, kind in get_type_hints(type(self)).items():
            object.__setattr__(self, name, _checked(name, kind, getattr(self, name)))
        if self.key is not None and self.certificate is None:
            raise SettingsError("key needs certificate")

    @classmethod
    def names(cls) -> list[str]:
        """The legal keys."""
        return [field.name for field in dataclasses.fields(cls)]


def _checked(name: str, kind: Any, value: Any) -> Any:
    """The value as the field has it, or SettingsError that names what would be legal."""
    if name in _CHECKS:
        return _CHECKS[name](name, value)
    if kind is bool:
        _require(isinstance(value, bool), name, "true or false", value)
    elif kind is int:
        whole = isinstance(value, int) and not isinstance(value, bool)
        _require(whole and 1 <= value <= 256, name, "a whole number from 1 to 256", value)
    elif kind == (Path | None):
        _require(value is None or isinstance(value, Path), name, "a path", value)
    elif kind == LogFormat:
        _require(value in get_args(kind), name, f"one of {', '.join(get_args(kind))}", value)
    return value


def _require(good: bool, name: str, legal: str, value: Any) -> None:
    if not good:
        raise SettingsError(f"{name} must be {legal}: {value!r}")


def _listen(name: str, value: Any) -> tuple[str, ...]:
    values = (value,) if isinstance(value, str) else value
    if not isinstance(values, tuple | list) or not values or not _are_texts(values):
        raise SettingsError(f"{name} must be one or several of {Address.LEGAL}: {value!r}")
    for one in values:
        Address.parse(one, name)
    if len(set(values)) < len(values):
        raise SettingsError(f"{name} must not have an address twice: {value!r}")
    return tuple(values)


def _metrics(name: str, value: Any) -> str | None:
    if value is not None:
        _require(isinstance(value, str), name, Address.LEGAL, value)
        Address.parse(value, name)
    return value  # type: ignore[no-any-return]  # a text, or None


def _mode(name: str, value: Any) -> str:
    good = isinstance(value, str) and re.fullmatch(r"0?[0-7]{3}", value) is not None
    _require(good, name, 'an octal number in quotes such as "0660"', value)
    return str(value)


def _owner(name: str, value: Any) -> str | None:
    legal = isinstance(value, str) and re.fullmatch(r"(?=.)[\w.-]*(?::[\w.-]+)?", value)
    _require(value is None or bool(legal), name, '"user", "user:group" or ":group"', value)
    return value  # type: ignore[no-any-return]


def _fields(name: str, value: Any) -> tuple[str, ...]:
    good = isinstance(value, tuple | list) and bool(value) and _are_texts(value)
    if not good or (set(value) - set(FIELDS)) or len(set(value)) < len(value):
        raise SettingsError(f"{name} must be some of {', '.join(FIELDS)}: {value!r}")
    return tuple(value)


def _log(name: str, value: Any) -> str:
    words = (OFF, *STREAMS) if name == "access_log" else STREAMS
    good = isinstance(value, str) and (value in words or value.startswith("/"))
    _require(good, name, f"one of {', '.join(words)}, or an absolute path", value)
    return str(value)


def _are_texts(values: Iterable[Any]) -> bool:
    return all(isinstance(one, str) for one in values)


_CHECKS = {
    "listen": _listen,
    "metrics": _metrics,
    "socket_mode": _mode,
    "socket_owner": _owner,
    "access_log_fields": _fields,
    "access_log": _log,
    "error_log": _log,
}
