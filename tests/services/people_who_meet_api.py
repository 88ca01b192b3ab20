"""Invented people by the thousand who meet API by their exams, put into the tables as they would stand.

`python -m tests.services.people_who_meet_api 100000` puts so many into the house of `TAULIAH_DATA`,
which is made where there is none. Every chain is sealed. Of each hundred the last lacks an exam.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

AT_ONCE = 2_000
BEGAN = datetime(2026, 1, 5, 2, tzinfo=UTC)
WINDOW = "2026-1"
EXAMS = ("PUM", "PRM", "PFP")
NAMES = ("Aisyah binti Rahman", "Farid bin Osman", "Ng Mei Ling", "Kumar a/l Raj", "Nurul Huda")


def put(count: int) -> None:
    """Put so many people and their records into the house."""
    from tauliah.apps.people.models import RoleAssignment, User
    from tauliah.apps.record.models import ChainHead, RecordEntry

    numbers = iter(range(1, count + 1))
    while some := tuple(islice(numbers, AT_ONCE)):
        people = [
            User(
                email=f"person{number}@example.org",
                full_name=NAMES[number % len(NAMES)],
                language="ms" if number % 3 else "en",
                candidate_number=f"B{number:07d}",
                joined_at=BEGAN,
                password="!",
            )
            for number in some
        ]
        User.objects.bulk_create(people)
        RoleAssignment.objects.bulk_create(
            RoleAssignment(user=one, role="candidate", since=BEGAN) for one in people
        )
        chains = [list(_chain(one.pk, number)) for one, number in zip(people, some, strict=True)]
        RecordEntry.objects.bulk_create(
            RecordEntry(
                person_id=entry.person,
                number=entry.number,
                kind=str(entry.kind),
                facts=entry.facts,
                happened_at=entry.happened_at,
                recorded_by=entry.recorded_by,
                release=1,
                previous=entry.previous,
                seal=entry.seal,
            )
            for chain in chains
            for entry in chain
        )
        ChainHead.objects.bulk_create(
            ChainHead(person_id=chain[-1].person, number=len(chain), seal=chain[-1].seal)
            for chain in chains
        )


def _chain(person: Any, number: int) -> Iterator[Any]:
    from tauliah.core.kernel import Entry, EntryKind, seal

    told: list[tuple[Any, dict[str, Any]]] = [(EntryKind.MATRICULATED, {"designation": "API"})]
    for exam in EXAMS[: 2 if number % 100 == 0 else None]:
        correct = 36 + number % 14
        facts = {
            "exam": exam, "passed": True, "correct": correct, "items": 50, "window": WINDOW,
            "form": f"{exam}-{number % 8}", "sitting": f"{person}",
        }  # fmt: skip
        told.append((EntryKind.EXAM_RESULT, facts))
    told.append((EntryKind.ETHICS_ACCEPTED, {"code": "ethics", "version": "2024"}))
    previous = ""
    for place, (kind, facts) in enumerate(told, start=1):
        entry = seal(
            Entry(
                person=str(person),
                number=place,
                kind=kind,
                facts=facts,
                happened_at=BEGAN + timedelta(days=20 * place, seconds=number),
                recorded_by="system",
                reason="",
                release="1",
                previous=previous,
                seal="",
            )
        )
        previous = entry.seal
        yield entry


def main(count: int) -> None:
    """Make the house where there is none, and put the people into it."""
    import django

    django.setup()
    from tauliah.apps.people.actions import create_account
    from tauliah.cli.console import now
    from tauliah.cli.site import prepare_installation

    prepare_installation()
    create_account(
        email="farid@example.org", full_name="Farid Osman", language="en", password=None,
        role="registrar", at=now(),
    )  # fmt: skip
    put(count)


if __name__ == "__main__":
    main(int(sys.argv[1]))
