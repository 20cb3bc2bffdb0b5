"""What the server refuses before any application sees it: counted, logged, answered."""

from __future__ import annotations

import logging
from time import monotonic
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from a11y_proxy.access_log import AccessLog
from a11y_proxy.admission import Admission
from a11y_proxy.error_page import page
from a11y_proxy.errors import TOO_MANY, Reason
from a11y_proxy.record import Record, new_request_id

_log = logging.getLogger("a11y_proxy")


class Refusals:
    """One process's. ``contact`` stands on the pages."""

    def __init__(self, admission: Admission, access_log: AccessLog | None, contact: str) -> None:
        self._admission = admission
        self._access_log = access_log
        self._contact = contact

    def page(self, reason: Reason) -> bytes:
        """A whole answer that says why, the last one on its connection."""
        body = self._body(reason)
        return STATUS_LINE[reason.status] + (
            b"content-type: text/html; charset=utf-8\r\ncontent-length: %d\r\n"
            b"cache-control: no-store\r\nconnection: close\r\n\r\n%b" % (len(body), body)
        )

    def note(self, reason: Reason, request: dict[str, Any], *, answered: bool) -> None:
        """Count a refusal and write its lines.

        ``request`` holds what was understood, under ASGI's names: perhaps no more than the client.
        """
        self._admission.counters[reason.code] += 1
        client = request["client"][0] if request.get("client") else None
        about = {"reason": reason.code, "status": reason.status, "client": client}
        # Below warnings, since anybody could fill the log.
        _log.info("%s: %s", reason.code, reason.en, extra=about)
        if self._access_log is not None:
            record = Record({"headers": [], **request}, None, new_request_id())
            record.fault = reason.code
            record.cut = False
            if answered:
                record.status = reason.status
                record.size = len(self._body(reason))
            self._access_log.write(record, monotonic())

    def _body(self, reason: Reason) -> bytes:
        return page(reason, retry=reason is TOO_MANY, contact=self._contact)
