"""The command ``a11y speak``: a text or a whole page as a file of sound."""

from __future__ import annotations

import argparse
import asyncio
import sys
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import a11y
from a11y.errors import A11yError
from a11y.settings import Settings, SpeechChoice

if TYPE_CHECKING:
    from a11y.speech.recording import Form

_FORMS: tuple[Form, ...] = ("mp3", "wav")
_ENGINES = tuple(one for one in get_args(SpeechChoice) if one != "off")
_PAGE_BYTES = 16 * 1024 * 1024
_PAGE_SECONDS = 30.0
_USER_AGENT = f"Mozilla/5.0 (compatible; a11y-speak/{a11y.__version__})"
_BAR = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("text", nargs="?", help="what to read; - for standard input (UTF-8)")
    what.add_argument("--page", metavar="URL", help="read a web page, or a file that holds one")
    add = parser.add_argument
    add("-o", "--output", type=_output, required=True, metavar="FILE", help=".mp3 or .wav")
    add("--engine", choices=_ENGINES, help="instead of what the settings say")
    add("--voice", metavar="NAME", help="the engine's voice, such as cmn, yue or zh-CN-YunxiNeural")
    add("--lang", default="zh-CN", metavar="TAG", help="the text's language (%(default)s)")
    add("--settings", type=Path, metavar="FILE", help="TOML file, table [a11y]")


def run(parsed: argparse.Namespace) -> int:
    """Read aloud into the file; nothing is written where that fails."""
    from a11y.speech.recording import record

    settings = _settings(parsed)
    texts = _page(parsed.page) if parsed.page else [_text(parsed.text)]
    form: Form = "wav" if parsed.output.suffix.lower() == ".wav" else "mp3"
    bar = ProgressBar() if sys.stderr.isatty() else None
    try:
        sound = asyncio.run(
            record(
                texts,
                settings,
                form=form,
                language=parsed.lang,
                tell=bar.tell if bar else _tell_nothing,
            )
        )
    finally:
        if bar:
            bar.clear()
    parsed.output.write_bytes(sound)
    return 0


def _settings(parsed: argparse.Namespace) -> Settings:
    settings = Settings.from_toml(parsed.settings) if parsed.settings else Settings()
    chosen: dict[str, Any] = {}
    if parsed.engine:
        chosen["speech"] = parsed.engine
    if parsed.voice:
        # What is asked for by name is for every language of the text.
        chosen |= dict.fromkeys(("speech_voice", "speech_voice_yue"), parsed.voice)
    return replace(settings, **chosen)


def _output(name: str) -> Path:
    path = Path(name)
    if path.suffix.lower().lstrip(".") not in _FORMS:
        raise argparse.ArgumentTypeError(f"the file must end in .{' or .'.join(_FORMS)}: {name}")
    return path


def _tell_nothing(_: int, __: int) -> None: ...


def _text(text: str) -> str:
    if text != "-":
        return text
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise A11yError(f"standard input is not UTF-8: {error}") from error


def _page(address: str) -> list[str]:
    """The blocks of a page's main content. Raises A11yError."""
    from a11y.encoding import encoding_of, text_of
    from a11y.speech.page import blocks_of

    if address.lower().startswith(("http://", "https://")):
        content, media_type = _fetched(address)
    elif "://" in address:
        raise A11yError(f"a page is an address (http, https) or a file: {address}")
    else:
        content, media_type = Path(address).read_bytes(), ""
    blocks = blocks_of(text_of(content, encoding_of(media_type, content)))
    if not blocks:
        raise A11yError(f"no text was found on this page: {address}")
    return blocks


def _fetched(address: str) -> tuple[bytes, str]:
    request = urllib.request.Request(address, headers={"User-Agent": _USER_AGENT})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_PAGE_SECONDS) as answer:  # noqa: S310
            media_type = answer.headers.get("Content-Type", "")
            content = answer.read(_PAGE_BYTES + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise A11yError(f"{address} cannot be fetched: {error}") from error
    if len(content) > _PAGE_BYTES:
        raise A11yError(f"{address} has more than {_PAGE_BYTES // 1024 // 1024} MB")
    kind = media_type.partition(";")[0].strip().lower()
    if kind and not kind.endswith(("html", "xml")):
        raise A11yError(f"{address} is no page: {media_type}")
    return content, media_type


class ProgressBar:
    """One line on a terminal that is written over again and again."""

    def tell(self, done: int, of: int) -> None:
        """So many sentences are done."""
        full = _BAR * done // of
        bar = "█" * full + "░" * (_BAR - full)
        sys.stderr.write(f"\r\x1b[K{bar} {done}/{of} 句 sentences")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
