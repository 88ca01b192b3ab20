"""The record that a plan would make, and what the audit says of it on each of its milestones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tauliah.core.audit.auditing import Audit
from tauliah.core.audit.pathfinder.quest import Quest, made_up
from tauliah.core.audit.pathfinder.rule_model import experience_entries
from tauliah.core.audit.pathfinder.solving import Chosen
from tauliah.core.audit.sharing import audit_all, limits_of
from tauliah.core.kernel import Entry, EntryKind, add_months
from tauliah.core.programme import DesignationHeld, EthicsAccepted, EthicsCode, leaves

AcceptedStep = tuple[str, date, EthicsCode, tuple[str, ...]]
"""A code of ethics, the day of its acceptance, its version, and the designations that ask for it."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the audits say: whether all is met on each milestone's day, and the record audited.

    `audits` are those of the days of the milestones, by designation. `education` are designations
    that are lost again on a day without continuing education, and the day.
    """

    is_met: bool
    audits: Mapping[str, Audit]
    record: tuple[Entry, ...]
    ethics: tuple[AcceptedStep, ...]
    education: tuple[tuple[str, date], ...]


def matriculations(quest: Quest, chosen: Chosen) -> dict[str, int]:
    """On which day one matriculates for each designation that one has not matriculated for.

    It is the first day of the plan. Where designations limit what they share, one matriculates for
    the next only when the one before is completed, so that it takes no exam from it.
    """
    new = [code for code in _in_order(quest, chosen) if code not in quest.standing.matriculated]
    if not limits_of(quest.programme).any:
        return dict.fromkeys(new, quest.days.begins)
    before = [quest.days.begins, *(chosen.completed[code] for code in new)]
    return dict(zip(new, before, strict=False))


def confirmed_by_audit(quest: Quest, chosen: Chosen) -> Confirmed:
    """Follow the plan day by day: what happens is recorded, what is completed is conferred."""
    ethics = tuple(_acceptances(quest, chosen))
    education = tuple(_education(quest, chosen))
    record = list(_recorded(quest, chosen, ethics, education))
    audits: dict[str, Audit] = {}
    is_met = True
    for code in _in_order(quest, chosen):
        day = quest.days.day(chosen.completed[code])
        until = [one for one in record if one.happened_at.date() <= day]
        joint = audit_all(quest.programme, until, day)
        audits[code] = joint.audit(code)
        is_met = is_met and joint.is_met(code)
        number = 1 + max((one.number for one in record), default=0)
        facts = {"designation": code, "credential": ""}
        record.append(made_up(quest.moment(day), number, EntryKind.CONFERRED, facts))
    return Confirmed(is_met, audits, tuple(record), ethics, education)


def _in_order(quest: Quest, chosen: Chosen) -> list[str]:
    """The designations as they are completed, on one day those first that others ask for."""
    return sorted(
        chosen.completed, key=lambda code: (chosen.completed[code], _depth(quest, code), code)
    )


def _depth(quest: Quest, code: str, seen: frozenset[str] = frozenset()) -> int:
    """How many designations stand before one, in the longest row."""
    before = {
        leaf.designation
        for version in quest.versions_of(code)
        for leaf in leaves(version.requires)
        if isinstance(leaf, DesignationHeld)
    }
    under = seen | {code}
    return max((1 + _depth(quest, one, under) for one in before - under), default=0)


def _recorded(
    quest: Quest,
    chosen: Chosen,
    ethics: tuple[AcceptedStep, ...],
    education: tuple[tuple[str, date], ...],
) -> Iterator[Entry]:
    """The record with what the plan adds to it, but for conferrals."""
    days = quest.days
    added: list[tuple[date, int, EntryKind, dict[str, object]]] = []
    for code, day in matriculations(quest, chosen).items():
        added.append((days.day(day), 0, EntryKind.MATRICULATED, {"designation": code}))
    for code, when, version, _ in ethics:
        facts: dict[str, object] = {"code": code, "version": version.version}
        added.append((when, 1, EntryKind.ETHICS_ACCEPTED, facts))
    for code, day in chosen.lessons.items():
        added.append((days.day(day), 2, EntryKind.COURSE_COMPLETED, {"course": code}))
    for code, day in chosen.classes.items():
        added.append((days.day(day), 3, EntryKind.CLASS_ATTENDED, {"course": code}))
    for code, (day, window) in chosen.exams.items():
        facts = {"exam": code, "passed": True, "window": window}
        added.append((days.day(day), 4, EntryKind.EXAM_RESULT, facts))
    for code, when in education:
        rule = quest.designation(code).continuing_education
        if rule != "none":
            facts = {"designation": code, "hours": rule.hours}
            added.append((when, 5, EntryKind.EDUCATION_RECORDED, facts))
    for code, name in chosen.assumed:
        added.append(_experience(quest, chosen, code, name))
    worked = experience_entries(quest)[len(quest.standing.of(EntryKind.EXPERIENCE_RECORDED)) :]
    number = max((one.number for one in quest.entries), default=0)
    yield from quest.entries
    added += [(one.happened_at.date(), 6, one.kind, dict(one.facts)) for one in worked]
    for when, _, kind, facts in sorted(added, key=lambda one: (one[0], one[1], repr(one[3]))):
        number += 1
        yield made_up(quest.moment(when), number, kind, facts)


def _experience(
    quest: Quest, chosen: Chosen, code: str, name: str
) -> tuple[date, int, EntryKind, dict[str, object]]:
    """Experience that is taken for granted: as much as is asked for, just before it is needed."""
    asked = quest.experience_named(code, name)
    until = quest.days.day(chosen.completed[code])
    facts: dict[str, object] = {
        "from": add_months(until, -asked.months).isoformat(),
        "to": until.isoformat(),
        "hours_a_week": asked.hours_a_week or 1,
    }
    return until, 6, EntryKind.EXPERIENCE_RECORDED, facts


def _acceptances(quest: Quest, chosen: Chosen) -> Iterator[AcceptedStep]:
    """The codes of ethics to accept, each in the version in force when it is asked for."""
    accepted = {
        code: str(entry.facts["version"]) for code, entry in quest.standing.ethics_accepted.items()
    }
    begins = quest.days.day(quest.days.begins)
    found: dict[tuple[str, str], tuple[date, EthicsCode, list[str]]] = {}
    for designation in _in_order(quest, chosen):
        day = quest.days.day(chosen.completed[designation])
        asked = {
            leaf.ethics
            for version in quest.versions_of(designation)
            for leaf in leaves(version.requires)
            if isinstance(leaf, EthicsAccepted)
        }
        for code in sorted(asked):
            version = quest.programme.ethics_on(code, day)
            if version is None:
                continue
            if (code, version.version) in found:
                found[code, version.version][2].append(designation)
            elif accepted.get(code) != version.version:
                # what is completed before the plan begins is accepted on that day
                when = min(day, max(begins, version.in_force_from))
                found[code, version.version] = when, version, [designation]
                accepted[code] = version.version
    for (code, _), (when, version, serving) in found.items():
        yield code, when, version, tuple(serving)


def _education(quest: Quest, chosen: Chosen) -> Iterator[tuple[str, date]]:
    """The last day of each period of continuing education that ends within the plan."""
    last = quest.days.day(max(chosen.completed.values(), default=0))
    for code, number in sorted(chosen.completed.items()):
        rule = quest.designation(code).continuing_education
        if rule == "none":
            continue
        periods = 1
        begins = quest.days.day(number)
        while (ends := add_months(begins, rule.every_months * periods)) <= last:
            yield code, quest.days.day(quest.days.number(ends) - 1)
            periods += 1
