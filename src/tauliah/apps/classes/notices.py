"""What people are told by e-mail about classes: noted in the transaction that gives the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail

from tauliah.apps.catalogue.queries import programme, zone
from tauliah.apps.classes.models import ClassBooking, ClassNotice
from tauliah.apps.letters import send_waiting, unsent
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import SYSTEM
from tauliah.core.kernel import LocalText, spoken_day

_SUBJECTS = {
    "offered": LocalText(
        en="A seat is kept for you until {until}: {class_}",
        ms="Satu tempat duduk disimpan untuk anda sehingga {until}: {class_}",
    ),
    "lapsed": LocalText(
        en="The seat was not accepted in time: {class_}",
        ms="Tempat duduk tidak diterima dalam masanya: {class_}",
    ),
    "no-seat": LocalText(
        en="No seat came free: {class_}", ms="Tiada tempat duduk yang kosong: {class_}"
    ),
    "taken-off": LocalText(
        en="You were taken off the list: {class_}",
        ms="Anda dikeluarkan daripada senarai: {class_}",
    ),
    "called-off": LocalText(en="Class called off: {class_}", ms="Kelas dibatalkan: {class_}"),
}
_TEXTS = {
    "offered": LocalText(
        en="A seat has come free, and it is your turn. We keep it for you until {until}. Accept it "
        "before then, or let it go so that the next person can have it:",
        ms="Satu tempat duduk telah kosong, dan giliran anda telah tiba. Kami menyimpannya untuk anda "
        "sehingga {until}. Terima sebelum waktu itu, atau lepaskannya supaya orang seterusnya "
        "boleh mengambilnya:",
    ),
    "lapsed": LocalText(
        en="The seat that we kept for you was not accepted in time, and the next person was "
        "asked. You are not on the waiting list any more; you can join it again:",
        ms="Tempat duduk yang kami simpan untuk anda tidak diterima dalam masanya, dan orang seterusnya "
        "telah ditawari. Anda tidak lagi dalam senarai menunggu; anda boleh menyertainya semula:",
    ),
    "no-seat": LocalText(
        en="The class has begun and no seat came free for you. Other classes are listed here:",
        ms="Kelas telah bermula dan tiada tempat duduk yang kosong untuk anda. Kelas lain disenaraikan "
        "di sini:",
    ),
    "taken-off": LocalText(
        en="The registrar has taken you off the list of this class. The reason: {reason}\n\nOther "
        "classes are listed here:",
        ms="Pendaftar telah mengeluarkan anda daripada senarai kelas ini. Sebabnya: {reason}\n\n"
        "Kelas lain disenaraikan di sini:",
    ),
    "called-off": LocalText(
        en="This class does not take place. The reason: {reason}\n\nYou need not do anything. "
        "Other classes are listed here:",
        ms="Kelas ini tidak diadakan. Sebabnya: {reason}\n\nAnda tidak perlu berbuat apa-apa. "
        "Kelas lain disenaraikan di sini:",
    ),
}
_FRAME = LocalText(
    en="Dear {name},\n\n{title}\n{place}, {starts} to {ends}, {hours}\n\n{text}\n{address}\n\n"
    "{body}\n",
    ms="{name},\n\n{title}\n{place}, {starts} hingga {ends}, {hours}\n\n{text}\n{address}\n\n"
    "{body}\n",
)


def unsent_class_notices() -> int:
    """How many notices about classes wait to be sent."""
    return unsent(ClassNotice.objects.all()).count()


def send_class_notices(*, now: Callable[[], datetime]) -> int:
    """Send what waits, each in its reader's language, as `send_waiting` does; how many were sent."""
    waiting = ClassNotice.objects.select_related("person", "scheduled_class")
    return send_waiting(waiting, _send, now=now, given_up=_note_given_up)


def _note_given_up(notice: ClassNotice, at: datetime) -> None:
    write_audit_entry(SYSTEM, "letter.given-up", subject=str(notice.scheduled_class_id), at=at)


def _send(notice: ClassNotice) -> None:
    scheduled, person = notice.scheduled_class, notice.person
    language = person.language
    published = programme()
    titles = {course.code: course.title for course in published.courses}
    title = titles.get(scheduled.course)
    place = scheduled.place.in_language(language)
    starts, ends = (
        spoken_day(day).in_language(language) for day in (scheduled.starts, scheduled.ends)
    )
    page = "" if notice.kind in ("no-seat", "taken-off", "called-off") else f"{scheduled.pk}/"
    facts = {
        "name": person.full_name,
        "class_": f"{scheduled.course}, {place}, {starts}",
        "title": title.in_language(language) if title else scheduled.course,
        "place": f"{scheduled.venue}, {place}",
        "starts": starts,
        "ends": ends,
        "hours": scheduled.hours,
        "until": _spoken(notice.until, language),
        "reason": _reason(notice),
        "address": f"{settings.ADDRESS}/{language}/classes/{page}",
        "body": published.about.body.name.in_language(language),
    }
    subject = _SUBJECTS[notice.kind].in_language(language).format(**facts)
    facts["text"] = _TEXTS[notice.kind].in_language(language).format(**facts)
    text = _FRAME.in_language(language).format(**facts)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [person.email])


def _spoken(moment: datetime | None, language: str) -> str:
    """A moment by the programme's clock, to the minute."""
    if moment is None:
        return ""
    there = moment.astimezone(zone())
    return f"{spoken_day(there.date()).in_language(language)}, {there:%H:%M}"


def _reason(notice: ClassNotice) -> str:
    if notice.kind == "called-off":
        return notice.scheduled_class.reason
    found = ClassBooking.objects.filter(
        scheduled_class=notice.scheduled_class_id, person=notice.person_id, state="taken-off"
    )
    return found.order_by("-arrival").values_list("reason", flat=True).first() or ""
