"""The settings of care mode: one frozen dataclass, from keywords, a mapping or a TOML file."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self, get_args, get_origin, get_type_hints

from a11y.errors import SettingsError
from a11y.html import PathPatterns

Language = Literal["zh-CN", "en"]
SpeechChoice = Literal["auto", "espeak", "edge", "sherpa", "off"]
# Whose voice the toolbar asks first: the portal's server, or the visitor's own computer.
SpeechPrefer = Literal["server", "browser"]
# Whether a plan must show a token of ours (see a11y.speech.tokens).
SpeechTokens = Literal["optional", "required"]
# The kinds of models of sherpa-onnx; auto: by the files that are there.
SherpaKind = Literal["auto", "vits", "matcha", "kokoro"]
WordsChoice = Literal["auto", "off"]
# OpenCC's names: its own standard, Taiwan's, Hong Kong's.
TraditionalForm = Literal["s2t", "s2tw", "s2hk"]
NoTransform = Literal["inject", "leave"]
Corner = Literal["bottom-right", "bottom-left", "top-right", "top-left"]

# A host name of two labels or more, in ASCII as it stands in a Set-Cookie field; no IP address.
_DOMAIN = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")

_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S+")
_PREFIX = re.compile(r"/[A-Za-z0-9_.~-]{1,20}")
_MAY_BE_ZERO = {"speech_address_chars"}
# The warning before a machine forgets lasts 30 seconds (WCAG 2.2.1 asks for 20); somebody who reads
# slowly must have as long before it.
_SHORTEST_KIOSK = 60


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything an operator may choose. Raises SettingsError for a value that is not legal.

    Sizes are bytes, times are seconds, unless a name says otherwise.
    """

    # Where our own URLs live. One short segment: the inserted tag has at most 90 bytes.
    prefix: str = "/_a11y"
    # The language of the toolbar's labels and of our own pages.
    language: Language = "zh-CN"
    # Where the button that opens the toolbar stands until a visitor has moved it.
    corner: Corner = "bottom-right"
    # A parent domain whose hosts share what a visitor chose, such as city.gov.cn. None: this host.
    cookie_domain: str | None = None
    # A machine in a service hall: after so many seconds without a touch or key, care mode ends and
    # forgets everything for the next visitor. None: no such machine.
    kiosk_seconds: int | None = None
    # From which age on a11y.kiosk({age}) switches care mode on.
    kiosk_age: int = 60
    # How far into a page the place for the tag is looked for; past it the page is left alone.
    scan_bytes: int = 64 * 1024
    # A compressed page that grows beyond this is left alone, or ended if it is under way. Memory
    # does not grow with it; this bounds the work that one small response can make.
    decoded_bytes: int = 512 * 1024 * 1024
    # Pages that say Cache-Control: no-transform. It forbids changes to others, not to the site.
    no_transform: NoTransform = "inject"
    # Paths on which nothing is changed, such as /api/** and /**/*.jsp; see a11y.html.paths.
    leave_paths: tuple[str, ...] = ()
    # Repairs of pages, as TOML; see a11y.fixes. None: none.
    fixes: Path | None = None
    # A larger page passes unmended: it would have to be kept in memory, and read for too long.
    fixes_bytes: int = 1024 * 1024
    # Mended pages are kept in memory, in each process.
    fixes_cache_bytes: int = 16 * 1024 * 1024
    # A simple view of every page, at <prefix>/simple/<path of the page>. It asks the portal for the
    # page as the visitor would, and needs the extra [simple].
    simple: bool = False
    # Where speech comes from. auto: the embedded espeak-ng where installed, else the browser. edge
    # sends the text to an online service; sherpa needs a model of the operator's. Both fall back to
    # the embedded engine where that is installed.
    speech: SpeechChoice = "auto"
    # Whose voice the toolbar asks first.
    speech_prefer: SpeechPrefer = "server"
    # The engine's voices by name: Mandarin, English, Cantonese. None: the engine's own choice.
    speech_voice: str | None = None
    speech_voice_en: str | None = None
    speech_voice_yue: str | None = None
    # How many texts are spoken at once: processes, or connections to an online service.
    speech_workers: int = 2
    # The directory of a model for sherpa-onnx, and its kind.
    sherpa_model: Path | None = None
    sherpa_kind: SherpaKind = "auto"
    # Where finished clips are kept. None: a directory of this process, gone when it ends.
    speech_cache: Path | None = None
    speech_cache_bytes: int = 512 * 1024 * 1024
    # How long a clip that nobody asks for is kept: notices are read in the weeks after they come.
    speech_cache_days: int = 30
    # Clips and plans for several machines: redis://host/0, or a URL that fsspec knows.
    speech_store: str | None = None
    # Signs the names of clips. None: a random key per process; replicas must share one.
    speech_key: str | None = None
    # Longest text of one plan request, in characters: a very long notice has about 20,000.
    speech_plan_chars: int = 40_000
    # How many texts may wait for the engine before a visitor is asked to come back (429).
    speech_queue: int = 64
    # How many characters one address may have planned in an hour: some 650 pages. Addresses that
    # are not public are not counted: behind them may be everybody. 0: none is counted.
    speech_address_chars: int = 2_000_000
    # Whether a plan must show a token.
    speech_tokens: SpeechTokens = "optional"
    # Pinyin and traditional characters. auto: what is installed; off: neither.
    words: WordsChoice = "auto"
    # Which traditional characters: Taiwan's are those that most people know (為, not 爲).
    traditional: TraditionalForm = "s2tw"
    # Words and their readings, as TOML: place names and what else the libraries misread.
    lexicon: Path | None = None
    # What was made is kept in memory: this is some 30,000 short texts in each process.
    words_cache_bytes: int = 16 * 1024 * 1024

    def __post_init__(self) -> None:
        for name, kind in get_type_hints(type(self)).items():
            object.__setattr__(self, name, _checked(name, kind, getattr(self, name)))
        if not _PREFIX.fullmatch(self.prefix):
            raise SettingsError(
                f"prefix must be a slash and 1 to 20 letters, digits or _ . ~ - : {self.prefix!r}"
            )
        if self.cookie_domain is not None and not _DOMAIN.fullmatch(self.cookie_domain):
            raise SettingsError(
                "cookie_domain must be a parent domain in small letters, without a dot in front, "
                f"such as city.gov.cn: {self.cookie_domain!r}"
            )
        if self.kiosk_seconds is not None and self.kiosk_seconds < _SHORTEST_KIOSK:
            raise SettingsError(
                f"kiosk_seconds must be at least {_SHORTEST_KIOSK}, "
                f"of which the last 30 are a warning: {self.kiosk_seconds!r}"
            )
        if self.speech_store is not None and not _URL.fullmatch(self.speech_store):
            raise SettingsError(
                "speech_store must be a URL such as redis://host:6379/0, s3://bucket/folder or "
                "file:///folder; a directory of this machine is speech_cache"
            )
        if self.speech_store is not None and self.speech_key is None:
            raise SettingsError("speech_store is for several machines: give all one speech_key")
        if self.speech == "sherpa" and self.sherpa_model is None:
            raise SettingsError("speech = sherpa needs sherpa_model, the directory of a model")
        if self.speech_key is not None and len(self.speech_key) < 16:
            raise SettingsError("speech_key must have at least 16 characters")
        try:
            PathPatterns(self.leave_paths)
        except ValueError as error:
            raise SettingsError(f"leave_paths: {error}") from error

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        """Settings from names and values. Raises SettingsError that names the legal keys."""
        legal = [field.name for field in dataclasses.fields(cls)]
        if unknown := sorted(set(values) - set(legal)):
            raise SettingsError(
                f"unknown setting {', '.join(unknown)}; legal are: {', '.join(legal)}"
            )
        return cls(**values)

    @classmethod
    def from_toml(cls, path: str | Path) -> Self:
        """Settings from table ``[a11y]`` of a TOML file. Raises SettingsError with the reason."""
        try:
            document = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except OSError as error:
            raise SettingsError(f"cannot read {path}: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path} is not valid TOML: {error}") from error
        table = document.get("a11y", {})
        if not isinstance(table, dict):
            raise SettingsError(f"{path}: a11y must be a table")
        return cls.from_mapping(table)


