"""The only writers of proposed blueprints, of what is said about them, and of how they end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tauliah.apps.itembank.models import BlueprintComment, BlueprintEnd, BlueprintProposal
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.programme import Programme
from tauliah.core.programme.asked_blueprint import (
    AskedBlueprint,
    blueprint_faults,
    blueprint_of_course,
    plain_blueprint,
)
from tauliah.core.programme.blueprint_text import files_with
from tauliah.core.programme.editing import NotEditable

LONGEST_WORDS = 1_000
"""Characters of a reason or a comment."""


@transaction.atomic
def propose_blueprint(
    officer: User,
    programme: Programme,
    asked: AskedBlueprint,
    *,
    release: int,
    files: Mapping[str, str],
    reason: str,
    at: datetime,
) -> UUID | Refused:
    """Keep other numbers for the exam of a course as a proposal; the id of the proposal.

    `programme` is that of the release in force, `files` the texts in it that the numbers stand in.
    Refused where nothing would change, where the numbers do not add up, and where the text cannot be
    changed by its numbers alone. The same proposal by the same person is kept once while it is open.
    """
    require(officer, Permission.BLUEPRINT_PROPOSE)
    before = blueprint_of_course(
        programme.course_by_code[asked.course], programme.about.exam_policy
    )
    refused = _wordless(reason) or _obstacle(asked, before, programme, files)
    if refused:
        return refused
    plain, was = plain_blueprint(asked), plain_blueprint(before)
    mine = BlueprintProposal.objects.filter(
        course=asked.course, proposed_by=officer, end=None, release=release
    )
    known = next((one for one in mine if one.asked == plain and one.before == was), None)
    if known:
        return known.pk
    kept = BlueprintProposal.objects.create(
        course=asked.course,
        release=release,
        before=was,
        asked=plain,
        reason=reason.strip(),
        proposed_by=officer,
        proposed_at=at,
    )
    details = {"course": asked.course, "release": release, "reason": reason.strip()}
    write_audit_entry(
        officer, "blueprint.proposed", subject=_subject(kept.pk), at=at, details=details
    )
    return kept.pk


@transaction.atomic
def comment_on_blueprint(person: User, id: UUID, comment: str, *, at: datetime) -> Refused | None:
    """Say something about a proposed blueprint, without deciding anything."""
    require(person, Permission.BLUEPRINT_JUDGE)
    refused = _wordless(comment)
    if refused:
        return refused
    proposal = BlueprintProposal.objects.get(pk=id)
    BlueprintComment.objects.create(
        proposal=proposal, comment=comment.strip(), said_by=person, said_at=at
    )
    write_audit_entry(person, "blueprint.commented", subject=_subject(id), at=at)
    return None


@transaction.atomic
def decline_blueprint(person: User, id: UUID, *, reason: str, at: datetime) -> Refused | None:
    """Decline a blueprint that another person proposed."""
    require(person, Permission.BLUEPRINT_JUDGE)
    proposal = BlueprintProposal.objects.select_for_update().get(pk=id)
    if proposal.proposed_by_id == person.pk:
        return Refused(
            "own-proposal",
            LocalText(
                en="You proposed this blueprint. Another person declines it; you can take it back.",
                ms="Anda yang mencadangkan pelan ini. Orang lain yang menolaknya; anda boleh "
                "menariknya balik.",
            ),
        )
    return _end(person, proposal, reason=reason, is_declined=True, at=at)


@transaction.atomic
def take_back_blueprint(person: User, id: UUID, *, reason: str, at: datetime) -> Refused | None:
    """Take an own proposed blueprint back."""
    require(person, Permission.BLUEPRINT_PROPOSE)
    proposal = BlueprintProposal.objects.select_for_update().get(pk=id)
    if proposal.proposed_by_id != person.pk:
        return Refused(
            "not-own-proposal",
            LocalText(
                en="Another person proposed this blueprint. You can decline it.",
                ms="Orang lain yang mencadangkan pelan ini. Anda boleh menolaknya.",
            ),
        )
    return _end(person, proposal, reason=reason, is_declined=False, at=at)


def _end(
    person: User, proposal: BlueprintProposal, *, reason: str, is_declined: bool, at: datetime
) -> Refused | None:
    if BlueprintEnd.objects.filter(pk=proposal.pk).exists():
        return Refused(
            "ended-already",
            LocalText(
                en="This proposal was declined or taken back already.",
                ms="Cadangan ini sudah ditolak atau ditarik balik.",
            ),
        )
    refused = _wordless(reason)
    if refused:
        return refused
    BlueprintEnd.objects.create(
        proposal=proposal,
        is_declined=is_declined,
        reason=reason.strip(),
        ended_by=person,
        ended_at=at,
    )
    event = "blueprint.declined" if is_declined else "blueprint.taken-back"
    details = {"course": proposal.course, "reason": reason.strip()}
    write_audit_entry(person, event, subject=_subject(proposal.pk), at=at, details=details)
    return None


def _obstacle(
    asked: AskedBlueprint, before: AskedBlueprint, programme: Programme, files: Mapping[str, str]
) -> Refused | None:
    if asked == before:
        return Refused(
            "nothing-changed",
            LocalText(
                en="Nothing would change: these are the numbers in force.",
                ms="Tiada apa-apa yang berubah: inilah angka yang berkuat kuasa.",
            ),
        )
    # what the bank lacks warns and refuses nothing, so it is not looked for here
    faults = [one.message for one in blueprint_faults(asked, programme, ()) if one.is_refused]
    if faults:
        return Refused(
            "does-not-add-up",
            LocalText(en=" ".join(one.en for one in faults), ms=" ".join(one.ms for one in faults)),
        )
    try:
        files_with(asked, files)
    except NotEditable:
        return Refused(
            "text-by-hand",
            LocalText(
                en="The text of this course is written in a way that only a person can change. Change "
                "it in the folder.",
                ms="Teks kursus ini ditulis dengan cara yang hanya boleh diubah oleh manusia. Ubah "
                "teks itu dalam folder.",
            ),
        )
    return None


def _wordless(words: str) -> Refused | None:
    if words.strip() and len(words) <= LONGEST_WORDS:
        return None
    return Refused(
        "no-words",
        LocalText(
            en=f"Say why or what you think, in at most {LONGEST_WORDS} characters.",
            ms=f"Nyatakan sebab atau pendapat anda, selebih-lebihnya {LONGEST_WORDS} aksara.",
        ),
    )


def _subject(id: UUID) -> str:
    return f"blueprint:{id}"
