"""A network that loses, delays, repeats and reorders what a browser sends and a server answers."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random

HURTS = ("nothing", "lost", "reply lost", "slow", "twice", "late", "cut short")
LONGEST_DELAY_SECONDS = 0.4
LATE_SECONDS = 1.5


class BadNetwork:
    """Passes one request of each connection on to a server, and hurts it in one way or none."""

    def __init__(self, server: int, *, seed: int) -> None:
        self.server = server
        self.random = Random(seed)
        self.hurt: Counter[str] = Counter()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = int(self.listener.getsockname()[1])

    def run(self) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        hurt = self.random.choices(HURTS, weights=(8, 2, 3, 3, 3, 1, 2))[0]
        self.hurt[hurt] += 1
        with client, suppress(OSError):
            client.settimeout(20)
            request = _whole_request(client)
            if hurt == "lost":
                return
            if hurt == "slow":
                time.sleep(self.random.uniform(0, LONGEST_DELAY_SECONDS))
            if hurt == "late":
                # the browser has given up by then, and sent the same and perhaps the next
                client.close()
                time.sleep(self.random.uniform(0, LATE_SECONDS))
                self._ask(request)
                return
            if hurt == "cut short":
                self._ask(request[: len(request) - 10], waits=False)
                return
            reply = self._ask(request)
            if hurt == "twice":
                reply = self._ask(request)
            if hurt != "reply lost":
                client.sendall(reply)

    def _ask(self, request: bytes, *, waits: bool = True) -> bytes:
        with socket.create_connection(("127.0.0.1", self.server), timeout=20) as link:
            link.sendall(request)
            reply = b""
            while waits and (part := link.recv(65536)):
                reply += part
            return reply


def _whole_request(client: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        request += _some(client)
    head, _, body = request.partition(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    while len(body) < length:
        part = _some(client)
        request, body = request + part, body + part
    return request


def _some(client: socket.socket) -> bytes:
    part = client.recv(65536)
    if not part:
        raise ConnectionError
    return part


@contextmanager
def bad_network(server: int, *, seed: int) -> Iterator[BadNetwork]:
    """A bad network before a server, from its own port."""
    network = BadNetwork(server, seed=seed)
    thread = threading.Thread(target=network.run, daemon=True)
    thread.start()
    try:
        yield network
    finally:
        # shutdown wakes the thread that waits in accept; close alone does not
        network.listener.shutdown(socket.SHUT_RDWR)
        network.listener.close()
        thread.join(timeout=10)
