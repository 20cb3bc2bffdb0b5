"""The header fields that an operator sets or removes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from a11y.errors import SettingsError

Headers = list[tuple[bytes, bytes]]

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 5.6.2
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")

# What speaks about a connection or about how a message is delimited, or which the proxy has to
# know the truth about.
_REFUSED = frozenset(
    {
        *("connection", "content-encoding", "content-length", "content-range", "expect"),
        *("host", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding"),
        *("upgrade", "accept-encoding"),
    }
)


class HeaderRules:
    """New values for header fields by name; an empty value removes the field.

    ``setting`` is what errors call it. Raises SettingsError.
    """

    def __init__(self, setting: str, values: Mapping[str, str]) -> None:
        self.added: Headers = []
        names: set[bytes] = set()
        for name, value in values.items():
            key = _checked(setting, name, value)
            if key in names:
                raise SettingsError(f"{setting} names a field twice: {name}")
            names.add(key)
            if value:
                self.added.append((key, value.encode("utf-8")))
        # Applications behind CGI and its heirs can't tell X_Own from X-Own.
        self._names = names
        self._plain = all(b"_" not in name for name in names)

    def __bool__(self) -> bool:
        return bool(self._names)

    def apply(self, headers: Headers) -> Headers:
        """The fields with the rules applied; what is set stands at the end."""
        kept = [field for field in headers if not self._is_named(field[0])]
        return kept + self.added

    def _is_named(self, name: bytes) -> bool:
        return name in self._names or (self._plain and name.replace(b"_", b"-") in self._names)


def _checked(setting: str, name: str, value: str) -> bytes:
    key = name.lower()
    if not _TOKEN.fullmatch(name):
        raise SettingsError(
            f"{setting}: {name!r} is no name of a field; legal are letters, digits and "
            "!#$%&'*+-.^_`|~ (RFC 9110 5.6.2)"
        )
    if key in _REFUSED:
        raise SettingsError(
            f"{setting}: {name} is the proxy's own; any field may be named but "
            f"{', '.join(sorted(_REFUSED))}"
        )
    if _CONTROL.search(value) or value != value.strip():
        raise SettingsError(
            f"{setting}: the value of {name} must be one line without control characters and "
            f"without spaces around it: {value!r}"
        )
    return key.encode("ascii")
