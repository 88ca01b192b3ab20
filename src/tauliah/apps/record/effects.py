"""What publishing another state of the programme would change, and for whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from uuid import UUID
from zoneinfo import ZoneInfo

from tauliah.apps.catalogue.queries import NothingPublished, current_release, programme_of
from tauliah.apps.itembank.queries import pooled_items
from tauliah.apps.people.queries import candidate_numbers_of
from tauliah.apps.record.models import ChainHead, RecordEntry
from tauliah.apps.record.queries import entry_of_row
from tauliah.core.audit import Comparison, Effect, days_of_change, load_tried_programme
from tauliah.core.kernel import Entry, Problem, chain_faults
from tauliah.core.programme import Difference, Loaded, Programme, differences

PEOPLE_AT_ONCE = 500
Progress = Callable[[int, int], None]
"""Is told how many records are done, and of how many."""


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
    the effects were computed.
    """

    release: int
    digest: str
    differences: tuple[Difference, ...] = ()
    days: tuple[date, ...] = ()
    people: int = 0
    affected: tuple[Affected, ...] = ()
    not_whole: tuple[str, ...] = ()

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
    files: Mapping[str, bytes], *, at: datetime, progress: Progress | None = None
) -> Plan | tuple[Problem, ...]:
    """What publishing these files would change, or everything that is wrong with them.

    Records are read in portions, so that memory holds only the people for whom something changes.
    """
    loaded = load_tried_programme(files)
    return loaded if isinstance(loaded, tuple) else plan_of(loaded, at=at, progress=progress)


def plan_of(loaded: Loaded, *, at: datetime, progress: Progress | None = None) -> Plan:
    """What publishing this programme would change."""
    try:
        release = current_release()
    except NothingPublished:
        return Plan(0, loaded.digest)
    before, after = programme_of(release), loaded.programme
    found = differences(before, after, items_before=pooled_items(), items_after=loaded.items)
    today = at.astimezone(ZoneInfo(after.about.timezone)).date()
    days = days_of_change(before, after, since=today)
    people, affected, not_whole = _affected(before, after, days=days, progress=progress)
    return Plan(release, loaded.digest, found, days, people, affected, not_whole)


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
                _count(effect.left_before),
                _count(effect.left_after),
                " ".join(sentence.en for sentence in effect.sentences),
                " ".join(sentence.ms for sentence in effect.sentences),
            )


def _count(left: int | None) -> str:
    return "" if left is None else str(left)


def _affected(
    before: Programme, after: Programme, *, days: tuple[date, ...], progress: Progress | None
) -> tuple[int, tuple[Affected, ...], tuple[str, ...]]:
    """How many records there are, the people with a difference, and those not whole."""
    total, done = ChainHead.objects.count(), 0
    if _audits_alike(before, after):
        return total, (), ()
    comparison = Comparison(before, after, days=days)
    affected: list[Affected] = []
    not_whole: list[str] = []
    for portion in _chains():
        numbers = candidate_numbers_of(portion)
        for person, (head, chain) in portion.items():
            if chain_faults(str(person), chain, head=head):
                not_whole.append(numbers[person])
                continue
            effects = comparison.effects_on(chain)
            changed = tuple(effect for effect in effects if effect.direction != "unchanged")
            if changed:
                affected.append(Affected(person, numbers[person], changed))
        done += len(portion)
        if progress:
            progress(done, max(done, total))
    affected.sort(key=attrgetter("candidate_number"))
    return done, tuple(affected), tuple(sorted(not_whole))


def _audits_alike(before: Programme, after: Programme) -> bool:
    """Whether all that audits read is the same, so that no record need be looked at."""
    return (before.about, before.designations, before.courses) == (
        after.about,
        after.designations,
        after.courses,
    )


def _chains() -> Iterator[dict[UUID, tuple[tuple[int, str], tuple[Entry, ...]]]]:
    """Every chain with its head, in portions of people, two questions to the database for each.

    No cursor stays open over all of it, so that long plans keep nobody from writing.
    """
    last: UUID | None = None
    while True:
        heads = ChainHead.objects.order_by("person_id")
        if last is not None:
            heads = heads.filter(person_id__gt=last)
        portion = {head.person_id: (head.number, head.seal) for head in heads[:PEOPLE_AT_ONCE]}
        if not portion:
            return
        last = next(reversed(portion))
        rows = RecordEntry.objects.filter(person__in=list(portion)).order_by("person", "number")
        chains = {
            person: tuple(map(entry_of_row, found))
            for person, found in groupby(rows.iterator(chunk_size=2000), attrgetter("person_id"))
        }
        yield {person: (head, chains.get(person, ())) for person, head in portion.items()}
