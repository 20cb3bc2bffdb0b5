"""A worker as its supervisor sees it: a process, a channel, the counts it last told."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
import sys
from collections.abc import Sequence
from typing import Any

from a11y_proxy.control import Channel, Message
from a11y_proxy.statistics import Snapshot

# A worker that is busy answers late; what it told last is shown then.
_ANSWER_SECONDS = 2.0
_numbers = itertools.count(1)


class WorkerProcess:
    """A process of our own, started anew rather than forked: threads and loops don't survive that.

    ``ready`` is set when it answers visitors; ``snapshot`` is what it has counted, as far as told.
    """

    def __init__(self, process: asyncio.subprocess.Process, channel: Channel) -> None:
        self.process = process
        self.ready = asyncio.Event()
        self.snapshot: Snapshot | None = None
        self._channel = channel
        self._asked: dict[int, asyncio.Future[Message]] = {}

    @classmethod
    async def start(cls, sockets: Sequence[socket.socket], **start: Any) -> WorkerProcess:
        """Start a worker on these listening sockets."""
        ours, theirs = socket.socketpair()
        listeners = [one.fileno() for one in sockets]
        with theirs:
            process = await asyncio.create_subprocess_exec(
                # -P: what lies in the working directory is no module of ours.
                *(sys.executable, "-P", "-m", "a11y_proxy.worker", str(theirs.fileno())),
                pass_fds=[theirs.fileno(), *listeners],
                stdin=asyncio.subprocess.DEVNULL,
            )
        worker = cls(process, await Channel.on(ours))
        worker.tell("start", listeners=listeners, **start)
        return worker

    def tell(self, what: str, **more: Any) -> None:
        """Send a message that needs no answer."""
        self._channel.send({"do": what, **more})

    async def ask(self, what: str, *, seconds: float = _ANSWER_SECONDS, **more: Any) -> Message:
        """Send a message and return the answer. Raises TimeoutError, and where it ends first."""
        number = next(_numbers)
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._asked[number] = answer
        self.tell(what, id=number, **more)
        try:
            return await asyncio.wait_for(answer, seconds)
        finally:
            del self._asked[number]

    async def take_snapshot(self) -> Snapshot | None:
        """What it has counted by now, or what it told last."""
        with contextlib.suppress(TimeoutError):
            await self.ask("snapshot")
        return self.snapshot

    async def listen(self) -> int:
        """Take its messages until it ends; its exit code."""
        while (message := await self._channel.receive()) is not None:
            self.snapshot = message.get("snapshot", self.snapshot)
            if message["event"] == "ready":
                self.ready.set()
            answer = self._asked.get(message.get("id", 0))
            if answer is not None and not answer.done():
                answer.set_result(message)
        for waiting in self._asked.values():
            if not waiting.done():
                waiting.set_exception(TimeoutError())
        code = await self.process.wait()
        await self._channel.close()
        return code

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
