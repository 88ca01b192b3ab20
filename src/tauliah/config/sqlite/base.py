"""Django's SQLite, but that whoever wants to write waits for a turn instead of asking again.

SQLite lets one transaction write at a time. Whoever finds it taken sleeps and looks again, longer
each time, so that some wait very long while the file is free. Here a thread is woken by the one
before it, and a process by the process before it, in the order in which they came: the system keeps
that queue, and a process that is killed leaves it. Others who write to the file, such as SQLite's own
shell, still meet us at SQLite's lock.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from contextlib import suppress
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

try:
    import fcntl
except ImportError:  # a system without it serves by one process
    fcntl = None  # type: ignore[assignment]

turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
"""Whose turn it is, by the file."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin when it is their turn."""

    has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            # a commit that failed leaves its transaction open, and its rollback follows
            if self.connection is None or not self.connection.in_transaction:
                self._end_turn()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _take_turn(self) -> None:
        if self.has_turn:
            return
        seconds = self.settings_dict["OPTIONS"].get("timeout", 5)
        if not turns[str(self.settings_dict["NAME"])].acquire(timeout=seconds):
            raise OperationalError("database is locked")
        self.has_turn = True
        queue = _queue_of(str(self.settings_dict["NAME"]))
        if queue is not None:
            fcntl.flock(queue, fcntl.LOCK_EX)

    def _end_turn(self) -> None:
        if self.has_turn:
            self.has_turn = False
            queue = _queue_of(str(self.settings_dict["NAME"]))
            if queue is not None:
                fcntl.flock(queue, fcntl.LOCK_UN)
            turns[str(self.settings_dict["NAME"])].release()


_queues: dict[tuple[int, str], int | None] = {}


def _queue_of(name: str) -> int | None:
    """The file at which processes queue; None for a database that is no file, or no place for one.

    Each process opens it for itself: a copy of an open file would share its place in the queue.
    """
    key = (os.getpid(), name)
    if key not in _queues:
        _queues[key] = None
        if fcntl is not None and os.path.isfile(name):  # noqa: PTH113 - a name, or what is none
            # beside a database that nobody may write beside, processes meet at SQLite's own lock
            with suppress(OSError):
                _queues[key] = os.open(f"{name}-turn", os.O_CREAT | os.O_RDWR, 0o600)
    return _queues[key]
