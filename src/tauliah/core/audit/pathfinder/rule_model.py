"""The rules of designations as constraints: each version, each requirement, each leaf."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tauliah.core.audit.continuing import continuing_of
from tauliah.core.audit.experience import experience_of
from tauliah.core.audit.pathfinder.credit_model import Credit
from tauliah.core.audit.pathfinder.days import spans_of
from tauliah.core.audit.pathfinder.path_model import PathModel
from tauliah.core.audit.pathfinder.quest import Quest, made_up
from tauliah.core.kernel import Entry, EntryKind
from tauliah.core.programme import (
    AnyOf,
    AtLeast,
    ClassAttended,
    CourseCompleted,
    Credits,
    DesignationHeld,
    EthicsAccepted,
    ExamPassed,
    ExperienceAsked,
    ExperienceGained,
    Leaf,
    OnePathwayOf,
    Pathway,
    Requirement,
    Timed,
    named,
    parts,
)

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import BoolVarT, IntVar


@dataclass
class RuleModel:
    """The rules of one designation, met on the day on which it is completed."""

    path: PathModel
    code: str
    day: IntVar
    credit: Credit = field(init=False)
    counted: dict[str, list[BoolVarT]] = field(default_factory=dict)
    """For each exam or course that the rules name, the literals of its leaves."""
    seats: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)
    """Where each exam stands: exams that stand in the same places alike may be exchanged."""

    def __post_init__(self) -> None:
        self.credit = Credit(self.path, self.path.quest.designation(self.code), self.day)

    def add(self, requirement: Requirement | Pathway) -> BoolVarT:
        """The literal of a requirement: while it holds, the requirement is met."""
        if isinstance(requirement, Leaf):
            return self._leaf(requirement, seat=(id(requirement),))
        model = self.path.model
        inside = self._inside(requirement)
        if all(one is self.path.true for one in inside):
            return self.path.true
        holds = self.path.literal("met")
        match requirement:
            case AnyOf():
                model.add_bool_or(~holds, *inside)
            case OnePathwayOf(one_pathway_of=ways):
                wanted = self._wanted(ways)
                model.add_bool_or(
                    ~holds,
                    *(one for way, one in zip(ways, inside, strict=True)
                      if wanted is None or way.pathway == wanted),
                )  # fmt: skip
            case AtLeast(at_least=choice):
                model.add(sum(inside) >= choice.n).only_enforce_if(holds)
            case Credits(credits=asked):
                worth = list(zip(asked.from_items, inside, strict=True))
                points = sum(item.points * one for item, one in worth)
                model.add(points >= asked.points).only_enforce_if(holds)
                for group in asked.at_least_from:
                    some = sum(item.points * one for item, one in worth if item.code in group.of)
                    model.add(some >= group.points).only_enforce_if(holds)
            case _:
                for one in inside:
                    model.add_implication(holds, one)
        return holds

    def _inside(self, requirement: Requirement | Pathway) -> list[BoolVarT]:
        """The literals of the parts; alike leaves of one list have alike seats."""
        found = []
        for place, part in enumerate(parts(requirement)):
            if not isinstance(part, Leaf):
                found.append(self.add(part))
                continue
            worth: tuple[object, ...] = ()
            if isinstance(requirement, Credits):
                item = requirement.credits.from_items[place]
                groups = requirement.credits.at_least_from
                worth = (item.points, *(item.code in group.of for group in groups))
            found.append(self._leaf(part, seat=(id(requirement), *worth)))
        return found

    def _wanted(self, ways: tuple[Pathway, ...]) -> str | None:
        """The slug of the pathway that is wished for, where it is one of these."""
        quest = self.path.quest
        slug = quest.wishes.pathways.get(self.code)
        if not quest.keeps("pathway", self.code):
            return None
        return slug if any(way.pathway == slug for way in ways) else None

    def _leaf(self, leaf: Leaf, *, seat: tuple[object, ...]) -> BoolVarT:
        kind, code = named(leaf)
        if isinstance(leaf, EthicsAccepted):
            return self._ethics(code)
        if isinstance(leaf, ExperienceGained):
            return self._experience(leaf.experience, code)
        ways = self._ways(leaf, code)
        if isinstance(leaf, ExamPassed | CourseCompleted):
            times = (leaf.within_months, leaf.expires_after_months, leaf.not_before)
            self.seats.setdefault(code, []).append((*seat, kind, *times))
        holds = self._either(ways)
        if kind in ("exam", "course") and self.path.limits.any:
            # what counts here may be limited elsewhere: it needs a literal of its own
            if holds is self.path.true:
                holds = self.path.literal(f"{code} counts for {self.code}")
            self.counted.setdefault(code, []).append(holds)
        return holds

    def _ways(self, leaf: Timed, code: str) -> list[BoolVarT]:
        match leaf:
            case ExamPassed():
                return self.credit.timely(leaf, self.credit.exam(code))
            case CourseCompleted():
                return self.credit.timely(leaf, self.credit.course(code))
            case ClassAttended():
                return self.credit.timely(leaf, self.credit.classroom(code))
            case DesignationHeld():
                return self._held(leaf, code)

    def _either(self, ways: list[BoolVarT]) -> BoolVarT:
        if any(way is self.path.true for way in ways):
            return self.path.true
        holds = self.path.literal("counts")
        self.path.model.add_bool_or(~holds, *ways)
        return holds

    def _held(self, leaf: DesignationHeld, code: str) -> list[BoolVarT]:
        """Another designation counts while it is not lapsed for want of continuing education."""
        quest = self.path.quest
        ways = self.credit.timely(leaf, self.credit.held(code))
        other = quest.designation(code)
        if code not in quest.standing.held or other.continuing_education == "none":
            return ways
        good = [
            number
            for number in range(quest.days.last + 1)
            if continuing_of(other, quest.standing, on=quest.days.day(number)).state != "lapsed"
        ]
        found = []
        for way in ways:
            in_force = self.path.literal(f"{code} in force")
            self.path.model.add_implication(in_force, way)
            self.path.on_days(self.day, spans_of(good), when=in_force)
            found.append(in_force)
        return found

    def _ethics(self, code: str) -> BoolVarT:
        """Once a version is in force it can be accepted on any day, at no cost."""
        quest = self.path.quest
        begins = [one.in_force_from for one in quest.programme.about.ethics if one.code == code]
        first = quest.days.number(min(begins)) if begins else quest.days.last + 1
        if first <= 0:
            return self.path.true
        holds = self.path.literal("ethics")
        self.path.on_days(self.day, [(first, quest.days.last)], when=holds)
        return holds

    def _experience(self, asked: ExperienceAsked, code: str) -> BoolVarT:
        holds = self.path.literal("experience")
        enough = self.path.literal("experience is recorded")
        self.path.on_days(self.day, days_with_experience(self.path.quest, asked), when=enough)
        quest = self.path.quest
        if quest.wishes.works_hours_a_week is not None and quest.keeps("experience"):
            self.path.model.add_implication(holds, enough)
            return holds
        assumed = self.path.literal("experience is taken for granted")
        self.path.assumed[self.code, code] = assumed
        self.path.model.add_bool_or(~holds, enough, assumed)
        return holds


def days_with_experience(quest: Quest, asked: ExperienceAsked) -> list[tuple[int, int]]:
    """The days on which what is recorded, and what is worked from now on, is enough."""
    entries = experience_entries(quest)
    enough = (
        number
        for number in range(quest.days.last + 1)
        if experience_of(entries, asked, on=quest.days.day(number)).months >= asked.months
    )
    return list(spans_of(enough))


def experience_entries(quest: Quest) -> list[Entry]:
    """The experience on the record, and the work that goes on from the start of the plan."""
    entries = list(quest.standing.of(EntryKind.EXPERIENCE_RECORDED))
    if quest.wishes.works_hours_a_week:
        first, last = quest.days.day(quest.days.begins), quest.days.day(quest.days.last)
        facts = {
            "from": first.isoformat(),
            "to": last.isoformat(),
            "hours_a_week": quest.wishes.works_hours_a_week,
        }
        number = 1 + max((one.number for one in quest.entries), default=0)
        entries.append(made_up(quest.moment(first), number, EntryKind.EXPERIENCE_RECORDED, facts))
    return entries
