"""One tag into a page, and not one byte else changed. Sans-IO, standard library only.

An adapter asks ``decide()`` about a response, gives the content of one that is to be changed to
``injector_for()`` its verdict, and sends the request on with ``origin_headers()``.
"""

from __future__ import annotations

from a11y.html.coding import Coding, CodingError, Codings, Decoder, Encoder, narrow
from a11y.html.deflate import CODINGS, StreamDecoder, deflate_codings
from a11y.html.headers import Headers, origin_headers, without_digests
from a11y.html.inject import Injector, Whole, injector_for
from a11y.html.paths import PathPatterns
from a11y.html.policy import Inject, Pass, decide
from a11y.html.reason import Reason
from a11y.html.rules import Rules

__all__ = [
    "CODINGS",
    "Coding",
    "CodingError",
    "Codings",
    "Decoder",
    "Encoder",
    "Headers",
    "Inject",
    "Injector",
    "Pass",
    "PathPatterns",
    "Reason",
    "Rules",
    "StreamDecoder",
    "Whole",
    "decide",
    "deflate_codings",
    "injector_for",
    "narrow",
    "origin_headers",
    "without_digests",
]
