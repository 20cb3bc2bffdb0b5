"""The simple view of one page: from what the portal answered to the page that is sent. Sans-IO."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined

from a11y.assets import Asset, packaged
from a11y.encoding import Encoding, codec_of, encoding_of, real_codec
from a11y.simple import facts, home
from a11y.simple.address import Addresses
from a11y.simple.answer import Answer, Asked, Fields
from a11y.simple.article import Article, article_of
from a11y.simple.forms import Controls, form_of, search_of
from a11y.simple.markup import Writer, sanitised
from a11y.simple.words import WORDS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from a11y.settings import Settings

# The names by which browsers know what Python calls otherwise. Portals read GBK, whatever more
# GB18030 could say.
_LABELS = {"cp1252": "windows-1252", "gb2312": "gbk", "gb18030": "gbk"}
_COOKIE = re.compile(r"(?:^|;\s*)a11y=v1&([^;]*)")
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_REFUSALS = {401: "login", 403: "forbidden", 404: "missing", 410: "missing"}
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src http: https: data:; "
    "connect-src 'self'; media-src 'self' blob:; base-uri 'none'; frame-ancestors 'self'"
)


class SimpleView:
    """Makes answers of a portal into pages of the simple view."""

    def __init__(self, settings: Settings) -> None:
        # So that what is missing is said when the portal starts.
        import lxml.html  # noqa: F401
        import nh3  # noqa: F401

        self._settings = settings
        sheet = (files("a11y") / "simple" / "simple.css").read_bytes()
        self.sheet = Asset.of(sheet + packaged("palettes.css"), ".css")

    def response(self, asked: Asked, answer: Answer) -> tuple[int, Fields, bytes]:
        """Status, fields and content for the visitor."""
        own = self._settings.prefix
        addresses = Addresses(asked.origin, asked.root, own, asked.target)
        if answer.status in _REDIRECTS and (place := answer.header(b"location")):
            if addresses.local(place) is not None:
                return 302, [*_cookies(answer), (b"location", _ascii(addresses.link(place)))], b""
            whole = addresses.absolute(place)
            return self._plain(asked, answer, "elsewhere", 200, elsewhere=whole)
        kind = answer.header(b"content-type").partition(";")[0].strip().lower()
        if not 200 <= answer.status < 300:
            status = answer.status if answer.status >= 400 else 502
            return self._plain(asked, answer, _REFUSALS.get(status, "trouble"), status)
        is_page = kind in {"text/html", "application/xhtml+xml"}
        if not is_page or "attachment" in answer.header(b"content-disposition").lower():
            return self._plain(asked, answer, "other", 200)
        content = None if answer.is_too_large else answer.content()
        if content is None:
            return self._plain(asked, answer, "nothing", 200)
        return self._page(asked, answer, content)

    def _page(self, asked: Asked, answer: Answer, content: bytes) -> tuple[int, Fields, bytes]:
        encoding = encoding_of(answer.header(b"content-type"), content)
        codec = real_codec(content, encoding)
        article = article_of(content.decode(codec, "replace"))
        if article is None:
            return self._plain(asked, answer, "nothing", 200)
        base = article.page.find(".//base")
        addresses = Addresses(
            asked.origin,
            asked.root,
            self._settings.prefix,
            asked.target,
            codec,
            base.get("href", "") if base is not None else "",
        )
        label = _label(encoding, codec)
        language = _language(article.page, self._settings.language)
        said = "zh-CN" if language.lower().startswith("zh") else "en"
        if not language.lower().startswith(("zh", "en")):
            said = self._settings.language
        groups = home.groups_of(article.page, addresses) if home.is_home(asked.target) else {}
        search = search_of(article.page) if groups else None
        parts: dict[str, Any] = {
            "groups": groups,
            "search": _form(search, addresses, label, said) if search is not None else "",
            "content": "" if groups else _content_or_nothing(article, addresses, label, said),
            "content_language": language,
        }
        if not groups and not parts["content"]:
            return self._plain(asked, answer, "nothing", 200)
        page = self._render(asked, addresses, said, article, parts)
        return 200, [*_cookies(answer), *_FIELDS], page if asked.method != "HEAD" else b""

    def _render(
        self,
        asked: Asked,
        addresses: Addresses,
        said: str,
        article: Article,
        parts: dict[str, Any],
    ) -> bytes:
        is_home = bool(parts["groups"])
        title = (
            facts.document_title(article.page) or WORDS[said]["home"] if is_home else article.title
        )
        crumbs = [
            (link.text, addresses.link(link.address) if link.address else "")
            for link in article.crumbs
        ]
        neighbours = [
            (WORDS[said][key], link.text, addresses.link(link.address))
            for key, link in article.neighbours.items()
            if addresses.link(link.address)
        ]
        attachments = [
            (one.text, one.kind, addresses.file(one.address))
            for one in article.attachments
            if addresses.file(one.address)
        ]
        return self._template(
            "simple.html",
            asked,
            said,
            title=title or WORDS[said]["page"],
            date="" if is_home else article.date,
            source="" if is_home else article.source,
            crumbs=[] if is_home else crumbs,
            neighbours=[] if is_home else neighbours,
            attachments=[] if is_home else attachments,
            phones=[(one, facts.tel(one)) for one in article.phones[:6]],
            original=addresses.page,
            **parts,
        )

    def _plain(
        self, asked: Asked, answer: Answer, what: str, status: int, *, elsewhere: str = ""
    ) -> tuple[int, Fields, bytes]:
        """A page of our own that says why there is no simple view, and where to go."""
        said = self._settings.language
        button = {"elsewhere": "go", "other": "file"}.get(what, "open")
        page = self._template(
            "simple-plain.html",
            asked,
            said,
            title=WORDS[said][what],
            say=WORDS[said][f"{what}_say"],
            button=WORDS[said][button],
            shown=elsewhere,
            original=elsewhere or asked.root + asked.target,
        )
        return status, [*_cookies(answer), *_FIELDS], page if asked.method != "HEAD" else b""

    def _template(self, name: str, asked: Asked, said: str, **values: Any) -> bytes:
        own = f"{asked.root}{self._settings.prefix}"
        page = _environment().get_template(name)
        return page.render(
            language=said,
            words=WORDS[said],
            palette=palette_of(asked.cookie),
            sheet=f"{own}/simple.{self.sheet.digest}.css",
            home=f"{own}/simple/",
            **values,
        ).encode("utf-8", "replace")


_FIELDS: Fields = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-security-policy", _POLICY.encode("ascii")),
    # It has what only this visitor may see, and his palette.
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"cookie"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-robots-tag", b"noindex"),
]


def palette_of(cookie: str) -> str:
    """The palette that the visitor chose, or empty; only a name as ours are written."""
    found = _COOKIE.search(cookie)
    values = parse_qs(found[1]) if found else {}
    name = values.get("theme", [""])[0]
    return name if values.get("on") == ["1"] and re.fullmatch(r"[a-z-]{1,40}", name) else ""


def _content_or_nothing(article: Article, addresses: Addresses, label: str, said: str) -> str:
    try:
        return _content(article, addresses, label, said)
    except RecursionError:  # lists within lists, hundreds deep: nobody's text
        return ""


def _content(article: Article, addresses: Addresses, label: str, said: str) -> str:
    form = form_of(article.page, article.found.root)
    controls = Controls(form, addresses, label, said) if form is not None else None
    parts = list(article.parts)
    root = article.found.root
    if form is not None and not _is_within(form, root) and not _is_within(root, form):
        parts = [form]
    written = "\n".join(
        Writer(addresses, article.leaves_out, controls, article.title).write(one) for one in parts
    )
    if controls is not None:
        written = controls.wrapped(written)
    return sanitised(written).strip()


def _form(form: HtmlElement, addresses: Addresses, label: str, said: str) -> str:
    controls = Controls(form, addresses, label, said)
    return sanitised(
        controls.wrapped(
            "".join(
                f"<p>{controls.write(one)}</p>"
                for one in form.iter("input", "select", "button")
                if one.get("type", "").lower() != "hidden"
            )
        )
    )


def _is_within(element: HtmlElement, root: HtmlElement) -> bool:
    return element is root or root in element.iterancestors()


def _language(page: HtmlElement, usual: str) -> str:
    said = page.get("lang", "").strip()
    return said if _TAG.fullmatch(said) else usual


def _label(encoding: Encoding, codec: str) -> str:
    """The charset in which browsers send the page's forms: the declared one, if it is in it."""
    declared = encoding.declared
    if declared is not None and codec_of(declared) == codec:
        return _LABELS.get(declared, declared)
    return _LABELS.get(codec, codec)


def _cookies(answer: Answer) -> Fields:
    return [
        (b"set-cookie", value) for name, value in answer.headers if name.lower() == b"set-cookie"
    ]


def _ascii(address: str) -> bytes:
    return address.encode("ascii", "ignore")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("a11y"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
