"""Statements made from what happened, for those who agreed.

They are derived from the rows that study and the record keep anyway, and not written by each act
itself: so an act needs to know nothing of record stores, and no way by which something comes in (a
page, the outbox of a phone, a file, a command) can be forgotten. A look asks the audit trail who did
anything since the last one, with ten minutes of overlap, so that a transaction that ends late is not
missed; what is seen twice has the same id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tauliah.apps.catalogue.queries import NothingPublished, programme
from tauliah.apps.experience.models import Statement, StoreState
from tauliah.apps.experience.sharing import Sharing, sharing_now
from tauliah.apps.experience.store import store_address
from tauliah.apps.experience.xapi import (
    Activity,
    Speaker,
    classroom,
    course,
    exam,
    lesson,
    statement_id,
    unit,
)
from tauliah.apps.people.queries import acted_since
from tauliah.apps.people.queries import person as account_of
from tauliah.apps.record.queries import entries_of
from tauliah.apps.record.recorded import entries_recorded_since
from tauliah.apps.study.happenings import lessons_read_since, reviews_made_since
from tauliah.core.kernel import Entry, EntryKind, LocalText
from tauliah.core.practice import AGAIN

OVERLAP = timedelta(minutes=10)
LATEST = timedelta(days=35)
"""What comes in later after it was made is not told: a phone may be without a network for 30 days."""
_ROWS_AT_ONCE = 500
_TOLD = (EntryKind.EXAM_RESULT, EntryKind.CLASS_ATTENDED)
_UNDOING = (EntryKind.CORRECTED, EntryKind.SITTING_VOIDED)


def gather_statements(*, at: datetime) -> None:
    """Make the statements about what was written since the last look, a transaction for each person.

    What happened before a person agreed is not told, even if it was written down later.
    """
    if not store_address():
        return
    state, _ = StoreState.objects.get_or_create(id=1)
    agreed = sharing_now()
    if agreed:
        _gather(agreed, (state.looked_until or at) - OVERLAP, at)
    # last: a look that was cut short begins where the one before it ended
    StoreState.objects.filter(id=1).update(looked_until=at)


def _gather(agreed: dict[UUID, Sharing], since: datetime, at: datetime) -> None:
    try:
        titles = {one.code: one.title for one in programme().courses}
        titles |= {one.code: one.title for one in programme().ethics_courses}
    except NothingPublished:
        return
    entries: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in entries_recorded_since(since, (*_TOLD, *_UNDOING)):
        entries[UUID(entry.person)].append(entry)
    for person in (acted_since(since) | entries.keys()) & agreed.keys():
        look = _Look(person, agreed[person], titles, at)
        with transaction.atomic():
            look.recall()
            _lessons(look)
            _reviews(look)
            for entry in entries.get(person, ()):
                _entry(look, entry)
            look.write()


@dataclass(slots=True)
class _Look:
    """One look at what a person did: what is known already, and what was made and not written yet."""

    person: UUID
    sharing: Sharing
    titles: dict[str, LocalText]
    at: datetime
    known: set[UUID] = field(default_factory=set)
    made: list[Statement] = field(default_factory=list)

    @property
    def speaker(self) -> Speaker:
        """Who speaks of the person's events."""
        return Speaker(settings.ADDRESS, self.sharing.account)

    @property
    def since(self) -> datetime:
        """The moment from which on things are told."""
        return max(self.sharing.since, self.at - LATEST)

    def recall(self) -> None:
        """Read which statements there are about the time that is looked at."""
        rows = Statement.objects.filter(person=self.person, made_at__gte=self.since)
        self.known = set(rows.values_list("id", flat=True))

    def add(self, body: dict[str, Any]) -> None:
        """Keep a statement, unless the same is there."""
        id = UUID(body["id"])
        if id not in self.known:
            self.known.add(id)
            self.made.append(Statement(id=id, person_id=self.person, body=body, made_at=self.at))

    def write(self) -> None:
        """Write what was made."""
        Statement.objects.bulk_create(self.made, batch_size=_ROWS_AT_ONCE, ignore_conflicts=True)
        self.made.clear()

    def take_back(self, source: str, *, by: str, at: datetime) -> None:
        """A statement that does not hold any more: deleted while it waits, voided once it is sent."""
        if statement_id(self.sharing.account, by) in self.known:
            return
        self.write()
        id = statement_id(self.sharing.account, source)
        if Statement.objects.filter(id=id, sent_at=None).delete()[0]:
            return
        if Statement.objects.filter(id=id).exists():
            self.add(self.speaker.voiding(by, id, at=at))


