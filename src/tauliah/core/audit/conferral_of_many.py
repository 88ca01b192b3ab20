"""The audits by which a designation is conferred on many people: one piece of a large job."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from tauliah.core.audit.auditing import Audit
from tauliah.core.audit.conferral import audit_to_confer
from tauliah.core.kernel import (
    Entry,
    EntryKind,
    EntryRow,
    LocalText,
    RecordRows,
    Refused,
    facts_as_text,
    microseconds,
)
from tauliah.core.kernel.concealed_words import CONCEALED, revealed
from tauliah.core.programme import Programme

_CONCEALED = f'"{CONCEALED}"'
_KINDS = {kind.value: kind for kind in EntryKind}

StoredEntry = tuple[int, str, str, datetime, str, str, int, str, str]
"""Number, kind, facts as JSON in any spelling, moment, recorder, reason, release, previous, seal."""

NOT_WHOLE = Refused(
    "not-whole",
    LocalText(
        en="The record is not whole: nothing is conferred upon it. See `tauliah record verify`.",
        ms="Rekod ini tidak utuh: tiada apa-apa dianugerahkan berdasarkannya. Lihat `tauliah record verify`.",
    ),
)


class StoredRecord(NamedTuple):
    """A person's entries as the ledger holds them, its head, and the key to the person's words."""

    person: str
    head: tuple[int, str]
    entries: Sequence[StoredEntry]
    key: bytes | None

    def __repr__(self) -> str:
        """Without the key, which a log must not tell."""
        return f"StoredRecord(person={self.person!r}, entries={len(self.entries)})"

    def read(self) -> tuple[RecordRows, tuple[Entry, ...]]:
        """The record with its facts in their canonical spelling, and its entries.

        No entries where facts are no JSON, as only an alteration past the system makes them.
        """
        rows: list[EntryRow] = []
        entries: list[Entry] = []
        for one in self.entries:
            number, kind, facts, happened_at, recorded_by, reason, release, previous, seal = one
            read, text = _read(facts)
            moment = microseconds(happened_at)
            rest = (recorded_by, reason, str(release), previous, seal)
            rows.append(EntryRow(self.person, number, kind, text, moment, *rest))
            if read is not None:
                entries.append(Entry(self.person, number, _kind(kind), read, happened_at, *rest))
        is_read = len(entries) == len(rows)
        return RecordRows(self.person, self.head, rows), tuple(entries) if is_read else ()


class Grounds(NamedTuple):
    """On what a designation is conferred: the rules and how they were met, and the exams passed."""

    criteria_en: str
    criteria_ms: str
    exams: tuple[str, ...]

    @property
    def criteria(self) -> LocalText:
        """What was asked and how it was met, as decided on the day."""
        return LocalText(en=self.criteria_en, ms=self.criteria_ms)

    def in_language(self, language: str) -> str:
        """The criteria in that language; KeyError for a language the house does not speak."""
        return {"en": self.criteria_en, "ms": self.criteria_ms}[language]


def grounds_of(audit: Audit) -> Grounds:
    """The grounds of an audit of which every requirement is met."""
    counted = audit.finding.counted()
    sentences = [finding.sentence for finding in counted]
    source = audit.rules.source
    return Grounds(
        " ".join([f"{source.en}.", *(sentence.en for sentence in sentences)]).strip(),
        " ".join([f"{source.ms}.", *(sentence.ms for sentence in sentences)]).strip(),
        tuple(
            finding.code
            for finding in counted
            if finding.kind in ("exam", "course")
            and finding.met_by is not None
            and finding.met_by.kind is EntryKind.EXAM_RESULT
        ),
    )


@dataclass(frozen=True, slots=True)
class AuditsToConfer:
    """The job: from the records of some people to the grounds of each, or why it is not conferred.

    It can be sent to another process. Every chain is verified first: upon one that is not whole
    nothing is conferred.
    """

    programme: Programme
    designation: str
    on: date

    @staticmethod
    def of(programme: Programme, designation: str, *, on: date) -> AuditsToConfer:
        """The job without the texts that no audit reads. KeyError where no rules are in force."""
        if programme.designation(designation).rules_on(on) is None:
            raise KeyError(designation)
        read = programme.model_copy(update={"lessons": (), "glossary": (), "pages": ()})
        return AuditsToConfer(read, designation, on)

    def __call__(self, records: Iterable[StoredRecord], /) -> list[Grounds | Refused]:
        """The answer for each of these people, in their order."""
        return [self._answer(one) for one in records]

    def _answer(self, stored: StoredRecord) -> Grounds | Refused:
        record, entries = stored.read()
        if record.faults():
            return NOT_WHOLE
        if any(row.reason or _CONCEALED in row.facts for row in record.rows):
            entries = revealed(entries, stored.key)
        found = audit_to_confer(self.programme, self.designation, entries=entries, on=self.on)
        return found if isinstance(found, Refused) else grounds_of(found)


def _read(facts: str) -> tuple[Any, str]:
    """The facts, and their canonical spelling; None, and the text as it is, for no JSON."""
    try:
        read = json.loads(facts)
    except ValueError:
        return None, facts
    return read, facts_as_text(read)


def _kind(kind: str) -> EntryKind:
    """The kind of an entry; one that is none stays text, so that the seal tells of it."""
    return _KINDS.get(kind) or cast("EntryKind", kind)
