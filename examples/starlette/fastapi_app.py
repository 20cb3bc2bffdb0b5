"""Care mode on a FastAPI application; the page has its own entry to it.

Run it with ``uvicorn examples.starlette.fastapi_app:app`` (needs ``pip install fastapi``).
"""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from a11y import A11yMiddleware

PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>社区食堂</title>
</head>
<body>
<header><a href="#a11y">关爱模式</a></header>
<main>
<h1>本周菜单</h1>
<p>午餐11:00至13:00。60周岁以上老年人每份10元，80周岁以上6元，可以送餐上门。</p>
</main>
</body>
</html>
"""

portal = FastAPI(title="社区食堂")


@portal.get("/", response_class=HTMLResponse)
async def home() -> str:
    """A page: care mode is put into it."""
    return PAGE


@portal.get("/menu.json")
async def menu() -> dict[str, list[str]]:
    """Data: care mode leaves it alone."""
    return {"午餐": ["清蒸鲈鱼", "番茄炒蛋", "蒜蓉青菜"]}


app = A11yMiddleware(portal)

if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=8000)
