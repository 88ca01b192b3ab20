"""The export of all that is held of one person: time and memory, by how much is held.

    python benchmarks/personal_data.py [--rows 2000 200000]

Each size is a house of its own on SQLite in a temporary folder, exported in a fresh process whose
largest memory is told by the system. Half of the rows are practice answers, half audit entries.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

AT = datetime(2026, 3, 3, 2, tzinfo=UTC)
AT_ONCE = 5_000


def _start() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tauliah.config.settings"
    django.setup()


def fill(rows: int) -> None:
    """A house with one person of whom about so many rows are held."""
    _start()
    from django.core.management import call_command

    from tauliah.apps.people.actions import create_account
    from tauliah.apps.people.models import AuditEntry
    from tauliah.apps.study.models import PracticeAnswer

    call_command("migrate", verbosity=0)
    person = create_account(
        email="aisyah@example.org",
        full_name="Aisyah",
        language="en",
        password=None,
        role="candidate",
        at=AT,
    )
    for first in range(0, rows // 2, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, rows // 2))
        PracticeAnswer.objects.bulk_create(
            PracticeAnswer(
                person=person,
                course="PUM",
                item=f"pum-p-{number}",
                topic="market",
                value="A",
                is_right=True,
                answered_at=AT,
            )
            for number in numbers
        )
        AuditEntry.objects.bulk_create(
            AuditEntry(
                at=AT,
                actor=str(person.pk),
                event="practice.answered",
                subject=str(person.pk),
                details={"item": f"pum-p-{number}", "is_right": True},
            )
            for number in numbers
        )


def export() -> None:
    """Export the person, and print rows, seconds, the archive's bytes and the largest memory."""
    _start()
    from tauliah.apps.people.queries import person_by_email
    from tauliah.apps.privacy.exporting import write_export

    person = person_by_email("aisyah@example.org")
    assert person is not None
    began = time.process_time()
    with tempfile.TemporaryFile() as target:
        rows = write_export(person, target, at=AT)
        size = target.tell()
    seconds = time.process_time() - began
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"rows": rows, "seconds": seconds, "bytes": size, "megabytes": largest}))


def main() -> None:
    """Measure each size, one after another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[2_000, 200_000])
    parser.add_argument("--step", choices=["fill", "export"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.step:
        fill(asked.rows[0]) if asked.step == "fill" else export()
        return
    for rows in asked.rows:
        with tempfile.TemporaryDirectory() as folder:
            surroundings = os.environ | {"TAULIAH_DATA": str(Path(folder))}
            for step in ("fill", "export"):
                command = [sys.executable, __file__, "--rows", str(rows), "--step", step]
                done = subprocess.run(
                    command, env=surroundings, check=True, capture_output=True, text=True
                )
            print(done.stdout, end="")


if __name__ == "__main__":
    main()
