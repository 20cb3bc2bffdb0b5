"""What the proxy serves: the process, and each site by the names of its hosts."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from a11y.errors import SettingsError
from a11y.settings import Settings
from a11y_proxy.hosts import host_name
from a11y_proxy.listeners import Address
from a11y_proxy.origin import Origin
from a11y_proxy.problems import ConfigurationError, Problems, build, converted
from a11y_proxy.server_settings import ServerSettings
from a11y_proxy.settings import ProxySettings

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_ANY = {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
_TABLES = ("proxy", "a11y", "site")
# What a [[site]] has beside the fields of Settings and of ProxySettings.
SITE_KEYS = ("name", "host", "default", "upstream")

_proxy_fields = dataclasses.fields(ProxySettings)
PROCESS_KEYS = [field.name for field in _proxy_fields if field.metadata.get("process_wide")]
PASSING_KEYS = [field.name for field in _proxy_fields if field.name not in PROCESS_KEYS]
CARE_KEYS = [field.name for field in dataclasses.fields(Settings)]


@dataclass(frozen=True, kw_only=True)
class SiteSettings:
    """One site: what it is called in logs, its hosts' names, its portal, how it is passed on."""

    name: str
    hosts: tuple[bytes, ...]
    default: bool
    upstream: str
    proxy: ProxySettings
    care: Settings

    @property
    def origin(self) -> Origin:
        """The portal's address."""
        return Origin.parse(self.upstream)


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """Everything an operator wrote. ``common`` holds the settings that all sites share."""

    server: ServerSettings
    common: ProxySettings
    sites: tuple[SiteSettings, ...]

    @classmethod
    def read(cls, file: Path) -> Configuration:
        """The configuration in a TOML file. Raises ConfigurationError with all that is wrong."""
        return cls.of(read_document(file), str(file), file.absolute().parent)

    @classmethod
    def of(cls, document: Mapping[str, Any], where: str, base: Path) -> Configuration:
        """The configuration in a TOML document; ``base`` is where relative paths start.

        ``where`` is the file's name for messages, empty for what a command line stands for.
        """
        problems = Problems(where)
        configuration = _Reader(problems, base).read(document)
        if problems.lines or configuration is None:
            raise ConfigurationError(problems.lines)
        return configuration


