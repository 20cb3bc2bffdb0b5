"""A portal as Flask applications are written: each of the framework's own features once."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template_string,
    request,
    send_file,
    session,
    stream_with_context,
    url_for,
)

LAYOUT = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body>{% for message in get_flashed_messages() %}<p class="flash">{{ message }}</p>{% endfor %}
<h1>{{ title }}</h1>{{ body|safe }}</body></html>"""
MODIFIED = datetime(2025, 3, 18, tzinfo=UTC)
MANUAL = "办事指南\r\n".encode("gb18030") * 5000

app = Flask(__name__)
app.secret_key = "tests only"  # noqa: S105
affairs = Blueprint("affairs", __name__, url_prefix="/affairs")


def page(title: str, body: str = "") -> str:
    return render_template_string(LAYOUT, title=title, body=body)


@app.get("/")
def home() -> str:
    return page("首页", f"<p>{session.get('name', '访客')}</p>")


@app.route("/login", methods=["GET", "POST"])
def login() -> Any:
    if request.method == "GET":
        return page("登录", '<form method="post"><input name="name"></form>')
    session["name"] = request.form["name"]
    flash(f"{session['name']}，您好")
    return redirect(url_for("home"))


@app.get("/logout")
def logout() -> Any:
    session.clear()
    return redirect(url_for("home", _external=True))


@affairs.get("/<int:number>")
def affair(number: int) -> Any:
    if number > 100:
        abort(404)
    answer = make_response(page(f"事项{number}", "<p>材料</p>" * 500))
    answer.set_etag(f"affair-{number}")
    answer.last_modified = MODIFIED
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer.make_conditional(request)


@affairs.get("/stream")
def stream() -> Response:
    def rows() -> Iterator[str]:
        yield "<!DOCTYPE html><html><head><title>流</title></head><body>"
        for number in range(200):
            yield f"<p>{request.path}{number}</p>"

    return Response(stream_with_context(rows()), mimetype="text/html")


@affairs.get("/manual")
def manual() -> Response:
    """A download that knows parts and conditions."""
    return send_file(
        io.BytesIO(MANUAL),
        mimetype="text/plain; charset=gb18030",
        as_attachment=True,
        download_name="指南.txt",
        last_modified=MODIFIED,
        etag="manual",
        conditional=True,
    )


@affairs.get("/form.html")
def form() -> Response:
    """A page that is to be saved, not shown."""
    body = page("表格").encode()
    return send_file(io.BytesIO(body), as_attachment=True, download_name="form.html")


@affairs.get("/compressed")
def compressed() -> Response:
    body = gzip.compress(page("压缩", "<p>正文</p>" * 1000).encode(), mtime=0)
    return Response(body, headers={"Content-Encoding": "gzip", "Vary": "Accept-Encoding"})


@affairs.get("/gbk")
def gbk() -> Response:
    body = page("国标").replace("utf-8", "gbk").encode("gbk")
    return Response(body, content_type="text/html; charset=gbk")


@affairs.get("/strict")
def strict() -> Response:
    answer = make_response(page("严格"))
    answer.headers["Content-Security-Policy"] = "default-src 'self'"
    answer.headers["Set-Cookie"] = "a=1; Path=/"
    answer.headers.add("Set-Cookie", "b=2; HttpOnly")
    return answer


@affairs.get("/data")
def data() -> Response:
    return jsonify(name="王阿姨", query=request.args.to_dict(flat=False))


@affairs.post("/upload")
def upload() -> Response:
    file = request.files["file"]
    return jsonify(name=file.filename, size=len(file.read()), note=request.form.get("note"))


@affairs.get("/crash")
def crash() -> str:
    raise ValueError("the page could not be made")


@app.errorhandler(404)
def missing(_: Exception) -> tuple[str, int]:
    return page("没有这一页"), 404


@app.errorhandler(500)
def failed(_: Exception) -> tuple[str, int]:
    return page("出错了"), 500


app.register_blueprint(affairs)
