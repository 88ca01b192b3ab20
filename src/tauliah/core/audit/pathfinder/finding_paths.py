"""From a record to designations: the one function of the pathfinder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tauliah.core.audit.pathfinder.conflicts import no_plan
from tauliah.core.audit.pathfinder.plan import NoPlan, Plan
from tauliah.core.audit.pathfinder.quest import Quest
from tauliah.core.audit.pathfinder.solving import Chosen, modelled, solved
from tauliah.core.audit.pathfinder.timeline import plan_of
from tauliah.core.audit.pathfinder.wishes import Objective, Supposing, Wishes
from tauliah.core.kernel import Entry
from tauliah.core.programme import Programme

_TRIES = 12
"""How many answers are held against the audit before one is given that it does not confirm."""


def find_path(
    programme: Programme,
    entries: Iterable[Entry],
    wishes: Wishes,
    *,
    on: date,
    objective: Objective = "cheapest",
    supposing: Iterable[Supposing] = (),
    seconds: float = 10.0,
) -> Plan | NoPlan:
    """The best way from one person's record to the designations wished for, from that day on.

    Every exam of the plan is taken as passed at the first try. What is supposed is applied to the
    record or the wishes first. The answer is the same each time; where `seconds` run out before it
    is proven, it is the best so far and says so. KeyError for a designation, course or pathway
    that the programme does not have.
    """
    quest = Quest.of(programme, entries, wishes, on=on, supposing=supposing)
    if not quest.targets:
        return plan_of(quest, Chosen.nothing(), objective)
    barred: list[frozenset[tuple[str, str]]] = []
    plan: Plan | None = None
    while len(barred) < _TRIES:
        chosen = solved(modelled(quest, barred=barred), objective, seconds=seconds)
        if not isinstance(chosen, Chosen):
            # where an answer was barred, the one that the audit does not confirm is all there is
            return plan or no_plan(quest, objective, proven=chosen == "impossible", seconds=seconds)
        if barred:
            # another day within the windows that were barred was not looked at
            chosen = replace(chosen, proven=False)
        found = plan_of(quest, chosen, objective)
        if found.confirmed:
            return found
        plan = plan or plan_of(quest, replace(chosen, proven=False), objective)
        barred.append(frozenset((code, place) for code, (_, place) in chosen.exams.items()))
    return plan or no_plan(quest, objective, proven=False, seconds=seconds)
