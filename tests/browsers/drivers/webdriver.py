"""WebKitGTK through its WebKitWebDriver: the few commands of WebDriver 2 that are needed.

https://w3c.github.io/webdriver/ gives each; a client library would add nothing but itself.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import urllib.error
import urllib.request
from typing import Any

from tests.browsers.driver import HEIGHT, WIDTH, DriverError, key_actions, pointer_actions

PATIENCE = 60.0  # seconds for one command
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class WebDriver:
    """A MiniBrowser of WebKitGTK; it needs an X display (``DISPLAY``)."""

    def __init__(self, driver: str, browser: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self._process = subprocess.Popen(
            [driver, f"--port={port}", "--host=127.0.0.1"],
            env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "zh_CN"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._root = f"http://127.0.0.1:{port}"
        self._path = ""
        options = {"binary": browser, "args": ["--automation"]}
        try:
            self._listening(port)
            wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
            session = self._send("POST", "/session", {"capabilities": wanted})
        except BaseException:
            self._end()
            raise
        self._path = f"/session/{session['sessionId']}"
        self.version = str(session["capabilities"]["browserVersion"])

    def _listening(self, port: int) -> None:
        while self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                try:
                    self._process.wait(0.05)
                except subprocess.TimeoutExpired:
                    continue
            else:
                return
        raise DriverError("WebKitWebDriver ended at once")

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._root + self._path + path, data, method=method)
        try:
            with _DIRECT.open(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise DriverError(f"{path}: {value['error']}: {value['message']}") from None

    def fresh(self, site: str) -> None:
        # One window serves all: only from a page of the site can the site's cookies be deleted.
        self.goto(site + "/plain.html?bare")
        self._send("DELETE", "/cookie")
        self._size()

    def _size(self) -> None:
        """The inside of the window counts: its frame takes some of the rest."""
        wide, high = WIDTH, HEIGHT
        for _ in range(2):
            self._send("POST", "/window/rect", {"width": wide, "height": high})
            inner = self.evaluate("() => [innerWidth, innerHeight]")
            wide, high = wide + WIDTH - inner[0], high + HEIGHT - inner[1]

    def goto(self, url: str) -> None:
        self._send("POST", "/url", {"url": url})

    def click(self, x: float, y: float) -> None:
        self._act("pointer", pointer_actions(x, y))

    def press(self, keys: str) -> None:
        self._act("key", key_actions(keys))

    def _act(self, kind: str, actions: list[dict[str, Any]]) -> None:
        device = {"type": kind, "id": kind, "actions": actions}
        self._send("POST", "/actions", {"actions": [device]})

    def evaluate(self, function: str, *arguments: Any) -> Any:
        script = (
            "return (async (...given) => "
            f"JSON.stringify([await ({function})(...given)]))(...arguments)"
        )
        text = self._send("POST", "/execute/sync", {"script": script, "args": list(arguments)})
        return json.loads(text)[0]

    def screenshot(self) -> bytes:
        return base64.b64decode(self._send("GET", "/screenshot"))

    def close(self) -> None:
        try:
            self._send("DELETE", "")
        finally:
            self._end()

    def _end(self) -> None:
        self._process.terminate()
        self._process.wait(10)
