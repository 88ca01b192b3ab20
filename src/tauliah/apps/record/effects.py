"""What publishing another state of the programme would change, and for whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from operator import attrgetter
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from tauliah.apps.catalogue.queries import NothingPublished, current_release, programme_of
from tauliah.apps.itembank.queries import items_of_the_text
from tauliah.apps.people.queries import candidate_numbers_of
from tauliah.apps.record.portions import count_people, portions_of_records
from tauliah.batch import InProcess, Place, run
from tauliah.batch.ledger_files import ReauditOfFiles, ledger_files, people_in
from tauliah.core.audit import (
    Effect,
    Reaudit,
    Tally,
    days_of_change,
    joined_tallies,
    load_tried_programme,
)
from tauliah.core.kernel import Problem
from tauliah.core.programme import Difference, Loaded, Programme, differences
from tauliah.core.programme.asked_blueprint import AskedBlueprint, blueprint_of_course

NUMBERS_AT_ONCE = 500
Progress = Callable[[int, int], None]
"""Is told how many records are done, and of how many."""

HERE = InProcess()


@dataclass(frozen=True, slots=True)
class Affected:
    """A person for whom the change makes a difference, and every such difference."""

    person: UUID
    candidate_number: str
    effects: tuple[Effect, ...]

    @property
    def loses(self) -> bool:
        """Whether anything gets worse."""
        return any(effect.direction == "loses" for effect in self.effects)

    @property
    def gains(self) -> bool:
        """Whether anything gets better."""
        return any(effect.direction == "gains" for effect in self.effects)

    @property
    def needs_grandfathering(self) -> bool:
        """Whether something gets worse on the way to what is not conferred yet."""
        return any(effect.needs_grandfathering for effect in self.effects)


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing would change against the newest release (0 where there is none yet).

    `people` counts the records that were looked at. Of the people in `not_whole`, by candidate
    number, nothing can be said: their chains were altered past the system. `days` are those on which
    the effects were computed. `blueprints` are the numbers of each exam as they would be.
    """

    release: int
    digest: str
    differences: tuple[Difference, ...] = ()
    days: tuple[date, ...] = ()
    people: int = 0
    affected: tuple[Affected, ...] = ()
    not_whole: tuple[str, ...] = ()
    blueprints: tuple[AskedBlueprint, ...] = ()

    @property
    def losing(self) -> int:
        """How many people lose something."""
        return sum(one.loses for one in self.affected)

    @property
    def gaining(self) -> int:
        """How many people gain something; who gains here and loses there counts in both."""
        return sum(one.gains for one in self.affected)

    @property
    def needing_grandfathering(self) -> int:
        """How many people lose something on the way to it."""
        return sum(one.needs_grandfathering for one in self.affected)


def effect_of(
    files: Mapping[str, bytes],
    *,
    at: datetime,
    on: Place = HERE,
    records: Path | None = None,
    progress: Progress | None = None,
) -> Plan | tuple[Problem, ...]:
    """What publishing these files would change, or everything that is wrong with them.

    Records are read in portions, so that memory holds only the people for whom something changes:
    from the database, or from a folder of files that `tauliah record export` wrote. The audits are
    made `on` this process, several processes, or a cluster.
    """
    loaded = load_tried_programme(files)
    if isinstance(loaded, tuple):
        return loaded
    return plan_of(loaded, at=at, on=on, records=records, progress=progress)


def plan_of(
    loaded: Loaded,
    *,
    at: datetime,
    on: Place = HERE,
    records: Path | None = None,
    progress: Progress | None = None,
) -> Plan:
    """What publishing this programme would change."""
    try:
        release = current_release()
    except NothingPublished:
        return Plan(0, loaded.digest)
    before, after = programme_of(release), loaded.programme
    found = differences(before, after, items_before=items_of_the_text(), items_after=loaded.items)
    today = at.astimezone(ZoneInfo(after.about.timezone)).date()
    days = days_of_change(before, after, since=today)
    exams = tuple(blueprint_of_course(one, after.about.exam_policy) for one in after.courses)
    if _audits_alike(before, after):
        return Plan(release, loaded.digest, found, days, _count(records), blueprints=exams)
    job = Reaudit.between(before, after, days=days)
    tally = joined_tallies(_tallies(job, on=on, records=records, progress=progress))
    affected = sorted(_affected(tally), key=attrgetter("candidate_number"))
    not_whole = sorted(number for _, number in _with_numbers(tally.not_whole))
    return Plan(
        release, loaded.digest, found, days, tally.people, tuple(affected), tuple(not_whole), exams
    )


def effect_rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    """The effects as a table, people by candidate number; the first row names the columns."""
    yield (
        "candidate_number", "designation", "from_day", "effect", "needs_grandfathering",
        "left_before", "left_after", "why_en", "why_ms",
    )  # fmt: skip
    for one in plan.affected:
        for effect in one.effects:
            yield (
                one.candidate_number,
                effect.designation,
                effect.on.isoformat(),
                effect.direction,
                "yes" if effect.needs_grandfathering else "no",
                _figure(effect.left_before),
                _figure(effect.left_after),
                " ".join(sentence.en for sentence in effect.sentences),
                " ".join(sentence.ms for sentence in effect.sentences),
            )


def _figure(left: int | None) -> str:
    return "" if left is None else str(left)


def _tallies(
    job: Reaudit, *, on: Place, records: Path | None, progress: Progress | None
) -> Iterator[Tally]:
    """The tallies of all portions of the records, told of as they are done."""
    total, done = _count(records), 0
    if records is None:
        tallies = run(job, portions_of_records(), on=on)
    else:
        tallies = run(ReauditOfFiles(job), ledger_files(records), on=on)
    for tally in tallies:
        done += tally.people
        if progress:
            progress(done, max(done, total))
        yield tally


def _count(records: Path | None) -> int:
    return count_people() if records is None else people_in(ledger_files(records))


def _affected(tally: Tally) -> Iterator[Affected]:
    effects_on = dict(tally.by_person())
    for id, number in _with_numbers(effects_on):
        yield Affected(UUID(id), number, effects_on[id])


def _with_numbers(people: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each person with the candidate number; who has no account here is named by the id."""
    stream = iter(people)
    while portion := tuple(islice(stream, NUMBERS_AT_ONCE)):
        numbers = candidate_numbers_of(map(UUID, portion))
        for id in portion:
            yield id, numbers.get(UUID(id), id)


def _audits_alike(before: Programme, after: Programme) -> bool:
    """Whether all that audits read is the same, so that no record need be looked at."""
    return (before.about, before.designations, before.courses) == (
        after.about,
        after.designations,
        after.courses,
    )
