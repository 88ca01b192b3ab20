"""What awards hold of a person: designations, letters about them, and the register."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tauliah.apps.awards.models import Award, Listing, Notice
from tauliah.apps.holdings import (
    FOR_GOOD,
    ROWS_AT_ONCE,
    WITH_THE_ACCOUNT,
    Due,
    Table,
    describes,
    identifies,
    impersonal,
    kept_days,
    nothing,
    whose,
)
from tauliah.apps.letters import over
from tauliah.apps.people.queries import User
from tauliah.core.kernel import LocalText

SETTING = "TAULIAH_KEEP_LETTERS_DAYS"

_PERSON = whose("Person", "Orang")
_NAME = identifies("Name of the holder", "Nama pemegang")
_VERSION = describes("Version of the words of consent", "Versi kata-kata persetujuan")

HELD = (
    Table(
        model="awards.Award",
        title=LocalText(en="Awards", ms="Anugerah"),
        purpose=LocalText(
            en="to confer a designation, and to let others check it by its number",
            ms="untuk menganugerahkan gelaran dan membolehkan orang lain menyemaknya melalui "
            "nombornya",
        ),
        kept=FOR_GOOD,
        stays=LocalText(
            en="The award stays provable by its number: number, designation, date and state. Your "
            "name, and the credential in which it may stand, go.",
            ms="Anugerah kekal dapat dibuktikan melalui nombornya: nombor, gelaran, tarikh dan "
            "keadaan. Nama anda, serta kredensial yang mungkin mengandunginya, dipadamkan.",
        ),
        people=("person",),
        fields={
            "id": nothing,
            "number": describes("Number", "Nombor"),
            "person": _PERSON,
            "holder_name": _NAME,
            "is_name_public": describes("Name shown to who has the number", "Nama dipaparkan"),
            "language": describes("Language", "Bahasa"),
            "designation": describes("Designation", "Gelaran"),
            "conferred_at": describes("Conferred on", "Dianugerahkan pada"),
            "release": nothing,
            "entry": describes("Entry in the record", "Entri dalam rekod"),
            "status_list": nothing,
            "status_index": describes("Place in the status list", "Tempat dalam senarai status"),
            "credential": identifies("Credential", "Kredensial"),
            "signed_by": nothing,
            "is_revoked": describes("Revoked", "Dibatalkan"),
            "revoked_at": describes("Revoked on", "Dibatalkan pada"),
            "is_suspended": describes("Suspended", "Digantung"),
            "suspended_at": describes("Suspended on", "Digantung pada"),
            "names_suspensions": nothing,
        },
    ),
    Table(
        model="awards.Notice",
        title=LocalText(en="Letters about awards", ms="Surat tentang anugerah"),
        purpose=LocalText(
            en="to tell you what happened to your award",
            ms="untuk memberitahu anda apa yang berlaku pada anugerah anda",
        ),
        kept=kept_days(SETTING),
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "award": nothing,
            "kind": describes("Kind", "Jenis"),
            "made_at": describes("Noted on", "Dicatat pada"),
            "sent_at": describes("Sent on", "Dihantar pada"),
            "refusals": describes("Refusals of the address", "Bilangan penolakan alamat"),
            "next_try_at": nothing,
            "given_up_at": describes("Given up on", "Dihentikan pada"),
        },
    ),
    Table(
        model="awards.ConsentDecision",
        title=LocalText(en="Decisions about the register", ms="Keputusan tentang daftar"),
        purpose=LocalText(
            en="to prove to what you agreed, and when",
            ms="untuk membuktikan perkara yang anda persetujui dan bila",
        ),
        kept=FOR_GOOD,
        stays=LocalText(
            en="It proves that what was shown of you was shown with your consent.",
            ms="Ia membuktikan bahawa apa yang dipaparkan tentang anda dipaparkan dengan "
            "persetujuan anda.",
        ),
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "version": _VERSION,
            "text_digest": nothing,
            "fields": describes("Agreed to", "Dipersetujui"),
            "decided_at": describes("Decided on", "Diputuskan pada"),
        },
    ),
    Table(
        model="awards.Listing",
        title=LocalText(en="Place in the register", ms="Tempat dalam daftar"),
        purpose=LocalText(
            en="to show of you what you agreed to",
            ms="untuk memaparkan apa yang anda persetujui",
        ),
        kept=WITH_THE_ACCOUNT,
        people=("person",),
        fields={
            "person": _PERSON,
            "key": describes("Address of your page", "Alamat halaman anda"),
            "name_key": identifies("Name as it is searched", "Nama sebagaimana dicari"),
            "holder_name": _NAME,
            "version": _VERSION,
            "shows_designations": describes("Shows designations", "Memaparkan gelaran"),
            "shows_dates": describes("Shows dates", "Memaparkan tarikh"),
            "shows_numbers": describes("Shows numbers", "Memaparkan nombor"),
            "is_indexed": describes("Open to search engines", "Terbuka kepada enjin carian"),
            "since": describes("Since", "Sejak"),
        },
    ),
    impersonal(
        "awards.StatusList", "id", "number", "purpose", "decided_at", "published_at", "document"
    ),
    impersonal(
        "awards.IssuerKey", "public", "since", "retired_at", "compromised_at", "reason"
    ),
)  # fmt: skip


def erase(person: User, at: datetime) -> None:  # noqa: ARG001 - the same for every app
    """Take the name from the awards and the holder from the register; the awards stay provable.

    Without a credential there is none to sign anew: what was given out keeps its signature.
    """
    Listing.objects.filter(person=person).delete()
    Notice.objects.filter(person=person).delete()
    Award.objects.filter(person=person).update(
        holder_name="", is_name_public=False, credential="", signed_by=""
    )


def _over(before: datetime) -> Any:
    return over(Notice.objects.all(), before)


def _carry_out(before: datetime) -> int:
    gone = 0
    while some := list(_over(before).values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            gone += Notice.objects.filter(pk__in=some).delete()[0]
    return gone


DUE = (
    Due(
        SETTING,
        LocalText(en="letters that were sent", ms="surat yang telah dihantar"),
        lambda before: _over(before).count(),
        _carry_out,
    ),
)
