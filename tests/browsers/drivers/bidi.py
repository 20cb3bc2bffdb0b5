"""Firefox as it is installed, through the WebDriver BiDi that it speaks by itself: no geckodriver.

The commands are those of https://w3c.github.io/webdriver-bidi/.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

from tests.browsers.driver import HEIGHT, WIDTH, DriverError, key_actions, pointer_actions

PATIENCE = 60.0  # seconds for one command; a busy machine is slow, a dead browser never answers
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
# What a browser for tests has to be quiet about, and what a citizen in China has.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "intl.accept_languages": "zh-CN",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}


class BidiDriver:
    """A Firefox of its own, in a profile that goes with it."""

    def __init__(self, executable: str) -> None:
        self._sound: subprocess.Popen[bytes] | None = None
        self._profile = tempfile.mkdtemp(prefix="a11y-firefox-")
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items()]
        (Path(self._profile) / "user.js").write_text("\n".join(lines), "utf-8")
        self._log = Path(self._profile) / "log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [
                    executable,
                    "--headless",
                    "--no-remote",
                    "--profile",
                    self._profile,
                    "--remote-debugging-port=0",
                    "about:blank",
                ],
                stdout=log,
                stderr=log,
                env={**os.environ, **self._silent_sound()},
            )
        self._sent = 0
        self._user = self._window = ""
        try:
            self._socket = connect(self._address() + "/session", max_size=None, proxy=None)
            session = self._call("session.new", capabilities={})
        except BaseException:
            self._end()
            raise
        self.version = str(session["capabilities"]["browserVersion"])

    def _silent_sound(self) -> dict[str, str]:
        """A sound card of its own that nobody hears: Firefox plays nothing on a machine without.

        None where PulseAudio is not installed: then it has what the machine has.
        """
        program = shutil.which("pulseaudio")
        if not program:
            return {}
        door = Path(self._profile) / "sound"
        self._sound = subprocess.Popen(
            [
                program,
                "-n",
                "--daemonize=no",
                "--exit-idle-time=-1",
                "--use-pid-file=no",
                "--load=module-null-sink",
                f"--load=module-native-protocol-unix auth-anonymous=1 socket={door}",
            ],
            env={**os.environ, "HOME": self._profile, "XDG_RUNTIME_DIR": self._profile},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return {"PULSE_SERVER": f"unix:{door}"}

    def _address(self) -> str:
        # It says where it listens when it does: the line is waited for, the process watched.
        while self._process.poll() is None:
            found = LISTENING.search(self._log.read_text("utf-8", "replace"))
            if found:
                return found[1]
            try:
                self._process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
        raise DriverError(
            "Firefox ended at once: " + self._log.read_text("utf-8", "replace")[-500:]
        )

    def _call(self, method: str, **parameters: Any) -> Any:
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv(timeout=PATIENCE))
            if answer.get("id") != self._sent:
                continue  # an event
            if answer["type"] == "error":
                raise DriverError(f"{method}: {answer['error']}: {answer['message']}")
            return answer["result"]

    def fresh(self, site: str) -> None:
        # A user context has cookies of its own.
        if self._user:
            self._call("browser.removeUserContext", userContext=self._user)
        self._user = self._call("browser.createUserContext")["userContext"]
        made = self._call("browsingContext.create", type="tab", userContext=self._user)
        self._window = made["context"]
        size = {"width": WIDTH, "height": HEIGHT}
        self._call("browsingContext.setViewport", context=self._window, viewport=size)

    def goto(self, url: str) -> None:
        self._call("browsingContext.navigate", context=self._window, url=url, wait="complete")

    def click(self, x: float, y: float) -> None:
        self._act("pointer", pointer_actions(x, y))

    def press(self, keys: str) -> None:
        self._act("key", key_actions(keys))

    def _act(self, kind: str, actions: list[dict[str, Any]]) -> None:
        device = {"type": kind, "id": kind, "actions": actions}
        self._call("input.performActions", context=self._window, actions=[device])

    def evaluate(self, function: str, *arguments: Any) -> Any:
        # As text: BiDi's own values would have to be put together again.
        given = json.dumps(arguments)
        found = self._call(
            "script.callFunction",
            functionDeclaration="async (given) => "
            f"JSON.stringify([await ({function})(...JSON.parse(given))])",
            arguments=[{"type": "string", "value": given}],
            target={"context": self._window},
            awaitPromise=True,
            userActivation=False,
        )
        if found["type"] == "exception":
            raise DriverError(found["exceptionDetails"]["text"])
        return json.loads(found["result"]["value"])[0]

    def screenshot(self) -> bytes:
        data = self._call("browsingContext.captureScreenshot", context=self._window)["data"]
        return base64.b64decode(data)

    def close(self) -> None:
        try:
            self._call("browser.close")
            self._socket.close()
        finally:
            self._end()

    def _end(self) -> None:
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._sound is not None:
            self._sound.terminate()
            self._sound.wait()
        shutil.rmtree(self._profile, ignore_errors=True)
