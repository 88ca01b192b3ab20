"""The audit of one person over all shipped designations, for records of all kinds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from typing import Any

from benchmarks.timing import line
from tauliah.cli.folders import read_folder, shipped_programme
from tauliah.core.audit import audit_all
from tauliah.core.kernel import Entry, EntryKind
from tauliah.core.programme import Loaded, Programme, load_programme

_RECORDS = 2_000
_ON = date(2028, 6, 1)
_BEGINS = datetime(2024, 1, 5, 2, tzinfo=UTC)


def figures() -> Iterator[str]:
    """Record after record, of no entries to forty, each read anew."""
    loaded = load_programme(read_folder(shipped_programme()))
    if not isinstance(loaded, Loaded):
        raise TypeError(loaded)
    programme, draw = loaded.programme, random.Random(1)
    records = cycle([_record(draw, programme) for _ in range(_RECORDS)])
    yield line(
        f"audit one person over all {len(programme.designations)} shipped designations",
        lambda: audit_all(programme, next(records), _ON),
        times=_RECORDS,
    )


def _record(draw: random.Random, programme: Programme) -> list[Entry]:
    at, entries = _BEGINS, []
    for number in range(1, draw.randint(0, 40) + 1):
        at += timedelta(days=draw.randint(1, 40))
        kind, facts = draw.choice(_happened(draw, programme))
        entries.append(Entry("p", number, kind, facts, at, "registrar", "", "1", "", ""))
    return entries


def _happened(draw: random.Random, programme: Programme) -> list[tuple[EntryKind, dict[str, Any]]]:
    exam = draw.choice(programme.courses).code
    designation = draw.choice(programme.designations).code
    ethics = programme.about.ethics[0]
    passed: tuple[EntryKind, dict[str, Any]]
    passed = (EntryKind.EXAM_RESULT, {"exam": exam, "passed": draw.random() < 0.7})
    return [
        passed,
        passed,
        passed,
        (EntryKind.MATRICULATED, {"designation": designation}),
        (EntryKind.CREDIT_GRANTED, {"exam": exam, "source": "Another body"}),
        (EntryKind.EXEMPTION_GRANTED, {"exam": exam, "evidence": "", "approved_by": "second"}),
        (EntryKind.COURSE_COMPLETED, {"course": exam}),
        (EntryKind.CLASS_ATTENDED, {"course": exam}),
        (EntryKind.ETHICS_ACCEPTED, {"code": ethics.code, "version": ethics.version}),
        (EntryKind.CONFERRED, {"designation": designation}),
        (EntryKind.EDUCATION_RECORDED, {"designation": designation, "hours": 5}),
    ]
