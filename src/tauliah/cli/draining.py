"""How the server ends: it accepts nothing new, finishes what it has begun, then goes."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

SECONDS_TO_DRAIN = 25
"""How long requests at hand may take: supervisors that send SIGTERM kill after 30 seconds."""
SECONDS_BETWEEN_LOOKS = 0.2


def told_to_end() -> threading.Event:
    """An event that SIGTERM and Ctrl+C set; a second one of them ends the process at once."""
    told = threading.Event()

    def tell(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signal's signature
        signal.signal(number, signal.SIG_DFL)
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, tell)
    return told


def run_until_told(server: Any, sockets: dict[int, Any], told: threading.Event) -> bool:
    """Serve until told to end, then drain; whether every request was answered in time.

    `sockets` is the map with which the server was made.
    """
    while not told.is_set():
        _turn(server, sockets)
    for listener in [one for one in sockets.values() if isinstance(one, BaseWSGIServer)]:
        # no new connection is taken; the system tells the next one to try elsewhere
        listener.del_channel(sockets)
        if listener.socket is not None:
            listener.socket.close()
    until = time.monotonic() + SECONDS_TO_DRAIN
    while _is_busy(sockets) and time.monotonic() < until:
        _turn(server, sockets)
    is_drained = not _is_busy(sockets)
    server.task_dispatcher.shutdown()
    wasyncore.close_all(sockets, ignore_all=True)
    return is_drained


def _turn(server: Any, sockets: dict[int, Any]) -> None:
    wasyncore.loop(
        timeout=SECONDS_BETWEEN_LOOKS, use_poll=server.adj.asyncore_use_poll, map=sockets, count=1
    )


def _is_busy(sockets: dict[int, Any]) -> bool:
    """Whether a request is being answered, or an answer is still on its way out."""
    channels = [one for one in list(sockets.values()) if isinstance(one, HTTPChannel)]
    return any(one.requests or one.request or one.total_outbufs_len for one in channels)
