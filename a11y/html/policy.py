"""Whether a response gets the tag, as far as the request and the header section tell.

Nothing here depends on the visitor or on a cookie, so what a shared cache keeps is right for
everybody. An answer to a script that asks by one of the fields below differs from the page by the
tag and nothing else, so no Vary is added for them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from a11y.html import csp
from a11y.html.charset import is_ascii_compatible, label_of
from a11y.html.coding import Coding, codings_of
from a11y.html.headers import NAVIGATION_METHODS, Headers, asks_for_ours, page_headers
from a11y.html.reason import Reason
from a11y.html.rules import Rules

_TYPES = {b"text/html": "html", b"application/xhtml+xml": "xml"}
# Longer ones are no lengths; int() would refuse a very long one.
_LENGTH_DIGITS = 18
# Nobody compresses a page this often on purpose, and each time costs.
_MOST_CODINGS = 3

# What scripts say of themselves when they fetch a part of a page. Sec-Fetch-Dest is not among them:
# a service worker that stores pages and a browser that fetches ahead say "empty", and what they get
# is shown as a page later. An Android WebView sends its package's name in X-Requested-With.
_SCRIPT_REQUESTS: dict[bytes, bytes | None] = {
    b"x-requested-with": b"xmlhttprequest",
    b"hx-request": b"true",
    b"x-pjax": None,
    b"turbo-frame": None,
}
# All that a verdict depends on of a request's fields.
JUDGED_REQUEST_FIELDS = frozenset((*_SCRIPT_REQUESTS, b"if-none-match"))
# What of the header section a judgement follows from: how, by the field's name.
_VALUE, _PRESENCE, _POLICY, _LENGTH, _CACHE = range(5)
_FIELDS = {
    **dict.fromkeys((b"content-type", b"content-encoding", b"content-disposition"), _VALUE),
    **dict.fromkeys(csp.INTEGRITY_FIELDS, _VALUE),
    **dict.fromkeys((b"content-range", b"location"), _PRESENCE),
    **dict.fromkeys(csp.POLICY_FIELDS, _POLICY),
    b"content-length": _LENGTH,
    b"cache-control": _CACHE,
}
# Its index in the header section for a policy, else -1; its lower-case name; its value.
_Known = tuple[tuple[int, bytes, bytes], ...]


_NO_GRANT = csp.Grant()
_SCRIPT_REQUEST = csp.Refusal(Reason.SCRIPT_REQUEST)


class Pass(NamedTuple):
    """Send the content as it came, with these header fields: the very same list in most cases.

    Answers without content are passed with the fields of the page that they speak of. ``detail``:
    the directive that stands in the way, for the reasons of a security policy.
    """

    reason: Reason
    headers: Headers
    detail: str = ""


class Inject(NamedTuple):
    """Give the content to an Injector. It may still find a reason to leave it as it is."""

    rules: Rules
    headers: Headers
    # What is inserted.
    tag: bytes
    is_xml: bool = False
    # Whether the header section names a character encoding that a browser knows.
    label_known: bool = False
    # In the order in which they were applied.
    codings: tuple[Coding, ...] = ()
    grant: csp.Grant = _NO_GRANT

    def page_headers(self, length: int | None = None, grown: int = 0) -> Headers:
        """The header section of the page with the tag. ``length``: of its content, if known.

        ``grown``: by how much it became longer besides the tag.
        """
        return page_headers(
            self.headers,
            version=self.rules.version,
            replaced=self.grant.replaced,
            growth=None if self.codings else len(self.tag) + grown,
            length=length,
        )


def decide(
    method: str, request_headers: Headers, status: int, headers: Headers, rules: Rules
) -> Pass | Inject:
    """Whether this response gets the tag.

    ``method`` and ``request_headers`` as the browser sent them, names in lower case; ``status`` and
    ``headers`` as the origin server sent them. Never raises: what is odd is passed.
    """
    # Most responses are images, styles and scripts: they are let go after one look.
    for name, value in headers:
        if name == b"content-type" and _content_type(value).kind is None:
            return Pass(Reason.NOT_HTML, headers)
    if method not in NAVIGATION_METHODS:
        return Pass(Reason.METHOD, headers)
    if status == 304:
        ours = _revalidates(request_headers, rules)
        return Pass(Reason.NOT_MODIFIED, _bodiless_headers(headers, rules) if ours else headers)
    known = _known(headers, rules)
    judgement = _judge(status, known, rules)
    refusal = judgement.early or (
        _SCRIPT_REQUEST if _is_script_request(request_headers) else judgement.late
    )
    if refusal is not None:
        return Pass(refusal.reason, headers, refusal.detail)
    if method == "HEAD":
        return Pass(Reason.HEAD, _bodiless_headers(headers, rules))
    return Inject(
        rules,
        headers,
        judgement.tag,
        judgement.is_xml,
        judgement.label_known,
        judgement.codings,
        judgement.grant,
    )


def _known(headers: Headers, rules: Rules) -> _Known:
    """What matters of the header section, the same for most pages of a site."""
    known: list[tuple[int, bytes, bytes]] = []
    lengths: list[bytes] = []
    for index, (name, value) in enumerate(headers):
        key = name.lower()
        kind = _FIELDS.get(key)
        if kind is None:
            continue
        if kind == _LENGTH:
            lengths.append(value)
        elif kind == _POLICY:
            known.append((index, key, value))
        elif kind == _VALUE or (kind == _CACHE and rules.leaves_no_transform):
            known.append((-1, key, value))
        elif kind == _PRESENCE:
            known.append((-1, key, b""))
    if lengths and (lengths.count(lengths[0]) != len(lengths) or not _is_length(lengths[0])):
        known.append((-1, b"content-length", b""))
    return tuple(known)


class _Judgement(NamedTuple):
    """What follows from a status and a header section, whoever asks."""

    # Refused before and after it is looked at who asks.
    early: csp.Refusal | None = None
    late: csp.Refusal | None = None
    tag: bytes = b""
    is_xml: bool = False
    label_known: bool = False
    codings: tuple[Coding, ...] = ()
    grant: csp.Grant = _NO_GRANT


@lru_cache(maxsize=256)
def _judge(status: int, known: _Known, rules: Rules) -> _Judgement:
    fields = _Fields(known)
    early = _refusal_by_status(status, fields) or _refusal_by_type(fields)
    if early is not None:
        return _Judgement(early=csp.Refusal(early))
    reason = _refusal_by_form(fields, rules)
    if reason is not None:
        return _Judgement(late=csp.Refusal(reason))
    grant = _grant(fields, rules)
    if isinstance(grant, csp.Refusal):
        return _Judgement(late=grant)
    content_type = _content_type(fields[b"content-type"][0])
    return _Judgement(
        tag=rules.tag(grant.nonce),
        is_xml=content_type.kind == "xml",
        label_known=content_type.label is not None,
        codings=tuple(rules.codings[name] for name in codings_of(fields[b"content-encoding"])),
        grant=grant,
    )


class _Fields(dict[bytes, list[bytes]]):
    """The values of the fields that matter here, by lower-case name; none for any other name."""

    def __init__(self, known: _Known) -> None:
        super().__init__()
        self.policies = tuple(field for field in known if field[0] >= 0)
        for index, name, value in known:
            if index < 0:
                self.setdefault(name, []).append(value)

    def __missing__(self, _: bytes) -> list[bytes]:
        return []


class _ContentType(NamedTuple):
    kind: str | None
    label: str | None
    # Whether ASCII can be inserted, as far as the label tells.
    is_ascii: bool


# A site has a handful of them, and every response has one.
@lru_cache(maxsize=256)
def _content_type(value: bytes) -> _ContentType:
    kind = _TYPES.get(value.partition(b";")[0].strip().lower())
    label = label_of(value.decode("latin-1")) if kind else None
    return _ContentType(kind, label, label is None or is_ascii_compatible(label))


def _refusal_by_status(status: int, fields: _Fields) -> Reason | None:
    if status < 200 or status in (204, 205):
        return Reason.NO_CONTENT
    if status == 206 or b"content-range" in fields:
        return Reason.PARTIAL
    # Without Location a browser shows what came.
    if 300 <= status < 400 and b"location" in fields:
        return Reason.REDIRECT
    return None


def _refusal_by_type(fields: _Fields) -> Reason | None:
    types = [_content_type(value) for value in fields[b"content-type"]]
    if not types or any(one.kind is None or one.kind != types[0].kind for one in types):
        return Reason.NOT_HTML
    return None if all(one.is_ascii for one in types) else Reason.CHARSET


def _is_script_request(headers: Headers) -> bool:
    for name, value in headers:
        if name in _SCRIPT_REQUESTS and _SCRIPT_REQUESTS[name] in (None, value.lower()):
            return True
    return False


def _refusal_by_form(fields: _Fields, rules: Rules) -> Reason | None:
    for value in fields[b"content-disposition"]:
        # What is not "inline" is saved: RFC 6266 section 4.2.
        if value.partition(b";")[0].strip().lower() != b"inline":
            return Reason.DOWNLOAD
    if b"content-length" in fields:
        return Reason.BAD_LENGTH
    codings = codings_of(fields[b"content-encoding"])
    if len(codings) > _MOST_CODINGS or not rules.known_codings.issuperset(codings):
        return Reason.UNKNOWN_CODING
    if rules.leaves_no_transform and _says_no_transform(fields[b"cache-control"]):
        return Reason.NO_TRANSFORM
    return None


def _says_no_transform(fields: list[bytes]) -> bool:
    return any(
        directive.strip().lower() == b"no-transform"
        for field in fields
        for directive in field.split(b",")
    )


def _is_length(value: bytes) -> bool:
    return value.isdigit() and len(value) <= _LENGTH_DIGITS


def _grant(fields: _Fields, rules: Rules) -> csp.Grant | csp.Refusal:
    for name in csp.INTEGRITY_FIELDS:
        if name in fields and csp.demands_integrity(fields[name]):
            detail = b", ".join(fields[name]).decode("latin-1")
            return csp.Refusal(Reason.INTEGRITY_POLICY, detail)
    if not fields.policies:
        return _NO_GRANT
    return csp.satisfy(fields.policies, sound=rules.sound)


def _bodiless_headers(headers: Headers, rules: Rules) -> Headers:
    """The header section that stands for the page with the tag where no content is sent."""
    grant = _grant(_Fields(_known(headers, rules)), rules)
    replaced = grant.replaced if isinstance(grant, csp.Grant) else {}
    return page_headers(headers, version=rules.version, replaced=replaced, growth=None)


def _revalidates(request_headers: Headers, rules: Rules) -> bool:
    for name, value in request_headers:
        if name == b"if-none-match" and asks_for_ours(value, rules.version):
            return True
    return False
