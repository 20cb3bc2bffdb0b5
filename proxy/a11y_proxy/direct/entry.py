"""Where plain requests come in: by a gateway with several sites, or straight into one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

from starlette.types import ASGIApp, Receive, Scope, Send

from a11y.asgi import A11yMiddleware
from a11y_proxy.app import ProxyApp
from a11y_proxy.direct.passage import Passage
from a11y_proxy.direct.plan import NEW_ID, Plan
from a11y_proxy.direct.way import Way, way_of
from a11y_proxy.errors import RequestError
from a11y_proxy.gateway import Gateway
from a11y_proxy.hints import RAW_TARGET, RECORD
from a11y_proxy.record import Record, new_request_id

if TYPE_CHECKING:
    from a11y_proxy.protocol import GatewayProtocol

_METHODS = frozenset({"GET", "HEAD"})


class Entry(Protocol):
    """What stands before the sites, as far as it concerns a plain request."""

    def plan(self, scope: Scope) -> Plan | None:
        """The plan of a request; None: it can't go the shorter way. Raises RequestError."""

    def is_current(self, plan: Plan) -> bool:
        """Whether a plan of before holds still."""

    def enter(self, plan: Plan, scope: Scope, request_id: bytes) -> Record | None:
        """A request is on its way."""

    def leave(self, plan: Plan, record: Record) -> None:
        """It has ended."""

    def resumed(self, plan: Plan, record: Record | None, app: ASGIApp) -> ASGIApp:
        """What lets ``app`` answer a request that has entered, and then leaves."""


class SingleEntry:
    """One site and nothing before it."""

    def __init__(self, way: Way) -> None:
        self._way = way

    def plan(self, scope: Scope) -> Plan | None:
        """See Entry."""
        return Plan(self._way, scope, scope["headers"])

    def is_current(self, plan: Plan) -> bool:
        """See Entry."""
        return plan.way is self._way

    def enter(self, plan: Plan, scope: Scope, request_id: bytes) -> Record | None:
        """See Entry."""

    def leave(self, plan: Plan, record: Record) -> None:
        """See Entry."""

    def resumed(self, plan: Plan, record: Record | None, app: ASGIApp) -> ASGIApp:
        """See Entry."""
        return app


class GatewayEntry:
    """A gateway: it finds the site, names the request, counts it and writes its line."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def plan(self, scope: Scope) -> Plan | None:
        """See Entry."""
        routes = self._gateway.routes
        host, given = self._gateway.host_and_id(scope)
        site = routes.find(host)
        if site is None or site.way is None:
            return None
        received = scope["headers"]
        kept = [field for field in received if field[0] != b"x-request-id"]
        own_id = self._gateway.believed_id(scope, given)
        field = (b"x-request-id", NEW_ID if own_id is None else own_id.encode("ascii"))
        plan = Plan(site.way, {**scope, "headers": [*kept, field]}, received)
        plan.site, plan.routes, plan.own_id = site, routes, own_id
        return plan

    def is_current(self, plan: Plan) -> bool:
        """See Entry."""
        return plan.routes is self._gateway.routes

    def enter(self, plan: Plan, scope: Scope, request_id: bytes) -> Record | None:
        """See Entry."""
        site = plan.site
        if site is None:
            return None
        name = plan.own_id
        if name is None:
            name = request_id.decode("ascii")
            scope["headers"] = [*plan.headers, (b"x-request-id", request_id)]
        site.open += 1
        record = scope[RECORD] = Record(scope, site.name, name)
        return record

    def leave(self, plan: Plan, record: Record) -> None:
        """See Entry."""
        if plan.site is not None:
            plan.site.leave()
            self._gateway.note(record, plan.site.statistics)

    def resumed(self, plan: Plan, record: Record | None, app: ASGIApp) -> ASGIApp:
        """See Entry."""
        site = plan.site
        if record is None or site is None:
            return app
        gateway = self._gateway

        async def go_on(scope: Scope, receive: Receive, send: Send) -> None:
            await gateway.serve(app, site, record, (scope, receive, send))

        return go_on


_entries: WeakKeyDictionary[object, Entry] = WeakKeyDictionary()


def entry_of(app: object) -> Entry | None:
    """The entry of an application that our protocol serves; None: all requests go to it."""
    entry = _entries.get(app)
    if entry is None:
        entry = _new_entry(app)
        if entry is not None:
            _entries[app] = entry
    return entry


def _new_entry(app: object) -> Entry | None:
    if isinstance(app, Gateway):
        return GatewayEntry(app)
    care = app if isinstance(app, A11yMiddleware) else None
    proxy = care.app if care is not None else app
    way = way_of(proxy, care) if isinstance(proxy, ProxyApp) else None
    return None if way is None else SingleEntry(way)


def passage_for(protocol: GatewayProtocol, entry: Entry, scope: Scope) -> Passage | None:
    """A request that is on its way already; None where it has to go the general way.

    It was seen to be of HTTP/1.1 and to ask for no other protocol.
    """
    if RAW_TARGET not in scope:
        # No path: whether an absolute target fits the Host is not in the plan.
        return None
    plan = protocol.plan
    if (
        plan is None
        or plan.received != scope["headers"]
        or plan.method != scope["method"]
        or not entry.is_current(plan)
    ):
        if scope["method"] not in _METHODS or scope["root_path"]:
            return None
        try:
            plan = protocol.plan = entry.plan(scope)
        except RequestError:
            plan = protocol.plan = None
    if plan is None or not plan.is_plain:
        return None
    try:
        target = plan.way.target(scope)
    except RequestError:
        return None
    if target is None:
        return None
    request_id = new_request_id().encode("ascii") if plan.takes_id else b""
    passage = Passage(protocol, entry, plan, scope)
    passage.record = entry.enter(plan, scope, request_id)
    passage.start(target, request_id)
    return passage
