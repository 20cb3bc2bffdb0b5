"""Which site a Host field means, however it is written, and at what cost."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from a11y_proxy import routes
from a11y_proxy.configuration import SiteSettings
from a11y_proxy.gateway import Gateway
from a11y_proxy.hosts import asked_host, host_name, parents
from a11y_proxy.http1.contexts import shared_context
from a11y_proxy.routes import Routes
from a11y_proxy.running import RunningSite
from a11y_proxy.settings import ProxySettings
from a11y_proxy.statistics import SiteStatistics
from hypothesis import given
from hypothesis import strategies as st

from a11y.errors import A11yError
from a11y.settings import Settings
from tests.proxy.test_connections import CERTIFICATE


def settings(*hosts: str, default: bool = False, **options: object) -> SiteSettings:
    return SiteSettings(
        name=hosts[0] if hosts else "default",
        hosts=tuple(map(host_name, hosts)),
        default=default,
        upstream="http://portal.example",
        proxy=ProxySettings(**options),  # type: ignore[arg-type]
        care=Settings(speech="off"),
    )


def table(*sites: SiteSettings) -> Routes:
    return Routes([RunningSite(site, SiteStatistics()) for site in sites])


def found(routes: Routes, field: bytes) -> str | None:
    site = routes.find(field)
    return site.name if site else None


def test_exact_then_the_nearest_wildcard_then_default() -> None:
    sites = table(
        settings("*.cn"), settings("*.gov.cn"), settings("a.gov.cn"), settings(default=True)
    )
    wanted = {
        b"a.gov.cn": "a.gov.cn",
        b"b.gov.cn": "*.gov.cn",
        b"b.a.gov.cn": "*.gov.cn",
        b"gov.cn": "*.cn",
        b"cn": "default",
        b"": "default",
        b"a.gov.cn.evil.com": "default",
        b"*.gov.cn": "*.gov.cn",
    }
    for _ in range(2):  # as looked up, and as remembered
        assert {field: found(sites, field) for field in wanted} == wanted


def test_made_up_hosts_do_not_fill_the_memory() -> None:
    sites = table(settings("*.cn"))
    for number in range(routes._REMEMBERED + 10):
        sites.find(b"%d.cn" % number)
    assert len(sites._found) <= routes._REMEMBERED
    sites.find(b"x" * 60_000)
    assert sum(map(sys.getsizeof, sites._found)) < 10_000_000
    assert found(sites, b"1.cn") == "*.cn"


@given(st.binary(max_size=80))
def test_any_field_is_read(field: bytes) -> None:
    host = asked_host(field)
    assert host == asked_host(field.upper())
    assert all(one.startswith(b"*.") for one in parents(host))


@given(st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?(\.[a-z0-9]{1,9}){0,3}", fullmatch=True))
def test_a_name_is_asked_for_as_it_is_configured(name: str) -> None:
    try:
        configured = host_name(name)
    except A11yError:
        return  # "xn--" and something that is no such name
    assert asked_host(name.upper().encode() + b":8600") == asked_host(configured)


def test_sites_share_what_is_costly_to_make_for_tls() -> None:
    one, other = ProxySettings(), ProxySettings(idle_seconds=5)
    context = shared_context(one)
    assert shared_context(other) is context
    alone = ProxySettings(ca_file=CERTIFICATE)
    assert shared_context(alone) is not context


def test_a_table_that_cannot_be_made_changes_nothing() -> None:
    async def run() -> None:
        gateway = Gateway([settings("a.cn")])
        before = gateway.sites
        bad = settings("b.cn", ca_file=Path("/nowhere"))
        with pytest.raises(A11yError):
            await gateway.replace(
                [settings("c.cn"), SiteSettings(**{**vars(bad), "upstream": "https://b"})]
            )
        assert gateway.sites == before

    asyncio.run(run())
