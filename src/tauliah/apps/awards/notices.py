"""What holders are told by e-mail: noted in the transaction that gives the reason, sent afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import send_mail

from tauliah.apps.awards.models import Award, Notice
from tauliah.apps.catalogue.queries import programme
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
    """How many notices wait to be sent."""
    return Notice.objects.filter(sent_at=None).count()


def send_notices(
    *, now: Callable[[], datetime], progress: Callable[[int, int], None] | None = None
) -> int:
    """Send what waits, oldest first, each in its reader's language; how many were sent.

    Stops when the mail server fails; what is left, and letters to addresses that it refuses, wait
    for the next time. A process that is killed between a letter and its note sends that letter
    twice, and never none.
    """
    total, sent = unsent_notices(), 0
    if not total:
        return 0
    body = programme().about.body.name
    waiting = Notice.objects.filter(sent_at=None).order_by("made_at", "pk")
    for notice in waiting.select_related("person", "award").iterator(chunk_size=100):
        try:
            _send(notice, body)
        except SMTPRecipientsRefused:
            # one address that is gone must not keep the news from all others
            continue
        except OSError:
            break
        Notice.objects.filter(pk=notice.pk).update(sent_at=now())
        sent += 1
        if progress is not None:
            progress(sent, total)
    return sent


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
