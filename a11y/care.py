"""What the middlewares share: one site's settings, its own pages, its rules, its counts."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from a11y.codings import installed
from a11y.errors import SettingsError
from a11y.html import Rules
from a11y.settings import Settings
from a11y.site import Site

if TYPE_CHECKING:
    from collections.abc import Mapping


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
        self.rules = Rules(
            boot_path=self.site.boot_path,
            scan_bytes=self.settings.scan_bytes,
            decoded_bytes=self.settings.decoded_bytes,
            sound=self.settings.speech != "off",
            codings=installed(),
            leaves_no_transform=self.settings.no_transform == "leave",
            leave_paths=self.settings.leave_paths,
        )
        # Applications are mounted at few places, but some take a place's name from the request.
        self.rules_below = lru_cache(maxsize=64)(self.rules.below)
        # What our own addresses begin with.
        self._own = self.settings.prefix + "/"
