"""What results hold of a person: each scoring of each exam."""

from __future__ import annotations

from tauliah.apps.holdings import FOR_GOOD, PROOF, Table, describes, nothing, whose
from tauliah.core.kernel import LocalText

HELD = (
    Table(
        model="results.ScoringRun",
        title=LocalText(en="Results of exams", ms="Keputusan peperiksaan"),
        purpose=LocalText(
            en="to tell you your result, and to be able to explain it",
            ms="untuk memberitahu keputusan anda dan dapat menerangkannya",
        ),
        kept=FOR_GOOD,
        stays=PROOF,
        people=("person",),
        fields={
            "id": nothing,
            "attempt": nothing,
            "person": whose("Person", "Orang"),
            "course": describes("Course", "Kursus"),
            "number": describes("Number of the scoring", "Nombor pemarkahan"),
            "correct": describes("Right answers", "Jawapan betul"),
            "items": describes("Items", "Item"),
            "pass_mark": describes("Right answers to pass", "Jawapan betul untuk lulus"),
            "points": describes("Points", "Mata"),
            "points_of": describes("Points at most", "Mata maksimum"),
            "pass_points": describes("Points to pass", "Mata untuk lulus"),
            "passed": describes("Passed", "Lulus"),
            "topics": describes("By topic", "Mengikut topik"),
            "reported": describes("By which standard", "Mengikut piawai mana"),
            "answers_head": nothing,
            "keys_digest": nothing,
            "scored_at": describes("Scored on", "Dimarkah pada"),
        },
    ),
)
