"""The portal asked with aiohttp: nothing decoded, followed, remembered or added."""

from __future__ import annotations

import errno
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
from multidict import CIMultiDict

from a11y.errors import SettingsError
from a11y_proxy.aiohttp_wire import WireRequest, WireResponse, send_over_wire
from a11y_proxy.errors import (
    BAD_CERTIFICATE,
    BAD_REQUEST,
    BAD_TLS,
    CLOSED,
    CUT_SHORT,
    GARBAGE,
    NO_CONNECTION,
    NO_NAME,
    REFUSED,
    UNREACHABLE,
    RequestError,
    UpstreamError,
)
from a11y_proxy.origin import Origin
from a11y_proxy.request_headers import Headers
from a11y_proxy.settings import ProxySettings
from a11y_proxy.upstream import UpstreamRequest

# aiohttp's own limits (8 KB a field, 128 fields) are below what portals send: 60 cookies happen.
FIELD_BYTES = 64 * 1024
FIELD_COUNT = 1000

# What aiohttp would add; the visitor's own fields say it, or nobody does.
_NOT_ADDED = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


class AiohttpUpstream:
    """One fixed portal behind aiohttp's pool. The pool is made at the first request.

    Raises SettingsError for a file of authorities that can't be used.
    """

    def __init__(self, origin: Origin, settings: ProxySettings) -> None:
        self._origin = origin
        self._settings = settings
        self._trust = _trust(settings.ca_file) if origin.scheme == "https" else True
        self._session: aiohttp.ClientSession | None = None

    async def send(self, request: UpstreamRequest) -> AiohttpResponse:
        """Send a request; see ``Upstream.send``."""
        session = self._session or self._open()
        with _mapped_errors():
            response = await session.request(
                request.method,
                # As a path, because parsing it as a URL would drop the "?" of an empty query.
                self._origin.url.with_path(request.target, encoded=True),
                headers=_text(request.headers),
                data=request.body,
                allow_redirects=False,
            )
        assert isinstance(response, WireResponse)  # noqa: S101 - the session makes no other
        if not 200 <= response.status <= 599 or not _plainly_framed(response):
            response.close()
            raise UpstreamError(GARBAGE)
        return AiohttpResponse(response)

    async def aclose(self) -> None:
        """Close all connections. A later request opens a new pool."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _open(self) -> aiohttp.ClientSession:
        settings = self._settings
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=settings.connections, ssl=self._trust),
            # Silences are timed by the exchange, which knows whose turn it is.
            timeout=aiohttp.ClientTimeout(total=None, connect=settings.connect_seconds),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            skip_auto_headers=_NOT_ADDED,
            request_class=WireRequest,
            response_class=WireResponse,
            middlewares=(send_over_wire,),
            max_line_size=FIELD_BYTES,
            max_field_size=FIELD_BYTES,
            max_headers=FIELD_COUNT,
        )
        return self._session


class AiohttpResponse:
    """A response of the portal; see ``UpstreamResponse``."""

    def __init__(self, response: WireResponse) -> None:
        self._response = response
        self.status = response.status
        self.headers: Headers = [(name.lower(), value) for name, value in response.raw_headers]
        self._until_close = _ends_with_connection(response)

    @property
    def complete(self) -> bool:
        """Whether all of the body has been read."""
        return self._response.content.at_eof() and not self._was_cut()

    async def read(self) -> bytes:
        """The next bytes; see ``UpstreamResponse.read``."""
        try:
            chunk = await self._response.content.readany()
        except aiohttp.ClientError as error:
            raise UpstreamError(CUT_SHORT) from error
        if not chunk and self._was_cut():
            raise UpstreamError(CUT_SHORT)
        return chunk

    def close(self) -> None:
        """Give up what is unread."""
        self._response.close()

    def _was_cut(self) -> bool:
        """Whether a body that ends with its connection ended with a reset: aiohttp hides that."""
        return self._until_close and self._response.was_reset()


def _trust(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"ca_file {ca_file} can't be used: {error.strerror}") from error


def _text(headers: Headers) -> CIMultiDict[str]:
    """The fields as aiohttp wants them; WireRequest makes the same bytes of them again."""
    return CIMultiDict((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)


def _plainly_framed(response: WireResponse) -> bool:
    """Whether aiohttp has undone all transfer codings: it knows no other than chunked."""
    return all(
        value.strip().lower() == b"chunked"
        for name, value in response.raw_headers
        if name.lower() == b"transfer-encoding"
    )


def _ends_with_connection(response: WireResponse) -> bool:
    """Whether nothing but the end of the connection ends the body (RFC 9112 6.3, 8)."""
    if response.method == "HEAD" or response.status in (204, 304):
        return False
    return not any(
        name.lower() in (b"content-length", b"transfer-encoding")
        for name, _ in response.raw_headers
    )


@contextmanager
def _mapped_errors() -> Iterator[None]:
    """Exceptions of aiohttp as ours, at the border."""
    try:
        yield
    except aiohttp.ClientConnectorDNSError as error:
        raise UpstreamError(NO_NAME) from error
    except aiohttp.ClientConnectorCertificateError as error:
        raise UpstreamError(BAD_CERTIFICATE) from error
    except aiohttp.ClientConnectorSSLError as error:
        raise UpstreamError(BAD_TLS) from error
    except aiohttp.ClientConnectorError as error:
        refused = error.errno == errno.ECONNREFUSED
        raise UpstreamError(REFUSED if refused else UNREACHABLE) from error
    except aiohttp.ConnectionTimeoutError as error:
        raise UpstreamError(NO_CONNECTION) from error
    except aiohttp.ClientResponseError as error:
        raise UpstreamError(GARBAGE) from error
    except aiohttp.ClientError as error:
        raise UpstreamError(CLOSED) from error
    except ValueError as error:
        # A control character in a field of the visitor's that our server let through.
        raise RequestError(BAD_REQUEST) from error
