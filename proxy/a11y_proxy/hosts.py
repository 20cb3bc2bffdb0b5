"""Names of hosts: as an operator writes them, as a request's Host field says them."""

from __future__ import annotations

import ipaddress
import re

from a11y.errors import SettingsError

_NAME = re.compile(
    r"(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*"
)
WILDCARD = b"*."


def host_name(text: object) -> bytes:
    """A name, an address or ``*.name`` in the form that ``asked_host`` gives. Raises SettingsError.

    Chinese names are written as they are and become what browsers send (RFC 3490).
    """
    if not isinstance(text, str):
        raise SettingsError(f"host must be text such as www.example.gov.cn: {text!r}")
    plain = text.strip("[]")
    try:
        return str(ipaddress.ip_address(plain)).encode("ascii")
    except ValueError:
        pass
    star, _, rest = text.rpartition("*.")
    try:
        name = ("*." if star or text.startswith("*.") else "") + rest.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    name = name.lower().rstrip(".")
    if star or not _NAME.fullmatch(name) or len(name) > 253:
        raise SettingsError(
            "host must be a name without port, such as www.example.gov.cn, or *.example.gov.cn "
            f"for all names below it: {text!r}"
        )
    return name.encode("ascii")


def asked_host(field: bytes) -> bytes:
    """The name or address in a Host field: no port, no brackets, lower case, no dot at its end.

    What is no valid field gives something that matches nothing, or what a valid one would give;
    refusing it is the site's task.
    """
    host = field.strip(b" \t").lower()
    if host.startswith(b"["):
        name = host[1:].partition(b"]")[0]
        try:
            return str(ipaddress.ip_address(name.decode("ascii"))).encode("ascii")
        except ValueError:
            return name
    return host.partition(b":")[0].rstrip(b".")


def parents(host: bytes) -> list[bytes]:
    """The wildcards that a name falls under, the nearest first."""
    labels = host.split(b".")
    return [WILDCARD + b".".join(labels[at:]) for at in range(1, len(labels))]
