"""What the head of a portal's response becomes for the visitor, remembered where it is the same."""

from __future__ import annotations

from a11y.html import Inject, Injector, Reason, injector_for
from a11y_proxy.answer_head import AnswerHead, answer_head
from a11y_proxy.header_rules import Headers


class Answer:
    """The fields to send for one response head, or who decides them by the content.

    ``reason`` says why the page goes as it came; None also where nobody was to look at it.
    """

    __slots__ = ("_method", "_page", "_plain", "headers", "reason", "status", "verdict")

    def __init__(
        self,
        method: str,
        status: int,
        headers: Headers,
        *,
        reason: Reason | None = None,
        verdict: Inject | None = None,
    ) -> None:
        self._method = method
        self.status = status
        self.headers = headers
        self.reason = reason
        self.verdict = verdict
        self._plain: AnswerHead | None = None
        self._page: AnswerHead | None = None

    def injector(self) -> Injector | None:
        """Who puts the tag into the content; None: it goes as it comes."""
        return None if self.verdict is None else injector_for(self.verdict)

    def plain_head(self, *, keep_alive: bool) -> AnswerHead:
        """The head of the content as it came."""
        made = self._plain
        if made is None or not keep_alive:
            made = self._made(self.headers, keep_alive=keep_alive)
            if keep_alive:
                self._plain = made
        return made

    def page_head(self, verdict: Inject, length: int | None, *, keep_alive: bool) -> AnswerHead:
        """The head of the page with the tag; ``length`` is that of all of it, where it is here."""
        made = self._page
        if made is None or not keep_alive:
            made = self._made(verdict.page_headers(length), keep_alive=keep_alive)
            # A page that is coded anew has another length every time.
            if keep_alive and not verdict.codings:
                self._page = made
        return made

    def _made(self, headers: Headers, *, keep_alive: bool) -> AnswerHead:
        return answer_head(
            self.status, headers, method=self._method, version="1.1", keep_alive=keep_alive
        )
