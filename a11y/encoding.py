"""Which encoding a page declares, which one it is in, and where that was said."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from a11y.html.charset import UTF8_MARK, label_of

# How far browsers look for a declaration before they begin:
# https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding
PRESCAN_BYTES = 1024
_META = re.compile(
    rb"<meta[\s/][^>]{0,1000}?charset\s*=\s*[\"']?\s*([^\s\"'/>;]{1,100})[^>]{0,1000}>",
    re.IGNORECASE,
)
# Of so many bytes that are not ASCII, one that does not fit is somebody's typing error.
_TYPING_ERRORS = 0.02
_JUDGED = 256 * 1024
_ASCII = bytes(range(0x80))


def _read_labels() -> dict[str, str]:
    text = (files("a11y") / "labels.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return {label: codec for codec, labels in table.items() for label in labels.split()}


_CODECS = _read_labels()


@dataclass(frozen=True)
class Encoding:
    """What is known of a page's encoding. Labels are as they were written, in lower case."""

    mark: str | None
    header: str | None
    meta: str | None
    meta_start: int
    meta_end: int

    @property
    def declared(self) -> str | None:
        """The label that browsers obey."""
        for label in (self.mark, self.header):
            if label is not None and codec_of(label) is not None:
                return label
        codec = codec_of(self.meta) if self.meta is not None else None
        # A page whose meta element can be read is not in UTF-16, whatever it says:
        # https://html.spec.whatwg.org/multipage/parsing.html#changing-the-encoding-while-parsing
        return "utf-8" if codec is not None and codec.startswith("utf-16") else codec and self.meta

    @property
    def unknown(self) -> str | None:
        """A label that no browser knows."""
        labels = (self.header, self.meta)
        return next((one for one in labels if one is not None and codec_of(one) is None), None)


def encoding_of(content_type: str, page: bytes) -> Encoding:
    """What the field and the page say."""
    header = label_of(content_type)
    meta = _META.search(_without_comments(page[: 64 * 1024]))
    return Encoding(
        _mark(page),
        header.lower() if header else None,
        meta[1].decode("latin-1").lower() if meta else None,
        meta.start() if meta else -1,
        meta.end() if meta else -1,
    )


def codec_of(label: str) -> str | None:
    """Python's codec for a label of the WHATWG Encoding Standard, None for one it has not."""
    return _CODECS.get(label.strip().lower())


def text_of(page: bytes, encoding: Encoding) -> str:
    """The page as text, in the encoding that it is really in. Never raises."""
    return page.decode(real_codec(page, encoding), "replace")


def real_codec(page: bytes, encoding: Encoding) -> str:
    """Python's codec of the encoding that the page is really in, whatever it declares."""
    real = mislabelled(page, encoding)
    if real is None and encoding.declared is not None:
        real = codec_of(encoding.declared)
    return real or ("utf-8" if _fits(page, "utf-8") else "gb18030")


def mislabelled(page: bytes, encoding: Encoding) -> str | None:
    """The encoding that the page is in, where that is not the declared one."""
    if encoding.declared is None or encoding.mark is not None:
        return None
    codec = codec_of(encoding.declared)
    if codec is None or codec.startswith(("utf-16", "utf-32", "iso2022", "hz")) or page.isascii():
        return None
    if codec == "cp1252":
        return "utf-8" if _fits(page, "utf-8") else None
    if _fits(page, codec):
        return None
    others = [other for other in ("utf-8", "gb18030") if other != codec]
    return next((other for other in others if _fits(page, other)), None)


def _without_comments(head: bytes) -> bytes:
    """Comments as spaces: a declaration in one is none, and the offsets of others stay."""
    pieces, at = [], 0
    while (start := head.find(b"<!--", at)) >= 0:
        end = head.find(b"-->", start + 4)
        end = len(head) if end < 0 else end + 3
        pieces += [head[at:start], b" " * (end - start)]
        at = end
    return b"".join([*pieces, head[at:]])


def _fits(page: bytes, codec: str) -> bool:
    """Whether the bytes are text in that encoding, but for a few typing errors."""
    head = page[:_JUDGED]
    foreign = len(head.translate(None, _ASCII))
    text = head.decode(codec, "replace")
    # The end may be cut within a character; who writes U+FFFD himself has it in UTF-8.
    wrong = text.rstrip("\ufffd").count("\ufffd") - head.count(b"\xef\xbf\xbd")
    return wrong <= foreign * _TYPING_ERRORS


def _mark(page: bytes) -> str | None:
    if page.startswith(UTF8_MARK):
        return "utf-8"
    if page.startswith(b"\xfe\xff"):
        return "utf-16be"
    return "utf-16le" if page.startswith(b"\xff\xfe") else None
