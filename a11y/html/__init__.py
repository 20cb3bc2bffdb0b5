"""One tag into a page, and not one byte else changed. Sans-IO, standard library only.

An adapter asks ``decide()`` about a response, gives the content of one that is to be changed to
``injector_for()`` its verdict, and sends the request on with ``origin_headers()``.
"""

from __future__ import annotations

from a11y.html.coding import CODINGS, Coding, CodingError
from a11y.html.headers import Headers, origin_headers, without_digests
from a11y.html.inject import Injector, injector_for
from a11y.html.policy import Inject, Pass, decide
from a11y.html.reason import Reason
from a11y.html.rules import Rules

__all__ = [
    "CODINGS",
    "Coding",
    "CodingError",
    "Headers",
    "Inject",
    "Injector",
    "Pass",
    "Reason",
    "Rules",
    "decide",
    "injector_for",
    "origin_headers",
    "without_digests",
]
