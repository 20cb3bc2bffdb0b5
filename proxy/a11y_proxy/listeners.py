"""Where the process listens: TCP addresses, unix sockets, or what systemd hands over."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from a11y.errors import A11yError, SettingsError

BACKLOG = 2048
# The first descriptor that systemd passes (sd_listen_fds(3)).
_FIRST_PASSED = 3
_TCP = re.compile(r"(\[[0-9A-Fa-f:.]+(?:%[\w.-]+)?\]|[A-Za-z0-9._-]+):([0-9]{1,5})")


class ListenError(A11yError):
    """An address cannot be listened on. ``error`` is the system's reason."""

    def __init__(self, address: Address, error: OSError) -> None:
        super().__init__(f"cannot listen on {address}: {error.strerror or error}")
        self.address = address
        self.error = error


@dataclass(frozen=True, slots=True)
class Address:
    """A place to listen: ``host`` and ``port``, or the ``path`` of a unix socket."""

    LEGAL: ClassVar[str] = '"host:port", "[IPv6]:port" or "unix:/path"'

    host: str = ""
    port: int = 0
    path: str | None = None

    @classmethod
    def parse(cls, text: str, name: str = "listen") -> Address:
        """The address in a setting called ``name``. Raises SettingsError."""
        kind, _, path = text.partition(":")
        # sun_path has 108 bytes with the NUL at its end (unix(7)).
        if kind == "unix" and path.startswith("/") and len(os.fsencode(path)) < 108:
            return cls(path=path)
        found = _TCP.fullmatch(text)
        if found is None or int(found[2]) > 65535 or kind == "unix":
            raise SettingsError(f"{name} must be {cls.LEGAL}: {text!r}")
        return cls(host=found[1].strip("[]"), port=int(found[2]))

    @classmethod
    def of(cls, listener: socket.socket) -> Address:
        """Where a socket listens."""
        name = listener.getsockname()
        if not isinstance(name, tuple):
            return cls(path=os.fsdecode(name))
        return cls(host=name[0], port=name[1])

    def __str__(self) -> str:
        if self.path is not None:
            return f"unix:{self.path}"
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class Listeners:
    """The sockets of a process, bound and listening; ``close`` removes those that are files."""

    def __init__(self, sockets: list[socket.socket], made: Iterable[tuple[str, int]] = ()) -> None:
        self.sockets = sockets
        self._made = list(made)

    @classmethod
    def open(
        cls, addresses: Iterable[Address], *, mode: str = "0660", owner: str | None = None
    ) -> Listeners:
        """Listen on all addresses or on none. Raises ListenError."""
        listeners = cls([])
        for address in addresses:
            try:
                listeners._add(address, mode, owner)
            except (OSError, LookupError) as error:
                listeners.close()
                wrong = error if isinstance(error, OSError) else OSError(str(error))
                raise ListenError(address, wrong) from error
        return listeners

    @property
    def addresses(self) -> list[Address]:
        """Where they listen, with the ports that the system chose for 0."""
        return [Address.of(listener) for listener in self.sockets]

    def close(self) -> None:
        """Stop listening, and remove the socket files that are still ours."""
        for listener in self.sockets:
            listener.close()
        for path, inode in self._made:
            with contextlib.suppress(OSError):
                # A process started meanwhile may have put its own there.
                if Path(path).stat().st_ino == inode:
                    Path(path).unlink()
        self.sockets, self._made = [], []

    def _add(self, address: Address, mode: str, owner: str | None) -> None:
        if address.path is None:
            family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
            place = (address.host, address.port)
            self.sockets.append(socket.create_server(place, family=family, backlog=BACKLOG))
            return
        listener = _bind_unix(address.path, int(mode, 8))
        self.sockets.append(listener)
        self._made.append((address.path, Path(address.path).stat().st_ino))
        if owner is not None:
            user, _, group = owner.partition(":")
            shutil.chown(address.path, user or None, group or None)  # type: ignore[arg-type]
        listener.listen(BACKLOG)


def passed_by_systemd() -> list[socket.socket]:
    """The sockets of socket activation, in the order of the unit (sd_listen_fds(3)); often none."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return []
    count = int(os.environ.get("LISTEN_FDS", "0"))
    for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"):
        os.environ.pop(name, None)  # they are not for the workers
    sockets = [
        socket.socket(fileno=number) for number in range(_FIRST_PASSED, _FIRST_PASSED + count)
    ]
    for listener in sockets:
        listener.set_inheritable(False)
    return sockets


def _bind_unix(path: str, mode: int) -> socket.socket:
    """A unix socket bound with these permissions from its first moment, not yet listening."""
    _remove_stale(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o777 & ~mode)
    try:
        listener.bind(path)
    except OSError:
        listener.close()
        raise
    finally:
        os.umask(before)
    return listener


def _remove_stale(path: str) -> None:
    """Remove a socket that nobody listens on any more; another file, or a live one, stays."""
    try:
        if not stat.S_ISSOCK(os.stat(path).st_mode):
            return
    except FileNotFoundError:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            os.unlink(path)
