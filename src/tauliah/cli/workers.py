"""The server as several processes on one port, so that every core answers.

One process supervises and answers nothing: it replaces a worker that died, and when it is told to
end lets each finish what it has begun. What is looked after each minute has a process of its own.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

CONNECTIONS_WAITING = 1024
SHORTEST_LIFE_SECONDS = 1.0
"""A process that ends by itself sooner is made anew only after that time: the next would end, too."""
SECONDS_TO_END = 28
"""How long the others may take to end: supervisors that send SIGTERM kill after 30 seconds."""

log = logging.getLogger(__name__)

Work = Callable[[threading.Event], None]
"""What a process does until the event is set."""


def can_fork() -> bool:
    """Whether this system lets a server have several processes."""
    return hasattr(os, "fork") and sys.platform == "linux"


def listening(host: str, port: int) -> socket.socket:
    """The socket on which all workers answer.

    Raises:
        OSError: where nobody may listen there, or somebody does.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(CONNECTIONS_WAITING)
    except OSError:
        listener.close()
        raise
    return listener


@dataclass
class Workers:
    """Processes that each do one kind of work, and are replaced when they die.

    Make it before the first thread and with no database connected: each process begins as a copy.
    """

    told: threading.Event
    listener: socket.socket
    alive: dict[int, tuple[Work, float]] = field(default_factory=dict)

    def supervise(self, works: list[Work]) -> bool:
        """Have all of it done until told to end; whether every process then ended by itself."""
        for work in works:
            self._begin(work)
        while not self.told.is_set():
            for work, lived in self._gone():
                if lived < SHORTEST_LIFE_SECONDS:
                    self.told.wait(SHORTEST_LIFE_SECONDS)
                if not self.told.is_set():
                    self._begin(work)
            self.told.wait(0.1)
        return self._end()

    def _begin(self, work: Work) -> None:
        parent = os.getpid()
        pid = os.fork()
        if pid:
            self.alive[pid] = (work, time.monotonic())
            return
        status = 1
        try:
            work(told_by(parent))
            status = 0
        except Exception:
            log.exception("A process of the server ended by a fault")
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _gone(self) -> list[tuple[Work, float]]:
        """The work of each process that has died, and how long it lived if it ended by itself."""
        found = []
        for pid in list(self.alive):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if not ended:
                continue
            work, since = self.alive.pop(pid)
            is_killed = os.WIFSIGNALED(status)
            found.append((work, SHORTEST_LIFE_SECONDS if is_killed else time.monotonic() - since))
        return found

    def _end(self) -> bool:
        # each of them closes its own: only then does the system send the next to come elsewhere
        self.listener.close()
        for pid in self.alive:
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + SECONDS_TO_END
        while self.alive and time.monotonic() < until:
            self._gone()
            time.sleep(0.02)
        for pid in self.alive:
            os.kill(pid, signal.SIGKILL)
        return not self.alive


def told_by(parent: int) -> threading.Event:
    """An event that SIGTERM sets, or the death of the supervisor, in one of its processes."""
    told = threading.Event()
    # Ctrl+C goes to all processes of a terminal: the supervisor alone decides what it means
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: told.set())

    def watch() -> None:
        while not told.wait(0.5):
            if os.getppid() != parent:
                told.set()

    threading.Thread(target=watch, name="supervisor", daemon=True).start()
    return told
