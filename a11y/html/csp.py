"""What a page's Content Security Policy must allow: a script of the site's own, and its sound.

The tag's script comes from the page's own origin and imports a module from there, fetches, and
plays audio. A policy that blocks any of it gets ``'self'`` in exactly that directive; a nonce that
is there already is used instead of any change. Policies that only report are treated like enforced
ones, so that we cause no reports. Source: https://w3c.github.io/webappsec-csp/ sections 2.2
(syntax), 6.1 (directives), 6.7.2 (matching) and 8.2 (strict-dynamic).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from a11y.html.reason import Reason

_ENFORCED = b"content-security-policy"
POLICY_FIELDS = frozenset((_ENFORCED, _ENFORCED + b"-report-only"))
# https://w3c.github.io/webappsec-subresource-integrity/#integrity-policy-section
INTEGRITY_FIELDS = frozenset((b"integrity-policy", b"integrity-policy-report-only"))

_REASONS = {
    "default-src": Reason.CSP_DEFAULT_SRC,
    "script-src": Reason.CSP_SCRIPT_SRC,
    "script-src-elem": Reason.CSP_SCRIPT_SRC_ELEM,
}
_NONCE = re.compile(r"'nonce-([A-Za-z0-9+/_-]+={0,2})'", re.IGNORECASE)
# Sources that name single scripts; beside one of them unsafe-inline means nothing.
_SINGLE = re.compile(r"'(?:nonce|sha256|sha384|sha512)-")
_NONE = re.compile(r"\s+'none'(?=\s|$)", re.IGNORECASE)
# Sources that match a script of the page's own origin whatever that is. "https:" is none of them:
# it does not match on a page that came over http.
_ANY_ORIGIN = frozenset(("'self'", "*", "http:"))


@dataclass(frozen=True)
class Grant:
    """How the tag is made to work: the nonce it carries, and new field values by index."""

    nonce: str | None = None
    replaced: Mapping[int, bytes] = field(default_factory=dict)


class Refusal(NamedTuple):
    """Why the tag can't be made to work. ``detail``: the directive, as the policy spells it."""

    reason: Reason
    detail: str = ""


@dataclass
class _Policy:
    """One serialized policy; changes are made to its text, which stays as it is elsewhere."""

    text: str
    enforced: bool

    def directive(self, name: str) -> str:
        """A directive that is there, as it is spelled."""
        parts = (part.strip() for part in self.text.split(";"))
        return next(part for part in parts if part and part.split()[0].lower() == name)

    def sources(self, *names: str) -> tuple[str, list[str]] | None:
        """The first of these directives that is present, and its source list."""
        for name in names:
            for directive in self.text.split(";"):
                words = directive.split()
                # Of two with the same name the first counts.
                if words and words[0].lower() == name:
                    return name, words[1:]
        return None

    def add(self, name: str, sources: Sequence[str]) -> None:
        """A new directive, so that the one it has fallen back to is not widened for all others."""
        self.text = f"{self.text.rstrip().rstrip(';')}; {' '.join((name, *sources))}"

    def add_self(self, name: str) -> None:
        """Allow the page's own origin in a directive that is there."""
        parts = self.text.split(";")
        for index, part in enumerate(parts):
            if part.split()[:1] and part.split()[0].lower() == name:
                parts[index] = f"{_NONE.sub('', part.rstrip())} 'self'"
                break
        self.text = ";".join(parts)


# Most sites send the same policy with every page; those with nonces cost what it costs.
@lru_cache(maxsize=64)
def satisfy(fields: tuple[tuple[int, bytes, bytes], ...], *, sound: bool) -> Grant | Refusal:
    """What lets the tag work under these policy fields, or the directive that stands in the way.

    ``fields``: index, lower-case name and value of each field in POLICY_FIELDS.
    """
    parsed = {
        index: [_Policy(text, name == _ENFORCED) for text in value.decode("latin-1").split(",")]
        for index, name, value in fields
    }
    policies = [policy for group in parsed.values() for policy in group]
    nonce = _allow_script(policies)
    if isinstance(nonce, Refusal):
        return nonce
    if sound:
        for policy in policies:
            _allow(policy, "connect-src")
            _allow(policy, "media-src")
    texts = {
        index: ",".join(policy.text for policy in parsed[index]).encode("latin-1")
        for index, _, _ in fields
    }
    return Grant(nonce, {index: texts[index] for index, _, was in fields if texts[index] != was})


