"""The home page as a short list: services, notices, sections, ways to ask."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from a11y.simple.address import Addresses
from a11y.simple.tree import clean, is_hidden

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HOMES = re.compile(
    r"/(?:(?:index|default|home|main)\.(?:html?|s?html|jsp|aspx?|php|do))?", re.IGNORECASE
)
_SERVICE = re.compile(
    r"办事|办理|服务|查询|预约|申请|申报|缴费|社保|医保|养老|公积金|户籍|不动产|证件|补贴|津贴|就医|挂号|"
    r"\b(services?|apply|pay|book|register)\b",
    re.IGNORECASE,
)
_ASK = re.compile(r"联系|咨询|信箱|热线|投诉|留言|12345|互动|\b(contact|help)\b", re.IGNORECASE)
_NEVER = re.compile(
    r"登录|注册|设为首页|收藏|关爱|无障碍|适老|长者|简约|EN\b|English", re.IGNORECASE
)
# How many are shown of each; a title is a notice from so many characters on.
_SHOWN, _NOTICE, _LONGEST = 10, 9, 60
# With fewer links it is a page like others.
_FEW = 8


def is_home(target: str) -> bool:
    """Whether the path is that of a home page."""
    return _HOMES.fullmatch(target.partition("?")[0]) is not None


def groups_of(page: HtmlElement, addresses: Addresses) -> dict[str, list[tuple[str, str]]]:
    """Texts and addresses by group, in the order to be shown; empty for too few links."""
    found: dict[str, list[tuple[str, str]]] = {
        name: [] for name in ("services", "notices", "sections", "ask")
    }
    seen: set[str] = set()
    for link in page.iter("a"):
        text, address = clean(link.text_content()), link.get("href", "")
        if not text:
            text = next((clean(one.get("alt", "")) for one in link.iter("img")), "")
        leads = addresses.link(address)
        if not 2 <= len(text) <= _LONGEST or not leads or leads in seen or text in seen:
            continue
        if _NEVER.search(text) or _is_within_hidden(link) or addresses.local(address) is None:
            continue
        if leads.partition("?")[0] == addresses.home:
            continue
        seen |= {leads, text}
        if _ASK.search(text) and len(text) < _NOTICE:
            found["ask"].append((text, leads))
        elif _SERVICE.search(text) and len(text) < _NOTICE + 4:
            found["services"].append((text, leads))
        else:
            found["notices" if len(text) >= _NOTICE else "sections"].append((text, leads))
    if len(seen) < 2 * _FEW:
        return {}
    return {name: links[:_SHOWN] for name, links in found.items() if links}


def _is_within_hidden(link: HtmlElement) -> bool:
    return is_hidden(link) or any(is_hidden(one) for one in link.iterancestors())
