"""The fields behind a body in chunks, and the ones before a head: early hints."""

from __future__ import annotations

from starlette.types import Scope

from a11y_proxy.header_rules import Headers

_EXTENSION = "http.response.trailers"

# What tells the portal that trailers are not in vain (RFC 9110 10.1.4).
TAKES_TRAILERS: Headers = [(b"te", b"trailers"), (b"connection", b"TE")]

# What a recipient has to know before the body, or what would be about our connection (RFC 9110
# 6.5.1): a portal that sends it there makes a mistake or an attack.
_NEVER_BEHIND = frozenset(
    {
        *(b"authorization", b"cache-control", b"connection", b"content-encoding"),
        *(b"content-length", b"content-range", b"content-security-policy", b"content-type"),
        *(b"date", b"expires", b"host", b"keep-alive", b"location", b"pragma"),
        *(b"proxy-authenticate", b"proxy-connection", b"set-cookie", b"te", b"trailer"),
        *(b"transfer-encoding", b"upgrade", b"vary", b"www-authenticate"),
    }
)


def takes_trailers(scope: Scope) -> bool:
    """Whether the visitor asked for trailers and our server can send them."""
    for name, value in scope["headers"]:
        if name == b"te" and b"trailers" in value.lower():
            return scope["http_version"] == "1.1" and _EXTENSION in scope.get("extensions", ())
    return False


def passed_trailers(trailers: Headers) -> Headers:
    """The trailers as the visitor may have them."""
    return [field for field in trailers if field[0] not in _NEVER_BEHIND]


def passed_hints(scope: Scope, headers: Headers) -> Headers:
    """The fields of a 103 as the visitor may have them: what to fetch, for a page alone.

    Programs that never heard of 103 have been seen to take it for the answer; browsers, which tell
    that they navigate, know it or read over it.
    """
    navigates = (b"sec-fetch-mode", b"navigate") in scope["headers"]
    return [field for field in headers if field[0] == b"link"] if navigates else []
