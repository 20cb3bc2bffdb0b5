"""What a portal team gets with pip: the wheel alone, in an environment of its own, without node."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import a11y
from tests.packaging.building import install, run

pytestmark = [pytest.mark.packaging, pytest.mark.xdist_group("packaging")]


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a fresh environment with the bare wheel."""
    return install(str(wheel), tmp_path_factory.mktemp("bare"))


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
