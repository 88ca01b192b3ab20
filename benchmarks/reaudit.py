"""A million records audited anew under a changed release of the shipped programme.

    python -m benchmarks.reaudit [PEOPLE] [FOLDER]

The records lie in Parquet files. The time covers everything from starting two worker processes to
the complete answer: reading and decoding the files, the audits, and the list of all people for whom
something changes. It is measured with every chain verified (each seal, link and head), and without.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Self

from benchmarks.records import SEED, Write, portions
from tauliah.batch import Pool, run
from tauliah.batch.ledger_files import LedgerFile, ReauditOfFiles, ledger_files, read_ledger
from tauliah.cli.folders import read_folder, shipped_programme
from tauliah.core.audit import Effect, Reaudit, Tally, effects_alone, joined_tallies
from tauliah.core.programme import Programme, load_programme

PEOPLE = 1_000_000
WORKERS = 2
SAMPLE = 5_000
TODAY = date(2026, 11, 1)
NEXT_YEAR = date(2027, 1, 1)

CHANGES = {
    # one exam more on one pathway, a choice on the other: some lose, some gain
    "designations/api.yaml": [
        ("{exam: PUM}, {exam: PRM}, {exam: PFP}]", "{exam: PUM}, {exam: PRM}, {exam: PFP}, {exam: PLI}]"),
        ("{exam: PLI}, {exam: PIN}]\n", "{exam: PLI}, {any: [{exam: PIN}, {exam: PRM}]}]\n"),
    ],
    # an exam that counts for three years only: who loses depends on the day, and is told the day
    "designations/ains.yaml": [("- exam: PIN\n", "- {exam: PIN, within_months: 36}\n")],
    # rules from next year on, for those who matriculated by then as well as for later people
    "designations/cpcu.yaml": [("versions:\n", "grandfathering: best_of\nversions:\n")],
}  # fmt: skip
RULES_OF_2027 = """
  - from: 2027-01-01
    source: {en: "Programme rules 2027", ms: "Peraturan program 2027"}
    requires:
      all: [{exam: FRM}, {exam: IOP}, {exam: ILW}, {exam: PRM}, {exam: PFP}, {ethics: ethics}]
"""


def changed_programmes() -> tuple[Programme, Programme]:
    """The shipped programme as it is, and with other rules for all three designations."""
    files = read_folder(shipped_programme())
    changed = dict(files)
    for path, changes in CHANGES.items():
        text = files[path].decode()
        for old, new in changes:
            if text.count(old) != 1:
                raise AssertionError((path, old))
            text = text.replace(old, new)
        changed[path] = text.encode()
    changed["designations/cpcu.yaml"] += RULES_OF_2027.encode()
    sides = [load_programme(one) for one in (files, changed)]
    if any(isinstance(one, tuple) for one in sides):
        raise AssertionError([one for one in sides if isinstance(one, tuple)])
    before, after = (one.programme for one in sides if not isinstance(one, tuple))
    return before, after


@dataclass
class Measured:
    """Seconds on the clock, seconds of the processors, and the most memory of all processes."""

    seconds: float = 0.0
    processor_seconds: float = 0.0
    megabytes: float = 0.0
    _ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._start, self._used = time.perf_counter(), _processor_seconds()
        self._watch = threading.Thread(target=self._follow, daemon=True)
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self._start
        self.processor_seconds = _processor_seconds() - self._used
        self._ended.set()
        self._watch.join()

    def _follow(self) -> None:
        while not self._ended.wait(0.1):
            self.megabytes = max(self.megabytes, _megabytes_of_all())


def _processor_seconds() -> float:
    """User and system time of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _megabytes_of_all() -> float:
    """Resident memory of this process and all under it; what they share is counted each time."""
    parents: dict[int, int] = {}
    pages: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                pages[int(entry.name)] = int((entry / "statm").read_text().split()[1])
            except (OSError, IndexError):
                continue
            parents[int(entry.name)] = int(stat[1])
    ours = {os.getpid()}
    while more := {id for id, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(pages.get(id, 0) for id in ours) * resource.getpagesize() / 1_000_000


def reaudit(
    files: tuple[LedgerFile, ...], before: Programme, after: Programme, *, verify: bool
) -> tuple[Tally, Measured]:
    """The whole job by two processes."""
    with Measured() as measured:
        job = Reaudit.between(before, after, days=(TODAY, NEXT_YEAR), verify=verify)
        found = joined_tallies(run(ReauditOfFiles(job), files, on=Pool(WORKERS)))
        list(found.by_person())
    return found, measured


def checked(
    files: tuple[LedgerFile, ...],
    before: Programme,
    after: Programme,
    answers: Mapping[str, tuple[Effect, ...]],
    *,
    sample: int,
) -> int:
    """How many people, drawn from all files, have the answers of an audit of their record alone."""
    chance = random.Random(SEED)
    each = -(-sample // len(files))
    compared = 0
    for file in files:
        skip = chance.randint(0, 20)
        for record in islice(read_ledger(file), skip, skip + 20 * each, 20):
            alone = effects_alone(
                record.entries(), before=before, after=after, days=(TODAY, NEXT_YEAR)
            )
            changes = tuple(one for one in alone if one.direction != "unchanged")
            if answers.get(record.person, ()) != changes:
                raise AssertionError((record, changes, answers.get(record.person)))
            compared += 1
    return compared


def figures(people: int = PEOPLE, folder: Path | None = None) -> Iterator[str]:
    """Time, memory, and the comparison with audits one by one."""
    if folder is None:
        with tempfile.TemporaryDirectory() as made:
            yield from figures(people, Path(made))
        return
    before, after = changed_programmes()
    if not any(folder.glob("entries-*.parquet")):
        entries = sum(run(Write(folder), portions(people), on=Pool(WORKERS)))
        size = sum(file.stat().st_size for file in folder.iterdir()) / 1_000_000
        yield f"{people:,} invented records, {entries:,} entries, {size:,.0f} MB of Parquet"
    files = ledger_files(folder)
    for verify in (True, False):
        found, measured = reaudit(files, before, after, verify=verify)
        yield (
            f"re-audit of {found.people:,} records{', every chain verified' if verify else ''}: "
            f"{measured.seconds:.1f} s, {measured.processor_seconds:.1f} s of {WORKERS} "
            f"processors, {measured.megabytes:,.0f} MB at most"
        )
    yield (
        f"gain {found.gaining:,}, lose {found.losing:,}, of whom need grandfathering "
        f"{found.needing_grandfathering:,}; different answers {len(found.affected):,}; "
        f"not whole {len(found.not_whole):,}"
    )
    compared = checked(files, before, after, dict(found.by_person()), sample=min(people, SAMPLE))
    yield f"the same as one by one: {compared:,} of {compared:,} drawn"


if __name__ == "__main__":
    for line in figures(
        int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE,
        Path(sys.argv[2]) if len(sys.argv) > 2 else None,
    ):
        print(line, flush=True)
