"""The audit of many records anew, under two states of the programme: one piece of a large job."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tauliah.core.audit.comparison import Answer, Comparison
from tauliah.core.audit.seen import OddEntryError, Seen
from tauliah.core.audit.tally import Tally, TallyInTheMaking
from tauliah.core.kernel import EntryKind, EntryRow, RecordRows
from tauliah.core.programme import Programme

_VARIES = frozenset({EntryKind.EXAM_RESULT.value, EntryKind.CONFERRED.value})
"""Kinds whose facts name a sitting or a credential, so that hardly any are like another's."""
_MOST_KNOWN = 5_000
_decode = json.JSONDecoder().raw_decode
"""Reads canonical text faster than `json.loads`, which allows for spaces around it."""


@dataclass
class Reaudit:
    """The job: from the records of some people to what a change does to them.

    It can be sent to another process, and remembers there, from one piece of work to the next, what
    it has computed; two threads need one each. With `verify` every chain is verified first, and of
    people whose chains were altered nothing is said.
    """

    before: Programme
    after: Programme
    days: tuple[date, ...]
    verify: bool = True
    _comparison: Comparison | None = field(default=None, repr=False)
    _facts: dict[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)

    @staticmethod
    def between(
        before: Programme, after: Programme, *, days: Iterable[date], verify: bool = True
    ) -> Reaudit:
        """The job for a change of the programme, without the texts that no audit reads."""
        sides = [
            one.model_copy(update={"lessons": (), "glossary": (), "pages": ()})
            for one in (before, after)
        ]
        return Reaudit(sides[0], sides[1], tuple(days), verify)

    def __getstate__(self) -> dict[str, Any]:
        return {
            "before": self.before, "after": self.after, "days": self.days, "verify": self.verify,
            "_comparison": None, "_facts": {},
        }  # fmt: skip

    def __call__(self, records: Iterable[RecordRows]) -> Tally:
        """What the change does to these people."""
        making = TallyInTheMaking()
        for record in records:
            if self.verify and record.faults():
                making.add_not_whole(record.person)
            else:
                making.add(record.person, self._answer(record).changes)
        return making.made()

    def _answer(self, record: RecordRows) -> Answer:
        comparison = self._comparison
        if comparison is None:
            comparison = self._comparison = Comparison(self.before, self.after, days=self.days)
        seen = self._seen(record.rows, comparison)
        if seen is None:
            return comparison.answer_on(record.entries())
        return comparison.answer(seen, record.entries)

    def _seen(self, rows: Sequence[EntryRow], comparison: Comparison) -> list[Seen] | None:
        """What rules see of the rows; None of a record with corrections or odd facts."""
        of_facts = comparison.sight.of_facts
        found: list[Seen] = []
        last = 0
        try:
            for _, number, kind, facts, happened_at, recorded_by, *_ in rows:
                if kind == EntryKind.CORRECTED or number <= last:
                    return None
                last = number
                seen = of_facts(kind, self._read(kind, facts), happened_at, recorded_by)
                if seen is not None:
                    found.append(seen)
        except (OddEntryError, KeyError):
            return None
        return found

    def _read(self, kind: str, facts: str) -> Mapping[str, Any]:
        if kind in _VARIES:
            return _decoded(facts)
        known = self._facts.get(facts)
        if known is None:
            if len(self._facts) > _MOST_KNOWN:
                self._facts.clear()
            known = self._facts[facts] = _decoded(facts)
        return known


def _decoded(facts: str) -> Mapping[str, Any]:
    read: Mapping[str, Any]
    try:
        read, end = _decode(facts)
    except ValueError:
        end = 0
    return read if end == len(facts) else json.loads(facts)
