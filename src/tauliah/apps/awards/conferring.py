"""A designation conferred on all who meet it, such as after a window of exams, in portions.

Each portion is one transaction: entries, awards, credentials and the audit trail of its people, or
nothing of them. Who is killed in between starts again, and those who hold the designation by then
are left alone. Records are read before the transaction and audited beside it, in processes of their
own where there are many, so that the one who writes waits for nobody; where something was added to
a record in between, it is read once more.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction

from tauliah.apps.awards.issuer import key_in_use
from tauliah.apps.awards.issuing import Issue, award_number, signed_credentials
from tauliah.apps.awards.models import Award
from tauliah.apps.awards.statuses import begin_lists, free_places, list_number_of
from tauliah.apps.catalogue.queries import current_release, local_day, programme, programme_of
from tauliah.apps.people.many import next_numbers
from tauliah.apps.people.permissions import Actor, Permission, require
from tauliah.apps.record.actions import own_record_refusal
from tauliah.apps.record.many import (
    Record,
    append_to_many,
    lock_unchanged,
    people_matriculated,
    records_of,
)
from tauliah.apps.statements import insert_many
from tauliah.batch import InProcess, Pool, run
from tauliah.core.audit import AuditsToConfer, Grounds, StoredRecord
from tauliah.core.kernel import EntryKind, LocalText, Refused

PEOPLE_AT_ONCE = 500
"""So many are one transaction: others who write wait for no longer than that takes."""

FEWEST_FOR_PROCESSES = 2_000
"""Of fewer people the audits are made before other processes have begun."""

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Conferral:
    """What came of it: how many got the designation, and how many did not, by the code of the reason."""

    conferred: int = 0
    refused: Counter[str] = field(default_factory=Counter)


def confer_on_all(
    designation: str,
    *,
    actor: Actor,
    at: datetime,
    window: str = "",
    workers: int = 1,
    progress: Progress | None = None,
    told: Callable[[str, Refused], None] | None = None,
) -> Conferral | Refused:
    """Confer a designation on everybody matriculated for it who meets it and does not hold it yet.

    Of a `window`, on those who have a result of it. The names stand in no credential and are shown
    to nobody, since nobody was asked. Audits are made by so many `workers`. `progress` is told how
    many of all are done, `told` of each whom it is not conferred on, by candidate number, and why.
    """
    require(actor, Permission.AWARD_CONFER)
    refused = _refusal(designation, at=at)
    if refused:
        return refused
    made = Conferral()
    waiting = deque(_people(designation, window))
    total, done = len(waiting), 0
    while waiting:
        # once more where records changed meanwhile, or another release was published
        refused = _refusal(designation, at=at)
        if refused:
            made.refused[refused.code] += len(waiting)
            break
        under = _Terms(designation, current_release(), actor, at)
        again: list[UUID] = []
        with closing(_answered(under, waiting, workers=workers)) as portions:
            for portion in portions:
                left = _confer_on_some(under, portion, made=made, told=told)
                again.extend(left)
                done += len(portion) - len(left)
                if progress is not None:
                    progress(done, total)
        waiting.extend(again)
    return made


def _refusal(designation: str, *, at: datetime) -> Refused | None:
    """Why the designation can be conferred on nobody now; None where it can."""
    known = {one.code: one for one in programme().designations}
    if designation in known and known[designation].rules_on(local_day(at)) is not None:
        return None
    return Refused(
        "no-such-designation",
        LocalText(
            en=f"No designation {designation} can be earned here now.",
            ms=f"Tiada gelaran {designation} yang boleh diperoleh di sini sekarang.",
        ),
    )


@dataclass(frozen=True, slots=True)
class _Terms:
    """What is conferred, under which release, by whom, and when."""

    designation: str
    release: int
    actor: Actor
    at: datetime


_Portion = list[tuple[Record, Grounds | Refused]]


def _answered(
    terms: _Terms, waiting: deque[UUID], *, workers: int
) -> Generator[_Portion, None, None]:
    """The people who wait, in portions, each with the grounds on which it is conferred, or why not."""
    job = AuditsToConfer.of(programme_of(terms.release), terms.designation, on=local_day(terms.at))
    many = workers > 1 and len(waiting) >= FEWEST_FOR_PROCESSES
    asked: deque[list[Record]] = deque()

    def read() -> Iterator[tuple[StoredRecord, ...]]:
        while waiting:
            ids = [waiting.popleft() for _ in range(min(PEOPLE_AT_ONCE, len(waiting)))]
            asked.append(records_of(ids))
            yield tuple(one.stored for one in asked[-1])

    for answers in run(job, read(), on=Pool(workers) if many else InProcess()):
        yield list(zip(asked.popleft(), answers, strict=True))


def _people(designation: str, window: str) -> list[UUID]:
    """Whom it may be conferred on: who holds it, is suspended or was revoked is not asked about."""
    awards = Award.objects.filter(designation=designation).order_by()
    held = set(awards.values_list("person_id", flat=True).iterator())
    return [one for one in people_matriculated(designation, window=window) if one not in held]


def _confer_on_some(
    terms: _Terms,
    portion: _Portion,
    *,
    made: Conferral,
    told: Callable[[str, Refused], None] | None,
) -> list[UUID]:
    """Confer it on those who meet it; whose record changed meanwhile is to be asked about again."""
    met: dict[UUID, tuple[Record, Grounds]] = {}
    refused: list[tuple[str, Refused]] = []
    for record, answer in portion:
        found = own_record_refusal(terms.actor, record.person) or answer
        if isinstance(found, Refused):
            refused.append((record.person.candidate_number, found))
        else:
            met[record.person.pk] = (record, found)
    again: list[UUID] = []
    if met:
        with transaction.atomic():
            unchanged = lock_unchanged(record for record, _ in met.values())
            if current_release() != terms.release:
                return [record.person.pk for record, _ in portion]
            sure = [met[record.person.pk] for record in unchanged]
            again = sorted(met.keys() - {record.person.pk for record in unchanged})
            _award(terms, sure)
        made.conferred += len(sure)
    elif current_release() != terms.release:
        return [record.person.pk for record, _ in portion]
    for number, why in refused:
        made.refused[why.code] += 1
        if told is not None:
            told(number, why)
    return again


def _award(terms: _Terms, sure: Sequence[tuple[Record, Grounds]]) -> None:
    """The entries, awards and credentials of people whose records are locked."""
    if not sure:
        return
    designation, at = terms.designation, terms.at
    serials = next_numbers("award", len(sure))
    day = local_day(at)
    numbers = [award_number(designation, serial, day=day) for serial in serials]
    key = key_in_use(at=at)
    places = list(_places(serials, at=at))
    issues = [
        Issue(
            number=number,
            email=record.person.email,
            candidate_number=record.person.candidate_number,
            name="",
            language=record.person.language,
            place=place,
        )
        for (record, _), number, place in zip(sure, numbers, places, strict=True)
    ]
    facts = [{"designation": designation, "credential": number} for number in numbers]
    entries = append_to_many(
        [(record, one) for (record, _), one in zip(sure, facts, strict=True)],
        EntryKind.CONFERRED,
        actor=terms.actor,
        at=at,
    )
    reasons = (grounds for _, grounds in sure)
    credentials = signed_credentials(
        programme(), designation, zip(reasons, issues, strict=True), at=at
    )
    insert_many(
        Award,
        [
            {
                "number": issue.number,
                "person": record.person.pk,
                "holder_name": record.person.full_name,
                "is_name_public": False,
                "language": issue.language,
                "designation": designation,
                "conferred_at": at,
                "release": terms.release,
                "entry": entries[record.person.pk],
                "status_list": issue.place[0],
                "status_index": issue.place[1],
                "signed_by": key.public,
                "names_suspensions": True,
                "credential": credential,
            }
            for (record, _), issue, credential in zip(sure, issues, credentials, strict=True)
        ],
    )


def _places(serials: range, *, at: datetime) -> Iterator[tuple[int, int]]:
    """A place on the status lists for each serial number; lists are begun where there are none."""
    for number, of_list in groupby(serials, list_number_of):
        begin_lists(number, at=at)
        for index in free_places(number, len(list(of_list))):
            yield number, index
