"""What workers share for speech: a clip may be asked of another worker than planned it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from a11y_proxy.configuration import Configuration, SiteSettings


@dataclass(frozen=True, slots=True)
class SharedSpeech:
    """A directory for clips and a key for their names, where the operator has given none."""

    directory: str
    key: str

    def in_configuration(self, configuration: Configuration) -> Configuration:
        """The configuration with both filled in."""
        sites = tuple(self._in_site(site) for site in configuration.sites)
        return dataclasses.replace(configuration, sites=sites)

    def _in_site(self, site: SiteSettings) -> SiteSettings:
        if site.care.speech == "off":
            return site
        care = dataclasses.replace(
            site.care,
            speech_cache=site.care.speech_cache or Path(self.directory),
            speech_key=site.care.speech_key or self.key,
        )
        return dataclasses.replace(site, care=care)
