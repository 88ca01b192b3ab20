"""What a running server does beside its pages: letters, seats, the search, and what is over by time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from tauliah.cli.console import err, now

SECONDS_BETWEEN_LOOKS = 60


def look_after_each_minute(stopped: threading.Event) -> threading.Thread:
    """Send letters and statements that wait and end what is over, until the server stops.

    Staff lists are over after their hour; what settings give days to is ended once a day.
    """
    from tauliah.apps.awards.notices import send_notices
    from tauliah.apps.classes.actions import settle_classes
    from tauliah.apps.classes.notices import send_class_notices
    from tauliah.apps.experience.sending import look_after_statements
    from tauliah.apps.privacy.retaining import end_once_a_day
    from tauliah.apps.reading.actions import forget_deleted_notes
    from tauliah.apps.reading.indexing import refresh_index
    from tauliah.apps.study.digests import send_digests
    from tauliah.web.staff_checks import forget_old

    def look() -> None:
        forget_old(time.time())
        # before the letters, so that who is offered a seat is told in the same minute
        settle_classes(at=now())
        forget_deleted_notes(at=now())
        refresh_index(at=now())
        send_notices(now=now)
        send_class_notices(now=now)
        send_digests(now=now)
        end_once_a_day(now())
        # last: a store of others may let us wait
        look_after_statements(now=now)

    undone = "What is looked after each minute was not done"
    return each_minute("look-after", look, stopped=stopped, undone=undone)


def each_minute(
    name: str, look: Callable[[], None], *, stopped: threading.Event, undone: str
) -> threading.Thread:
    """Look in a thread of its own until the server stops; what fails is told as `undone`."""
    from django.db import DatabaseError, close_old_connections

    def go_on() -> None:
        while not stopped.wait(SECONDS_BETWEEN_LOOKS):
            close_old_connections()
            try:
                look()
            except (DatabaseError, OSError) as error:
                # the next look tries again; the server itself must go on
                err.print(f"{undone}: {error}", markup=False)

    thread = threading.Thread(target=go_on, name=name, daemon=True)
    thread.start()
    return thread
