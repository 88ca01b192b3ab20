"""The site as worker processes whose own clock may be wrong, where the database's counts.

`python -m tests.services.workers PORT --workers 2 --clock-off 3600`.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path


def workers_of(parent: int) -> list[int]:
    """The processes that answer now, or look after the site."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8")
    return [int(pid) for pid in listed.split()]


def main() -> None:
    """Serve as `tauliah serve` does, by a clock that is off."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument(
        "--clock-off", type=int, default=0, help="seconds by which its clock is wrong"
    )
    wanted = parser.parse_args()
    if wanted.clock_off:
        import time_machine

        wrong = datetime.now(UTC) + timedelta(seconds=wanted.clock_off)
        time_machine.travel(wrong, tick=True).start()
    from tauliah.cli.console import start_django
    from tauliah.cli.site import run_server

    start_django()
    run_server("127.0.0.1", wanted.port, threads=wanted.threads, workers=wanted.workers)


if __name__ == "__main__":
    main()
