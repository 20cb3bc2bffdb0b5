"""What systemd wants to know of a service of Type=notify (sd_notify(3))."""

from __future__ import annotations

import os
import socket
import time


def notify(*states: str) -> None:
    """Tell systemd, where it is there: READY=1, RELOADING=1 or STOPPING=1."""
    place = os.environ.get("NOTIFY_SOCKET", "")
    if place[:1] not in ("/", "@"):
        return
    if "RELOADING=1" in states:
        states += (f"MONOTONIC_USEC={time.monotonic_ns() // 1000}",)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
        # An @ stands for the NUL of the abstract namespace.
        channel.connect(place.replace("@", "\0", 1) if place.startswith("@") else place)
        channel.sendall("\n".join(states).encode("utf-8"))
