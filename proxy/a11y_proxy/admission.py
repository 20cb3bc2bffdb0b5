"""Which visitors come in: how many connections there may be, and what was refused to them."""

from __future__ import annotations

import ipaddress
from collections import Counter

from a11y_proxy.settings import ProxySettings


class Admission:
    """Counts connections, in all and by address.

    ``counters`` counts by reason what the server refused before the application saw it.
    """

    def __init__(self, settings: ProxySettings, counters: Counter[str] | None = None) -> None:
        self.counters: Counter[str] = Counter() if counters is None else counters
        self.connections = 0
        self._limit = settings.visitor_connections
        self._address_limit = settings.address_connections
        self._by_address: Counter[str] = Counter()

    def enter(self, address: str | None) -> bool:
        """Whether one more connection may be; ``leave`` has to be called in any case.

        ``address`` is None for one that speaks for many visitors.
        """
        self.connections += 1
        if address is None:
            return self.connections <= self._limit
        network = _network(address)
        self._by_address[network] += 1
        return self.connections <= self._limit and self._by_address[network] <= self._address_limit

    def leave(self, address: str | None) -> None:
        """A connection has ended."""
        self.connections -= 1
        if address is not None:
            network = _network(address)
            self._by_address[network] -= 1
            if self._by_address[network] <= 0:
                del self._by_address[network]


def _network(address: str) -> str:
    """What one visitor may have of its own: an IPv4 address, or a /64 of IPv6 (RFC 6177)."""
    if ":" not in address:
        return address
    try:
        number = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(number.ipv4_mapped or number.exploded[:19])
