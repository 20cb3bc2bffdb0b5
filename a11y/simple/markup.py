"""The content of a page as plain, valid markup of our own: blocks, lists, tables, forms, pictures.

Nothing of the page's markup is copied: elements are written anew from what is known of them, and
nh3 cleans what was written, so that a mistake here lets nothing through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import TYPE_CHECKING

from a11y.simple.address import Addresses
from a11y.simple.facts import link_phones
from a11y.simple.forms import CONTROLS, Controls
from a11y.simple.text import alternative
from a11y.simple.tree import INLINE, clean, elements, is_hidden, is_silent

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_STRONG = {"b": "strong", "strong": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup"}
_SOURCES = ("data-original", "data-src", "data-lazy-src", "src")
# A smaller picture is a spacer or a counter. In pixels, where the page says them.
_SMALLEST = 24
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "loading"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "form": {"action", "method", "enctype", "accept-charset"},
    "label": {"for"},
    "input": {
        *("type", "name", "value", "id", "checked", "required", "readonly", "disabled"),
        *("maxlength", "minlength", "min", "max", "step", "pattern", "placeholder", "multiple"),
        *("accept", "autocomplete", "aria-label", "src", "alt"),
    },
    "select": {"name", "id", "multiple", "required", "disabled", "aria-label"},
    "option": {"value", "selected", "disabled"},
    "optgroup": {"label", "disabled"},
    "textarea": {
        *("name", "id", "rows", "cols", "required", "readonly", "disabled", "maxlength"),
        *("placeholder", "aria-label"),
    },
    "button": {"type", "name", "value", "disabled"},
}
_TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "br", "hr"),
    *("table", "caption", "thead", "tbody", "tr", "strong", "em", "sub", "sup", "fieldset"),
    *("legend", *_ATTRIBUTES),
}


def sanitised(markup: str) -> str:
    """What may be in the simple view, and nothing else."""
    import nh3

    return nh3.clean(
        markup,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "tel", "mailto"},
        link_rel=None,
    )


class Writer:
    """Writes elements as markup. ``controls``: those of the form that is shown.

    ``title``: what stands above already.
    """

    def __init__(
        self,
        addresses: Addresses,
        leaves_out: Callable[[HtmlElement], bool],
        controls: Controls | None = None,
        title: str = "",
    ) -> None:
        self._title = title
        self._addresses, self._leaves_out, self._controls = addresses, leaves_out, controls
        self._blocks: list[str] = []
        self._line: list[str] = []
        self._level = 1

    def write(self, element: HtmlElement) -> str:
        """The markup of what is in the element."""
        self._inside(element)
        self._end()
        written, self._blocks = "\n".join(self._blocks), []
        return written

    def _end(self, tag: str = "p") -> None:
        line, self._line = "".join(self._line), []
        if clean(line):
            self._blocks.append(f"<{tag}>{line.strip()}</{tag}>")

    def _inside(self, element: HtmlElement) -> None:
        self._text(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        if text:
            lead = " " if text[0].isspace() else ""
            tail = " " if text[-1].isspace() else ""
            self._line.append(f"{lead}{link_phones(clean(text))}{tail}" if clean(text) else " ")

    def _element(self, element: HtmlElement) -> None:
        tag = element.tag
        if self._controls is not None and tag in CONTROLS and not is_hidden(element):
            self._line.append(self._controls.write(element))
        elif self._leaves_out(element):
            return
        elif tag == "br":
            self._end()
        elif tag == "img":
            self._line.append(self._picture(element))
        elif tag == "a":
            self._link(element)
        elif tag in INLINE:
            self._inline(element)
        else:
            self._block(element)

    def _inline(self, element: HtmlElement) -> None:
        tag = _STRONG.get(element.tag)
        has_blocks = any(
            one.tag not in INLINE or one.tag == "br"
            for one in element.iterdescendants()
            if isinstance(one.tag, str)
        )
        if element.tag == "label" and self._controls is not None:
            self._line.append(self._controls.label(element))
            for one in element.iter(*CONTROLS):
                self._line.append(self._controls.write(one))
        elif tag is None or has_blocks or not clean(element.text_content()):
            self._inside(element)
        else:
            self._line.append(f"<{tag}>")
            self._inside(element)
            self._line.append(f"</{tag}>")

    def _link(self, element: HtmlElement) -> None:
        address = self._addresses.link(element.get("href", ""))
        href = element.get("href", "").strip()
        if href.lower().startswith(("tel:", "mailto:")):
            address = href
        pictures = "".join(self._picture(one) for one in element.iter("img"))
        said = clean(" ".join(_shown_text(element)))
        if not said and pictures and 'alt=""' in pictures:
            said = clean(element.get("title", ""))
        text = escape(said)
        if not address or not (text or pictures):
            self._line.append(text + pictures)
        else:
            if pictures and not text and 'alt=""' in pictures:
                return self._line.append(pictures)
            self._line.append(f'<a href="{escape(address)}">{pictures}{text}</a>')
        return None

    def _picture(self, image: HtmlElement) -> str:
        sizes = [image.get(name, "").removesuffix("px") for name in ("width", "height")]
        if any(one.isdecimal() and int(one) < _SMALLEST for one in sizes) or is_hidden(image):
            return ""
        said = next((image.get(name) for name in _SOURCES if image.get(name)), "")
        source = self._addresses.file(said or "")
        name = escape(alternative(image))
        return f'<img src="{escape(source)}" alt="{name}" loading="lazy">' if source else name

    def _block(self, element: HtmlElement) -> None:
        tag = element.tag
        self._end()
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            text = clean(element.text_content())
            if text and text != self._title:
                # No level is left out, and the first is the page's title.
                self._level = max(2, min(int(tag[1]), self._level + 1))
                self._blocks.append(f"<h{self._level}>{escape(text)}</h{self._level}>")
        elif tag in {"ul", "ol"}:
            self._list(element)
        elif tag == "table" and is_data_table(element):
            self._blocks.append(self._table(element))
        elif tag == "blockquote":
            if inner := self._apart(element):
                self._blocks.append(f"<{tag}>{inner}</{tag}>")
        elif tag == "pre":
            self._blocks.append(f"<pre>{escape(element.text_content())}</pre>")
        elif tag == "hr":
            return
        else:
            self._inside(element)
            self._end()

    def _apart(self, element: HtmlElement) -> str:
        writer = Writer(self._addresses, self._leaves_out, self._controls, self._title)
        writer._level = self._level
        return writer.write(element)

    def _list(self, element: HtmlElement) -> None:
        items = []
        for one in elements(element):
            if not self._leaves_out(one) and (inner := self._apart(one)):
                only = inner.count("<p>") == 1 and inner.startswith("<p>") and "\n" not in inner
                items.append(f"<li>{inner[3:-4] if only else inner}</li>")
        if items:
            self._blocks.append(f"<{element.tag}>{''.join(items)}</{element.tag}>")

    def _table(self, table: HtmlElement) -> str:
        rows = [row for row in _rows_of(table) if not is_silent(row)]
        caption = table.find("caption")
        name = clean(caption.text_content()) if caption is not None else ""
        has_th = any(True for _ in table.iter("th"))
        parts = [f"<caption>{escape(name)}</caption>" if name else ""]
        for index, row in enumerate(rows):
            cells = [cell for cell in elements(row) if cell.tag in {"td", "th"}]
            written = []
            for cell in cells:
                is_head = cell.tag == "th" or (not has_th and index == 0)
                inner = self._apart(cell)
                if inner.count("<p>") == 1 and inner.startswith("<p>"):
                    inner = inner[3:-4]
                tag = "th" if is_head and inner else "td"
                way = "col" if index == 0 else "row"
                scope = f' scope="{way}"' if tag == "th" else ""
                written.append(f"<{tag}{scope}{_spans(cell)}>{inner}</{tag}>")
            parts.append(f"<tr>{''.join(written)}</tr>")
        label = escape(name or "表格")
        return (
            f'<div class="table" role="region" tabindex="0" aria-label="{label}">'
            f"<table>{''.join(parts)}</table></div>"
        )


def is_data_table(table: HtmlElement) -> bool:
    """Whether a table holds data: rows of several cells each, without layout in them."""
    if table.get("role") in {"presentation", "none"} or table.xpath(".//table|.//form"):
        return False
    if table.xpath(".//th|./caption"):
        return True
    rows = [[one for one in elements(row) if one.tag == "td"] for row in _rows_of(table)]
    wide = [cells for cells in rows if len(cells) > 1]
    if len(wide) < 2:
        return False
    longest = max(len(clean(cell.text_content())) for cells in wide for cell in cells)
    return longest <= 300 and not table.xpath(".//ul|.//h1|.//h2|.//h3|.//input|.//select")


def _rows_of(table: HtmlElement) -> Iterator[HtmlElement]:
    yield from table.iter("tr")


def _spans(cell: HtmlElement) -> str:
    found = ((name, cell.get(name, "1")) for name in ("colspan", "rowspan"))
    return "".join(
        f' {name}="{value}"' for name, value in found if value.isdecimal() and 1 < int(value) < 1000
    )


def _shown_text(element: HtmlElement) -> Iterator[str]:
    if is_silent(element):
        return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _shown_text(child)
        yield child.tail or ""
