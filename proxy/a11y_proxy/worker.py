"""One of several processes that answer; its supervisor tells it what and when."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import sys

from a11y.errors import A11yError
from a11y_proxy.control import Channel, Message
from a11y_proxy.server import new_runner
from a11y_proxy.service import Service
from a11y_proxy.shared_speech import SharedSpeech
from a11y_proxy.source import configured

_log = logging.getLogger("a11y_proxy.process")


class Worker:
    """Obeys the messages of a channel until it is told to stop, or nobody is there to tell it."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._service: Service | None = None
        self._speech: SharedSpeech | None = None
        self._reloading = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Serve. The first message says what. Raises A11yError and OSError."""
        start = await self._channel.receive()
        if start is None:
            return
        loop = asyncio.get_running_loop()
        # Ctrl-C and the end of a terminal reach the whole group: the supervisor decides.
        for number in (signal.SIGINT, signal.SIGHUP, signal.SIGUSR1):
            signal.signal(number, signal.SIG_IGN)
        self._speech = SharedSpeech(*start["speech"])
        configuration = self._speech.in_configuration(configured(start["configuration"]))
        service = self._service = Service(configuration)
        service.gateway.readiness.all_up = False
        loop.add_signal_handler(signal.SIGTERM, service.stop)
        sockets = [socket.socket(fileno=number) for number in start["listeners"]]
        obey = asyncio.create_task(self._obey(service))
        await service.run(sockets, lambda: self._channel.send({"event": "ready"}))
        self._channel.send({"event": "end", "snapshot": service.snapshot()})
        obey.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await obey
        await self._channel.close()

    async def _obey(self, service: Service) -> None:
        while (message := await self._channel.receive()) is not None:
            match message["do"]:
                case "stop":
                    service.stop(at_once=service.stopping)
                case "all-up":
                    service.gateway.readiness.all_up = message["value"]
                case "reopen":
                    service.reopen_logs()
                case "snapshot":
                    answer = {"event": "snapshot", "id": message["id"]}
                    self._channel.send(answer | {"snapshot": service.snapshot()})
                case "reload":
                    task = asyncio.create_task(self._reload(service, message))
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)
        service.stop()

    async def _reload(self, service: Service, message: Message) -> None:
        problem = None
        async with self._reloading:
            try:
                configuration = configured(message["configuration"])
                if self._speech is not None:
                    configuration = self._speech.in_configuration(configuration)
                await service.reload(configuration)
            except A11yError as error:
                problem = str(error)
        self._channel.send({"event": "reloaded", "id": message["id"], "problem": problem})


async def _run(number: int) -> None:
    await Worker(await Channel.on(socket.socket(fileno=number))).run()


def main() -> int:
    """Run a worker; the one argument is the descriptor of its channel."""
    with new_runner() as runner:
        try:
            runner.run(_run(int(sys.argv[1])))
        except (A11yError, OSError) as error:
            _log.error("worker: %s", error)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