def read_document(file: Path) -> dict[str, Any]:
    """The TOML document in a file. Raises ConfigurationError."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError([f"cannot read {file}: {error.strerror}"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError([f"{file} is not valid TOML: {error}"]) from error


class _Reader:
    """Goes through a document once and remembers everything that is wrong."""

    def __init__(self, problems: Problems, base: Path) -> None:
        self._problems = problems
        self._base = base
        self._claimed: dict[tuple[str, str], str] = {}
        self._place = ""  # of the site that is being read

    def read(self, document: Mapping[str, Any]) -> Configuration | None:
        """The configuration; None, or one that is not whole, where there are problems."""
        for table in document:
            if table not in _TABLES:
                self._problems.unknown(table, _TABLES)
        server, shared = self._process(self._table(document, "proxy"))
        care = self._care(self._table(document, "a11y"))
        sites = self._sites(document.get("site", []), shared, care)
        if server is None:
            return None
        self._refuse_loops(server, sites)
        return Configuration(server=server, common=ProxySettings(**shared), sites=tuple(sites))

    def _table(self, document: Mapping[str, Any], name: str) -> dict[str, Any]:
        table = document.get(name, {})
        if not isinstance(table, dict):
            self._problems.add(f"{name} must be a table: [{name}]")
            return {}
        return table

    def _process(self, table: dict[str, Any]) -> tuple[ServerSettings | None, dict[str, Any]]:
        """The server's settings, and the good ones of those that every site gets."""
        problems = self._problems.at("[proxy]")
        legal = ServerSettings.names() + PROCESS_KEYS
        for key in [key for key in table if key not in legal]:
            if key in PASSING_KEYS + CARE_KEYS + list(SITE_KEYS):
                problems.add(f"{key} belongs to a site: write it under [[site]]")
            else:
                problems.unknown(key, legal)
        own = _chosen(table, ServerSettings.names())
        server = build(ServerSettings, converted(ServerSettings, own, self._base), problems)
        shared = converted(ProxySettings, _chosen(table, PROCESS_KEYS), self._base)
        return server, shared if build(ProxySettings, shared, problems) else {}

    def _care(self, table: dict[str, Any]) -> dict[str, Any]:
        """The settings of care mode that a site has unless it says something else."""
        problems = self._problems.at("[a11y]")
        for key in [key for key in table if key not in CARE_KEYS]:
            problems.unknown(key, CARE_KEYS)
        care = converted(Settings, _chosen(table, CARE_KEYS), self._base)
        return care if build(Settings, care, problems) else {}

    def _sites(
        self, tables: Any, shared: dict[str, Any], care: dict[str, Any]
    ) -> list[SiteSettings]:
        if not isinstance(tables, list) or not tables:
            self._problems.add("there must be at least one [[site]]")
            return []
        sites = []
        for number, table in enumerate(tables, 1):
            if not isinstance(table, dict):
                self._problems.add("site must be tables: [[site]]")
                return []
            self._place = f"[[site]] {number}{_label(table)}"
            site = self._site(table, shared, care, self._problems.at(self._place))
            if site is not None:
                sites.append(site)
        return sites

    def _site(
        self,
        table: dict[str, Any],
        shared: dict[str, Any],
        care: dict[str, Any],
        problems: Problems,
    ) -> SiteSettings | None:
        legal = [*SITE_KEYS, *PASSING_KEYS, *CARE_KEYS]
        for key in [key for key in table if key not in legal]:
            if key in PROCESS_KEYS + ServerSettings.names():
                problems.add(f"{key} belongs to the process: write it under [proxy]")
            else:
                problems.unknown(key, legal)
        hosts, default = self._hosts(table, problems)
        name = self._name(table, hosts, problems)
        upstream = self._upstream(table, problems)
        passing = converted(ProxySettings, _chosen(table, PASSING_KEYS), self._base)
        proxy = build(ProxySettings, passing, problems, shared)
        own = converted(Settings, _chosen(table, CARE_KEYS), self._base)
        settings = build(Settings, own, problems, care)
        if name is None or upstream is None or proxy is None or settings is None:
            return None
        return SiteSettings(
            name=name, hosts=hosts, default=default, upstream=upstream, proxy=proxy, care=settings
        )

    def _name(
        self, table: dict[str, Any], hosts: tuple[bytes, ...], problems: Problems
    ) -> str | None:
        name = table.get("name", hosts[0].decode("ascii") if hosts else "default")
        if not isinstance(name, str) or not name.isprintable() or not 0 < len(name) <= 100:
            problems.add(f"name must be text of one line, at most 100 characters: {name!r}")
            return None
        self._claim("name", name, problems)
        return name

    def _hosts(self, table: dict[str, Any], problems: Problems) -> tuple[tuple[bytes, ...], bool]:
        given, default = table.get("host", []), table.get("default", False)
        if not isinstance(default, bool):
            problems.add(f"default must be true or false: {default!r}")
        hosts = []
        for one in given if isinstance(given, list) else [given]:
            try:
                hosts.append(host_name(one))
            except SettingsError as error:
                problems.add(error)
            else:
                self._claim("host", hosts[-1].decode("ascii"), problems)
        if given == [] and default is False:
            problems.add("which requests are for this site? Give host, or default = true")
        if default is True:
            self._claim("default", "true", problems)
        return tuple(dict.fromkeys(hosts)), default is True

    @staticmethod
    def _upstream(table: dict[str, Any], problems: Problems) -> str | None:
        upstream = table.get("upstream")
        if not isinstance(upstream, str):
            problems.add("upstream is missing: the portal's address, http:// or https://")
            return None
        try:
            Origin.parse(upstream)
        except SettingsError as error:
            problems.add(error)
            return None
        return upstream

    def _claim(self, what: str, value: str, problems: Problems) -> None:
        """Remember that this site has it for itself, or that another one had it before."""
        owner = self._claimed.setdefault((what, value), self._place)
        if owner != self._place:
            problems.add(f"{what} {value} belongs to {owner} already")

    def _refuse_loops(self, server: ServerSettings, sites: list[SiteSettings]) -> None:
        """A portal's address that is one of our own would ask us for ever."""
        for address in map(Address.parse, server.listen):
            ours = _LOOPBACK if address.host in _LOOPBACK | _ANY else {address.host}
            for site in sites:
                origin = site.origin
                if address.port and origin.port == address.port and origin.host in ours:
                    self._problems.add(
                        "网站地址就是代理自己的地址。"
                        f"(The portal's address is our own: {site.upstream})"
                    )


def _chosen(table: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key in keys}


def _label(table: dict[str, Any]) -> str:
    """What an operator recognises a site by."""
    for key in ("name", "host", "upstream"):
        value = table.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str) and "@" not in value:  # no password into a log
            return f" ({value})"
    return ""
