"""API conferred on many people at once: entries, awards, signed credentials, status lists, audit trail.

`python -m benchmarks.conferral [PEOPLE]`; 100,000 without a number. A house on SQLite is made with
people who meet the requirements (not counted), then `tauliah confer` runs in a process of its own,
with as many beside it as it takes. Processor time is that of all of them: on a busy machine the
clock tells more of the others. Memory is that of all of them at once, what they share counted once
(PSS, looked at five times a second; Linux only).
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEOPLE = 100_000


def main(people: int) -> None:
    """Print seconds, processor time, memory and the size of the database."""
    with tempfile.TemporaryDirectory() as data:
        environment = {
            **{
                name: value for name, value in os.environ.items() if not name.startswith("TAULIAH_")
            },
            "TAULIAH_DATA": data,
            "DJANGO_SETTINGS_MODULE": "tauliah.config.settings",
        }

        def run(*command: str) -> None:
            made = subprocess.run([sys.executable, "-m", *command], env=environment, check=False)
            if made.returncode:
                raise SystemExit(f"{command} failed")

        run("tests.services.people_who_meet_api", str(people))
        database = Path(data) / "tauliah.sqlite3"
        before = database.stat().st_size
        begun, before_it = time.perf_counter(), _processor_seconds()
        process = subprocess.Popen(
            [sys.executable, "-m", "tauliah.cli", "confer", "API", "--as", "farid@example.org"],
            env=environment,
        )
        most = 0
        while process.poll() is None:
            most = max(most, _memory_of(process.pid))
            time.sleep(0.2)
        status = process.returncode
        seconds = time.perf_counter() - begun
        if status:
            raise SystemExit("tauliah confer failed")
        processor = _processor_seconds() - before_it
        print(f"people: {people:,}")
        print(f"seconds: {seconds:.1f}")
        print(f"processor seconds: {processor:.1f} ({processor / people * 1e6:.0f} µs each)")
        print(f"memory at most: {most / 1e6:.0f} MB")
        print(
            f"database: {before / 1e6:.0f} MB before, {database.stat().st_size / 1e6:.0f} MB after"
        )


def _processor_seconds() -> float:
    """Of all children that have ended, and theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory_of(process: int) -> int:
    """Bytes of a process and all under it."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        (own,) = (line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))
        under = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except (OSError, ValueError):
        # it has ended in the meantime, or there is no such folder
        return 0
    return int(own) * 1024 + sum(_memory_of(int(one)) for one in under.split())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
