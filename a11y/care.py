"""What the middlewares share: one site's settings, its own pages, its rules, its counts."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from a11y.codings import installed
from a11y.errors import SettingsError
from a11y.html import Rules, Whole, injector_for
from a11y.settings import Settings
from a11y.site import Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from a11y.fixes import FixBook
    from a11y.html import Inject, Injector


class Care:
    """Care mode of one site. ``options`` are fields of Settings, to be given without ``settings``.

    ``counters`` counts pages by "injected" and by the Reason for which a response was passed
    untouched. Raises SettingsError.
    """

    def __init__(self, settings: Settings | None, options: Mapping[str, Any]) -> None:
        if settings is not None and options:
            raise SettingsError("give settings or options, not both")
        self.settings = settings or Settings.from_mapping(options)
        self.counters: Counter[str] = Counter()
        self.site = Site(self.settings, self.counters)
        self.fixes = self.site.fixes = _fixes_of(self.settings)
        self.rules = Rules(
            boot_path=self.site.boot_path,
            scan_bytes=self.settings.scan_bytes,
            decoded_bytes=self.settings.decoded_bytes,
            sound=self.settings.speech != "off",
            codings=installed(),
            leaves_no_transform=self.settings.no_transform == "leave",
            leave_paths=self.settings.leave_paths,
            changes=self.fixes.version if self.fixes else "",
        )
        # Applications are mounted at few places, but some take a place's name from the request.
        self.rules_below = lru_cache(maxsize=64)(self.rules.below)
        # What our own addresses begin with.
        self._own = self.settings.prefix + "/"
        self._simple_path = f"{self._own}simple/"

    def asks_simply(self, method: str, path: str) -> bool:
        """Whether a request for that path of ours, below the mount point, wants a simple view."""
        return (
            self.site.simple is not None
            and path.startswith(self._simple_path)
            and method in {"GET", "HEAD"}
        )

    def injector(self, verdict: Inject, path: bytes) -> Injector:
        """What puts the tag into this page, and mends it if there are rules about its path.

        ``path``: as it came, without query; it matters only where there are such rules.
        """
        fixes = self.fixes
        if fixes is None or not (rules := fixes.rules_for(path)):
            return injector_for(verdict)
        kinds = [value for name, value in verdict.headers if name.lower() == b"content-type"]
        content_type = kinds[0].decode("latin-1") if kinds else ""
        # Where the tag's file is, from a mount point, too.
        folder = verdict.rules.boot_path.rpartition("/")[0]
        sheet = f"{folder}/{self.site.skip_sheet}"
        change = fixes.changer(rules, content_type, sheet)
        return injector_for(verdict, Whole(change, fixes.page_bytes, fixes.count_too_large))


def _fixes_of(settings: Settings) -> FixBook | None:
    if settings.fixes is None:
        return None
    # Not before: who has no rules needs no parser.
    from a11y.fixes import FixBook

    return FixBook.from_toml(
        settings.fixes,
        page_bytes=settings.fixes_bytes,
        cache_bytes=settings.fixes_cache_bytes,
    )