def _checked(name: str, kind: Any, value: Any) -> Any:
    """The value as its annotation wants it, or SettingsError naming what would be legal."""
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise SettingsError(f"{name} must be one of {', '.join(get_args(kind))}: {value!r}")
        return value
    if value is None and kind in (Path | None, str | None, int | None):
        return None
    return _CHECKS[kind](name, value)


def _whole_number(name: str, value: Any) -> int:
    least = 0 if name in _MAY_BE_ZERO else 1
    # bool is an int in Python, but "true" is no number of bytes.
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise SettingsError(f"{name} must be a whole number of at least {least}: {value!r}")
    return value


def _yes_or_no(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise SettingsError(f"{name} must be true or false: {value!r}")
    return value


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise SettingsError(f"{name} must be a text: {value!r}")
    return value


def _path(name: str, value: Any) -> Path:
    if not isinstance(value, str | Path) or not str(value):
        raise SettingsError(f"{name} must be a path: {value!r}")
    return Path(value)


def _texts(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise SettingsError(f"{name} must be a list of texts: {value!r}")
    return tuple(_text(f"{name}[{index}]", one) for index, one in enumerate(value))


_CHECKS = {
    bool: _yes_or_no,
    int: _whole_number,
    int | None: _whole_number,
    str: _text,
    str | None: _text,
    Path | None: _path,
    tuple[str, ...]: _texts,
}
