"""What marking holds of a person: written responses, and the marks that people gave."""

from __future__ import annotations

from tauliah.apps.holdings import FOR_GOOD, PROOF, Table, describes, nothing, sensitive, whose
from tauliah.core.kernel import LocalText

HELD = (
    Table(
        model="marking.Response",
        title=LocalText(en="Written responses", ms="Jawapan bertulis"),
        purpose=LocalText(
            en="so that two people can mark them without your name",
            ms="supaya dua orang dapat memarkahnya tanpa nama anda",
        ),
        kept=FOR_GOOD,
        stays=PROOF,
        people=("person",),
        fields={
            "id": nothing,
            "attempt": nothing,
            "person": whose("Person", "Orang"),
            "course": describes("Course", "Kursus"),
            "item": describes("Item", "Item"),
            "version": nothing,
            "text": sensitive("Your response", "Jawapan anda", goes=False),
            "opened_at": describes("Opened for marking on", "Dibuka untuk dimarkah pada"),
        },
    ),
    Table(
        model="marking.Mark",
        title=LocalText(en="Marks of written responses", ms="Markah jawapan bertulis"),
        purpose=LocalText(
            en="to reach a result, and to be able to explain it",
            ms="untuk mencapai keputusan dan dapat menerangkannya",
        ),
        kept=FOR_GOOD,
        stays=PROOF,
        people=("response__person",),
        actors={"marker": ("marked_at", "points", "comment")},
        fields={
            "id": nothing,
            "response": nothing,
            "marker": whose("Marked by", "Dimarkah oleh"),
            "kind": describes("Kind", "Jenis"),
            "points": describes("Points", "Mata"),
            "comment": sensitive("Comment", "Ulasan", goes=False),
            "marked_at": describes("Marked on", "Dimarkah pada"),
        },
    ),
)
