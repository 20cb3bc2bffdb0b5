"""The portal whose page all proxies serve: nginx with one static file, or none without nginx."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks import servers
from benchmarks.page import page_of
from benchmarks.result import Section
from benchmarks.servers import Kind, Server, Site


@contextmanager
def page_servers(kinds: Sequence[Kind], section: Section) -> Iterator[list[Server]]:
    """First the portal, an nginx, then a server of each kind in front of it.

    Every one was seen to serve the right page. No server at all where nginx is missing; who
    can't run is in ``section.missing``.
    """
    page, tag = page_of(), servers.our_tag()
    able, missing = servers.available([servers.STATIC, *kinds])
    section.missing += missing
    if servers.STATIC not in able:
        yield []
        return
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "index.html").write_bytes(page)
        site = Site(Path(name), servers.free_port(), tag)
        with (
            servers.running(servers.STATIC, site, site.origin) as portal,
            servers.all_running(able[1:], site, section) as others,
        ):
            right = []
            for server in (portal, *others):
                with servers.forgiving(server.name, section):
                    server.check(page, tag)
                    right.append(server)
            yield right
            for server in right:
                server.check(page, tag)
