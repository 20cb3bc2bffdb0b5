"""Which site a request is for, by its Host field."""

from __future__ import annotations

from collections.abc import Sequence

from a11y_proxy.hosts import asked_host, parents
from a11y_proxy.running import RunningSite

# So many Host fields are remembered as they come, none longer than a name and a port can be:
# whoever makes them up must not fill our memory.
_REMEMBERED = 4096
_LONGEST = 260


class Routes:
    """The table of one configuration: exact names first, then the nearest wildcard, then default.

    It never changes, so a request that has its site is not concerned by another table.
    """

    def __init__(self, sites: Sequence[RunningSite]) -> None:
        self.sites = list(sites)
        self._by_name = {host: site for site in sites for host in site.settings.hosts}
        self._default = next((site for site in sites if site.settings.default), None)
        self._found: dict[bytes, RunningSite | None] = {}

    def find(self, field: bytes) -> RunningSite | None:
        """The site for a Host field, None where no site wants it."""
        try:
            return self._found[field]
        except KeyError:
            return self._look(field)

    def _look(self, field: bytes) -> RunningSite | None:
        host = asked_host(field)
        found = (self._by_name.get(name) for name in (host, *parents(host)))
        site = next(filter(None, found), self._default)
        if len(field) <= _LONGEST:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[field] = site
        return site
