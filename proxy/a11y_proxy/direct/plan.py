"""What follows from a request's fields, whatever target it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.types import Scope

from a11y.html import origin_headers
from a11y.html.policy import JUDGED_REQUEST_FIELDS
from a11y_proxy.framing import framing_of
from a11y_proxy.header_rules import Headers
from a11y_proxy.http1.head import field_lines
from a11y_proxy.http1.identity import speaks_for_somebody
from a11y_proxy.request_headers import upstream_headers
from a11y_proxy.trailers import takes_trailers

if TYPE_CHECKING:
    from a11y_proxy.direct.way import Way
    from a11y_proxy.routes import Routes
    from a11y_proxy.running import RunningSite

# Stands for the request's name where each request gets a new one. Nobody can send this object.
NEW_ID = b"the id of this request"


class Plan:
    """A request without its target: ``way`` is the site's, ``headers`` are as they came.

    ``is_plain`` says whether it may go the shorter way. Raises RequestError where it must not be
    passed on at all. ``received`` are the headers that the plan is for.
    """

    __slots__ = (
        *("_after", "_before", "_first", "answers", "headers", "host", "is_plain", "method"),
        *("own_id", "received", "routes", "secure", "site", "takes_id", "way"),
    )

    def __init__(self, way: Way, scope: Scope, received: Headers) -> None:
        self.way = way
        # A copy: on the general way the request gets a field more.
        self.received = received[:]
        self.method: str = scope["method"]
        self.headers: Headers = [field for field in scope["headers"] if field[1] is not NEW_ID]
        # The name that a trusted proxy gave it; None: each request gets one of its own.
        self.own_id: str | None = None
        # Where it came through a gateway: the site, and the table that this one stands in.
        self.site: RunningSite | None = None
        self.routes: Routes | None = None
        self.secure = scope["scheme"] == "https"
        if way.rules is not None:
            asked = origin_headers(self.method, scope["headers"], way.rules)
            scope = {**scope, "headers": asked}
        framing = framing_of(scope, way.settings.body_bytes)
        self.host = framing.host
        fields = upstream_headers(scope, framing.host, way.origin, way.settings)
        self.is_plain = not (
            framing.has_body or takes_trailers(scope) or speaks_for_somebody(fields)
        )
        at = [index for index, field in enumerate(fields) if field[1] is NEW_ID]
        self.takes_id = bool(at)
        split = at[0] if at else len(fields)
        self._before: bytes = b" HTTP/1.1\r\n" + field_lines(fields[:split])
        self._after: bytes = field_lines(fields[split + 1 :]) + b"\r\n"
        self._first: bytes = self.method.encode("ascii") + b" "
        judged = any(name in JUDGED_REQUEST_FIELDS for name, _ in self.headers)
        # Where an answer to one request may be remembered for the next one.
        self.answers = None if judged else way.answers(self.method, secure=self.secure)

    def request_head(self, target: bytes, request_id: bytes) -> bytes:
        """All of the head that asks the portal for a target."""
        if self.takes_id:
            middle = b"x-request-id: " + request_id + b"\r\n"
            return self._first + target + self._before + middle + self._after
        return self._first + target + self._before + self._after
