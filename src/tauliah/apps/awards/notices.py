"""What holders are told by e-mail: noted in the transaction that gives the reason, sent afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail

from tauliah.apps.awards.models import Award, Notice
from tauliah.apps.catalogue.queries import programme
from tauliah.apps.letters import send_waiting, unsent
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import SYSTEM
from tauliah.core.kernel import LocalText

_SUBJECTS = {
    "re-signed": LocalText(
        en="Your credential {number} was signed anew",
        ms="Kredensial anda {number} telah ditandatangani semula",
    ),
}
_TEXTS = {
    "re-signed": LocalText(
        en="""Dear {name},

The key with which we signed your credential {number} can no longer be relied on. We have signed the credential anew with another key. Its number and its date are the same, and your award was in force throughout.

Files and badges that you downloaded before are no longer accepted by verifiers. Please download them again, and replace them where you have shown them:
{address}

Paper certificates stay as they are: their number and code lead to the same page as before.

{body}
""",
        ms="""{name},

Kunci yang kami gunakan untuk menandatangani kredensial anda {number} tidak lagi boleh dipercayai. Kami telah menandatangani semula kredensial itu dengan kunci lain. Nombor dan tarikhnya tetap sama, dan anugerah anda sentiasa berkuat kuasa.

Fail dan lencana yang anda muat turun sebelum ini tidak lagi diterima oleh pengesah. Sila muat turun semula, dan gantikannya di tempat anda telah memaparkannya:
{address}

Sijil kertas kekal seperti sedia ada: nombor dan kodnya membawa ke halaman yang sama seperti dahulu.

{body}
""",
    ),
}


def make_notice(award: Award, kind: str, *, at: datetime) -> None:
    """Note that a holder is to be told, inside the transaction that gives the reason."""
    Notice.objects.create(person_id=award.person_id, award=award, kind=kind, made_at=at)


def unsent_notices() -> int:
    """How many notices wait to be sent, also those whose address was refused and is tried again."""
    return unsent(Notice.objects.all()).count()


def given_up_notices() -> list[tuple[str, str, datetime]]:
    """Candidate number, credential number and moment of the letters that nobody got, newest first."""
    given_up = Notice.objects.exclude(given_up_at=None).order_by("-given_up_at", "-pk")
    told = given_up.values_list("person__candidate_number", "award__number", "given_up_at")
    return [(candidate, number, at) for candidate, number, at in told if at is not None]


def try_given_up_again(*, at: datetime) -> int:
    """Put the letters that were given up back among those that wait; how many there were.

    For after somebody mended the addresses.
    """
    given_up = Notice.objects.exclude(given_up_at=None)
    return given_up.update(given_up_at=None, refusals=0, next_try_at=at)


def send_notices(
    *, now: Callable[[], datetime], progress: Callable[[int, int], None] | None = None
) -> int:
    """Send what waits, each in its reader's language, as `send_waiting` does; how many were sent."""
    if not unsent_notices():
        return 0
    body = programme().about.body.name
    return send_waiting(
        Notice.objects.select_related("person", "award"),
        lambda notice: _send(notice, body),
        now=now,
        given_up=_note_given_up,
        progress=progress,
    )


def _note_given_up(notice: Notice, at: datetime) -> None:
    write_audit_entry(SYSTEM, "letter.given-up", subject=notice.award.number, at=at)


def _send(notice: Notice, body: LocalText) -> None:
    language = notice.person.language
    facts = {
        "name": notice.person.full_name,
        "number": notice.award.number,
        "address": f"{settings.ADDRESS}/{language}/my/awards/",
        "body": body.in_language(language),
    }
    subject = _SUBJECTS[notice.kind].in_language(language).format(**facts)
    text = _TEXTS[notice.kind].in_language(language).format(**facts)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [notice.person.email])
