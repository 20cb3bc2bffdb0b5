"""How a site is reached: directly, or as the proxy that has it in its configuration would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from a11y.html import Headers


def unchanged(headers: Headers) -> Headers:
    """The fields as they are."""
    return headers


@dataclass(frozen=True, kw_only=True)
class Way:
    """What is not the same for every site.

    ``upstream`` is the address that is asked instead of ``host``, the name that the site goes by:
    both or none. ``request`` and ``response`` are what the proxy does to the header fields.
    """

    upstream: str = ""
    host: str = ""
    ca_file: Path | None = None
    cert_file: Path | None = None
    key_file: Path | None = None
    request: Callable[[Headers], Headers] = unchanged
    response: Callable[[Headers], Headers] = unchanged

    def inward(self, url: str) -> str:
        """Where to ask for an address that a page of the site has written."""
        parts = urlsplit(url)
        if not self.host or parts.hostname != self.host:
            return url
        upstream = urlsplit(self.upstream)
        return parts._replace(scheme=upstream.scheme, netloc=upstream.netloc).geturl()

    def host_field(self, netloc: str) -> str:
        """What to call the host in a request to this address."""
        return self.host if self.host and netloc == urlsplit(self.upstream).netloc else netloc
