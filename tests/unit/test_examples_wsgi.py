"""The small applications for Flask and Django, over real HTTP."""

from __future__ import annotations

import contextlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.servers import serve_wsgi
from tests.wsgi.serving import serve_gunicorn

ROOT = Path(__file__).parents[2]
TAG = re.compile(r'<script src="(/_a11y/boot\.\w+\.js)"></script>')


@contextlib.contextmanager
def flask() -> Iterator[str]:
    from examples.flask.app import app

    with serve_wsgi(app) as url:
        yield url
    app.close()


@contextlib.contextmanager
def django_wsgi() -> Iterator[str]:
    if sys.platform == "win32":
        pytest.skip("gunicorn does not run on Windows")
    with serve_gunicorn("examples.django.app:wsgi") as server:
        yield server.url


@contextlib.contextmanager
def django_asgi() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        arguments = ["--fd", str(listener.fileno()), "--log-level", "warning"]
        with subprocess.Popen(
            [sys.executable, "-m", "uvicorn", *arguments, "examples.django.app:asgi"],
            cwd=ROOT,
            pass_fds=[listener.fileno()],
        ) as server:
            try:
                yield f"http://127.0.0.1:{port}"
            finally:
                server.terminate()


EXAMPLES: dict[str, tuple[Callable[[], AbstractContextManager[str]], str]] = {
    "flask": (flask, "/hours.json"),
    "django-wsgi": (django_wsgi, "/courses.json"),
    "django-asgi": (django_asgi, "/courses.json"),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_small_application_has_care_mode(name: str) -> None:
    serve, data = EXAMPLES[name]
    with serve() as url, httpx.Client(base_url=url, timeout=60) as client:
        page = client.get("/")
        found = TAG.findall(page.text)
        assert len(found) == 1
        assert page.text.index("<meta charset") < page.text.index(found[0])
        boot = client.get(found[0])
        assert boot.status_code == 200
        assert "immutable" in boot.headers["cache-control"]
        assert "a11y" not in client.get(data).text

        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        fields = {"csrfmiddlewaretoken": token[1]} if token else {"name": "王阿姨"}
        answer = client.post("/", data=fields, follow_redirects=True)
        assert 'role="status"' in answer.text
        assert TAG.search(answer.text)


def test_django_runs_from_its_own_command() -> None:
    command = [sys.executable, "examples/django/app.py", "check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "no issues" in checked.stdout


@pytest.mark.skipif(
    not (shutil.which("nginx") or shutil.which("/usr/sbin/nginx")), reason="nginx is not installed"
)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_nginx_puts_care_mode_into_plain_files(number: signal.Signals) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "examples/static/serve.py", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        try:
            page = patiently(url)
            boot = httpx.get(url + TAG.findall(page.text)[0])
        finally:
            server.send_signal(number)
            try:
                server.wait(timeout=30)
            finally:
                server.kill()
    source = (ROOT / "examples" / "static" / "pages" / "index.html").read_text(encoding="utf-8")
    assert TAG.sub("", page.text, count=1) == source
    assert boot.headers["content-type"] == "text/javascript"
    assert "immutable" in boot.headers["cache-control"]
    assert not (ROOT / "examples" / "static" / "pages" / "_a11y").exists()


def patiently(url: str) -> httpx.Response:
    """The answer of a server that may not listen yet."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return httpx.get(url)
        except httpx.ConnectError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
