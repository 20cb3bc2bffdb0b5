"""The settings of the reverse proxy: one frozen dataclass."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from a11y.errors import SettingsError

_Value = TypeVar("_Value")


def process_wide(default: _Value) -> _Value:
    """A field that cannot differ between sites: the server needs it before it knows the site."""
    return field(default=default, metadata={"process_wide": True})


@dataclass(frozen=True, kw_only=True)
class ProxySettings:
    """Everything an operator may choose about passing requests on. Raises SettingsError.

    Times are seconds, sizes are bytes. Where several sites share a process, the fields that are
    process_wide stand in table ``[proxy]``, the others in each ``[[site]]``.
    """

    # Name resolution, a free place in the pool, TCP and TLS together.
    connect_seconds: float = 10.0
    # From the end of the request to the first byte of the answer: slow reports take a while.
    first_byte_seconds: float = 60.0
    # The longest silence within an answer. Event streams usually send a comment every 15 s.
    idle_seconds: float = 60.0
    # The longest silence of a visitor who sends a body or should be reading an answer.
    client_seconds: float = 60.0
    # How long a request head may take to arrive (slowloris), and how large it may be.
    head_seconds: float = process_wide(20.0)
    head_bytes: int = process_wide(64 * 1024)
    # Largest upload. Portals take scans of documents; their own limit is usually far lower.
    body_bytes: int = 1024 * 1024 * 1024
    # Connections to the portal at a time: an old one does not stand many more.
    connections: int = 256
    # An idle connection of a visitor is kept this long: longer than browsers wait between clicks
    # on one page, shorter than the memory of most NAT routers.
    keep_alive_seconds: int = process_wide(65)
    # How long open responses may take to finish after SIGTERM.
    drain_seconds: int = process_wide(30)
    # True sends the visitor's Host to the portal instead of the portal's own name.
    preserve_host: bool = False
    # Addresses or networks of the TLS terminators in front of us, whose X-Forwarded-For and
    # X-Forwarded-Proto are believed. Nobody's by default.
    trusted_proxies: tuple[str, ...] = process_wide(())
    # A PEM file of the authorities that may sign the portal's certificate; None: the system's.
    ca_file: Path | None = None
    # One line per request to standard error, without query strings and cookies.
    access_log: bool = True

    def __post_init__(self) -> None:
        for name, kind in get_type_hints(type(self)).items():
            _check(name, kind, getattr(self, name))

    @classmethod
    def of(cls, options: dict[str, Any]) -> ProxySettings:
        """Settings from names and values. Raises SettingsError that names the legal names."""
        legal = [field.name for field in dataclasses.fields(cls)]
        if unknown := sorted(set(options) - set(legal)):
            raise SettingsError(
                f"unknown proxy option {', '.join(unknown)}; legal are: {', '.join(legal)}"
            )
        return cls(**options)


def _check(name: str, kind: Any, value: Any) -> None:
    """Raise SettingsError unless the value is what its annotation asks for."""
    if kind is bool:
        good = isinstance(value, bool)
        legal = "true or false"
    elif kind is int:
        good = isinstance(value, int) and not isinstance(value, bool) and value >= 1
        legal = "a whole number of at least 1"
    elif kind is float:
        good = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e6
        legal = "a number of seconds above 0"
    elif name == "trusted_proxies":
        good = isinstance(value, tuple) and all(isinstance(one, str) and one for one in value)
        legal = "a tuple of addresses or networks"
    else:
        good = value is None or isinstance(value, Path)
        legal = "a path"
    if not good:
        raise SettingsError(f"{name} must be {legal}: {value!r}")
