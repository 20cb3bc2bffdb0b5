"""One request at a time over the standard library's client, bounded in bytes and in time.

Nothing is decoded, followed, cached or taken from the environment. A watchdog shuts the socket when
time is up: a server that sends one byte every second is not waited for longer than a silent one.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

import a11y
from a11y.check.exchange import Exchange, Source
from a11y.check.finding import shortened
from a11y.check.way import Way
from a11y.errors import A11yError, SettingsError
from a11y.html import Headers, Rules, origin_headers

USER_AGENT = f"Mozilla/5.0 (compatible; a11y-check/{a11y.__version__})"

# What a browser sends with every request, and for what is shown as a page.
_ALWAYS: Headers = [
    (b"accept-language", b"zh-CN,zh;q=0.9,en;q=0.6"),
    (b"accept-encoding", b"gzip, deflate, br, zstd"),
]
_PAGE = (b"accept", b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
_ANY = (b"accept", b"*/*")
# What jQuery, the usual library of portals, says of itself when it fetches a part of a page.
_SCRIPTED = (b"x-requested-with", b"XMLHttpRequest")
_FILES = frozenset((Source.SCRIPT, Source.STYLE, Source.IMAGE))
_PIECE = 64 * 1024


class FetchError(A11yError):
    """There is no answer. ``finding`` is the id in the catalogue, the message is the evidence."""

    def __init__(self, finding: str, message: str) -> None:
        super().__init__(shortened(message))
        self.finding = finding


@dataclass
class Fetcher:
    """Gets single answers. ``timeout``: seconds from the name's resolution to the last byte."""

    rules: Rules
    timeout: float = 15.0
    page_bytes: int = 4 * 1024 * 1024
    user_agent: str = USER_AGENT
    way: Way = field(default_factory=Way)
    _tls: ssl.SSLContext = field(init=False)
    # One jar per host and port, names and values only: a check has no past and no future.
    _cookies: dict[str, dict[str, str]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        way = self.way
        try:
            self._tls = ssl.create_default_context(cafile=way.ca_file)
        except OSError as error:
            raise SettingsError(f"ca_file {way.ca_file}: {error}") from error
        try:
            if way.cert_file is not None:
                self._tls.load_cert_chain(way.cert_file, way.key_file)
        except OSError as error:
            raise SettingsError(f"cert_file {way.cert_file}: {error}") from error

    def fetch(self, url: str, source: Source, *, limit: int | None = None) -> Exchange:
        """GET one address, at most ``limit`` bytes of its content. Raises FetchError."""
        parts = urlsplit(url)
        headers = self._headers(parts, source)
        with (
            _Watchdog(self.timeout) as watchdog,
            _failures(watchdog),
            self._connect(parts, watchdog) as connection,
        ):
            self._send(connection, parts, headers)
            with connection.getresponse() as response:
                if watchdog.fired:
                    # For http.client the end of the connection ends a head, too.
                    raise TimeoutError("the head of the answer did not end in time")
                fields = self.way.response(_fields(response))
                content = _read(response, watchdog, limit or self.page_bytes)
        self._keep_cookies(parts.netloc, fields)
        return Exchange(
            url=url,
            status=response.status,
            headers=fields,
            body=content.body,
            request_headers=headers,
            source=source,
            complete=content.complete,
            trouble=content.trouble,
        )

    def _headers(self, parts: SplitResult, source: Source) -> Headers:
        fields = [(b"user-agent", self.user_agent.encode("latin-1", "replace")), *_ALWAYS]
        if source is Source.XHR:
            fields += [_ANY, _SCRIPTED]
        else:
            fields.append(_ANY if source in _FILES else _PAGE)
        if jar := self._cookies.get(parts.netloc):
            pairs = "; ".join(f"{name}={value}" for name, value in jar.items())
            fields.append((b"cookie", pairs.encode("latin-1")))
        return self.way.request(origin_headers("GET", fields, self.rules))

    @contextlib.contextmanager
    def _connect(self, parts: SplitResult, watchdog: _Watchdog) -> Iterator[HTTPConnection]:
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        with contextlib.ExitStack() as stack:
            raw = socket.create_connection((host, port), timeout=self.timeout)
            stack.callback(raw.close)
            if parts.scheme == "https":
                # The handshake comes later, so that the watchdog sees it.
                raw = self._tls.wrap_socket(
                    raw, server_hostname=host, do_handshake_on_connect=False
                )
                stack.callback(raw.close)
            watchdog.watch(raw)
            if isinstance(raw, ssl.SSLSocket):
                raw.do_handshake()
            connection = HTTPConnection(host, port)
            connection.sock = raw
            stack.callback(connection.close)
            yield connection

    def _send(self, connection: HTTPConnection, parts: SplitResult, headers: Headers) -> None:
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", self.way.host_field(parts.netloc))
        for name, value in headers:
            connection.putheader(name.decode("ascii").title(), value)
        connection.putheader("Connection", "close")
        connection.endheaders()

    def _keep_cookies(self, host: str, headers: Headers) -> None:
        jar = self._cookies.setdefault(host, {})
        for name, value in headers:
            if name.lower() == b"set-cookie":
                key, is_pair, rest = value.partition(b";")[0].decode("latin-1").partition("=")
                if is_pair and len(jar) < 50 and (key + rest).isprintable():
                    jar[key.strip()] = rest.strip()


class _Content(NamedTuple):
    """The content as far as it came: whether that is all, and the finding if there was trouble."""

    body: bytes
    complete: bool
    trouble: str | None = None


def _fields(response: HTTPResponse) -> Headers:
    """The header section; http.client reads it as Latin-1, so the bytes are what they were."""
    return [
        (name.encode("latin-1"), value.encode("latin-1", "replace"))
        for name, value in response.headers.raw_items()
    ]


def _read(response: HTTPResponse, watchdog: _Watchdog, limit: int) -> _Content:
    body = bytearray()
    try:
        while len(body) <= limit and (piece := response.read1(_PIECE)):
            body += piece
    except IncompleteRead as error:
        body += error.partial
        return _Content(bytes(body), False, "fetch.slow" if watchdog.fired else "fetch.cut")
    except (OSError, HTTPException, ValueError):
        return _Content(bytes(body), False, "fetch.slow" if watchdog.fired else "fetch.cut")
    if watchdog.fired:
        return _Content(bytes(body), False, "fetch.slow")
    if len(body) > limit:
        return _Content(bytes(body[:limit]), False)
    is_short = response.length not in (None, 0)
    return _Content(bytes(body), not is_short, "fetch.cut" if is_short else None)


class _Watchdog:
    """Shuts a socket when time is up; whoever reads from it then sees its end."""

    def __init__(self, seconds: float) -> None:
        self.fired = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._fire)
        self._timer.daemon = True

    def __enter__(self) -> _Watchdog:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()

    def watch(self, raw: socket.socket) -> None:
        """From now on this is the socket."""
        self._socket = raw
        if self.fired:
            self._fire()

    def _fire(self) -> None:
        self.fired = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                # Not SSLSocket's own, which forgets the session under the reader's feet.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


@contextlib.contextmanager
def _failures(watchdog: _Watchdog) -> Iterator[None]:
    """Every way to get no answer as a FetchError."""
    try:
        yield
    except FetchError:
        raise
    except (OSError, HTTPException, ValueError) as error:
        raise FetchError(
            _finding_for(error, watchdog), str(error) or type(error).__name__
        ) from error


def _finding_for(error: Exception, watchdog: _Watchdog) -> str:
    if watchdog.fired or isinstance(error, TimeoutError):
        return "fetch.timeout"
    if isinstance(error, ssl.SSLError):
        return "fetch.tls"
    if isinstance(error, socket.gaierror | UnicodeError):
        return "fetch.name"
    if isinstance(error, ConnectionRefusedError) or not isinstance(error, OSError):
        return "fetch.refused" if isinstance(error, OSError) else "fetch.broken"
    # http.client's own are both: the server went away without a word.
    return "fetch.broken" if isinstance(error, HTTPException | ConnectionError) else "fetch.refused"
