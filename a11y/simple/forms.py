"""A page's form, working as before: its fields, where they go, in which charset."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from a11y.simple.address import Addresses
from a11y.simple.tree import clean, is_hidden, is_silent, size

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CONTROLS = ("input", "select", "textarea", "button")
_KINDS = {
    *("text", "search", "tel", "url", "email", "password", "date", "month", "week", "time"),
    *("datetime-local", "number", "range", "color", "checkbox", "radio", "file", "submit"),
    *("reset", "hidden", "image"),
}
_NO_TEXT = frozenset(("hidden", "submit", "reset", "button", "image"))
_KEPT = (
    *("name", "value", "required", "readonly", "disabled", "maxlength", "minlength", "min", "max"),
    *("step", "pattern", "placeholder", "multiple", "accept", "autocomplete", "checked", "rows"),
)
_WORDS = {
    "zh-CN": {"field": "请填写", "file": "选择文件", "send": "提交"},
    "en": {"field": "Fill in", "file": "Choose a file", "send": "Submit"},
}


def form_of(page: HtmlElement, root: HtmlElement) -> HtmlElement | None:
    """The form that the page is about: within its content or around it; None for an article."""
    around = [one for one in root.iterancestors() if one.tag == "form"]
    if around and _fields(root):
        return around[0]
    within = [form for form in root.iter("form") if not is_hidden(form) and _fields(form)]
    best = max(within, key=lambda form: len(_fields(form)), default=None)
    if best is not None and (len(_fields(best)) > 1 or not _is_search(best)):
        return best
    if size(root.text_content()) < 200:
        everywhere = [form for form in page.iter("form") if len(_fields(form)) > 1]
        return max(everywhere, key=lambda form: len(_fields(form)), default=None)
    return None


def search_of(page: HtmlElement) -> HtmlElement | None:
    """The page's search form."""
    forms = [form for form in page.iter("form") if _fields(form)]
    return next((form for form in forms if _is_search(form)), None)


def _fields(place: HtmlElement) -> list[HtmlElement]:
    """What a visitor fills in."""
    return [
        one
        for one in place.iter("input", "select", "textarea")
        if one.get("type", "text").lower() not in _NO_TEXT and not is_hidden(one)
    ]


def _is_search(form: HtmlElement) -> bool:
    fields = _fields(form)
    texts = [one for one in fields if one.tag == "input"]
    if form.get("role") == "search" or any(one.get("type") == "search" for one in texts):
        return True
    method = form.get("method", "get").lower()
    return method == "get" and len(texts) == 1 and len(fields) <= 2


