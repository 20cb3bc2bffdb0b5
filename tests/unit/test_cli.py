"""The command ``a11y`` as a shell sees it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import a11y
from a11y.cli import main


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"a11y-care {a11y.__version__}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    text = capsys.readouterr().out
    assert all(name in text for name in ("info", "check", "export", "speak"))


@pytest.mark.parametrize("arguments", [[], ["sing"], ["speak", "x"], ["export"]])
def test_what_is_not_understood_ends_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "usage: a11y" in capsys.readouterr().err


def test_a_command_imports_what_it_needs_and_no_more() -> None:
    script = (
        "import sys; from a11y.cli import build_parser; build_parser();"
        "print([name for name in sys.modules if name.startswith(('a11y.check.', 'starlette'))])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert ran.stdout == "['a11y.check.arguments']\n"


def test_info_says_what_is_installed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info"]) == 0
    assert "[speech] 已安装" in capsys.readouterr().out


def test_export_writes_the_files_and_the_tag(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(tmp_path)]) == 0
    tag = capsys.readouterr().out.strip()
    boot = tmp_path / tag.split('"')[1].lstrip("/")
    assert b'"speech":false' in boot.read_bytes()


def test_a_bad_settings_file_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(tmp_path), "--settings", str(tmp_path / "none.toml")]) == 1
    error = capsys.readouterr().err
    assert error.startswith("a11y: cannot read")
    assert error.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["export", str(tmp_path / "file")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_speak_writes_an_mp3(tmp_path: Path) -> None:
    target = tmp_path / "out.mp3"
    assert main(["speak", "您好,欢迎。", "-o", str(target)]) == 0
    assert target.read_bytes()[:2] in (b"\xff\xfb", b"\xff\xf3", b"ID")


@pytest.mark.parametrize("text", ["", "……!", "啊" * 50_000])
def test_what_cannot_be_read_is_one_line(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["speak", text, "-o", str(tmp_path / "out.mp3")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out.mp3").exists()
