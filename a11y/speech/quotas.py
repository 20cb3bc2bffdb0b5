"""How much one token and one address may ask for: buckets that fill again as time passes."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

from a11y.speech import limits


class Quota:
    """For each key ``most`` units within ``seconds``, refilled evenly. In memory, of one process.

    ``most`` 0: no limit. The keys that were not seen for longest are forgotten beyond ``keys``.
    """

    def __init__(
        self,
        most: int,
        seconds: float,
        *,
        keys: int = limits.QUOTA_KEYS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._seconds, self._keys, self._clock = most, seconds, keys, clock
        self._used: OrderedDict[str, tuple[float, float]] = OrderedDict()  # units, and when

    def take(self, key: str, units: int) -> float:
        """Take units if they are there, and return 0; else how many seconds until they are.

        More than the whole quota is granted to a key that has not used any of it.
        """
        if not self._most:
            return 0.0
        now = self._clock()
        used, at = self._used.pop(key, (0.0, now))
        used = max(0.0, used - (now - at) * self._most / self._seconds)
        wanted = min(units, self._most)
        if used and used + wanted > self._most:
            self._used[key] = (used, now)
            return max(1.0, (used + wanted - self._most) * self._seconds / self._most)
        self._used[key] = (used + wanted, now)
        while len(self._used) > self._keys:
            self._used.popitem(last=False)
        return 0.0

    def give_back(self, key: str, units: int) -> None:
        """Undo a take() that came to nothing."""
        if key in self._used:
            used, at = self._used[key]
            self._used[key] = (max(0.0, used - min(units, self._most)), at)


def address_key(host: str | None) -> str | None:
    """What an address is counted by, None where it does not tell visitors apart.

    An IPv6 visitor has a whole /64. An address that is not public is that of a proxy, or of an
    office where everybody has the same.
    """
    try:
        address = ipaddress.ip_address((host or "").partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if not address.is_global:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)


def whole_seconds(seconds: float) -> int:
    """Rounded up, as Retry-After wants it."""
    return math.ceil(seconds)
