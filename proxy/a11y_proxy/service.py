"""All that one process serves: the gateway with its server, its logs, its counts."""

from __future__ import annotations

import socket
import ssl
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from a11y.errors import SettingsError
from a11y_proxy.access_log import AccessLog
from a11y_proxy.configuration import PROCESS_KEYS, Configuration
from a11y_proxy.gateway import Gateway
from a11y_proxy.log_file import LogFile
from a11y_proxy.log_setup import reopen, set_up_logs
from a11y_proxy.server import GatewayServer, uvicorn_options
from a11y_proxy.statistics import Snapshot


class Service:
    """The sites of a configuration, served in this process.

    Raises SettingsError where a certificate or a file of a site can't be used, OSError where a
    log can't be written.
    """

    def __init__(self, configuration: Configuration) -> None:
        server = configuration.server
        self.configuration = configuration
        self._logs = [set_up_logs(server)]
        self.refused: Counter[str] = Counter()
        self.gateway = Gateway(
            configuration.sites,
            drain_seconds=configuration.common.drain_seconds,
            access_log=self._access_log(),
        )
        self.gateway.readiness.asks_upstreams = server.ready_asks_upstreams
        options = uvicorn_options(
            configuration.common, self.refused, self.gateway.access_log
        ) | tls_options(configuration)
        self._server = GatewayServer(self.gateway, self._ready, **options)
        self._on_ready: Callable[[], None] = lambda: None

    async def run(self, sockets: Sequence[socket.socket], on_ready: Callable[[], None]) -> None:
        """Serve until ``stop``, then let open answers finish; ``on_ready`` when it answers."""
        self._on_ready = on_ready
        await self._server.serve(list(sockets))

    @property
    def stopping(self) -> bool:
        """Whether the end has begun."""
        return self._server.should_exit

    def stop(self, *, at_once: bool = False) -> None:
        """End; ``at_once`` without waiting for anything."""
        self._server.should_exit = True
        self._server.force_exit = self._server.force_exit or at_once

    async def reload(self, configuration: Configuration) -> list[str]:
        """Serve this configuration's sites from now on. Raises A11yError, then all stays.

        Returns the settings that will take effect only when the process starts anew.
        """
        await self.gateway.replace(configuration.sites)
        if configuration.server.certificate is not None and self._server.config.ssl is not None:
            load_certificate(self._server.config.ssl, configuration)
        return needs_restart(self.configuration, configuration)

    def reopen_logs(self) -> None:
        """Open log files anew, after logrotate has moved them."""
        reopen(self._logs)

    def snapshot(self) -> Snapshot:
        """All counts of this process as a tree."""
        return self.gateway.snapshot() | {
            "refused": dict(self.refused),
            "now": {"connections": len(self._server.server_state.connections)},
        }

    def _ready(self) -> None:
        self._on_ready()

    def _access_log(self) -> AccessLog | None:
        settings = self.configuration.server
        if settings.access_log == "off":
            return None
        file = LogFile(settings.access_log)
        self._logs.append(file)
        return AccessLog(file, settings.access_log_fields, settings.log_format)


def tls_options(configuration: Configuration) -> dict[str, Any]:
    """The keywords for uvicorn where visitors come by https. Raises SettingsError."""
    if configuration.server.certificate is None:
        return {}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["http/1.1"])
    load_certificate(context, configuration)
    return {"ssl_context_factory": lambda _config, _default: context}


def load_certificate(context: ssl.SSLContext, configuration: Configuration) -> None:
    """Put the certificate into a context: connections made from now on get it."""
    server = configuration.server
    try:
        context.load_cert_chain(str(server.certificate), server.key)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(
            f"certificate {server.certificate} can't be used: {error.strerror}"
        ) from error


def needs_restart(old: Configuration, new: Configuration) -> list[str]:
    """The keys of ``[proxy]`` that differ: they are read once, when the process starts."""
    differing = [name for name in vars(new.server) if _differs(old.server, new.server, name)]
    shared = [name for name in PROCESS_KEYS if _differs(old.common, new.common, name)]
    return differing + shared


def _differs(old: object, new: object, name: str) -> bool:
    return bool(getattr(old, name) != getattr(new, name))
