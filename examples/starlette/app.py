"""Care mode on a Starlette application, in three lines.

Run it with ``uvicorn examples.starlette.app:app`` or ``python examples/starlette/app.py``.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from a11y import A11yMiddleware  # 1

PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>社区图书馆</title>
</head>
<body>
<main>
<h1>社区图书馆开放时间</h1>
<p>周二至周日9:00至20:30开放，周一闭馆。二楼设大字本专架，一楼有助视器可以借用。</p>
<p>办理借书证只需身份证，不收押金。咨询电话：12345。</p>
</main>
</body>
</html>
"""


async def home(_request: Request) -> HTMLResponse:
    """The only page; it knows nothing of care mode."""
    return HTMLResponse(PAGE)


portal = Starlette(routes=[Route("/", home)])
# Settings may follow, such as A11yMiddleware(portal, speech="off").
app = A11yMiddleware(portal)  # 2

if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=8000)  # 3: the server runs the wrapped application
