"""Which pages of a site are looked at: a few of every shape, slowly, and no more than allowed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from a11y.check import installed
from a11y.check.addresses import is_same_site, shape_of
from a11y.check.analysis import PageReport, report_on
from a11y.check.exchange import Exchange, Source
from a11y.check.fetch import Fetcher, FetchError
from a11y.check.finding import Finding
from a11y.check.links import Link, links_of, redirect_of
from a11y.check.page import Page, origin_of
from a11y.html import Reason

# What our own requests are called in robots.txt.
ROBOT = "a11y-check"
# An address that no site has: digits so that it is not somebody's future page.
_MISSING = "/a11y-check-404-5f0c1b/"
_MOST_REDIRECTS = 8
# Parts of pages are looked at for their kind only, scripts for what they do.
_PARTS = {
    Source.SCRIPT: 6,
    Source.STYLE: 1,
    Source.IMAGE: 1,
    Source.FEED: 2,
    Source.FILE: 2,
    Source.XHR: 3,
}
_MOST = {**_PARTS, Source.SEARCH: 2}
_PART_BYTES = {Source.SCRIPT: 1024 * 1024, Source.XHR: 256 * 1024}
_PART_LIMIT = 64 * 1024
_ROBOTS_BYTES = 512 * 1024
_LONGEST_DELAY = 5.0
# What belongs to pages that were seen comes first (its number is bounded), then what was seen
# least of.
_FIRST = frozenset((Source.FRAME, Source.IFRAME, Source.SEARCH))


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of a site is looked at, and how fast. Times are seconds."""

    pages: int = 20
    pause: float = 0.2
    total: float = 300.0
    waiting: int = 2000


@dataclass
class Sample:
    """What was seen of one site; no pages if it could not be reached."""

    start: str
    origin: str = ""
    pages: list[PageReport] = field(default_factory=list)
    # What is not about one answer: the address, and the finding.
    others: list[tuple[str, Finding]] = field(default_factory=list)


