"""Connections to a host by name: resolved, tried address by address, encrypted."""

from __future__ import annotations

import asyncio
import itertools
import socket
import ssl
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from a11y.errors import SettingsError
from a11y_proxy.errors import (
    BAD_CERTIFICATE,
    BAD_TLS,
    NO_NAME,
    REFUSED,
    UNREACHABLE,
    UpstreamError,
)
from a11y_proxy.origin import Origin
from a11y_proxy.settings import ProxySettings

# How long an address has before the next one is tried beside it (RFC 8305 5).
_NEXT_AFTER = 0.25

_Protocol = TypeVar("_Protocol", bound=asyncio.Protocol)
_Info = tuple[int, int, int, str, Any]


def tls_context(settings: ProxySettings) -> ssl.SSLContext:
    """What TLS connections to the portal are made with. Raises SettingsError for a bad file."""
    try:
        context = ssl.create_default_context(cafile=settings.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"ca_file {settings.ca_file} can't be used: {_said(error)}") from error
    context.set_alpn_protocols(["http/1.1"])
    if settings.cert_file is not None:
        try:
            context.load_cert_chain(settings.cert_file, settings.key_file)
        except (OSError, ssl.SSLError) as error:
            raise SettingsError(
                f"cert_file {settings.cert_file} or key_file {settings.key_file} can't be used: "
                f"{_said(error)}"
            ) from error
    return context


async def dial(
    make: Callable[[], _Protocol], origin: Origin, tls: ssl.SSLContext | None
) -> _Protocol:
    """Connect to the portal. Raises UpstreamError; cancelling leaves nothing open."""
    loop = asyncio.get_running_loop()
    connection = await _connect(origin.host, origin.port)
    try:
        _, protocol = await loop.create_connection(
            make, sock=connection, ssl=tls, server_hostname=origin.host if tls else None
        )
    except BaseException as error:
        connection.close()
        if isinstance(error, ssl.SSLCertVerificationError):
            raise UpstreamError(BAD_CERTIFICATE) from error
        if isinstance(error, OSError):  # ssl.SSLError is one, and so is a reset meanwhile
            raise UpstreamError(BAD_TLS if tls else UNREACHABLE) from error
        raise
    return protocol


async def _connect(host: str, port: int) -> socket.socket:
    """A connected socket. Raises UpstreamError."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UpstreamError(NO_NAME) from error
    infos = _interleaved(found)
    errors: list[OSError] = []
    connection = await _first([_connecting(info, errors) for info in infos], errors)
    if connection is None:
        refused = any(isinstance(error, ConnectionRefusedError) for error in errors)
        raise UpstreamError(REFUSED if refused else UNREACHABLE) from errors[0]
    return connection


def _connecting(info: _Info, errors: list[OSError]) -> Coroutine[Any, Any, socket.socket | None]:
    async def connect() -> socket.socket | None:
        family, kind, protocol, _, address = info
        try:
            connection = socket.socket(family, kind, protocol)
        except OSError as error:
            errors.append(error)
            return None
        try:
            connection.setblocking(False)
            await asyncio.get_running_loop().sock_connect(connection, address)
        except OSError as error:
            errors.append(error)
            connection.close()
            return None
        except BaseException:
            connection.close()
            raise
        return connection

    return connect()


async def _first(
    attempts: list[Coroutine[Any, Any, socket.socket | None]], errors: list[OSError]
) -> socket.socket | None:
    """The first attempt that succeeds; each begins when the one before fails or takes long."""
    if len(attempts) == 1:
        return await attempts[0]
    running: set[asyncio.Task[socket.socket | None]] = set()
    waiting = list(reversed(attempts))
    try:
        while waiting or running:
            if waiting:
                running.add(asyncio.ensure_future(waiting.pop()))
            done, running = await asyncio.wait(
                running,
                timeout=_NEXT_AFTER if waiting else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            winners = [made for task in done if (made := task.result()) is not None]
            if winners:
                for late in winners[1:]:
                    late.close()
                return winners[0]
        return None
    finally:
        for coroutine in waiting:
            coroutine.close()
        for task in running:
            task.cancel()
            task.add_done_callback(_close_late)


def _close_late(task: asyncio.Task[socket.socket | None]) -> None:
    """Close what connected in the moment when another one had won."""
    if not task.cancelled() and task.exception() is None and (late := task.result()) is not None:
        late.close()


def _interleaved(infos: Sequence[_Info]) -> list[_Info]:
    """The addresses in their order, families taking turns (RFC 8305 4)."""
    families: dict[int, list[_Info]] = {}
    for info in infos:
        families.setdefault(info[0], []).append(info)
    turns = itertools.zip_longest(*families.values())
    return [info for turn in turns for info in turn if info is not None]


def _said(error: OSError) -> str:
    return error.strerror or str(error)
