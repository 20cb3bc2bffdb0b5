"""The service under a real systemd: installed as docs/proxy.md says, in a machine of its own."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.packaging.building import ROOT, run
from tests.packaging.machine import PATIENCE, CannotBootError, Machine, booted, system
from tests.proxy.command import free_port, wait_until
from tests.proxy.wire import Response, Visitor, Wire, portal

pytestmark = [
    pytest.mark.packaging,
    pytest.mark.xdist_group("packaging"),
    # A system to start is not everywhere, and takes minutes to make: it is asked for.
    pytest.mark.skipif(
        "A11Y_SYSTEMD_ROOT" not in os.environ,
        reason="A11Y_SYSTEMD_ROOT is not set: the service was not tried under systemd",
    ),
]

UNIT = "a11y-proxy.service"
SOCKET = "a11y-proxy.socket"
PAGE = b"<!DOCTYPE html><html><head><title>t</title></head><body>x</body></html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\nContent-Length: %d\r\n\r\n"
CONFIG = """
[proxy]
listen = ["127.0.0.1:{port}", "unix:/run/a11y-proxy/proxy.sock"]
workers = 2
metrics = "127.0.0.1:{metrics}"
access_log = "/var/log/a11y-proxy/access.log"
drain_seconds = 30

[a11y]
speech = "{speech}"
speech_cache = "/var/cache/a11y-proxy"

[[site]]
default = true
name = "test"
upstream = "http://127.0.0.1:{upstream}"
response_headers = {{ X-Version = "{version}" }}
"""


class Slow:
    """A portal: /slow sends half of the page and waits until it is told to go on."""

    def __init__(self) -> None:
        self.half_sent, self.go_on = threading.Event(), threading.Event()

    def __call__(self, wire: Wire) -> None:
        while head := wire.head():
            slow = head.startswith(b"GET /slow ")
            wire.send(HEAD % len(PAGE) + (PAGE[:60] if slow else PAGE))
            if slow:
                self.half_sent.set()
                self.go_on.wait(PATIENCE)
                wire.send(PAGE[60:])


class Service:
    """The proxy as a service of a machine."""

    def __init__(self, machine: Machine, upstream: int, slow: Slow) -> None:
        self.machine = machine
        self.slow = slow
        self.port, self.metrics, self.upstream = free_port(), free_port(), upstream

    def configure(self, version: str, *, speech: str = "auto", extra: str = "") -> None:
        text = CONFIG.format(
            port=self.port,
            metrics=self.metrics,
            upstream=self.upstream,
            version=version,
            speech=speech,
        )
        (self.machine.shared / "proxy.toml").write_text(text + extra, encoding="utf-8")
        self.machine.output("install", "-D", "/run/host/proxy.toml", "/etc/a11y/proxy.toml")

    def get(self, target: str = "/") -> Response:
        return self.ask(f"GET {target}")

    def ask(self, request: str, body: bytes = b"") -> Response:
        length = (
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        )
        with Visitor(socket.create_connection(("127.0.0.1", self.port))) as visitor:
            visitor.send(f"{request} HTTP/1.1\r\nHost: a.test\r\n{length}\r\n".encode() + body)
            return visitor.response()

    def show(self, name: str, unit: str = UNIT) -> str:
        return self.machine.output("systemctl", "show", "--value", f"--property={name}", unit)

    @property
    def main(self) -> int:
        return int(self.show("MainPID"))

    def systemctl(self, *arguments: str) -> str:
        return self.machine.output("systemctl", *arguments)

    def log(self) -> str:
        return self.machine.output("journalctl", "--no-pager", "--unit", UNIT)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Iterator[Machine]:
    scratch = tmp_path_factory.mktemp("machine")
    try:
        with booted(system(scratch), scratch) as machine:
            _install(machine, wheel)
            yield machine
    except CannotBootError as error:
        pytest.skip(f"no systemd can be started here: {error}")


def _install(machine: Machine, wheel: Path) -> None:
    """What the unit's first lines tell to do; the packages come from outside."""
    version = machine.output("python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])")
    wheels = machine.shared / "wheels"
    options = ("--only-binary=:all:", f"--python-version={version}", f"--dest={wheels}")
    got = run(
        sys.executable,
        "-m",
        "pip",
        "download",
        *options,
        f"{wheel}[proxy,speech]",
        cwd=wheel.parent,
    )
    assert got.returncode == 0, got.stderr
    pip = "/opt/a11y/bin/pip"
    machine.output("python3", "-m", "venv", "/opt/a11y")
    machine.output(
        *(pip, "install", "--no-index", "--find-links=/run/host/wheels", "a11y-care[proxy,speech]")
    )
    for name in (UNIT, SOCKET):
        (machine.shared / name).write_bytes((ROOT / "proxy" / name).read_bytes())
        machine.output("cp", f"/run/host/{name}", "/etc/systemd/system/")
    machine.output("systemctl", "daemon-reload")


