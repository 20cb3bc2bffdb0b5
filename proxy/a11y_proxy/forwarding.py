"""Who the visitor is, where proxies that the operator trusts stand before us."""

from __future__ import annotations

import ipaddress
import re

from starlette.types import Scope

from a11y.errors import SettingsError
from a11y_proxy.framing import is_host
from a11y_proxy.hints import FORWARDED_FOR, VISITOR_HOST

# The fields that a trusted proxy may speak in. Believed are only those that the operator names: a
# proxy passes on what it doesn't set itself, and then it is the visitor who speaks.
FIELDS = (
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-forwarded-host",
    "x-forwarded-port",
    "forwarded",
)
# What stands in the list for whoever comes through our unix socket.
UNIX = "unix"

# Nobody has so many proxies; a list of this length is made up.
_MOST_HOPS = 32
_SCHEMES = frozenset({b"http", b"https"})

# [2001:db8::1]:4711, 192.0.2.1:80, or an address alone.
_NODE = re.compile(rb"\[([0-9A-Fa-f:.]{2,45})\](?::[0-9]{1,5})?|([0-9.]{7,15})(?::[0-9]{1,5})?")
# RFC 7239 4: token=token or token="quoted", separated by ";" within a proxy's element.
_PAIR = re.compile(
    rb"[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)"
    rb'|"((?:[^"\\]|\\.)*)")[ \t]*([;,]|\Z)'
)

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Said = dict[bytes, bytes]


class Trust:
    """The proxies whose word about a visitor counts, and the fields in which it does.

    ``proxies`` are addresses, networks or "unix"; ``fields`` are of FIELDS. Raises SettingsError.
    """

    def __init__(self, proxies: tuple[str, ...], fields: tuple[str, ...]) -> None:
        self._unix = UNIX in proxies
        self._networks = [_network(one) for one in proxies if one != UNIX]
        if unknown := sorted(set(fields) - set(FIELDS)):
            raise SettingsError(
                f"trusted_headers must be of {', '.join(FIELDS)}: {', '.join(unknown)}"
            )
        self._fields = frozenset(field.encode("ascii") for field in fields)

    def trusts(self, peer: str | None) -> bool:
        """Whether a connection's other end is such a proxy: its address, or "unix"."""
        if peer is None or peer == UNIX:
            return peer is not None and self._unix
        try:
            return self._holds(_unmapped(ipaddress.ip_address(peer)))
        except ValueError:
            return False

    def believe(self, scope: Scope) -> None:
        """Put the visitor in the scope in the place of a proxy that ``trusts`` said yes to.

        ``client``, ``scheme`` and the hints FORWARDED_FOR and VISITOR_HOST are set, as far as the
        proxy says something that makes sense. The list is read from its end: an entry counts if a
        trusted proxy wrote it, and that is so up to the first address that is none of theirs.
        """
        said: _Said = {}
        for name, value in scope["headers"]:
            if name in self._fields:
                said[name] = said[name] + b"," + value if name in said else value
        if b"forwarded" in said:
            elements = _elements(said[b"forwarded"])
        elif said:
            elements = _old_elements(said)
        else:
            return
        hops, last = self._walk(elements)
        if hops:
            self._name_visitor(scope, hops)
        if (scheme := last.get(b"proto", b"").lower()) in _SCHEMES:
            scope["scheme"] = scheme.decode("ascii")
        host = _host(last, scope)
        if host:
            scope[VISITOR_HOST] = host

    def _name_visitor(self, scope: Scope, hops: list[_Address]) -> None:
        # Only what trusted proxies vouch for goes on, so the first of the list is the visitor also
        # for a portal that looks no further.
        chain = [str(hop) for hop in reversed(hops)]
        if client := scope.get("client"):
            chain.append(client[0])
        scope["client"] = (str(hops[-1]), 0)
        scope[FORWARDED_FOR] = ", ".join(chain).encode("ascii")

    def _walk(self, elements: list[_Said]) -> tuple[list[_Address], _Said]:
        """The addresses that count, the nearest first; and all that the farthest proxy says."""
        hops: list[_Address] = []
        last: _Said = {}
        for element in reversed(elements[-_MOST_HOPS:]):
            last = last | element
            address = _address(element.get(b"for", b""))
            if address is None:
                break
            hops.append(address)
            if not self._holds(address):
                break
        return hops, last

    def _holds(self, address: _Address) -> bool:
        return any(address in network for network in self._networks)


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise SettingsError(
            "trusted_proxies must be addresses (10.0.0.1, 2001:db8::1), networks (10.0.0.0/8) "
            f'or "{UNIX}": {text!r}'
        ) from None


def _unmapped(address: _Address) -> _Address:
    """An IPv4 address as itself where a socket for both families shows it as ::ffff:10.0.0.1."""
    return getattr(address, "ipv4_mapped", None) or address


def _address(node: bytes) -> _Address | None:
    """The address of a node, with or without port; None for "unknown", "_hidden" and garbage."""
    text = node.strip(b" \t")
    found = _NODE.fullmatch(text)
    if found is not None:
        text = found[1] or found[2]
    try:
        return _unmapped(ipaddress.ip_address(text.decode("ascii")))
    except ValueError:
        return None


def _old_elements(said: _Said) -> list[_Said]:
    """X-Forwarded-* as if each proxy had written an element of Forwarded.

    Lists need not be of one length: most proxies append to X-Forwarded-For and set the others. So
    they are counted from their ends, where our own neighbour wrote.
    """
    columns = {
        name.rpartition(b"-")[2]: [one.strip(b" \t") for one in value.split(b",")][-_MOST_HOPS:]
        for name, value in said.items()
    }
    length = max(len(column) for column in columns.values())
    elements: list[_Said] = [{} for _ in range(length)]
    for name, column in columns.items():
        for element, value in zip(reversed(elements), reversed(column), strict=False):
            element[name] = value
    return elements


def _elements(value: bytes) -> list[_Said]:
    """The elements of Forwarded fields; none where they break the grammar of RFC 7239 4."""
    elements: list[_Said] = [{}]
    at = 0
    while at < len(value):
        pair = _PAIR.match(value, at)
        if pair is None:
            return []
        content = pair[2] if pair[2] is not None else re.sub(rb"\\(.)", rb"\1", pair[3])
        elements[-1].setdefault(pair[1].lower(), content)
        if pair[4] == b",":
            elements.append({})
        at = pair.end()
    return elements


def _host(last: _Said, scope: Scope) -> bytes:
    """The visitor's Host, from X-Forwarded-Host and -Port; empty where none is said."""
    host = last.get(b"host", b"")
    if not is_host(host):
        host = b""
    port = last.get(b"port", b"")
    if not re.fullmatch(rb"[1-9][0-9]{0,4}", port):
        return host
    usual = b"443" if scope["scheme"] == "https" else b"80"
    host = host or next((value for name, value in scope["headers"] if name == b"host"), b"")
    if not is_host(host) or port == usual or re.search(rb":[0-9]*$", host.rpartition(b"]")[2]):
        return host
    return host + b":" + port
