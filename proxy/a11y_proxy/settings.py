"""The settings of the reverse proxy: one frozen dataclass."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from a11y.errors import SettingsError
from a11y_proxy.forwarding import Trust
from a11y_proxy.header_rules import HeaderRules

REWRITINGS = ("location", "cookies", "links")

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
    head_fields: int = process_wide(256)
    # The least bytes per second, on the average, of a visitor who sends a body, as soon as we have
    # waited for client_seconds in all. A mobile phone of 2G sends 2000 and more.
    body_rate: int = 500
    # Connections of visitors at a time, in all and from one address. A whole office or village may
    # share an address. Proxies that are trusted speak for many, only the first counts for them.
    visitor_connections: int = process_wide(8192)
    address_connections: int = process_wide(1024)
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
    # Addresses or networks of the TLS terminators in front of us, or "unix" for whoever comes
    # through our unix socket: who they say the visitor is, is believed. Nobody's by default.
    trusted_proxies: tuple[str, ...] = process_wide(())
    # In which fields: those that they set themselves. What they don't set, they pass on from the
    # visitor, and nginx as it is usually configured sets just these two.
    trusted_headers: tuple[str, ...] = process_wide(("x-forwarded-for", "x-forwarded-proto"))
    # Fields that the portal, and the visitor, gets with this value; with an empty one not at all.
    request_headers: Mapping[str, str] = field(default_factory=dict)
    response_headers: Mapping[str, str] = field(default_factory=dict)
    # Where the portal's own address becomes ours: location (Location, Refresh and their like),
    # cookies (Domain, Path, Secure), links (absolute ones in pages; it needs pages uncompressed).
    rewrite: tuple[str, ...] = ("location", "cookies")
    # Shown on error pages, for people who would rather call somebody: a telephone number.
    contact: str = ""
    # A PEM file of the authorities that may sign the portal's certificate; None: the system's.
    ca_file: Path | None = None
    # PEM files with the certificate, and its key, that we show to a portal that asks for one; the
    # key may be in the certificate's file.
    cert_file: Path | None = None
    key_file: Path | None = None
    # The longest silence, of both sides, in a WebSocket. Applications ping every 20 to 60 s.
    tunnel_seconds: float = 600.0

    def __post_init__(self) -> None:
        for name, kind in get_type_hints(type(self)).items():
            _check(name, kind, getattr(self, name))
        # What is wrong with them is found out by making them.
        _ = self.trust, self.request_rules, self.response_rules

    @cached_property
    def shortest_wait(self) -> float:
        """The least seconds that an exchange waits for anybody."""
        return min(self.first_byte_seconds, self.idle_seconds, self.client_seconds)

    @cached_property
    def trust(self) -> Trust:
        """The proxies in front of us that are believed."""
        return Trust(self.trusted_proxies, self.trusted_headers)

    @cached_property
    def request_rules(self) -> HeaderRules:
        """What becomes of the fields of requests."""
        return HeaderRules("request_headers", self.request_headers)

    @cached_property
    def response_rules(self) -> HeaderRules:
        """What becomes of the fields of responses."""
        return HeaderRules("response_headers", self.response_headers)

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
    elif kind is str:
        good = isinstance(value, str) and value.isprintable()
        legal = "text of one line"
    elif kind == tuple[str, ...]:
        choices = REWRITINGS if name == "rewrite" else None
        good = isinstance(value, tuple) and all(
            isinstance(one, str) and (one in choices if choices else one) for one in value
        )
        legal = f"a tuple of {', '.join(choices)}" if choices else "a tuple of strings"
    elif kind == Mapping[str, str]:
        good = isinstance(value, Mapping) and all(
            isinstance(text, str) for pair in value.items() for text in pair
        )
        legal = "names of fields with their values"
    else:
        good = value is None or isinstance(value, Path)
        legal = "a path"
    if not good:
        raise SettingsError(f"{name} must be {legal}: {value!r}")
