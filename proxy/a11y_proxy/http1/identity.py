"""Authentication that belongs to a connection, not to a request (RFC 4559 6; NTLM)."""

from __future__ import annotations

from a11y_proxy.header_rules import Headers

_OF_CONNECTIONS = (b"ntlm", b"negotiate")


def speaks_for_somebody(request_headers: Headers) -> bool:
    """Whether a request makes its connection speak for one visitor."""
    for name, value in request_headers:
        if name == b"authorization" and value.lower().startswith(_OF_CONNECTIONS):
            return True
    return False


def asks_who(status: int, headers: Headers) -> bool:
    """Whether a response begins such authentication."""
    return status == 401 and any(
        name == b"www-authenticate"
        and any(part.strip().startswith(_OF_CONNECTIONS) for part in value.lower().split(b","))
        for name, value in headers
    )
