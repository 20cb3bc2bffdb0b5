"""Addresses of a page's links, and the same within the simple view."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

_SCHEMES = frozenset(("http", "https"))
_AS_THEY_ARE = "!#$%&'()*+,/:;=?@[]~"


@dataclass(frozen=True)
class Addresses:
    """Where one page and its simple view are.

    ``origin``: scheme and host; ``root``: where the application is mounted, or empty; ``own``: the
    prefix of our own pages; ``target``: the page's path and query below ``root``. ``codec``: the
    page's, in which browsers write its queries.
    """

    origin: str
    root: str
    own: str
    target: str
    codec: str = "utf-8"
    base: str = ""

    @property
    def page(self) -> str:
        """The page itself, as a path."""
        return self.root + self.target

    @property
    def home(self) -> str:
        """The simple view of the home page."""
        return f"{self.root}{self.own}/simple/"

    def absolute(self, address: str) -> str:
        """The address in full; empty where it leads to no page, as ``javascript:`` does."""
        # What browsers drop from an address.
        plain = re.sub(r"[\t\n\r]", "", address).strip()
        if not plain or plain.startswith("#"):
            return ""
        start = urljoin(self.origin + self.page, self.base) if self.base else ""
        try:
            whole = urljoin(start or self.origin + self.page, plain)
            parts = urlsplit(whole)
        except ValueError:
            return ""
        if parts.scheme not in _SCHEMES or not parts.netloc:
            return ""
        path = quote(parts.path or "/", safe=_AS_THEY_ARE)
        query = quote(parts.query, safe=_AS_THEY_ARE, encoding=self.codec, errors="replace")
        end = f"#{quote(parts.fragment, safe=_AS_THEY_ARE)}" if parts.fragment else ""
        return f"{parts.scheme}://{parts.netloc}{path}{'?' + query if query else ''}{end}"

    def local(self, address: str) -> str | None:
        """Path and query of an address of this portal, None for another's."""
        whole = self.absolute(address)
        if not whole:
            return None
        parts = urlsplit(whole)
        # Behind a proxy that speaks TLS the scheme may be another than the page's own links say.
        if parts.netloc.lower() != urlsplit(self.origin).netloc.lower():
            return None
        if self.root and not parts.path.startswith(f"{self.root}/"):
            return None
        return f"{parts.path}{'?' + parts.query if parts.query else ''}"

    def file(self, address: str) -> str:
        """Where a file or picture is: a path on this portal, else in full; empty for none."""
        return self.local(address) or self.absolute(address)

    def link(self, address: str) -> str:
        """Where a link leads: within the simple view on this portal, else where it led."""
        local = self.local(address)
        if local is None:
            return self.absolute(address)
        below = local.removeprefix(self.root)
        return local if below.startswith(f"{self.own}/") else f"{self.home}{below[1:]}"
