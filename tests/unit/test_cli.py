"""The command ``a11y`` as a shell sees it."""

from __future__ import annotations

import subprocess
import sys
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import a11y
from a11y.cli import main
from a11y.speaking import ProgressBar


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


def test_speak_writes_a_wav(tmp_path: Path) -> None:
    target = tmp_path / "out.wav"
    assert main(["speak", "Hello there.", "-o", str(target), "--lang", "en"]) == 0
    with wave.open(str(target)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 22050)
        assert sound.getnframes() > 10_000


def test_speak_reads_a_page_with_its_own_encoding(tmp_path: Path) -> None:
    page, target = tmp_path / "page.html", tmp_path / "out.mp3"
    content = '<meta charset="gbk"><h1>关于停水的通知</h1><main>明天停水，请提前准备。</main>'
    page.write_bytes(content.encode("gbk"))
    with serve_bytes(content.encode("gbk"), "text/html; charset=gbk") as url:
        for address in (str(page), url):
            assert main(["speak", "--page", address, "-o", str(target)]) == 0
            assert 20_000 < target.stat().st_size < 60_000


def test_speak_says_in_one_line_what_is_wrong_with_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.html").write_text("<html></html>")
    with serve_bytes(b"%PDF-", "application/pdf") as url:
        addresses = ["http://127.0.0.1:1/", "ftp://x/", str(tmp_path / "absent"), url]
        addresses.append(str(tmp_path / "empty.html"))
        for address in addresses:
            assert main(["speak", "--page", address, "-o", str(tmp_path / "out.mp3")]) == 1
            assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out.mp3").exists()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["好", "-o", "out.ogg"], ".mp3 or .wav"),
        (["好", "-o", "out.mp3", "--engine", "azure"], "'espeak', 'edge', 'sherpa'"),
        (["-o", "out.mp3"], "required"),
        (["好", "--page", "x", "-o", "out.mp3"], "not allowed with"),
    ],
)
def test_speak_names_what_is_legal(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["speak", *arguments])
    assert named in capsys.readouterr().err


def test_speak_takes_a_voice_and_refuses_one_that_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "out.mp3")
    assert main(["speak", "早晨", "-o", target, "--voice", "yue"]) == 0
    assert main(["speak", "早晨", "-o", target, "--voice", "nobody"]) == 1
    assert "nobody" in capsys.readouterr().err


def test_progress_is_told_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    bar = ProgressBar()
    for done in range(4):
        bar.tell(done, 3)
    bar.clear()
    told = capsys.readouterr().err
    assert "\n" not in told
    assert "2/3" in told
    assert told.count("█" * 30) == 1
    assert told.endswith("\x1b[K")


@contextmanager
def serve_bytes(content: bytes, media_type: str) -> Iterator[str]:
    """The address of an answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
