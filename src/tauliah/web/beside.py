"""Long work beside the pages: in a thread of its own, which ends with the process."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Thread

from django.db import connections

log = logging.getLogger(__name__)


def begin_beside(work: Callable[[], None], *, failed: Callable[[], None], what: str) -> None:
    """Begin work that no page waits for; it tells itself how far it is.

    `failed` is called where it raises; the log then says `what` was not done.
    """

    def run() -> None:
        try:
            work()
        except Exception:
            log.exception("%s", what)
            failed()
        finally:
            connections.close_all()

    # it ends with this process: the page then says that it stopped, and nothing is half done
    Thread(target=run, daemon=True).start()
