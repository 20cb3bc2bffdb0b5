"""What a portal team gets with pip: the wheel alone, in an environment of its own, without node."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import a11y

ROOT = Path(a11y.__file__).resolve().parent.parent

pytestmark = [pytest.mark.packaging, pytest.mark.xdist_group("packaging")]


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run with a PATH that holds no node, so that a build which needs it fails here."""
    path = os.pathsep.join(
        part
        for part in os.environ["PATH"].split(os.pathsep)
        if not (Path(part) / "node").exists() and not (Path(part) / "npm").exists()
    )
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from the sdist, as an installer would make it."""
    out = tmp_path_factory.mktemp("dist")
    build = run(sys.executable, "-m", "build", "--outdir", out, ROOT, cwd=out)
    assert build.returncode == 0, build.stdout + build.stderr
    (found,) = out.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a fresh environment with the bare wheel."""
    return install(str(wheel), tmp_path_factory.mktemp("bare"))


def install(requirement: str, folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = run(commands / "python", "-m", "pip", "install", "-q", requirement, cwd=folder)
    assert pip.returncode == 0, pip.stdout + pip.stderr
    return commands


def test_the_wheel_holds_the_bundle_and_both_packages(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"a11y/static/boot.js", "a11y/static/toolbar.js", "a11y/py.typed"} <= names
    assert {"a11y_proxy/cli.py", "a11y_proxy/py.typed"} <= names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"a11y", "a11y_proxy"}


def test_the_library_works_without_any_extra(installed: Path, tmp_path: Path) -> None:
    version = run(installed / "a11y", "--version", cwd=tmp_path)
    assert version.stdout == f"a11y-care {a11y.__version__}\n", version.stderr
    export = run(installed / "a11y", "export", tmp_path, cwd=tmp_path)
    assert export.returncode == 0, export.stderr
    assert export.stdout.startswith('<script src="/_a11y/boot.')
    written = {path.name.partition(".")[0] for path in (tmp_path / "_a11y").glob("*.js")}
    assert {"boot", "early", "toolbar"} <= written


def test_a_missing_extra_is_named(installed: Path, tmp_path: Path) -> None:
    proxy = run(installed / "a11y-proxy", "http://127.0.0.1:1", cwd=tmp_path)
    assert proxy.returncode != 0
    assert "a11y-care[proxy]" in proxy.stderr
    assert "Traceback" not in proxy.stderr
    speak = run(installed / "a11y", "speak", "你好", "-o", "out.mp3", cwd=tmp_path)
    assert speak.returncode == 1
    assert "a11y-care[speech]" in speak.stderr
    assert "Traceback" not in speak.stderr


def test_with_its_extras_it_speaks(wheel: Path, tmp_path: Path) -> None:
    commands = install(f"{wheel}[proxy,speech]", tmp_path / "full")
    version = run(commands / "a11y-proxy", "--version", cwd=tmp_path)
    assert version.stdout.strip().endswith(a11y.__version__), version.stderr
    speak = run(commands / "a11y", "speak", "您好", "-o", "out.mp3", cwd=tmp_path)
    assert speak.returncode == 0, speak.stderr
    assert (tmp_path / "out.mp3").stat().st_size > 2000
