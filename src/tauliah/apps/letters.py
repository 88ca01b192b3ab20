"""Letters that wait in a table until they are sent: refused ones are tried less often, with an end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import TypeVar

from django.db import models, transaction
from django.db.models import Q, QuerySet

WAITS_AFTER_REFUSALS = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
)
"""How long is waited after each refusal of an address: a full mailbox is emptied within days. After
as many refusals and one more the letter is given up."""


class Letter(models.Model):
    """That somebody is to be told something by e-mail, and how far that is; whom and what, a table adds."""

    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    refusals = models.PositiveSmallIntegerField(
        default=0, help_text="how often the mail server refused the address"
    )
    next_try_at = models.DateTimeField(null=True, help_text="not before, after a refusal")
    given_up_at = models.DateTimeField(null=True, help_text="when it was refused for the last time")

    class Meta:
        abstract = True


AnyLetter = TypeVar("AnyLetter", bound=Letter)
SENT_OR_GIVEN_UP = Q(sent_at=None) | Q(given_up_at=None)
"""What holds for every letter: it is not both."""


def unsent(letters: QuerySet[AnyLetter]) -> QuerySet[AnyLetter]:
    """Those that wait to be sent, also where the address was refused and is tried again."""
    return letters.filter(sent_at=None, given_up_at=None)


def over(letters: QuerySet[AnyLetter], before: datetime) -> QuerySet[AnyLetter]:
    """Those that were sent, or given up, before a moment."""
    return letters.filter(Q(sent_at__lt=before) | Q(given_up_at__lt=before))


def send_waiting(
    letters: QuerySet[AnyLetter],
    send: Callable[[AnyLetter], None],
    *,
    now: Callable[[], datetime],
    given_up: Callable[[AnyLetter, datetime], None],
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Send what waits and is due, oldest first; how many were sent.

    Stops when the mail server fails; what is left waits for the next time. A letter to an address
    that it refuses waits for longer each time, and is given up after the last of
    WAITS_AFTER_REFUSALS: `given_up` is told, in the same transaction. A process that is killed
    between a letter and its note sends that letter twice, and never none.
    """
    due = unsent(letters).filter(Q(next_try_at=None) | Q(next_try_at__lte=now()))
    total, sent = due.count(), 0
    for letter in due.order_by("made_at", "pk").iterator(chunk_size=100):
        try:
            send(letter)
        except SMTPRecipientsRefused:
            # one address that is gone must not keep the news from all others
            _note_refusal(letter, given_up, at=now())
            continue
        except OSError:
            break
        letter.sent_at = now()
        letter.save(update_fields=["sent_at"])
        sent += 1
        if progress is not None:
            progress(sent, total)
    return sent


@transaction.atomic
def _note_refusal(
    letter: AnyLetter, given_up: Callable[[AnyLetter, datetime], None], *, at: datetime
) -> None:
    letter.refusals += 1
    if letter.refusals <= len(WAITS_AFTER_REFUSALS):
        letter.next_try_at = at + WAITS_AFTER_REFUSALS[letter.refusals - 1]
    else:
        letter.given_up_at = at
        given_up(letter, at)
    letter.save(update_fields=["refusals", "next_try_at", "given_up_at"])
