"""The portal's address: the one upstream that this proxy ever asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from yarl import URL

from a11y.errors import SettingsError

DEFAULT_PORTS = {"http": 80, "https": 443}

# Scheme and authority of a reference as a browser finds them: \ counts as / (WHATWG URL 4.4).
_ABSOLUTE = re.compile(rb"(?:([A-Za-z][A-Za-z0-9+.-]*):)?[/\\]{2}([^/\\?#]*)(.*)", re.DOTALL)
_HOST_AND_PORT = re.compile(rb"(\[[0-9A-Fa-f:.]+\]|[^:@\[\]]+)(?::([0-9]{0,5}))?")


class AddressError(SettingsError):
    """What was given is no address of a portal. The message is one line, Chinese first."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host, port and base path of the portal.

    ``path`` has no slash at its end; a request's path is appended to it, so with
    ``https://host/portal`` a visitor's ``/a`` asks for ``/portal/a``.
    """

    scheme: str
    host: str
    port: int
    path: str
    url: URL
    # The same in the bytes of header fields: Host (RFC 9110 7.2), Origin, the base path.
    host_field: bytes = field(init=False)
    root: bytes = field(init=False)
    base: bytes = field(init=False)

    def __post_init__(self) -> None:
        netloc = self.url.host_port_subcomponent or self.host
        object.__setattr__(self, "host_field", netloc.encode("ascii"))
        object.__setattr__(self, "root", f"{self.scheme}://{netloc}".encode("ascii"))
        object.__setattr__(self, "base", self.path.encode("ascii"))

    @classmethod
    def parse(cls, text: str) -> Origin:
        """The origin that an operator typed. Raises AddressError with the reason."""
        scheme, separator, _ = text.partition("://")
        if not separator or re.search(r"[\x00-\x20\x7f]", text):
            raise _not_complete(text)
        if scheme.lower() not in DEFAULT_PORTS:
            raise AddressError(
                f"地址要以 http:// 或 https:// 开头:{text}"
                "(the address must start with http:// or https://)"
            )
        if "?" in text or "#" in text:
            raise AddressError(f"地址里不能有 ? 或 #:{text}(no query or fragment, please)")
        try:
            url = URL(text)
        except ValueError:
            raise _not_complete(text) from None
        if url.raw_user is not None or url.raw_password is not None:
            raise AddressError("地址里不能有用户名或密码。(no user name or password, please)")
        host, port = url.raw_host, url.port
        if not host or not port or not re.fullmatch(r"[A-Za-z0-9._:-]+", host):
            raise _not_complete(text)
        return cls(url.scheme, host.lower(), port, url.raw_path.rstrip("/"), url.with_path("/"))

    def __str__(self) -> str:
        return (self.root + self.base).decode("ascii")

    def locate(self, reference: bytes) -> tuple[str, bytes] | None:
        """Scheme and the rest (path, query, fragment) of an absolute URL on this portal, or None.

        http and https on their default ports count as the same portal: an application behind a
        TLS terminator often believes that it speaks http.
        """
        absolute = _ABSOLUTE.fullmatch(reference)
        if absolute is None:
            return None
        scheme = (absolute[1] or self.scheme.encode("ascii")).lower().decode("ascii")
        authority = _HOST_AND_PORT.fullmatch(absolute[2])
        if authority is None or scheme not in DEFAULT_PORTS:
            return None
        default = DEFAULT_PORTS[scheme]
        host, port = authority[1].lower().strip(b"[]"), int(authority[2] or default)
        if host != self.host.encode("ascii"):
            return None
        both_default = port == default and self.port == DEFAULT_PORTS[self.scheme]
        return (scheme, absolute[3]) if both_default or port == self.port else None


def _not_complete(text: str) -> AddressError:
    return AddressError(
        f"这不是完整的网址:{text};例如 https://www.example.gov.cn(not a complete address)"
    )
