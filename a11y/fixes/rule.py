"""One rule: on which pages, which elements, what to do. Read from a TOML table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import soupsieve
from soupsieve import SelectorSyntaxError

from a11y.errors import SettingsError
from a11y.fixes.template import Template
from a11y.html import PathPatterns

# Attributes that say something of an element and change nothing that it does. ``name``, ``href``,
# ``type`` and their like are not among them: a fix does not change what a form sends.
SETTABLE = frozenset(
    {
        *("abbr", "alt", "autocomplete", "dir", "for", "headers", "id", "inputmode", "label"),
        *("lang", "role", "scope", "tabindex", "title", "xml:lang"),
    }
)
_ARIA = re.compile(r"aria-[a-z]+")
# What may go besides: it takes something away from who uses keyboard, clipboard or zoom.
REMOVABLE = SETTABLE | {
    *("accesskey", "autofocus", "target", "oncopy", "oncut", "onpaste", "oncontextmenu"),
    *("onselectstart", "ondragstart", "onmousewheel", "hidefocus", "onbeforepaste"),
}
# https://www.w3.org/TR/wai-aria-1.2/#landmark_roles
LANDMARKS = (
    *("banner", "complementary", "contentinfo", "form", "main", "navigation", "region", "search"),
)
_KEYS = frozenset(
    {
        *("name", "paths", "select", "least", "most"),
        *("set", "add", "remove", "decoration", "label", "landmark"),
        *("language", "title", "skip_to", "skip_text", "zoom", "refresh"),
    }
)
_ON_ELEMENTS = ("set", "add", "remove", "decoration", "label", "landmark")
_ON_PAGE = ("language", "title", "skip_to", "zoom", "refresh")
# https://www.rfc-editor.org/rfc/rfc5646#section-2.1, as far as pages go.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_SKIP_TEXT = "跳到正文"
# A rule that matches more than this on one page means something else than its author did.
_MOST = 200


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What one table ``[[fix]]`` says. Raises SettingsError that names the legal values."""

    name: str
    paths: tuple[str, ...] = ("/**",)
    # Which elements, as a selector of CSS; None for a rule about the page as a whole.
    select: str | None = None
    # How many elements it may match on a page; beyond these nothing is changed, and it is said.
    least: int = 1
    most: int = _MOST
    # Attributes whatever they were; those only that are not there; those to take away.
    set: Mapping[str, Template] = field(default_factory=dict)
    add: Mapping[str, Template] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    # Whether the element only adorns: nothing that is to be read out.
    decoration: bool = False
    # The name of a control or a frame for who does not see what stands beside it.
    label: Template | None = None
    landmark: str | None = None
    # The page: its language, its title, a link over everything before this element, zooming and
    # reloading as the visitor likes.
    language: str | None = None
    title: Template | None = None
    skip_to: str | None = None
    skip_text: str = _SKIP_TEXT
    zoom: bool = False
    refresh: bool = True

    @classmethod
    def from_table(cls, table: Any, place: str) -> Rule:
        """The rule in this table. ``place`` is named in errors."""
        if not isinstance(table, dict):
            raise SettingsError(f"{place}: a fix is a table")
        name = table.get("name", place)
        where = f"{place} ({name})" if name != place else place
        if unknown := sorted(set(table) - _KEYS):
            raise SettingsError(
                f"{where}: unknown key {', '.join(unknown)}; legal are: {', '.join(sorted(_KEYS))}"
            )
        reader = _Reader(table, where)
        rule = cls(
            name=reader.text("name") or place,
            paths=reader.paths(),
            select=reader.selector("select"),
            least=reader.number("least", 1, least=0),
            most=reader.number("most", _MOST, least=1),
            set=reader.attributes("set"),
            add=reader.attributes("add"),
            remove=reader.names(),
            decoration=reader.flag("decoration", default=False),
            label=reader.template("label"),
            landmark=reader.choice("landmark", LANDMARKS),
            language=reader.language(),
            title=reader.template("title"),
            skip_to=reader.selector("skip_to"),
            skip_text=reader.text("skip_text") or _SKIP_TEXT,
            zoom=reader.flag("zoom", default=False),
            refresh=reader.flag("refresh", default=True),
        )
        _check(table, rule, where)
        return rule