def _lessons(look: _Look) -> None:
    for one in lessons_read_since(look.person, look.since):
        if one.course not in look.titles:
            continue
        about = lesson(one.course, one.lesson, _lesson_title(one.course, one.lesson))
        of = course(one.course, look.titles[one.course])
        look.add(look.speaker.statement(f"lesson/{one.id}", "completed", about, of=of, at=one.at))


def _lesson_title(code: str, slug: str) -> LocalText:
    try:
        found = programme().lesson(code, slug)
    except KeyError:
        return LocalText(en=slug, ms=slug)  # read under an earlier release
    return LocalText(en=found.in_language("en").title, ms=found.in_language("ms").title)


def _reviews(look: _Look) -> None:
    for one in reviews_made_since(look.person, look.since):
        if one.undoes:
            look.take_back(f"review/{one.undoes}", by=f"review/{one.id}", at=one.at)
            continue
        if one.course not in look.titles:
            continue
        look.add(
            look.speaker.statement(
                f"review/{one.id}",
                "answered",
                unit(one.course, one.kind, one.unit),
                of=course(one.course, look.titles[one.course]),
                at=one.at,
                success=one.rating > AGAIN,
                language=one.language,
            )
        )


def _entry(look: _Look, entry: Entry) -> None:
    if entry.kind in _TOLD:
        _tell_entry(look, entry)
    else:
        _take_back_entries(look, entry)


def _tell_entry(look: _Look, entry: Entry) -> None:
    is_exam = entry.kind == EntryKind.EXAM_RESULT
    code = str(entry.facts.get("exam" if is_exam else "course", ""))
    if entry.happened_at < look.sharing.since or code not in look.titles:
        return
    passed = bool(entry.facts.get("passed"))
    make: Callable[[str, LocalText], Activity] = exam if is_exam else classroom
    verb = ("passed" if passed else "failed") if is_exam else "attended"
    look.add(
        look.speaker.statement(
            _source(entry),
            verb,
            make(code, look.titles[code]),
            of=course(code, look.titles[code]),
            at=entry.happened_at,
            success=passed if is_exam else None,
        )
    )


def _take_back_entries(look: _Look, entry: Entry) -> None:
    """What a correction or a voided sitting says of entries that were told before."""
    owner = account_of(look.person)
    if owner is None:
        return
    chain = [one for one in entries_of(owner) if one.number < entry.number]
    if entry.kind == EntryKind.SITTING_VOIDED:
        original, gone = None, [one for one in chain if _is_of_sitting(one, entry)]
    else:
        original, gone = _corrected(chain, entry.facts.get("supersedes"))
    for one in gone:
        by = f"{_source(entry)}/of/{one.number}"
        look.take_back(_source(one), by=by, at=entry.happened_at)
    facts = entry.facts.get("with")
    if original is not None and original.kind in _TOLD and facts is not None:
        _tell_entry(look, replace(original, number=entry.number, facts=facts))


def _corrected(chain: list[Entry], number: object) -> tuple[Entry | None, list[Entry]]:
    """The entry that a correction is about in the end, and all that has been said of it before."""
    about: dict[object, int] = {}
    for one in chain:
        is_correction = one.kind == EntryKind.CORRECTED
        root = about.get(one.facts.get("supersedes")) if is_correction else one.number
        if root is not None:
            about[one.number] = root
    meant = about.get(number)
    said = [one for one in chain if meant is not None and about.get(one.number) == meant]
    return (said[0] if said else None), said


def _is_of_sitting(one: Entry, voided: Entry) -> bool:
    sitting = voided.facts.get("sitting")
    return one.kind == EntryKind.EXAM_RESULT and one.facts.get("sitting") == sitting


def _source(entry: Entry) -> str:
    return f"entry/{entry.number}"
