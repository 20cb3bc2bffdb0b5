"""Header fields between WSGI's native strings and bytes.

A native string holds one byte a character, as if it were Latin-1 (PEP 3333, "Unicode Issues").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from a11y.html import Headers

_PREFIX = "HTTP_"
_KEYS = 1024


class _Names(dict[str, bytes | None]):
    """The field's name for a key of the environment; None for a key that is no field's."""

    def __missing__(self, key: str) -> bytes | None:
        name = None
        if key.startswith(_PREFIX):
            name = octets(key.removeprefix(_PREFIX).replace("_", "-").lower())
        # Few keys come with every request; a client that makes names up must not fill memory.
        if len(self) < _KEYS:
            self[key] = name
        return name


_NAMES = _Names()


def request_headers(environ: WSGIEnvironment) -> Headers:
    """The request's header fields as ASGI has them, but for those that describe its content."""
    names = _NAMES
    return [
        (name, octets(value)) for key, value in environ.items() if (name := names[key]) is not None
    ]


def adapted(environ: WSGIEnvironment, asked: Headers, wanted: Headers) -> WSGIEnvironment:
    """The environment with the fields of ``wanted`` in place of those of ``asked``.

    The very same one if they are the same; else a copy, since what is around us judges the response
    by what the browser asked.
    """
    if wanted is asked:
        return environ
    kept = dict(wanted)
    changed = {**environ}
    for name, value in asked:
        if kept.get(name) != value:
            key = _PREFIX + name.decode("latin-1").upper().replace("-", "_")
            if name in kept:
                changed[key] = kept[name].decode("latin-1")
            else:
                del changed[key]
    return changed


def bytes_of(fields: list[tuple[str, str]]) -> Headers:
    """A response's fields as bytes. Raises UnicodeEncodeError where they can't be sent at all."""
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in fields]


def native(headers: Headers) -> list[tuple[str, str]]:
    """Fields as a server wants them."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]


def octets(value: str) -> bytes:
    """The bytes of a native string; of a string that is none (some servers decode), its UTF-8."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogateescape")
