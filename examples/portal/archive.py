"""The portal's articles: what a content management system would keep in its database."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article. Dates are ISO 8601; a blank line in ``body`` starts a new paragraph."""

    id: int
    column: str
    title: str
    date: str
    source: str
    body: str
    number: str = ""
    page: str = ""

    @property
    def address(self) -> str:
        """Where the article is read: a page of its own, or the page that shows any article."""
        return self.page or f"/zwgk/show.asp?id={self.id}"

    @property
    def paragraphs(self) -> list[str]:
        """The body's paragraphs."""
        return [part.strip() for part in self.body.split("\n\n") if part.strip()]

    def excerpt(self, query: str, length: int = 110) -> str:
        """A stretch of the body around the query's first place, in characters."""
        text = "".join(self.paragraphs)
        start = max(0, text.find(query) - length // 3) if query else 0
        return text[start : start + length]


@dataclass(frozen=True)
class Archive:
    """All articles, newest first, and the names of their columns."""

    columns: dict[str, str]
    articles: Sequence[Article]

    @classmethod
    def read(cls, path: Path) -> Archive:
        """The archive in a TOML file."""
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        rows = [
            Article(**{"page" if key == "address" else key: value for key, value in row.items()})
            for row in document["articles"]
        ]
        rows.sort(key=lambda article: (article.date, article.id), reverse=True)
        return cls(document["columns"], rows)

    @cached_property
    def by_id(self) -> dict[int, Article]:
        """Articles by their number."""
        return {article.id: article for article in self.articles}

    def column(self, key: str) -> list[Article]:
        """The articles of one column, newest first."""
        return [article for article in self.articles if article.column == key]

    def neighbours(self, article: Article) -> tuple[Article | None, Article | None]:
        """The next newer and the next older article of the same column."""
        row = self.column(article.column)
        place = row.index(article)
        return row[place - 1] if place else None, row[place + 1] if place + 1 < len(row) else None

    def search(self, query: str, column: str = "") -> list[Article]:
        """Articles that hold the query's text, newest first; an empty column means all."""
        return [
            article
            for article in self.articles
            if column in ("", article.column)
            and query in f"{article.title}\n{article.body}\n{article.source}\n{article.number}"
        ]
