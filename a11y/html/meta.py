"""What a meta element in the head tells about where the tag may go.

Its attributes are read as a tokenizer reads them: what merely looks like a declaration within
another attribute's value is none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from a11y.html.csp import allows_own_scripts
from a11y.html.tokens import attributes_of

# https://html.spec.whatwg.org/multipage/urls-and-fetching.html#extracting-character-encodings-from-meta-elements
_CHARSET = re.compile(
    r"""charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]+)"|'([^']+)'|([^\s;"'][^\s;]*))""", re.IGNORECASE
)
# The pages of a site have the same elements, so what they tell is kept; of long ones it is not.
_CACHED_BYTES = 512


class Meta(NamedTuple):
    """Its http-equiv in lower case, the encoding it declares, whether its policy lets us work."""

    pragma: str = ""
    label: str | None = None
    allows_us: bool = True


_NOTHING = Meta()


def read_meta(tag: bytes) -> Meta:
    """What this element tells. ``tag``: from its ``<`` to its ``>``."""
    return _cached(tag) if len(tag) <= _CACHED_BYTES else _read(tag)


def _read(tag: bytes) -> Meta:
    lower = tag.lower()
    if b"charset" not in lower and b"http-equiv" not in lower:
        return _NOTHING
    attributes = attributes_of(tag, len(b"<meta"), len(tag))
    pragma = attributes.get(b"http-equiv", "").lower()
    content = attributes.get(b"content", "")
    label = attributes.get(b"charset", "").strip()
    if not label and pragma == "content-type" and (found := _CHARSET.search(content)):
        label = found[found.lastindex or 0].strip()
    is_policy = pragma == "content-security-policy"
    return Meta(pragma, label or None, not is_policy or allows_own_scripts(content))


_cached = lru_cache(maxsize=256)(_read)
