"""``settings`` below the prefix: what can be chosen as an ordinary form, where no script runs.

It reads and writes the toolbar's own cookie, so what is chosen here holds there, and the other way.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from a11y import posted
from a11y.preferences.catalogue import Preference, Value, catalogue, own_colors, written
from a11y.preferences.chosen import Chosen
from a11y.preferences.sheet import sheet_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from a11y.settings import Settings

# All fields of the form, at their longest, and the way back.
_MOST_BYTES = 16 * 1024
_LONGEST_WAY_BACK = 2000
_LARGEST_THAT_STAYS = 150
# What comes first of those that have no order of their own.
_ON_THE_BAR = ("theme", "size", "rate")
_SECTIONS = ("bar", "text", "colour", "pointer", "page", "help")
_HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    # No script of anybody's: the page shall work without.
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'",
}
_TEXTS = {
    "zh-CN": {
        "title": "关爱模式设置",
        "intro": "选好以后，按下面的“保存”。",
        "saved": "已经保存。",
        "left": "已经退出关爱模式，记录已清除。",
        "kept": "保存在您自己的浏览器里，不含身份信息。",
        "profiles": "一键设置",
        "bar": "常用",
        "text": "文字",
        "colour": "颜色",
        "pointer": "鼠标和阅读",
        "page": "网页内容",
        "help": "帮助",
        "scripts": "这些要浏览器能运行脚本才起作用。",
        "save": "保存",
        "leave": "退出关爱模式",
        "back": "回到网页",
        "own": "自选颜色",
    },
    "en": {
        "title": "Care mode settings",
        "intro": "Choose, then press “Save” below.",
        "saved": "Saved.",
        "left": "Care mode is off, and all is forgotten.",
        "kept": "Kept in your own browser. It does not say who you are.",
        "profiles": "In one press",
        "bar": "Most used",
        "text": "Text",
        "colour": "Colours",
        "pointer": "Pointer and reading",
        "page": "Content of the page",
        "help": "Help",
        "scripts": "These need a browser that runs scripts.",
        "save": "Save",
        "leave": "Leave care mode",
        "back": "Back to the page",
        "own": "My own colours",
    },
}
# What our own pages obey without any script.
_WITHOUT_SCRIPTS = frozenset(("size", "zoom", "theme", "line", "letter", "word"))


class SettingsForm:
    """The form of one site."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def routes(self) -> list[Route]:
        """Its routes, below the prefix."""
        return [Route("/settings", self._serve, methods=["GET", "POST"])]

    async def _serve(self, request: Request) -> Response:
        if request.method == "POST":
            return await self._save(request)
        chosen = Chosen.of(request.cookies)
        said = request.query_params.get("said", "")
        back = _way_back(request.query_params.get("back") or _referrer(request))
        return self._page(chosen, said=said if said in ("saved", "left") else "", back=back)

    async def _save(self, request: Request) -> Response:
        try:
            posted.check_origin(request)
            fields = await _fields(request)
        except posted.RefusedError as error:
            return self._page(Chosen.of(request.cookies), status=error.status)
        before = Chosen.of(request.cookies)
        leaves = "leave" in fields
        chosen = Chosen.defaults() if leaves else _chosen(fields, before)
        back = _way_back(fields.get("back", "/"))
        # Where we are, as the browser has it: a relative address stays right below a mount point.
        said = "left" if leaves else "saved"
        answer = RedirectResponse(f"settings?said={said}&back={quote(back)}", 303, _HEADERS)
        host = request.url.hostname or ""
        domain = self._settings.cookie_domain
        inside = domain is not None and f".{host}".endswith(f".{domain}")
        answer.headers.append(
            "set-cookie",
            chosen.set_cookie(secure=_is_secure(request), domain=domain if inside else None),
        )
        return answer

    def _page(
        self, chosen: Chosen, *, said: str = "", back: str = "/", status: int = 200
    ) -> Response:
        language = self._settings.language
        known = catalogue()
        sections = [
            (name, [_shown(one, chosen, language) for one in _of(known.preferences, name)])
            for name in _SECTIONS
        ]
        text = (
            _environment()
            .get_template("settings.html")
            .render(
                t=_TEXTS[language],
                language=language,
                sheet=sheet_for(chosen),
                chosen=chosen,
                sections=sections,
                profiles=[(one.name, one.label[language]) for one in known.profiles.values()],
                said=said,
                # Larger, it would cover what it belongs to.
                stays=not chosen.on or float(chosen.values["size"]) <= _LARGEST_THAT_STAYS,
                back=back,
            )
        )
        return HTMLResponse(text, status, _HEADERS)


def _of(preferences: Mapping[str, Preference], section: str) -> list[Preference]:
    found = [one for one in preferences.values() if one.section == section]
    first = {name: number for number, name in enumerate(_ON_THE_BAR)}
    return sorted(found, key=lambda one: (first.get(one.name, len(first)), one.order))


def _shown(one: Preference, chosen: Chosen, language: str) -> dict[str, object]:
    """A preference as the template draws it."""
    now = chosen.values[one.name]
    options = [(written(value), one.label(language, value)) for value in one.values()]
    if one.name == "theme" and own_colors(str(now)):
        options.append((str(now), _TEXTS[language]["own"]))
    return {
        "name": one.name,
        "label": one.label(language),
        "now": written(now),
        "options": options,
        "needs_scripts": one.name not in _WITHOUT_SCRIPTS,
        "is_range": not one.choices,
    }


def _chosen(fields: Mapping[str, str], before: Chosen) -> Chosen:
    """What the form says; what it does not name stays as it was."""
    known = catalogue()
    values: dict[str, Value] = {
        name: one.legal(fields[name]) if name in fields else before.values[name]
        for name, one in known.preferences.items()
    }
    if (profile := known.profiles.get(fields.get("profile", ""))) is not None:
        for name, value in profile.values.items():
            if name in known.preferences:
                values[name] = known.preferences[name].legal(written(value))
    return Chosen(True, values, before.foreign, before.is_open)


async def _fields(request: Request) -> dict[str, str]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise posted.RefusedError(415, "type")
    body = await posted.read_body(request, _MOST_BYTES)
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=200))
    except ValueError as error:
        raise posted.RefusedError(400, "shape") from error


def _way_back(address: str) -> str:
    """A path on this very site; the home page for anything else."""
    parts = urlsplit(address) if len(address) <= _LONGEST_WAY_BACK else urlsplit("/")
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and not parts.netloc and address.isprintable() else "/"


def _referrer(request: Request) -> str:
    """The path of the page that led here, if it is of this site."""
    try:
        parts = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    if parts.netloc != request.headers.get("host") or "/settings" in parts.path:
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _is_secure(request: Request) -> bool:
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", ""))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("a11y"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
