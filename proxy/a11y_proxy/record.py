"""One request on its way through: what its line in the log and the counts will say."""

from __future__ import annotations

import itertools
import re
import secrets
from collections.abc import Awaitable
from time import monotonic

from starlette.types import Message, Scope, Send

_LEGAL_ID = re.compile(rb"[A-Za-z0-9._:/+=-]{1,128}")

# Unique without asking the system for randomness at every request.
_process = secrets.token_hex(6)
_numbers = itertools.count(1)


class Record:
    """Notes what passes, where it stands between the application and the server.

    Times are on the monotonic clock: ``started`` when the request came, ``answered`` when the
    portal's answer began. ``status`` is 0 until an answer begins, ``cut`` true until it has ended
    as it should. ``fault`` is why the portal's answer could not be passed on.
    """

    __slots__ = (
        "_send",
        "answered",
        "cut",
        "fault",
        "request_id",
        "scope",
        "site",
        "size",
        "started",
        "status",
    )

    def __init__(self, scope: Scope, site: str | None, request_id: str) -> None:
        self.scope = scope
        self.site = site
        self.request_id = request_id
        self.started = monotonic()
        self.status = 0
        self.size = 0
        self.cut = True
        self.fault: str | None = None
        self.answered: float | None = None
        self._send: Send | None = None

    def noting(self, send: Send) -> Send:
        """What passes messages on to ``send``. No coroutine of its own: the server's does."""
        self._send = send
        return self.send

    def send(self, message: Message) -> Awaitable[None]:
        """Pass a message on."""
        kind = message["type"]
        if kind == "http.response.body":
            self.size += len(message.get("body", b""))
        elif kind == "http.response.start":
            self.status = message["status"]
        if self._send is None:
            raise RuntimeError("nobody sends this answer")
        return self._send(message)

    @property
    def upstream_ms(self) -> float | None:
        """Milliseconds until the portal's answer began; None where it was not asked."""
        return None if self.answered is None else round((self.answered - self.started) * 1000, 1)

    @property
    def page(self) -> str | None:
        """What became of the page: "injected", or why not; None where none was looked at."""
        return self.scope.get("a11y.page")


def new_request_id() -> str:
    """A name for a request that no other one has, here or in another process."""
    return f"{_process}{next(_numbers):08x}"


def legal_request_id(value: bytes) -> str | None:
    """A request's name as a proxy before us gave it, or None where it could be anything."""
    return value.decode("ascii") if _LEGAL_ID.fullmatch(value) else None
