"""One site's shorter way to its portal and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from starlette.types import ASGIApp, Scope

from a11y.html import Pass, decide
from a11y_proxy.direct.answer import Answer
from a11y_proxy.response_headers import Visit, downstream_headers, same_for_all
from a11y_proxy.target import upstream_target
from a11y_proxy.upstream import DirectUpstream, ResponseHead

if TYPE_CHECKING:
    from a11y.asgi import A11yMiddleware
    from a11y_proxy.app import ProxyApp
    from a11y_proxy.direct.plan import Plan

# So many answers are remembered for requests of one kind.
_KEPT = 256

Answers = dict[ResponseHead, Answer]


class Way:
    """Passes what is plain; ``care`` is None for a proxy without care mode."""

    def __init__(
        self, proxy: ProxyApp, upstream: DirectUpstream, care: A11yMiddleware | None
    ) -> None:
        self.proxy = proxy
        self.upstream = upstream
        self.care = care
        self.rules = care.rules if care is not None else None
        # What answers where the shorter way ends.
        self.app: ASGIApp = proxy if care is None else care
        self.settings = proxy.settings
        self.origin = proxy.origin
        self._answers: dict[tuple[str, bool], Answers] = {}

    def target(self, scope: Scope) -> bytes | None:
        """What to ask the portal for; None: it is not the portal that answers, or not so.

        Raises RequestError.
        """
        if self.care is not None and not self.care.watches(scope):
            return None
        return upstream_target(scope, self.origin)

    def answers(self, method: str, *, secure: bool) -> Answers:
        """What was answered before to requests of this kind."""
        return self._answers.setdefault((method, secure), {})

    def answer(self, head: ResponseHead, plan: Plan, target: bytes) -> Answer:
        """What this head becomes for the visitor."""
        known = plan.answers
        if known is None or not head.kept:
            return self._answer(head, plan, target)
        answer = known.get(head)
        if answer is None:
            answer = self._answer(head, plan, target)
            if same_for_all(head.headers):
                if len(known) >= _KEPT:
                    known.clear()
                known[head] = answer
        return answer

    def _answer(self, head: ResponseHead, plan: Plan, target: bytes) -> Answer:
        visit = Visit(plan.host, plan.secure, target)
        status = head.status
        headers = downstream_headers(head.headers, status, self.origin, self.settings, visit)
        if self.rules is None:
            return Answer(plan.method, status, headers)
        verdict = decide(plan.method, plan.headers, status, headers, self.rules)
        if isinstance(verdict, Pass):
            return Answer(plan.method, status, verdict.headers, reason=verdict.reason)
        return Answer(plan.method, status, verdict.headers, verdict=verdict)


def way_of(proxy: ProxyApp, care: A11yMiddleware | None = None) -> Way | None:
    """The shorter way of a site, where there is one.

    Not with links to rewrite, nor with pages to repair, which costs many times what the way saves
    and is done in threads.
    """
    if care is not None and care.fixes is not None:
        return None
    if "links" in proxy.settings.rewrite or not hasattr(proxy.upstream, "begin"):
        return None
    return Way(proxy, cast(DirectUpstream, proxy.upstream), care)
