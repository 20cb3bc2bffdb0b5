"""A request's scope: what ASGI says of it, and our own hints."""

from __future__ import annotations

import urllib.parse
from typing import Any

import httptools
from starlette.types import Scope

from a11y_proxy.forwarding import Trust
from a11y_proxy.header_rules import Headers
from a11y_proxy.hints import ABSOLUTE_FORM, RAW_TARGET, TRUSTED_PEER, VISITOR
from a11y_proxy.visitor import Visitor

_EXTENSIONS: dict[str, Any] = {"http.response.trailers": {}}


class RequestScopes:
    """Makes the scopes of one connection's requests; ``same`` is in all of them.

    ``trust`` is given where the other end is a trusted proxy.
    """

    def __init__(self, same: Scope, trust: Trust | None) -> None:
        self._same = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "extensions": _EXTENSIONS,
            **same,
        }
        self._root: str = same["root_path"]
        self._trust = trust

    def scope(
        self, method: str, url: bytes, version: str, headers: Headers, visitor: Visitor | None
    ) -> Scope:
        """The scope of a request. Raises httptools.HttpParserError for a target that is none."""
        parsed = httptools.parse_url(url)
        raw_path: bytes = parsed.path
        path = raw_path.decode("ascii")
        if "%" in path:
            path = urllib.parse.unquote(path)
        root = self._root
        scope = self._same.copy()
        scope["method"] = method
        scope["http_version"] = version
        scope["path"] = root + path
        scope["raw_path"] = root.encode("ascii") + raw_path if root else raw_path
        scope["query_string"] = parsed.query or b""
        scope["headers"] = headers
        scope["state"] = self._same["state"].copy()
        if not url.startswith(b"/"):
            scope[ABSOLUTE_FORM] = url
        elif b"#" not in url:
            scope[RAW_TARGET] = url
        if visitor is not None:
            scope[VISITOR] = visitor
        elif self._trust is not None:
            scope[TRUSTED_PEER] = True
            self._trust.believe(scope)
        return scope