@pytest.fixture
def service(machine: Machine) -> Iterator[Service]:
    """Started, and stopped afterwards."""
    slow = Slow()
    with portal(slow) as upstream:
        service = Service(machine, upstream.port, slow)
        service.configure("1")
        done = machine.run("systemctl", "enable", "--now", UNIT)
        assert done.returncode == 0, service.log()
        yield service
        slow.go_on.set()
        machine.run("systemctl", "disable", "--now", UNIT, SOCKET)
        machine.run("systemctl", "reset-failed")


def test_it_is_started_when_it_is_ready(service: Service) -> None:
    # No waiting: "enable --now" returns when the service has said READY=1.
    answer = service.get()
    assert answer.status == 200
    assert b"/_a11y/boot." in answer.body
    assert service.show("Type") == "notify"
    assert service.show("ActiveState") == "active"
    assert service.show("UnitFileState") == "enabled"


def test_a_reload_takes_the_new_configuration_and_no_other(service: Service) -> None:
    main = service.main
    service.configure("2")
    service.systemctl("reload", UNIT)
    wait_until(lambda: service.get().value(b"x-version") == b"2")
    service.configure("3", extra="nonsense = 1\n")
    service.systemctl("reload", UNIT)
    wait_until(lambda: "nonsense" in service.log())
    assert service.get().value(b"x-version") == b"2"
    wait_until(lambda: service.show("ActiveState") == "active")
    assert service.main == main


def test_stop_lets_an_open_answer_finish(service: Service) -> None:
    with ThreadPoolExecutor() as threads:
        answer = threads.submit(service.get, "/slow")
        assert service.slow.half_sent.wait(PATIENCE)
        stopping = threads.submit(service.systemctl, "stop", UNIT)
        wait_until(lambda: service.show("ActiveState") == "deactivating")
        service.slow.go_on.set()
        assert b"/_a11y/boot." in answer.result(PATIENCE).body
        assert answer.result().body.endswith(PAGE[60:])
        stopping.result(PATIENCE)
    assert service.show("ActiveState") == "inactive"
    assert service.show("Result") == "success"
    # RuntimeDirectory= is gone with it, and so is the socket in it.
    assert service.machine.run("ls", "/run/a11y-proxy").returncode != 0


def test_it_comes_back_when_it_was_killed(service: Service) -> None:
    before = service.main
    _kill(service, before)
    wait_until(lambda: service.show("NRestarts") == "1" and service.show("ActiveState") == "active")
    assert service.main not in (0, before)
    assert service.get().status == 200
    # Nothing of the first one is left: its workers went with it.
    processes = service.machine.output("systemctl", "status", "--no-pager", UNIT)
    assert f"{before} /opt" not in processes


def test_a_worker_that_is_killed_is_replaced(service: Service) -> None:
    before = _children(service)
    assert len(before) == 2
    _kill(service, before[-1])
    wait_until(lambda: before[-1] not in _children(service) and len(_children(service)) == 2)
    assert service.get().status == 200
    assert service.show("NRestarts") == "0"


def _children(service: Service) -> list[int]:
    main = service.main
    return [
        int(pid)
        for pid in service.machine.output("cat", f"/proc/{main}/task/{main}/children").split()
    ]


def _kill(service: Service, process: int) -> None:
    # The shell's own: a minimal system has neither kill nor pgrep.
    service.machine.output("sh", "-c", f"kill -KILL {process}")


