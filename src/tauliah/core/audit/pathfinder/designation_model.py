"""Designations as constraints: each completed on one day, by one version of its rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tauliah.core.audit.pathfinder.path_model import PathModel
from tauliah.core.audit.pathfinder.quest import Quest
from tauliah.core.audit.pathfinder.rule_model import RuleModel
from tauliah.core.audit.pathfinder.sharing_model import add_sharing
from tauliah.core.audit.versions import versions_for
from tauliah.core.programme import RuleVersion


def add_designations(path: PathModel) -> tuple[RuleModel, ...]:
    """Every designation that may be reached: on one day, by one version of its rules."""
    quest, model = path.quest, path.model
    for code in quest.planned:
        path.day_of[code] = path.number(f"{code} completed on")
        path.reached[code] = path.true if code in quest.targets else path.literal(f"reach {code}")
        if code in quest.standing.revoked and quest.keeps("revoked"):
            model.add(path.reached[code] == 0)
    found: dict[str, RuleModel] = {}
    for code in quest.planned:
        day, reached = path.day_of[code], path.reached[code]
        model.add(day == 0).only_enforce_if(~reached)
        found[code] = rules = RuleModel(path, code, day)
        chosen = []
        for version, spans in spans_of_versions(quest, code):
            holds = path.literal(f"{code} by the rules of {version.from_date}")
            path.on_days(day, spans, when=holds)
            model.add_implication(holds, rules.add(version.requires))
            chosen.append(holds)
        model.add_exactly_one(~reached, *chosen)
    add_sharing(path, found)
    return tuple(found.values())


def spans_of_versions(
    quest: Quest, code: str
) -> Iterator[tuple[RuleVersion, list[tuple[int, int]]]]:
    """Each version of the rules and the days on which the person may be audited by it.

    Who has not matriculated does so on the first day of the plan.
    """
    days, designation = quest.days, quest.designation(code)
    entry = quest.standing.matriculated.get(code)
    since: date = entry.happened_at.date() if entry else days.day(days.begins)
    begins = sorted(
        {0, *(days.number(one.from_date) for one in quest.versions_of(code)
              if days.number(one.from_date) > 0)}
    )  # fmt: skip
    spans: dict[date, list[tuple[int, int]]] = {}
    for place, first in enumerate(begins):
        last = begins[place + 1] - 1 if place + 1 < len(begins) else days.last
        for version in versions_for(designation, matriculated_on=since, on=days.day(first)):
            spans.setdefault(version.from_date, []).append((first, last))
    for version in quest.versions_of(code):
        if version.from_date in spans:
            yield version, spans[version.from_date]
