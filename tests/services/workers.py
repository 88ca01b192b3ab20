"""The site as worker processes on one socket, so that a worker can be killed and another take over.

`python -m tests.services.workers PORT --workers 2` loads the site once and forks; a worker that dies
is replaced at once, as by the process managers of larger installations.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

CONNECTIONS_WAITING = 1024


def workers_of(parent: int) -> list[int]:
    """The processes that answer now."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8")
    return [int(pid) for pid in listed.split()]


def main() -> None:
    """Listen, fork, and replace whoever dies until told to end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument(
        "--clock-off", type=int, default=0, help="seconds by which its clock is wrong"
    )
    wanted = parser.parse_args()
    if wanted.clock_off:
        import time_machine

        wrong = datetime.now(UTC) + timedelta(seconds=wanted.clock_off)
        time_machine.travel(wrong, tick=True).start()
    from django.urls import get_resolver

    from tauliah.config.wsgi import application

    # loaded before the fork, without a word to the database
    _ = get_resolver().reverse_dict
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", wanted.port))
    listener.listen(CONNECTIONS_WAITING)
    alive: set[int] = set()

    def end(number: int, frame: object) -> None:
        for pid in alive:
            os.kill(pid, signal.SIGKILL)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    while True:
        while len(alive) < wanted.workers:
            pid = os.fork()
            if pid == 0:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                _work(application, listener, threads=wanted.threads)
            alive.add(pid)
        print("ready", flush=True)
        gone, _ = os.wait()
        alive.discard(gone)


def _work(application: Any, listener: socket.socket, *, threads: int) -> None:
    from waitress import serve

    try:
        serve(application, sockets=[listener], threads=threads, connection_limit=1000)
    finally:
        sys.stdout.flush()
        os._exit(1)


if __name__ == "__main__":
    main()
