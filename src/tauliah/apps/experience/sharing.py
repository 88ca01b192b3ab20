"""The only writers of what a person decides about statements to the record store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import OuterRef, Subquery

from tauliah.apps.experience.models import SharingDecision, Statement
from tauliah.apps.experience.store import store_address
from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.consents import ConsentText
from tauliah.apps.people.permissions import Actor, Permission, require_own
from tauliah.apps.people.queries import User
from tauliah.core.kernel import LocalText, Refused

CONSENT = ConsentText(
    "2026-1",
    LocalText(
        en="I agree that, from now on, the institute tells the record store named above of each lesson "
        "that I mark as read, each card or practice item that I review and whether I knew it, each exam "
        "of mine and whether I passed, and each class that I attended, with the time of each. I am named "
        "there by a number that is made for it: not my name, my e-mail address, my candidate number, my "
        "answers or my marks. What I did before is not sent. I can withdraw this at any time; from that "
        "moment nothing is sent any more, and what still waits is deleted. What the store has by then, "
        "it keeps by its own rules.",
        ms="Saya bersetuju bahawa mulai sekarang institut memaklumkan stor rekod yang dinamakan di atas "
        "tentang setiap pelajaran yang saya tandakan sebagai dibaca, setiap kad atau item latihan yang "
        "saya ulang kaji dan sama ada saya mengetahuinya, setiap peperiksaan saya dan sama ada saya "
        "lulus, serta setiap kelas yang saya hadiri, beserta masanya. Di sana saya dinamakan melalui "
        "nombor yang dibuat khas untuknya: bukan nama, alamat e-mel, nombor calon, jawapan atau markah "
        "saya. Apa yang saya lakukan sebelum ini tidak dihantar. Saya boleh menarik balik persetujuan "
        "ini pada bila-bila masa; mulai saat itu tiada apa-apa dihantar lagi, dan yang masih menunggu "
        "dipadamkan. Apa yang sudah ada pada stor itu disimpannya mengikut peraturannya sendiri.",
    ),
)
"""The words in use. A change of their meaning is another version, and asks everybody anew."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """An agreement in force: by what account the store knows the person, and since when."""

    account: UUID
    since: datetime


@transaction.atomic
def decide_sharing(
    person: User, *, agreed: bool, actor: Actor, at: datetime
) -> SharingDecision | Refused | None:
    """Keep what a person decides; None where it is so already. A withdrawal takes what waits with it."""
    require_own(actor, Permission.SHARE_EXPERIENCE, person=person)
    wait_for_others(person)
    store = store_address()
    if agreed and not store:
        return Refused(
            "no-record-store",
            LocalText(
                en="This institute has no record store. Nothing was changed.",
                ms="Institut ini tidak mempunyai stor rekod. Tiada apa-apa diubah.",
            ),
        )
    newest = decisions_of(person)[:1]
    has_agreed = bool(newest and newest[0].agreed)
    if sharing_of(person) is not None if agreed else not has_agreed:
        return None
    decision = SharingDecision.objects.create(
        person=person,
        agreed=agreed,
        version=CONSENT.version,
        text_digest=CONSENT.digest,
        store=store or newest[0].store,
        # another one for each agreement: nobody who kept an old one can put both together
        account=uuid4() if agreed else None,
        decided_at=at,
    )
    # what was made under an earlier agreement does not go out under this one
    Statement.objects.filter(person=person, sent_at=None).delete()
    event = "statements.agreed" if agreed else "statements.withdrawn"
    details = {"version": CONSENT.version, "store": decision.store}
    write_audit_entry(actor, event, subject=str(person.pk), at=at, details=details)
    return decision


def decisions_of(person: User) -> list[SharingDecision]:
    """All that a person ever decided about it, newest first."""
    return list(SharingDecision.objects.filter(person=person).order_by("-decided_at", "-id"))


def sharing_of(person: User) -> Sharing | None:
    """A person's agreement, if one is in force."""
    return sharing_now([person.pk]).get(person.pk)


def sharing_now(people: Iterable[UUID] | None = None) -> dict[UUID, Sharing]:
    """Everybody's agreement in force, or that of these: to these words, and to the store of today."""
    newest = SharingDecision.objects.filter(person=OuterRef("person")).order_by(
        "-decided_at", "-id"
    )
    rows = SharingDecision.objects.filter(
        id=Subquery(newest.values("id")[:1]),
        agreed=True,
        version=CONSENT.version,
        store=store_address(),
        person__is_active=True,
    )
    if people is not None:
        rows = rows.filter(person__in=list(people))
    return {row.person_id: Sharing(row.account, row.decided_at) for row in rows if row.account}
