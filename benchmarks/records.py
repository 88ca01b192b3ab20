"""Invented records by the million, from a fixed seed: people anywhere on their way, over four years."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from tauliah.batch.ledger_files import PEOPLE_IN_A_FILE, write_ledger
from tauliah.core.kernel import EntryRow, RecordRows, canonical_json, microseconds, sealed_rows

SEED = 20_261_101
UNTIL = microseconds(datetime(2026, 11, 1, tzinfo=UTC))
_DAY = 24 * 3600 * 1_000_000
_FOUR_YEARS = 4 * 365

_WAYS = {
    "AINS": (("PLI", "PIN"),),
    "API": (("PUM", "PPM", "PLI", "PIN"), ("PUM", "PRM", "PFP")),
    "CPCU": (("FRM", "IOP", "ILW", "IFA", "PRM", "PFP"),),
}
_AIMS = (("API",), ("API",), ("API",), ("AINS",), ("AINS", "API"), ("API", "CPCU"), ("CPCU",),
         ("AINS", "API", "CPCU"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Portion:
    """The people of one file."""

    number: int
    people: int

    @property
    def name(self) -> str:
        """What the portion is called where it fails."""
        return f"portion {self.number}"


def portions(people: int) -> Iterator[Portion]:
    """The files in which so many people are."""
    for number, start in enumerate(range(0, people, PEOPLE_IN_A_FILE), start=1):
        yield Portion(number, min(PEOPLE_IN_A_FILE, people - start))


@dataclass
class Write:
    """The job that invents the people of a portion and writes their file; how many entries it has."""

    folder: Path

    def __call__(self, portion: Portion) -> int:
        """Write the file."""
        entries = 0

        def counted() -> Iterator[RecordRows]:
            nonlocal entries
            for record in records(portion):
                entries += len(record.rows)
                yield record

        list(write_ledger(counted(), self.folder, first=portion.number))
        return entries


def records(portion: Portion) -> Iterator[RecordRows]:
    """The people of a portion, always the same."""
    chance = random.Random(SEED * 1000 + portion.number)
    for _ in range(portion.people):
        yield _Life(chance).record()


class _Life:
    """One person from the first matriculation to where they are."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.person = str(UUID(int=chance.getrandbits(128), version=4))
        self.moment = UNTIL - int(chance.random() * _FOUR_YEARS * _DAY)
        self.rows: list[EntryRow] = []
        self.earned: set[str] = set()

    def record(self) -> RecordRows:
        aims = self.chance.choice(_AIMS)
        for aim in aims:
            self.add("matriculated", {"designation": aim})
            self.wait(30)
        for aim in aims:
            self.work_towards(aim)
        if self.chance.random() < 0.02:
            self.correct()
        rows = sealed_rows(self.rows)
        return RecordRows(self.person, (rows[-1].number, rows[-1].seal), rows)

    def work_towards(self, aim: str) -> None:
        for exam in self.chance.choice(_WAYS[aim]):
            if exam not in self.earned:
                self.earn(exam)
            if self.moment >= UNTIL or self.chance.random() < 0.06:
                return
        if self.chance.random() < 0.9:
            self.add("ethics-accepted", {"code": "ethics", "version": "2024"})
        ways = any(self.earned.issuperset(way) for way in _WAYS[aim])
        if ways and self.chance.random() < 0.9:
            self.wait(20)
            facts = {"designation": aim, "credential": f"{aim}-{self.chance.getrandbits(40):010x}"}
            self.add("conferred", facts)
            if self.chance.random() < 0.01:
                self.add("revoked", facts)

    def earn(self, exam: str) -> None:
        luck = self.chance.random()
        if luck < 0.04:
            self.add("credit-granted", {"exam": exam, "source": "Diploma"}, by="farid")
            self.earned.add(exam)
        elif luck < 0.07:
            more = {"expires": "2027-06-30"} if luck < 0.055 else {}
            facts = {"exam": exam, "evidence": "Degree", "approved_by": "meiling", **more}
            self.add("exemption-granted", facts, by="farid")
            self.earned.add(exam)
        else:
            if luck < 0.2:
                self.add("class-attended", {"course": exam}, by="farid")
            for _ in range(4):
                self.wait(90)
                if self.moment >= UNTIL or self.sit(exam):
                    return

    def sit(self, exam: str) -> bool:
        correct = min(50, max(0, round(self.chance.gauss(37, 5))))
        passed = correct >= 35
        facts = {
            "exam": exam, "passed": passed, "correct": correct, "items": 50,
            "form": str(UUID(int=self.chance.getrandbits(8))),
            "window": f"2026-{self.chance.randint(1, 4)}",
            "sitting": str(UUID(int=self.chance.getrandbits(128), version=4)),
        }  # fmt: skip
        self.add("exam-result", facts)
        if passed:
            self.earned.add(exam)
        return passed

    def correct(self) -> None:
        results = [row.number for row in self.rows if row.kind == "exam-result"]
        if results:
            facts = {"supersedes": self.chance.choice(results), "with": None}
            self.add("corrected", facts, by="farid", reason="Sat in another's name")

    def wait(self, days: int) -> None:
        self.moment += int(self.chance.expovariate(1 / days) * _DAY)

    def add(
        self, kind: str, facts: dict[str, Any], *, by: str = "system", reason: str = ""
    ) -> None:
        if self.moment >= UNTIL and self.rows:
            return
        self.rows.append(
            EntryRow(
                self.person, len(self.rows) + 1, kind, canonical_json(facts).decode(), self.moment,
                by, reason, "1", "", "",
            )
        )  # fmt: skip
