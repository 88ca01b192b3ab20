"""What this app itself holds of a person: a wish to be erased, and its decision."""

from __future__ import annotations

from datetime import datetime

from tauliah.apps.holdings import (
    FOR_GOOD,
    Table,
    describes,
    impersonal,
    nothing,
    sensitive,
    whose,
)
from tauliah.apps.people.queries import User
from tauliah.apps.privacy.models import ErasureRequest
from tauliah.core.kernel import LocalText

HELD = (
    Table(
        model="privacy.ErasureRequest",
        title=LocalText(en="Requests to be erased", ms="Permohonan pemadaman"),
        purpose=LocalText(
            en="to decide what you asked for, and to prove that it was decided",
            ms="untuk memutuskan permohonan anda dan membuktikan bahawa ia telah diputuskan",
        ),
        kept=FOR_GOOD,
        stays=LocalText(
            en="That you asked and what was decided stays, because it must be provable; your own "
            "words go.",
            ms="Hakikat bahawa anda memohon dan keputusannya kekal kerana ia mesti dapat "
            "dibuktikan; kata-kata anda sendiri dipadamkan.",
        ),
        people=("person",),
        actors={"decided_by": ("decided_at", "is_granted", "reason")},
        fields={
            "id": nothing,
            "person": whose("Person", "Orang"),
            "words": sensitive("Your words", "Kata-kata anda"),
            "asked_at": describes("Asked on", "Dimohon pada"),
            "withdrawn_at": describes("Withdrawn on", "Ditarik balik pada"),
            "decided_by": whose("Decided by", "Diputuskan oleh"),
            "decided_at": describes("Decided on", "Diputuskan pada"),
            "is_granted": describes("Granted", "Diluluskan"),
            "reason": sensitive("Reason of the decision", "Sebab keputusan", goes=False),
        },
    ),
    impersonal("privacy.RetentionRun", "day", "ran_at", "ended"),
)


def erase(person: User, at: datetime) -> None:  # noqa: ARG001 - the same for every app
    """Remove what the person wrote beside the wish."""
    ErasureRequest.objects.filter(person=person).update(words="")