def test_a_wrong_configuration_is_not_tried_again(service: Service) -> None:
    service.systemctl("stop", UNIT)
    service.configure("1", extra="nonsense = 1\n")
    assert service.machine.run("systemctl", "start", UNIT).returncode != 0
    assert service.show("ActiveState") == "failed"
    assert service.show("ExecMainStatus") == "2"
    assert service.show("NRestarts") == "0"
    assert "nonsense" in service.log()


def test_it_has_no_rights(service: Service) -> None:
    main = service.main
    status = service.machine.output("cat", f"/proc/{main}/status")
    values = dict(re.findall(r"^(\w+):\s+(\S+)", status, flags=re.MULTILINE))
    assert int(values["Uid"]) != 0
    assert values["NoNewPrivs"] == "1"
    assert values["Seccomp"] == "2"
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert int(values[name], 16) == 0
    # What is below is asked as root, for whom only the mounts of the service are in the way.
    inside = ("nsenter", f"--target={main}", "--mount", "--root", "--wd")
    for path in ("/etc/x", "/usr/x", "/opt/a11y/x", "/var/x", "/root/x"):
        assert service.machine.run(*inside, "touch", path).returncode != 0, path
    for path in ("/run/a11y-proxy/x", "/var/cache/a11y-proxy/x", "/var/log/a11y-proxy/x"):
        service.machine.output(*inside, "touch", path)
    # PrivateDevices= gives it a /dev of its own, in which only null, random and the like are.
    service.machine.output("touch", "/dev/of-the-machine")
    assert service.machine.run(*inside, "ls", "/dev/of-the-machine").returncode != 0
    service.machine.output(*inside, "ls", "/dev/null")


def test_its_folders_are_used(service: Service) -> None:
    assert service.get("/x?secret=1").status == 200
    path = "/var/log/a11y-proxy/access.log"
    # The folder outlives the service: lines of what ran before may come first.
    wait_until(lambda: '"/x"' in service.machine.run("cat", path).stdout)
    line = json.loads(service.machine.output("tail", "-n", "1", path))
    assert (line["path"], line["status"]) == ("/x", 200)
    assert "secret" not in service.machine.output("cat", path)
    kind, mode = service.machine.output("stat", "-c", "%F %a", "/run/a11y-proxy/proxy.sock").rsplit(
        " ", 1
    )
    assert (kind, mode) == ("socket", "660")


def test_the_speech_engine_works_without_rights(service: Service) -> None:
    plan = {"v": 1, "language": "zh-CN", "blocks": [{"id": "b0", "text": "您好。"}]}
    answer = service.ask("POST /_a11y/speech/plan", json.dumps(plan).encode())
    assert answer.status == 200, answer.body
    (clip,) = json.loads(answer.body)["clips"]
    audio = service.ask(f"GET /_a11y/speech/{clip['id']}.mp3")
    assert audio.status == 200, service.log()
    assert len(audio.body) > 1000
    # Found in the folder that is ours, in which the engine's process could write.
    files = service.machine.output("find", "/var/cache/a11y-proxy/", "-type", "f")
    assert clip["id"] in files


def test_socket_activation(service: Service) -> None:
    """systemd listens; the proxy starts with the first request and does not listen itself."""
    service.systemctl("stop", UNIT)
    port = free_port()
    folder = f"/etc/systemd/system/{SOCKET}.d"
    lines = f"[Socket]\\nListenStream=\\nListenStream=127.0.0.1:{port}\\n"
    service.machine.output("sh", "-c", f"mkdir -p {folder}; printf '{lines}' > {folder}/port.conf")
    service.systemctl("daemon-reload")
    service.systemctl("start", SOCKET)
    assert service.show("ActiveState") == "inactive"
    own, service.port = service.port, port
    assert service.get().status == 200
    # The first worker answers while the others are still starting.
    wait_until(lambda: service.show("ActiveState") == "active")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", own))
    # What comes while it restarts waits in the socket's queue.
    main = service.main
    service.systemctl("restart", UNIT)
    assert service.get().status == 200
    assert service.main != main
