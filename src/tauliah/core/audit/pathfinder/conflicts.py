"""Why there is no way: conditions that cannot all be kept, none of them needless, and what would do.

Each condition is left out in turn; where there is still no way without it, it is not needed to
explain why, and stays out (deletion filtering, Chinneck and Dravnieks 1991). Of what is left no
condition can be spared: without any one of them there is a way, as far as these are concerned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tauliah.core.audit.pathfinder.conflict_sentences import (
    CLOSED,
    conflict_sentence,
    no_plan_sentence,
    relaxed_sentence,
)
from tauliah.core.audit.pathfinder.plan import Conflict, NoPlan
from tauliah.core.audit.pathfinder.quest import Group, Quest
from tauliah.core.audit.pathfinder.solving import Chosen, is_possible, modelled, solved
from tauliah.core.audit.pathfinder.wishes import Objective, Wishes

_MOST_HOURS = 100
"""More hours of study a week than anybody has."""
_MOST_IN_A_WINDOW = 50
_BEST_FOR: dict[str, Objective] = {"deadline": "fastest", "budget": "cheapest"}


def no_plan(quest: Quest, objective: Objective, *, proven: bool, seconds: float) -> NoPlan:
    """The answer that there is no way, with the conditions that conflict where that is certain."""
    conflicts: tuple[Conflict, ...] = ()
    if proven:
        kept = _conflicting(quest, seconds)
        others = [one for one in _groups(quest) if one not in kept]
        conflicts = tuple(_conflict(quest, group, others, seconds) for group in kept)
    return NoPlan(
        wishes=quest.wishes,
        on=quest.on,
        currency=quest.programme.about.currency,
        objective=objective,
        conflicts=conflicts,
        proven=proven,
        summary=no_plan_sentence(quest, conflicts, proven=proven),
    )


def _groups(quest: Quest) -> Iterator[Group]:
    """The conditions of a question: first what is easily wished otherwise, last what just is so."""
    wishes = quest.wishes
    for code in sorted(wishes.pathways):
        yield "pathway", code
    asked = {
        "window-limit": wishes.exams_in_a_window is not None,
        "holidays": bool(wishes.holidays),
        "budget": wishes.budget is not None,
        "booked": bool(wishes.booked),
        "deadline": wishes.done_by is not None,
        "hours": True,
        "experience": wishes.works_hours_a_week is not None,
    }
    yield from ((code, "") for code, is_asked in asked.items() if is_asked)
    for code in ("clashes", "prerequisites", "retakes", "sharing", "classroom"):
        yield code, ""
    for code in quest.planned:
        designation = quest.designation(code)
        if designation.attempts is not None:
            yield "attempts", code
        if designation.lapse is not None:
            yield "lapse", code
        yield "time-limits", code
    for code in ("revoked", "retired", "in-preparation", "horizon"):
        yield code, ""


def _conflicting(quest: Quest, seconds: float) -> list[Group]:
    """Conditions under which there is no way, none needless; none where the rules allow no way."""
    groups = list(_groups(quest))
    out: set[Group] = set()
    for group in groups:
        if is_possible(quest.leaving_out(out | {group}), seconds=seconds) is False:
            out.add(group)
    return [group for group in groups if group not in out]


def _conflict(quest: Quest, group: Group, others: list[Group], seconds: float) -> Conflict:
    """A condition in words, and what would be enough of it, everything else being kept."""
    # what the condition is up against, all that is not in the conflict left aside
    up_against = _without(quest.leaving_out(others), group, seconds)
    enough = _without(quest, group, seconds)
    # courses that are closed are named once, by the same way in both sentences
    shown = enough if enough is not None and group[0] in CLOSED else up_against
    return Conflict(
        code=group[0],
        about=group[1],
        sentence=conflict_sentence(quest, group, shown),
        relaxed=relaxed_sentence(quest, group, enough, _figure(quest, group, seconds))
        if enough is not None
        else None,
    )


def _without(quest: Quest, group: Group, seconds: float) -> Chosen | None:
    """The best answer, by the figure that the condition is about, when it is left out."""
    freed = quest.leaving_out(quest.without | {group})
    found = solved(modelled(freed), _BEST_FOR.get(group[0], "fewest-exams"), seconds=seconds)
    return found if isinstance(found, Chosen) else None


def _figure(quest: Quest, group: Group, seconds: float) -> int | None:
    """The least hours a week, or exams in a window, with which there is a way; None if none do."""
    wishes = quest.wishes
    if group[0] == "hours":
        return _least(
            quest,
            lambda hours: replace(wishes, hours_a_week=hours),
            wishes.hours_a_week,
            _MOST_HOURS,
            seconds,
        )
    if group[0] == "window-limit":
        return _least(
            quest,
            lambda exams: replace(wishes, exams_in_a_window=exams),
            wishes.exams_in_a_window or 0,
            _MOST_IN_A_WINDOW,
            seconds,
        )
    return None


def _least(
    quest: Quest, wished: Callable[[int], Wishes], too_few: int, enough: int, seconds: float
) -> int | None:
    """The least figure that is enough, by halves: what is enough stays so when there is more."""

    def is_enough(figure: int) -> bool:
        asked = replace(quest, wishes=wished(figure))
        return is_possible(asked, seconds=seconds) is True

    if not is_enough(enough):
        return None
    while enough - too_few > 1:
        middle = (enough + too_few) // 2
        if is_enough(middle):
            enough = middle
        else:
            too_few = middle
    return enough
