"""The public register of holders: who is listed, by whose word, and what of it anyone may read."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tauliah.apps.awards.models import Award, ConsentDecision, Listing
from tauliah.apps.catalogue.queries import local_day, programme_of
from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.consents import ConsentText
from tauliah.apps.people.permissions import Actor, Permission, require_own
from tauliah.apps.people.queries import User
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.programme import Designation
from tauliah.core.staff_lists import State, name_key

FIELDS = (
    "named-by-number", "credential", "listed", "designations", "dates", "numbers", "indexed",
)  # fmt: skip
"""What a holder may agree to, each by itself; the last four only together with `listed`."""

MOST_FOUND = 25
"""People of one name that a search shows."""


CONSENT = ConsentText(
    "2026-1",
    LocalText(
        en="I agree that the institute shows what I choose below to anyone who searches its public "
        "register or opens the page of my credential. I can change or withdraw this at any time, "
        "and it takes effect at once. Whoever has my credential number can always check whether "
        "the award is in force. A credential file that I have given out says what it said when it "
        "was issued.",
        ms="Saya bersetuju institut memaparkan apa yang saya pilih di bawah kepada sesiapa yang "
        "mencari dalam daftar awamnya atau membuka halaman kredensial saya. Saya boleh mengubah "
        "atau menarik balik persetujuan ini pada bila-bila masa, dan ia berkuat kuasa serta-merta. "
        "Sesiapa yang mempunyai nombor kredensial saya sentiasa boleh menyemak sama ada anugerah "
        "itu berkuat kuasa. Fail kredensial yang telah saya berikan menyatakan apa yang dinyatakan "
        "semasa ia dikeluarkan.",
    ),
)
"""The words in use. A change of their meaning is another version.

Each decision keeps the version under which it was made; what was agreed to before stays in effect
until the holder decides anew.
"""


@dataclass(frozen=True, slots=True)
class ShownAward:
    """An award in the register; what its holder keeps back is None."""

    designation: Designation
    state: State
    conferred_on: date | None
    number: str | None


@dataclass(frozen=True, slots=True)
class Holder:
    """A holder as anyone may see them; `awards` is None where they are kept back."""

    key: str
    name: str
    awards: tuple[ShownAward, ...] | None
    is_indexed: bool


@transaction.atomic
def decide_listing(
    person: User, fields: Iterable[str], *, actor: Actor, at: datetime
) -> Listing | Refused | None:
    """Keep what a holder decides about the register; with no field, all is withdrawn at once.

    ValueError for a field that there is not.
    """
    require_own(actor, Permission.LISTING_DECIDE_OWN, person=person)
    chosen = frozenset(fields)
    if chosen - frozenset(FIELDS):
        raise ValueError(f"no such fields: {sorted(chosen - frozenset(FIELDS))}")
    wait_for_others(person)
    awards = Award.objects.filter(person=person)
    newest = awards.order_by("-conferred_at").first()
    if newest is None:
        return Refused(
            "no-award",
            LocalText(
                en="Only who holds a designation can be listed.",
                ms="Hanya pemegang gelaran boleh disenaraikan.",
            ),
        )
    if chosen & {"designations", "dates", "numbers", "indexed"} and "listed" not in chosen:
        return Refused(
            "not-listed",
            LocalText(
                en="Agree to be found by your name first: nothing else can be shown without it.",
                ms="Bersetuju untuk ditemui melalui nama anda dahulu: tiada yang lain dapat "
                "dipaparkan tanpanya.",
            ),
        )
    ConsentDecision.objects.create(
        person=person,
        version=CONSENT.version,
        text_digest=CONSENT.digest,
        fields=[field for field in FIELDS if field in chosen],
        decided_at=at,
    )
    awards.update(is_name_public="named-by-number" in chosen)
    event = "listing.changed" if chosen else "listing.withdrawn"
    details = {"version": CONSENT.version, "fields": ", ".join(f for f in FIELDS if f in chosen)}
    write_audit_entry(actor, event, subject=str(person.pk), at=at, details=details)
    if "listed" not in chosen:
        Listing.objects.filter(person=person).delete()
        return None
    shown = {
        "name_key": name_key(newest.holder_name),
        "holder_name": newest.holder_name,
        "version": CONSENT.version,
        "shows_designations": "designations" in chosen,
        "shows_dates": "dates" in chosen,
        "shows_numbers": "numbers" in chosen,
        "is_indexed": "indexed" in chosen,
    }
    # another address after a withdrawal: whoever kept the old one finds nothing there
    made = {**shown, "key": secrets.token_urlsafe(12), "since": at}
    listing, _ = Listing.objects.update_or_create(
        person=person, defaults=shown, create_defaults=made
    )
    return listing


def listing_of(person: User) -> Listing | None:
    """A person's own listing, if they are listed."""
    return Listing.objects.filter(person=person).first()


def fields_agreed_by(person: User) -> frozenset[str]:
    """What a person agreed to last; of the name by number, what holds for any of the awards.

    A later conferral has a choice of its own about the name.
    """
    decisions = ConsentDecision.objects.filter(person=person).order_by("-decided_at", "-id")
    decided = frozenset(decisions.values_list("fields", flat=True).first() or ())
    is_named = Award.objects.filter(person=person, is_name_public=True).exists()
    by_number = frozenset({"named-by-number"})
    return decided | by_number if is_named else decided - by_number


def credential_given_out(number: str) -> str | None:
    """The signed credential of that number, where its holder agreed that anyone may read it."""
    award = Award.objects.filter(number=number.strip().upper()).select_related("person").first()
    if award is None or not award.credential:
        return None
    return award.credential if "credential" in fields_agreed_by(award.person) else None


def decisions_of(person: User) -> list[ConsentDecision]:
    """All that a person ever decided about the register, newest first."""
    return list(ConsentDecision.objects.filter(person=person).order_by("-decided_at", "-id"))


def holder_at(key: str) -> Holder | None:
    """The holder whose page has this key, while they are listed."""
    listing = Listing.objects.filter(key=key).first()
    return _holder(listing) if listing else None


def holders_called(name: str) -> list[Holder]:
    """Listed holders of exactly this name, however it is spelled; a part of a name finds nobody."""
    key = name_key(name)
    if not key:
        return []
    found = Listing.objects.filter(name_key=key).order_by("holder_name", "since")
    return [_holder(listing) for listing in found[:MOST_FOUND]]


def _holder(listing: Listing) -> Holder:
    awards = None
    if listing.shows_designations:
        held = Award.objects.filter(person=listing.person_id, is_revoked=False).defer("credential")
        awards = tuple(_shown(award, listing) for award in held.order_by("-conferred_at"))
    return Holder(listing.key, listing.holder_name, awards, listing.is_indexed)


def _shown(award: Award, listing: Listing) -> ShownAward:
    return ShownAward(
        programme_of(award.release).designation(award.designation),
        "suspended" if award.is_suspended else "in-force",
        local_day(award.conferred_at) if listing.shows_dates else None,
        award.number if listing.shows_numbers else None,
    )
