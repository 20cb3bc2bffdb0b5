"""The same request to an application with and without care mode; nothing but the tag may differ."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx2 as httpx

from tests.apps.ways import Pair

# Of a Set-Cookie field, what each answer has of its own: the value, and when it ends.
OWN = re.compile(r"(^[^=;]*|expires)=[^;]*", re.IGNORECASE)
TAG = re.compile(rb'<script src="(/_a11y/boot\.\w+\.js)"></script>')
NAVIGATION = {
    "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-encoding": "gzip, deflate",
}
# Of the connection and the moment, and what changes with the bytes of a page that has the tag.
TRANSPORT = {*("connection", "date", "expires", "keep-alive", "server", "transfer-encoding", "via")}
OF_THE_BYTES = {"accept-ranges", "content-length", "etag"}
DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": gzip.decompress,
    "deflate": zlib.decompress,
}

Mask = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Answer:
    """A response: fields in lower case, the content as it came and without its coding."""

    status: int
    fields: list[tuple[str, str]]
    raw: bytes
    content: bytes

    @property
    def has_tag(self) -> bool:
        return TAG.search(self.content) is not None

    def value(self, name: str) -> str:
        return next((value for one, value in self.fields if one == name), "")


def ask(base: str, target: str, *, method: str = "GET", **options: Any) -> Answer:
    """Send a request as a browser that follows a link, and do not follow a redirect."""
    headers = {**NAVIGATION, **options.pop("headers", {})}
    with (
        httpx.Client(timeout=60) as client,
        client.stream(method, base + target, headers=headers, **options) as response,
    ):
        raw = b"".join(response.iter_raw())
    host = base.removeprefix("http://")
    fields = [
        # The proxy shortens the portal's own address to a path.
        (name.decode().lower(), value.decode("latin-1").replace(f"http://{host}", ""))
        for name, value in response.headers.raw
    ]
    coding = response.headers.get("content-encoding", "")
    content = DECODERS[coding](raw) if raw else raw
    return Answer(response.status_code, fields, raw, content)


def compare(
    pair: Pair, target: str, *, tag: bool | None = None, mask: Mask = bytes, **options: Any
) -> Answer:
    """Send the same to both; the answer with care mode. ``tag``: whether it must have the tag.

    ``mask`` replaces what is another one in every answer of the application, such as a token.
    """
    before = ask(pair.bare, target, **options)
    after = ask(pair.cared, target, **options)
    assert after.status == before.status
    page = TAG.sub(b"", after.content, count=1)
    hosts = [base.removeprefix("http://").encode() for base in (pair.bare, pair.cared)]
    assert masked(page, mask, hosts) == masked(before.content, mask, hosts)
    assert not before.has_tag
    if tag is not None:
        assert after.has_tag is tag
    is_same = page == before.content and not after.has_tag
    # Django makes compressed content a little longer at random.
    if is_same and not after.value("content-encoding"):
        assert after.raw == before.raw
    # The answer to HEAD speaks of the page with the tag.
    is_exact = after.raw == before.raw and (after.raw or "html" not in after.value("content-type"))
    left = TRANSPORT if is_exact else TRANSPORT | OF_THE_BYTES
    assert compared(after, left) == compared(before, left)
    if after.has_tag and after.value("content-length"):
        assert int(after.value("content-length")) == len(after.raw)
    return after


def masked(page: bytes, mask: Mask, hosts: list[bytes]) -> bytes:
    for host in hosts:
        page = page.replace(host, b"HOST")
    return mask(page)


def compared(answer: Answer, left: set[str]) -> list[tuple[str, str]]:
    """The fields that must be the same; cookies without their values and their end."""
    return sorted(
        (name, OWN.sub(r"\1=", value) if name == "set-cookie" else value)
        for name, value in answer.fields
        if name not in left
    )