class Controls:
    """Writes the controls of one form, each with a name that is said."""

    def __init__(self, form: HtmlElement, addresses: Addresses, label: str, language: str) -> None:
        self._form, self._addresses, self._charset = form, addresses, label
        self._words = _WORDS[language]
        self._written: set[HtmlElement] = set()
        self._has_send = False
        self._all = {
            one for one in form.iter(*CONTROLS) if one.get("type", "").lower() not in _NO_TEXT
        }
        self._labelled = {one.get("for") for one in form.iter("label") if clean(one.text_content())}

    def wrapped(self, inner: str) -> str:
        """The whole form around what was written."""
        form = self._form
        method = form.get("method", "get").lower()
        method = method if method in {"get", "post"} else "get"
        said = form.get("action", "").strip()
        # Without an action a form goes to its own page.
        action = self._addresses.file(said) if said else self._addresses.page
        if method == "get" and self._addresses.local(said or self._addresses.page) is not None:
            action = self._addresses.link(said or self._addresses.page)
        kind = form.get("enctype", "").lower()
        coded = ' enctype="multipart/form-data"' if kind == "multipart/form-data" else ""
        charset = clean(form.get("accept-charset", "")) or self._charset
        hidden = "".join(
            self.write(one)
            for one in form.iter("input")
            if one.get("type", "").lower() == "hidden" and one not in self._written
        )
        send = (
            "" if self._has_send else f'<p><button type="submit">{self._words["send"]}</button></p>'
        )
        return (
            f'<form action="{escape(action)}" method="{method}"{coded}'
            f' accept-charset="{escape(charset)}">{hidden}{inner}{send}</form>'
        )

    def label(self, element: HtmlElement) -> str:
        """A label, before what it is for."""
        words = " ".join(
            text
            for text in element.itertext()
            if (up := getattr(text, "getparent", lambda: None)()) is None
            or up.tag not in {"option", "select", "textarea", "button", "script", "style"}
        )
        target = element.get("for") or next(
            (one.get("id") or self._own_id(one) for one in element.iter(*CONTROLS)), ""
        )
        pointed = f' for="f-{escape(target)}"' if target else ""
        return f"<label{pointed}>{escape(clean(words))}</label> "

    def _own_id(self, control: HtmlElement) -> str:
        number = sum(1 for _ in control.iterancestors()) * 1000 + list(
            self._form.iter(*CONTROLS)
        ).index(control)
        control.set("id", f"n{number}")
        return f"n{number}"

    def write(self, control: HtmlElement) -> str:
        """One control, once; nothing for another form's or a button for scripts."""
        if control in self._written or self._form not in control.iterancestors():
            return ""
        self._written.add(control)
        kind = control.get("type", "text" if control.tag == "input" else "submit").lower()
        if control.tag == "button":
            return self._button(control, kind, clean(control.text_content()))
        if control.tag == "input" and kind in {"submit", "image", "button", "reset"}:
            said = control.get("value") or control.get("alt") or self._words["send"]
            return self._button(control, kind, clean(said))
        kept = self._kept(control)
        if control.tag == "input":
            kind = kind if kind in _KINDS else "text"
            return f'<input type="{kind}"{kept}>'
        if control.tag == "textarea":
            return f"<textarea{kept}>\n{escape(control.text or '')}</textarea>"
        options = "".join(self._option(one) for one in control.iter("option"))
        return f"<select{kept}>{options}</select>"

    def _button(self, control: HtmlElement, kind: str, said: str) -> str:
        # What only a script answers does nothing here.
        if kind not in {"submit", "image"}:
            return ""
        self._has_send = True
        name = control.get("name", "")
        sent = f' name="{escape(name)}" value="{escape(control.get("value", ""))}"' if name else ""
        return f'<button type="submit"{sent}>{escape(said or self._words["send"])}</button>'

    def _kept(self, control: HtmlElement) -> str:
        parts = [
            f' {name}="{escape(control.get(name, ""))}"' for name in _KEPT if name in control.attrib
        ]
        if identity := control.get("id"):
            parts.append(f' id="f-{escape(identity)}"')
        if control.get("type", "").lower() != "hidden" and (
            not identity or identity not in self._labelled
        ):
            in_label = any(one.tag == "label" for one in control.iterancestors())
            if not (in_label and identity):
                parts.append(f' aria-label="{escape(self._name(control))}"')
        return "".join(parts)

    def _name(self, control: HtmlElement) -> str:
        for name in ("aria-label", "title", "placeholder"):
            if said := clean(control.get(name, "")):
                return said
        here: HtmlElement | None = control
        while here is not None and here is not self._form:
            texts = [here.tail] if control.get("type") in {"radio", "checkbox"} else []
            for one in here.itersiblings(preceding=True):
                if one in self._all or any(inner in self._all for inner in one.iter()):
                    # What stands before that names that.
                    texts.append(one.tail)
                    return self._said(texts) or self._usual(control)
                if isinstance(one.tag, str) and not is_silent(one):
                    texts += [one.tail, one.text_content()]
                else:
                    texts.append(one.tail)
            parent = here.getparent()
            texts.append(parent.text if parent is not None else None)
            if said := self._said(texts):
                return said
            here = parent
        return self._usual(control)

    @staticmethod
    def _said(texts: list[str | None]) -> str:
        found = next((clean(text) for text in texts if text and clean(text)), "")
        return found.rstrip(":：*＊ ")[-40:]

    def _usual(self, control: HtmlElement) -> str:
        is_file = control.get("type", "").lower() == "file"
        return self._words["file" if is_file else "field"]

    @staticmethod
    def _option(option: HtmlElement) -> str:
        text = clean(option.text_content())
        value = option.get("value", text)
        chosen = " selected" if "selected" in option.attrib else ""
        return f'<option value="{escape(value)}"{chosen}>{escape(text)}</option>'
