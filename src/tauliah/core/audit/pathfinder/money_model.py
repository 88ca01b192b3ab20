"""What a plan costs, as a sum: exams, matriculation, and membership where that is worth it."""

from __future__ import annotations

from tauliah.core.audit.pathfinder.path_model import PathModel
from tauliah.core.kernel import add_months

YEARS_OF_MEMBERSHIP = 20
"""More than a plan reaches."""


def add_money(path: PathModel) -> None:
    """Fees of exams and matriculation; of membership where one is or may become a member."""
    quest, model, programme = path.quest, path.model, path.quest.programme
    prices = programme.about.fees.members
    is_member = quest.wishes.membership == "member"
    booked = {one.exam for one in quest.wishes.booked} if quest.keeps("booked") else set()
    items = [
        (
            task.done,
            programme.exam_fee(code, member=is_member),
            programme.exam_fee(code, member=True),
        )
        for code, task in path.exams.items()
        if code not in booked
    ]
    matriculated = quest.standing.matriculated
    items += [
        (
            reached,
            programme.matriculation_fee(member=is_member),
            programme.matriculation_fee(member=True),
        )
        for code, reached in path.reached.items()
        if code not in matriculated
    ]
    path.money = sum(fee * done for done, fee, _ in items)
    if prices is not None and quest.wishes.membership == "may-join":
        path.joins = path.literal("join")
        for done, fee, lower in items:
            both = path.literal("as a member")
            model.add_implication(both, path.joins)
            model.add_implication(both, done)
            if lower > fee:
                model.add_bool_or(~path.joins, ~done, both)
            path.money += (lower - fee) * both
        begins = quest.days.day(quest.days.begins)
        for years in range(1, YEARS_OF_MEMBERSHIP + 1):
            ends = quest.days.number(add_months(begins, 12 * years)) - 1
            path.years[years] = literal = path.literal(f"{years} years a member")
            model.add(path.last_day <= ends).only_enforce_if(literal)
            path.money += years * prices.yearly * literal
            if ends >= quest.days.last:
                break
        model.add_exactly_one(~path.joins, *path.years.values())
    if quest.wishes.budget is not None and quest.keeps("budget"):
        model.add(path.money <= quest.wishes.budget)
