"""API conferred on many people at once: entries, awards, signed credentials, status lists, audit trail.

`python -m benchmarks.conferral [PEOPLE]`; 100,000 without a number. A house on SQLite is made with
people who meet the requirements (not counted), then `tauliah confer` runs in a process of its own.
Processor time is that of this process: on a busy machine the clock tells more of the others.
"""

from __future__ import annotations

import os
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
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "tauliah.cli", "confer", "API", "--as", "farid@example.org"],
            env=environment,
        )
        # of this child alone, and not of the one before, which was larger
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        if status:
            raise SystemExit("tauliah confer failed")
        processor = used.ru_utime + used.ru_stime
        print(f"people: {people:,}")
        print(f"seconds: {seconds:.1f}")
        print(f"processor seconds: {processor:.1f} ({processor / people * 1e6:.0f} µs each)")
        print(f"memory at most: {used.ru_maxrss / 1024:.0f} MB")
        print(
            f"database: {before / 1e6:.0f} MB before, {database.stat().st_size / 1e6:.0f} MB after"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
