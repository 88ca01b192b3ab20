"""Django's SQLite, but that threads of one process wait for their turn to write instead of asking again.

SQLite lets one transaction write at a time. Whoever finds it taken sleeps and looks again, longer
each time, so that some wait very long while the file is free. Here a thread is woken by the one
before it. Other processes still meet at SQLite's own lock.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

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

    def _end_turn(self) -> None:
        if self.has_turn:
            self.has_turn = False
            turns[str(self.settings_dict["NAME"])].release()
