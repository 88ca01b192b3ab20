"""What designations share, as constraints, and which exams can be exchanged for one another.

An exam that a designation uses stays used: no plan counts on a use that has run out since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from tauliah.core.audit.auditing import Person
from tauliah.core.audit.pathfinder.path_model import PathModel
from tauliah.core.audit.pathfinder.rule_model import RuleModel

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import BoolVarT

Uses = Mapping[tuple[str, str], "BoolVarT"]
"""Whether a designation uses an exam, by the codes of both."""


def add_sharing(path: PathModel, rules: dict[str, RuleModel]) -> None:
    """An exam is used by a designation or not, within the limits that the programme states.

    Designations that are held join the rules, as far as all that they ask for is met.
    """
    if not path.limits.any:
        return
    planned = frozenset(rules)
    for code in path.quest.standing.held:
        if any(one.code == code for one in path.quest.programme.designations):
            _add_held(path, code, rules)
    uses = _uses(path, rules)
    exams = sorted({exam for _, exam in uses})
    if path.limits.of_exam is not None:
        for exam in exams:
            used = [literal for (_, code), literal in uses.items() if code == exam]
            path.model.add(sum(used) <= path.limits.of_exam)
    _add_pairs(path, uses, exams)
    for limit in path.limits.unique:
        if limit.of in planned:
            own = _own(path, uses, exams, of=limit.of, other=limit.other)
            enough = sum(own) >= (limit.unique_at_least or 0)
            path.model.add(enough).only_enforce_if(path.reached[limit.of])


def _uses(path: PathModel, rules: Mapping[str, RuleModel]) -> Uses:
    uses: dict[tuple[str, str], BoolVarT] = {}
    for code, one in rules.items():
        for exam, literals in one.counted.items():
            uses[code, exam] = used = path.literal(f"{code} uses {exam}")
            for literal in literals:
                path.model.add_implication(literal, used)
            path.model.add_bool_or(~used, *literals)
    return uses


def _add_pairs(path: PathModel, uses: Uses, exams: Iterable[str]) -> None:
    for limit in path.limits.pairs:
        shared = []
        for exam in exams:
            mine, others = uses.get((limit.of, exam)), uses.get((limit.other, exam))
            if mine is not None and others is not None:
                both = path.literal("counts for both")
                path.model.add_bool_or(~mine, ~others, both)
                shared.append(both)
        if shared:
            path.model.add(sum(shared) <= (limit.at_most or 0))


def _own(
    path: PathModel, uses: Uses, exams: Iterable[str], *, of: str, other: str
) -> list[BoolVarT]:
    """For each exam whether one designation uses it and the other does not."""
    own = []
    for exam in exams:
        mine, others = uses.get((of, exam)), uses.get((other, exam))
        if mine is None:
            continue
        alone = path.literal("counts for one alone")
        path.model.add_implication(alone, mine)
        if others is not None:
            path.model.add_implication(alone, ~others)
        own.append(alone)
    return own


def _add_held(path: PathModel, code: str, rules: dict[str, RuleModel]) -> None:
    """A designation that is held keeps the exams that it needs, where all it asks for is met."""
    quest = path.quest
    found = Person.of(quest.programme, quest.entries, on=quest.on).audit(code)
    if found is None or not found.met:
        return
    rules[code] = held = RuleModel(path, code, path.model.new_constant(0))
    path.model.add(held.add(found.rules.requires) == 1)


def add_order_of_alike(path: PathModel, rules: Iterable[RuleModel]) -> None:
    """Of exams that can be exchanged for one another the first by code is sat first."""
    alike: dict[tuple[object, ...], list[str]] = {}
    for code in path.exams:
        likeness = _likeness(path, code, rules)
        if likeness is not None:
            alike.setdefault(likeness, []).append(code)
    for codes in alike.values():
        for one, other in pairwise(codes):
            first, then = path.exams[one], path.exams[other]
            path.model.add_implication(then.done, first.done)
            path.model.add(first.day <= then.day).only_enforce_if(then.done)


def _likeness(path: PathModel, code: str, rules: Iterable[RuleModel]) -> tuple[object, ...] | None:
    """All that tells an exam from others; None where something is about it alone."""
    quest = path.quest
    about = quest.programme.about
    own = quest.courses[code].prerequisites or code in path.lessons or code in quest.singular
    if own or any(code in entry.facts.values() for entry in quest.effective):
        return None
    papers = (
        (paper.starts, paper.ends) if paper else None
        for paper in (window.paper_of(code) for window in about.windows)
    )
    seats = (tuple(sorted(map(repr, one.seats.get(code, ())))) for one in rules)
    places = tuple(
        (place.window.code, place.first, place.last) for place, _ in path.exams[code].places
    )
    fees = (quest.programme.exam_fee(code), quest.programme.exam_fee(code, member=True))
    return quest.sevenths_left(code), fees, places, tuple(papers), tuple(seats)