def allows_own_scripts(policy: str) -> bool:
    """Whether a policy in a meta element lets scripts of the page's own origin through."""
    # A sandbox does not count there, as in a policy that only reports.
    field = (0, b"", policy.encode("latin-1", "replace"))
    return satisfy((field,), sound=False) == Grant()


def demands_integrity(values: Iterable[bytes]) -> bool:
    """Whether an Integrity-Policy blocks scripts without an integrity attribute, as ours is."""
    return any(b"script" in value.lower() for value in values)


def _allow_script(policies: Iterable[_Policy]) -> str | Refusal | None:
    """Allow the tag's script; the nonce that it needs, or the directive that stands in the way."""
    needy: list[tuple[_Policy, str, list[str]]] = []
    for policy in policies:
        if _is_sandboxed(policy):
            return Refusal(Reason.CSP_SANDBOX, policy.directive("sandbox"))
        found = policy.sources("script-src-elem", "script-src", "default-src")
        if found is not None and not _allows_own_scripts(found[1]):
            needy.append((policy, *found))
    nonce = _shared_nonce([sources for _, _, sources in needy])
    for policy, name, sources in needy:
        if nonce is not None and nonce in _nonces(sources):
            continue
        if not _may_add_self(sources):
            return Refusal(_REASONS[name], policy.directive(name))
        if name == "default-src":
            policy.add("script-src", [*sources, "'self'"])
        else:
            policy.add_self(name)
    return nonce


def _allow(policy: _Policy, name: str) -> None:
    """Allow the own origin for fetching or sound, unless it is allowed."""
    found = policy.sources(name, "default-src")
    if found is None or not _ANY_ORIGIN.isdisjoint(_lower(found[1])):
        return
    if found[0] == name:
        policy.add_self(name)
    else:
        places = [source for source in found[1] if not source.startswith("'")]
        policy.add(name, [*places, "'self'"])


def _allows_own_scripts(sources: Sequence[str]) -> bool:
    lower = _lower(sources)
    return "'strict-dynamic'" not in lower and not _ANY_ORIGIN.isdisjoint(lower)


def _may_add_self(sources: Sequence[str]) -> bool:
    """Whether 'self' is no more than one more place to a list of places.

    Not so beside strict-dynamic (it would be ignored), nor for a list that names single scripts by
    hash or nonce only, nor where no script at all is allowed: such an author trusts no place.
    """
    lower = _lower(sources)
    if "'strict-dynamic'" in lower or "'none'" in lower:
        return False
    if any(not source.startswith("'") for source in lower):
        return True
    return "'unsafe-inline'" in lower and not any(map(_SINGLE.match, lower))


def _shared_nonce(lists: Sequence[Sequence[str]]) -> str | None:
    """The nonce that most of these lists have: one tag can carry only one."""
    nonces = [nonce for sources in lists for nonce in _nonces(sources)]
    return max(nonces, key=nonces.count, default=None)


def _nonces(sources: Sequence[str]) -> list[str]:
    found = (_NONCE.fullmatch(source) for source in sources)
    return list(dict.fromkeys(match[1] for match in found if match))


def _is_sandboxed(policy: _Policy) -> bool:
    """Whether scripts or the site's own cookies are off: the toolbar could not work or not last."""
    found = policy.sources("sandbox") if policy.enforced else None
    return found is not None and not {"allow-scripts", "allow-same-origin"} <= _lower(found[1])


def _lower(sources: Iterable[str]) -> set[str]:
    return {source.lower() for source in sources}