def _check(table: Mapping[str, Any], rule: Rule, where: str) -> None:
    on_elements = [key for key in _ON_ELEMENTS if key in table]
    on_page = [key for key in _ON_PAGE if key in table]
    if not on_elements and not on_page:
        legal = ", ".join((*_ON_ELEMENTS, *_ON_PAGE))
        raise SettingsError(f"{where}: says nothing to do; one of: {legal}")
    if on_elements and rule.select is None:
        raise SettingsError(f"{where}: {on_elements[0]} needs select, a CSS selector")
    if on_page and rule.select is not None:
        raise SettingsError(f"{where}: {on_page[0]} is about the page and takes no select")
    if rule.decoration and (rule.label or rule.landmark or rule.set or rule.add):
        raise SettingsError(f"{where}: what is decoration has no other attributes to set")
    if rule.least > rule.most:
        raise SettingsError(f"{where}: least ({rule.least}) is more than most ({rule.most})")
    if both := sorted(set(rule.set) & set(rule.add) | set(rule.set) & set(rule.remove)):
        raise SettingsError(f"{where}: {both[0]} is set, so it cannot be added or removed")


@dataclass(frozen=True)
class _Reader:
    """Takes values of the right kind out of a table."""

    table: Mapping[str, Any]
    where: str

    def text(self, key: str) -> str | None:
        value = self.table.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self._error(key, "must be a text", value)
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            raise self._error(key, "must be true or false", value)
        return value

    def number(self, key: str, default: int, *, least: int) -> int:
        value = self.table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self._error(key, f"must be a whole number of at least {least}", value)
        return value

    def choice(self, key: str, legal: tuple[str, ...]) -> str | None:
        value = self.table.get(key)
        if value is not None and value not in legal:
            raise self._error(key, f"must be one of {', '.join(legal)}", value)
        return value

    def selector(self, key: str) -> str | None:
        value = self.text(key)
        if value is not None:
            try:
                soupsieve.compile(value)
            except (SelectorSyntaxError, NotImplementedError, ValueError) as error:
                reason = str(error).splitlines()[0]
                raise self._error(key, f"is no CSS selector ({reason})", value) from error
        return value

    def template(self, key: str) -> Template | None:
        value = self.text(key)
        return None if value is None else self._template(key, value)

    def attributes(self, key: str) -> Mapping[str, Template]:
        table = self.table.get(key, {})
        if not isinstance(table, dict) or (key in self.table and not table):
            raise self._error(key, "must be a table of attributes and values", table)
        for name, value in table.items():
            if name not in SETTABLE and not _ARIA.fullmatch(name):
                legal = ", ".join(sorted(SETTABLE))
                raise self._error(key, f"may have {legal} and aria-*", name)
            if not isinstance(value, str):
                raise self._error(f"{key}.{name}", "must be a text", value)
        return {name: self._template(f"{key}.{name}", text) for name, text in table.items()}

    def names(self) -> tuple[str, ...]:
        value = self.table.get("remove", [])
        if not isinstance(value, list) or ("remove" in self.table and not value):
            raise self._error("remove", "must be a list of attributes", value)
        for name in value:
            if not isinstance(name, str) or not (name in REMOVABLE or _ARIA.fullmatch(name)):
                legal = ", ".join(sorted(REMOVABLE))
                raise self._error("remove", f"may have {legal} and aria-*", name)
        return tuple(value)

    def paths(self) -> tuple[str, ...]:
        value = self.table.get("paths", ["/**"])
        if not isinstance(value, list) or not value or not all(isinstance(p, str) for p in value):
            raise self._error("paths", "must be a list of paths such as /**/*.jsp", value)
        try:
            PathPatterns(value)
        except ValueError as error:
            raise SettingsError(f"{self.where}: paths: {error}") from error
        return tuple(value)

    def language(self) -> str | None:
        value = self.text("language")
        if value is not None and not _LANGUAGE.fullmatch(value):
            raise self._error("language", "must be a language tag such as zh-CN", value)
        return value

    def _template(self, key: str, value: str) -> Template:
        try:
            return Template(value)
        except ValueError as error:
            raise SettingsError(f"{self.where}: {key}: {error}") from error

    def _error(self, key: str, problem: str, value: object) -> SettingsError:
        return SettingsError(f"{self.where}: {key} {problem}: {value!r}")
