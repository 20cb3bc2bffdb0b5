"""Which sites to check: addresses of the command line, or those of the proxy's configuration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from a11y.check.addresses import start_address
from a11y.check.page import origin_of
from a11y.check.way import Way
from a11y.errors import A11yError, SettingsError
from a11y.settings import Settings


@dataclass(frozen=True)
class Target:
    """One site: where it begins, further addresses of it, its settings, and how it is reached."""

    start: str
    others: tuple[str, ...]
    settings: Settings
    way: Way


def of_addresses(urls: Sequence[str], settings: Settings, way: Way) -> list[Target]:
    """One site for each origin among the addresses. Raises SettingsError for what is none."""
    groups: dict[tuple[str, str, int | None], list[str]] = {}
    for url in map(start_address, urls):
        groups.setdefault(origin_of(url), []).append(url)
    return [Target(first, tuple(others), settings, way) for first, *others in groups.values()]


def of_configuration(file: Path) -> list[Target]:
    """The sites of a file for ``a11y-proxy``, each with its settings. Raises SettingsError.

    Only this function knows the proxy, and imports it when it is called.
    """
    configuration = import_module("a11y_proxy.configuration").Configuration
    try:
        sites = configuration.read(file).sites
    except SettingsError:
        raise
    except A11yError as error:
        raise SettingsError(str(error)) from error
    return [Target(start_address(site.upstream), (), site.care, _way(site)) for site in sites]


def _way(site: Any) -> Way:
    """How the proxy asks this site, and what it makes of its answers before they are judged."""
    proxy = site.proxy
    # A pattern such as *.example.gov.cn is no name to ask for.
    names = [host.decode("ascii") for host in site.hosts if not host.startswith(b"*")]
    return Way(
        upstream=site.upstream,
        host=names[0] if names and proxy.preserve_host else "",
        ca_file=proxy.ca_file,
        cert_file=proxy.cert_file,
        key_file=proxy.key_file,
        request=proxy.request_rules.apply,
        response=lambda fields: proxy.response_rules.apply(
            [(name.lower(), value) for name, value in fields]
        ),
    )
