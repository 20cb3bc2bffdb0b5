"""What the middleware adds to an application in the same process, in CPU time per request."""

from __future__ import annotations

import gzip
from collections.abc import Sequence

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from a11y import A11yMiddleware
from a11y.wsgi import A11yWSGIMiddleware
from benchmarks.applications import (
    ANSWERS,
    PAGE,
    Caller,
    Got,
    asgi_caller,
    ask_asgi,
    ask_wsgi,
    starlette_app,
    wsgi_app,
    wsgi_caller,
)
from benchmarks.result import BenchmarkError, Options, Row, Section

# So many requests in a row, each way in turn.
_BLOCK = 200
_BLOCKS_PER_ROUND = 5
_PASSED = ("JSON", "image", "304")


def measure(options: Options) -> Section:
    """Blocks of requests with and without in turn; the best block of each counts."""
    section = Section("middleware")
    ours = starlette_app(Middleware(A11yMiddleware, speech="off"))
    zipping = starlette_app(Middleware(GZipMiddleware))
    ours_wsgi = A11yWSGIMiddleware(wsgi_app, speech="off")
    tag = A11yMiddleware(ours, speech="off").rules.tag()
    asgi = [asgi_caller(app) for app in (starlette_app(), ours, zipping)]
    wsgi = [wsgi_caller(app) for app in (wsgi_app, ours_wsgi)]
    for name in ANSWERS:
        _check(name, ask_asgi(ours, name), tag)
        section.rows.append(_row(f"Starlette, {name}", name, asgi, options))
    for name in ANSWERS:
        _check(name, ask_wsgi(ours_wsgi, name), tag)
        section.rows.append(_row(f"WSGI, {name}", name, wsgi, options))
    added = {row.name: float(str(row.cells["added_us"])) for row in section.rows}
    section.reached["middleware-injected"] = added["Starlette, page"]
    section.reached["middleware-passed"] = max(added[f"Starlette, {name}"] for name in _PASSED)
    return section


def _check(name: str, got: Got, tag: bytes) -> None:
    status, body = got
    answer = ANSWERS[name]
    if name == "gzip page":
        body = gzip.decompress(body)
    is_page = name not in _PASSED
    rest = body.replace(tag, b"", 1) if is_page else body
    if status != answer.status or rest != (PAGE if is_page else answer.body):
        raise BenchmarkError(f"{name}: not what the application answered")
    if body.count(tag) != int(is_page):
        raise BenchmarkError(f"{name}: the tag is where it should not be, or is not")


def _row(label: str, name: str, callers: Sequence[Caller], options: Options) -> Row:
    best = [float("inf")] * len(callers)
    for _ in range(1 + options.rounds * _BLOCKS_PER_ROUND):
        best = [min(old, call(name, _BLOCK)) for old, call in zip(best, callers, strict=True)]
    cells: dict[str, float] = {"plain_us": best[0], "with_us": best[1]}
    row = Row(label, {**cells, "added_us": best[1] - best[0]})
    # For scale; pages and JSON it packs, which is work of another kind.
    if len(best) > 2 and name in ("image", "304", "gzip page"):
        row.cells["gzip_middleware_us"] = best[2] - best[0]
    return row
