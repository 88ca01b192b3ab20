"""What the bank holds of a person: who wrote, reviewed and read items."""

from __future__ import annotations

from tauliah.apps.holdings import (
    FOR_GOOD,
    TRAIL,
    Table,
    describes,
    impersonal,
    nothing,
    sensitive,
    whose,
)
from tauliah.core.kernel import LocalText

_HISTORY = LocalText(
    en="so that it is known who wrote and who judged an item",
    ms="supaya diketahui siapa yang menulis dan siapa yang menilai sesuatu item",
)
_FORMS = LocalText(
    en="so that it is known who asked for a form and who approved it",
    ms="supaya diketahui siapa yang meminta set soalan dan siapa yang meluluskannya",
)
_BLUEPRINTS = LocalText(
    en="so that it is known who proposed a change of an exam and who judged it",
    ms="supaya diketahui siapa yang mencadangkan perubahan peperiksaan dan siapa yang menilainya",
)

HELD = (
    Table(
        model="itembank.ItemVersion",
        title=LocalText(en="Items that you wrote", ms="Item yang anda tulis"),
        purpose=_HISTORY,
        kept=FOR_GOOD,
        stays=TRAIL,
        actors={"written_by": ("written_at", "sources")},
        fields={
            "id": nothing,
            "item": nothing,
            "number": nothing,
            "release": nothing,
            "topic": nothing,
            "digest": nothing,
            # the text of a secure item is the body's and no data of its author
            "content": nothing,
            "attached": nothing,
            "written_by": whose("Written by", "Ditulis oleh"),
            "written_at": describes("Written on", "Ditulis pada"),
            "sources": describes("Sources", "Sumber"),
        },
    ),
    Table(
        model="itembank.ItemStep",
        title=LocalText(en="What you did with items", ms="Tindakan anda terhadap item"),
        purpose=_HISTORY,
        kept=FOR_GOOD,
        stays=TRAIL,
        actors={"by": ("act", "comment", "at"), "to_person": ("at",)},
        fields={
            "id": nothing,
            "item": nothing,
            "version": nothing,
            "act": describes("Act", "Tindakan"),
            "state": nothing,
            "to": nothing,
            "by": whose("By", "Oleh"),
            "to_person": whose("Entrusted to", "Diserahkan kepada"),
            "comment": sensitive("Comment", "Ulasan", goes=False),
            "at": describes("When", "Masa"),
        },
    ),
    Table(
        model="itembank.ItemEnemy",
        title=LocalText(en="Enemies of items that you declared", ms="Musuh item yang anda isytiharkan"),
        purpose=_HISTORY,
        kept=FOR_GOOD,
        stays=TRAIL,
        actors={"declared_by": ("reason", "declared_at")},
        fields={
            "id": nothing,
            "one": nothing,
            "other": nothing,
            "reason": describes("Reason", "Sebab"),
            "declared_by": whose("Declared by", "Diisytiharkan oleh"),
            "declared_at": describes("Declared on", "Diisytiharkan pada"),
        },
    ),
    Table(
        model="itembank.Assembly",
        title=LocalText(en="Forms that you asked for", ms="Set soalan yang anda minta"),
        purpose=_FORMS,
        kept=FOR_GOOD,
        stays=TRAIL,
        actors={"asked_by": ("asked_at",)},
        fields={
            "id": nothing,
            "course": nothing,
            "release": nothing,
            "asked": nothing,
            "asked_by": whose("Asked by", "Diminta oleh"),
            "asked_at": describes("Asked on", "Diminta pada"),
            "state": nothing,
            "progress": nothing,
            "told_at": nothing,
            "answer": nothing,
            "ended_at": nothing,
        },
    ),
    Table(
        model="itembank.ApprovedForm",
        title=LocalText(en="Forms that you approved", ms="Set soalan yang anda luluskan"),
        purpose=_FORMS,
        kept=FOR_GOOD,
        stays=TRAIL,
        actors={"approved_by": ("approved_at",)},
        fields={
            "form": nothing,
            "assembly": nothing,
            "course": nothing,
            "number": nothing,
            "cells": nothing,
            "digest": nothing,
            "approved_by": whose("Approved by", "Diluluskan oleh"),
            "approved_at": describes("Approved on", "Diluluskan pada"),
        },
    ),
    Table(
        model="itembank.FormWithdrawal",
        title=LocalText(en="Forms that you withdrew", ms="Set soalan yang anda tarik balik"),
        purpose=_FORMS,
        kept=FOR_GOOD,
        stays=TRAIL,
        actors={"withdrawn_by": ("withdrawn_at", "reason")},
        fields={
            "form": nothing,
            "reason": describes("Reason", "Sebab"),
            "withdrawn_by": whose("Withdrawn by", "Ditarik balik oleh"),
            "withdrawn_at": describes("Withdrawn on", "Ditarik balik pada"),
        },
    ),
    Table(
        model="itembank.BlueprintProposal",
        title=LocalText(
            en="Exam blueprints that you proposed", ms="Pelan peperiksaan yang anda cadangkan"
        ),
        purpose=_BLUEPRINTS,
        kept=FOR_GOOD,
        stays=TRAIL,
        actors={"proposed_by": ("course", "reason", "proposed_at")},
        fields={
            "id": nothing,
            "course": describes("Course", "Kursus"),
            "release": nothing,
            "before": nothing,
            "asked": nothing,
            "reason": describes("Reason", "Sebab"),
            "proposed_by": whose("Proposed by", "Dicadangkan oleh"),
            "proposed_at": describes("Proposed on", "Dicadangkan pada"),
        },
    ),
    Table(
        model="itembank.BlueprintComment",
        title=LocalText(
            en="What you said about proposed blueprints",
            ms="Ulasan anda tentang pelan peperiksaan yang dicadangkan",
        ),
        purpose=_BLUEPRINTS,
        kept=FOR_GOOD,
        stays=TRAIL,
        actors={"said_by": ("comment", "said_at")},
        fields={
            "id": nothing,
            "proposal": nothing,
            "comment": sensitive("Comment", "Ulasan", goes=False),
            "said_by": whose("Said by", "Diulas oleh"),
            "said_at": describes("Said on", "Diulas pada"),
        },
    ),
    Table(
        model="itembank.BlueprintEnd",
        title=LocalText(
            en="Proposed blueprints that you declined or took back",
            ms="Cadangan pelan peperiksaan yang anda tolak atau tarik balik",
        ),
        purpose=_BLUEPRINTS,
        kept=FOR_GOOD,
        stays=TRAIL,
        actors={"ended_by": ("reason", "ended_at")},
        fields={
            "proposal": nothing,
            "is_declined": nothing,
            "reason": describes("Reason", "Sebab"),
            "ended_by": whose("Ended by", "Ditamatkan oleh"),
            "ended_at": describes("Ended on", "Ditamatkan pada"),
        },
    ),
    impersonal(
        "itembank.VersionParameters",
        "version", "discrimination", "difficulty", "floor", "source", "kept_at",
    ),
    impersonal(
        "itembank.Item",
        "id", "code", "course", "pool", "retired_in", "state", "is_in_text", "live",
    ),
    impersonal("itembank.VersionFigures", "version", "figures", "counted_at"),
    # whose form it is stands in the booking that names it
    impersonal("itembank.Form", "id", "course", "release", "seed", "assembled_at", "approved", "scores"),
    impersonal("itembank.FormItem", "id", "form", "position", "version", "is_pilot"),
)  # fmt: skip
