"""Care mode on a Flask application, in three lines.

Run it with ``python examples/flask/app.py`` or ``gunicorn examples.flask.app:app`` (needs
``pip install flask``).
"""

from __future__ import annotations

from flask import Flask, Response, jsonify, redirect, render_template_string, request, url_for
from werkzeug.serving import run_simple
from werkzeug.wrappers import Response as BaseResponse

from a11y import A11yWSGIMiddleware  # 1

PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>社区卫生服务中心</title>
</head>
<body>
<main>
<h1>65周岁以上老年人免费体检</h1>
<p>每年一次，周一至周五上午8:00至11:00，请空腹并携带身份证。行动不便的可以预约上门。</p>
{% if name %}<p role="status">{{ name }}，您的预约已登记，我们会打电话给您。</p>{% endif %}
<form method="post">
<label>姓名 <input name="name" required></label> <button>预约上门</button>
</form>
</main>
</body>
</html>
"""

portal = Flask(__name__)


@portal.get("/")
def home() -> str:
    """A page: care mode is put into it."""
    return render_template_string(PAGE, name=request.args.get("name", ""))


@portal.post("/")
def book() -> BaseResponse:
    """A form, answered with a redirect."""
    return redirect(url_for("home", name=request.form["name"]))


@portal.get("/hours.json")
def hours() -> Response:
    """Data: care mode leaves it alone."""
    return jsonify(opens="8:00", closes="11:00")


# Settings may follow, such as A11yWSGIMiddleware(portal, speech="off").
app = A11yWSGIMiddleware(portal)  # 2

if __name__ == "__main__":
    run_simple("127.0.0.1", 8000, app, threaded=True)  # 3: the server runs the wrapped application
