"""The words of the report in both languages, but for those of the findings."""

from __future__ import annotations

from typing import Final

from a11y.check.finding import Level
from a11y.check.kinds import Kind

KINDS: Final = {
    Kind.HOME: ("首页", "home page"),
    Kind.LIST: ("列表页", "list"),
    Kind.ARTICLE: ("文章页", "article"),
    Kind.FORM: ("表单页", "form"),
    Kind.SEARCH: ("搜索页", "search"),
    Kind.LOGIN: ("登录页", "login"),
    Kind.ERROR: ("错误页", "error page"),
    Kind.FRAMESET: ("框架集", "frameset"),
    Kind.FRAME: ("框架里的页", "frame"),
    Kind.IFRAME: ("嵌入的页", "iframe"),
    Kind.PDF_VIEWER: ("PDF 阅读页", "PDF viewer"),
    Kind.PAGE: ("其他网页", "other page"),
    Kind.FRAGMENT: ("页面片段", "fragment"),
    Kind.REDIRECT: ("跳转", "redirect"),
    Kind.CHALLENGE: ("防护验证页", "firewall challenge"),
    Kind.DOWNLOAD: ("下载", "download"),
    Kind.DOCUMENT: ("PDF 文件", "PDF file"),
    Kind.FEED: ("订阅源", "feed"),
    Kind.JSON: ("JSON 数据", "JSON"),
    Kind.SCRIPT: ("脚本", "script"),
    Kind.STYLE: ("样式", "style sheet"),
    Kind.IMAGE: ("图片", "image"),
    Kind.OTHER: ("其他", "other"),
}
LEVELS: Final = {
    Level.BLOCKED: ("没有关爱模式", "blocked"),
    Level.WARNING: ("要注意", "warning"),
    Level.NOTE: ("说明", "note"),
    Level.OK: ("正常", "ok"),
}
PHRASES: Final = {
    "unreachable": ("打不开,没有检查。", "could not be reached: not checked."),
    "no-pages": ("没有看到可以加关爱模式的页面。", "no page was seen that could have care mode."),
    "all": (
        "看到的 {kinds} 类页面都会有关爱模式。",
        "All {kinds} kinds of pages that were seen get care mode.",
    ),
    "some": (
        "{kinds} 类页面里 {works} 类会有关爱模式。",
        "{works} of {kinds} kinds of pages get care mode.",
    ),
    "all-there": (
        "看到的 {kinds} 类页面都已经有关爱模式。",
        "All {kinds} kinds of pages that were seen have care mode.",
    ),
    "with": ("会有", "with"),
    "without": ("没有", "without"),
    "partly": ("{working}/{pages} 页", "{working} of {pages} pages"),
    "not-needed": ("不需要", "not needed"),
    "seen": ("看了 {count} 个地址", "{count} addresses were looked at"),
    "pages": ("页面", "where"),
    "reasons": ("({reasons})", " ({reasons})"),
    "evidence": ("依据", "because"),
    "hint": ("办法", "remedy"),
    "more": ("…共 {count} 处", "… {count} in all"),
    "and": ("、", ", "),
    "colon": (":", ": "),
}
LANGUAGES: Final = ("zh-CN", "en")


class Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._index = LANGUAGES.index(language)

    def kind(self, kind: Kind) -> str:
        """A kind's name."""
        return KINDS[kind][self._index]

    def level(self, level: Level) -> str:
        """A level's name."""
        return LEVELS[level][self._index]

    def __call__(self, phrase: str, **values: object) -> str:
        """A phrase with its values."""
        return PHRASES[phrase][self._index].format(**values)
