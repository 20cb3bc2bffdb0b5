"""Addresses as a browser would send them."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from a11y.check.page import joined, origin_of
from a11y.errors import SettingsError

# What may stand in a path or query as it is; "%" is left as it was written.
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?/[]|{}^`\\"
_DIGITS = re.compile(r"\d+")
_LONGEST = 2000


def start_address(text: str) -> str:
    """A normal form of an address that somebody typed. Raises SettingsError for what is none."""
    url = text.strip()
    parts = _split(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(
            f"要写完整的网址,以 http:// 或 https:// 开头:{text!r}"
            "(give a whole address that begins with http:// or https://)"
        )
    if parts.username is not None or parts.password is not None:
        raise SettingsError("网址里不要写用户名和密码。(no user name or password in the address)")
    return clean(url, "utf-8") or url


def resolve(base: str, reference: str, encoding: str = "utf-8") -> str | None:
    """The address that a reference in a page means; None for what is not fetched over HTTP."""
    reference = "".join(reference.split("\n")).replace("\r", "").replace("\t", "").strip()
    if not reference or reference.startswith("#"):
        return None
    return clean(joined(base, reference), encoding)


def clean(url: str, encoding: str) -> str | None:
    """The address in ASCII, without its fragment; None if it can't be asked for.

    Paths are UTF-8 and queries are in the page's encoding, as browsers send them:
    https://url.spec.whatwg.org/#concept-basic-url-parser
    """
    parts = _split(url)
    if parts is None or parts.scheme not in ("http", "https") or len(url) > _LONGEST:
        return None
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port is not None else ""
    except (UnicodeError, ValueError):
        return None
    if not host or not re.fullmatch(r"[A-Za-z0-9._:-]+", host):
        return None
    host = f"[{host}]" if ":" in host else host
    path = quote(parts.path or "/", safe=_PATH_SAFE, encoding="utf-8", errors="replace")
    query = quote(parts.query, safe=_QUERY_SAFE, encoding=encoding, errors="xmlcharrefreplace")
    return urlunsplit((parts.scheme, f"{host}{port}", path, query, ""))


def shape_of(url: str) -> str:
    """What addresses of the same kind of page have in common: numbers and values do not count."""
    parts = urlsplit(url)
    names = sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair)
    return f"{_DIGITS.sub('0', parts.path)}?{'&'.join(names)}"


def is_same_site(one: str, other: str) -> bool:
    """Whether two addresses differ in no more than scheme, port and "www."."""
    hosts = [origin_of(url)[1].removeprefix("www.") for url in (one, other)]
    return hosts[0] == hosts[1] != ""


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None