class Sampler:
    """Looks at one site. ``tell`` hears the address of everything that is asked for."""

    def __init__(
        self,
        fetcher: Fetcher,
        limits: Limits,
        *,
        pause: Callable[[float], None] = time.sleep,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._fetcher = fetcher
        self._limits = limits
        self._pause = pause
        self._tell = tell
        self._delay = limits.pause
        self._ends = time.monotonic() + limits.total
        self._robots: RobotFileParser | None = None
        self._seen: set[str] = set()
        self._shapes: Counter[str] = Counter()
        self._parts: Counter[Source] = Counter()
        self._waiting: list[tuple[int, Link]] = []
        self._tagged: Page | None = None
        self.sample = Sample("")

    def run(self, start: str, others: Iterable[str] = ()) -> Sample:
        """Look at a site that begins at ``start``; ``others`` are looked at whatever happens."""
        self.sample = Sample(start)
        first = self._visit(Link(start, Source.START))
        if first is None:
            return self.sample
        for url in others:
            self._visit(Link(url, Source.LINK))
        self._read_robots()
        self._visit(Link(urljoin(self.sample.origin, _MISSING), Source.PROBE))
        while self._waiting and self._has_room():
            self._visit(self._next())
        self._look_behind_tag()
        return self.sample

    def _has_room(self) -> bool:
        shown = sum(page.source not in _PARTS for page in self.sample.pages)
        return shown < self._limits.pages and time.monotonic() < self._ends

    def _visit(self, link: Link) -> Page | None:
        """Get an address and where it leads; None if there is no answer, or it leads away."""
        chain = {link.url}
        for _ in range(_MOST_REDIRECTS):
            page = self._get(link)
            if page is None:
                return None
            self._take(page)
            target = redirect_of(page)
            if target is None:
                return page
            target = self._fetcher.way.inward(target)
            # A site that sets a cookie first sends the visitor to the very same address.
            if target in chain and link.source is not Source.START:
                break
            if not self._may_follow(page, target):
                return None
            chain.add(target)
            link = Link(target, link.source)
        self._note(link.url, Finding("redirect.loop"))
        return None

    def _may_follow(self, page: Page, target: str) -> bool:
        """Whether a redirect stays within the site; at its start, what the site's address is."""
        url = page.exchange.url
        if page.is_own(target):
            return page.exchange.source is Source.START or self._is_new(target)
        if page.exchange.source is Source.START and is_same_site(url, target):
            self._note(url, Finding.quoting("redirect.upgrade", target))
            return True
        if page.exchange.source is Source.START:
            self._note(url, Finding.quoting("redirect.away", target))
        return False

    def _get(self, link: Link) -> Page | None:
        if self._seen:
            self._pause(self._delay)
        self._seen.add(link.url)
        self._tell(link.url)
        limit = _PART_BYTES.get(link.source, _PART_LIMIT) if link.source in _PARTS else None
        try:
            exchange = self._fetcher.fetch(link.url, link.source, limit=limit)
        except FetchError as error:
            self._note(link.url, Finding.quoting(error.finding, str(error)))
            return None
        return Page(exchange, self._fetcher.rules)

    def _take(self, page: Page) -> None:
        """Keep what there is to say of a page, and where it leads."""
        report = report_on(page)
        self.sample.pages.append(report)
        if page.exchange.source is Source.START:
            self.sample.origin = _origin(page.exchange.url)
        if self._tagged is None and report.verdict == Reason.ALREADY_THERE:
            self._tagged = page
        self._shapes[shape_of(page.exchange.url)] += 1
        for written in links_of(page):
            link = written._replace(url=self._fetcher.way.inward(written.url))
            if len(self._waiting) >= self._limits.waiting:
                break
            if self._wants(link):
                self._waiting.append((len(self._waiting), link))
                self._seen.add(link.url)

    def _wants(self, link: Link) -> bool:
        if origin_of(link.url) != origin_of(self.sample.origin) or not self._is_new(link.url):
            return False
        self._parts[link.source] += 1
        return self._parts[link.source] <= _MOST.get(link.source, self._limits.waiting)

    def _is_new(self, url: str) -> bool:
        if url in self._seen:
            return False
        if self._robots is not None and not self._robots.can_fetch(ROBOT, url):
            self._seen.add(url)
            self._note(url, Finding("access.robots"))
            return False
        return True

    def _next(self) -> Link:
        """The most promising address: what was seen least of, and the oldest of these."""
        best = min(self._waiting, key=self._rank)
        self._waiting.remove(best)
        return best[1]

    def _rank(self, waiting: tuple[int, Link]) -> tuple[bool, int, int]:
        number, link = waiting
        return link.source not in _FIRST | _PARTS.keys(), self._shapes[shape_of(link.url)], number

    def _read_robots(self) -> None:
        """Obey robots.txt in what is followed. Without one everything is allowed."""
        url = urljoin(self.sample.origin, "/robots.txt")
        robots = RobotFileParser(url)
        try:
            self._pause(self._delay)
            exchange = self._fetcher.fetch(url, Source.PROBE, limit=_ROBOTS_BYTES)
        except FetchError:
            return
        if exchange.status != 200 or exchange.media_type == "text/html":
            return
        robots.parse(Page(exchange, self._fetcher.rules).text.splitlines())
        self._robots = robots
        delay = robots.crawl_delay(ROBOT)
        self._delay = max(self._delay, min(float(delay or 0), _LONGEST_DELAY))
        self._waiting = [one for one in self._waiting if self._is_allowed(one[1].url)]

    def _is_allowed(self, url: str) -> bool:
        allowed = self._robots is None or self._robots.can_fetch(ROBOT, url)
        if not allowed:
            self._note(url, Finding("access.robots"))
        return allowed

    def _look_behind_tag(self) -> None:
        """Where pages have the tag: whether what it asks for answers."""
        if self._tagged is None or (tag := installed.tag_in(self._tagged)) is None:
            return
        page, rules = self._tagged, self._fetcher.rules
        script = urljoin(page.address, tag[1].decode("latin-1"))
        boot = self._ask(script)
        for finding in installed.judge_boot(boot, rules):
            self._note(script, finding)
        health = urljoin(script, "health")
        for finding in installed.judge_health(self._ask(health), rules):
            self._note(health, finding)

    def _ask(self, url: str) -> Exchange | None:
        self._pause(self._delay)
        self._tell(url)
        try:
            return self._fetcher.fetch(url, Source.PROBE, limit=_PART_LIMIT)
        except FetchError:
            return None

    def _note(self, url: str, finding: Finding) -> None:
        self.sample.others.append((url, finding))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
