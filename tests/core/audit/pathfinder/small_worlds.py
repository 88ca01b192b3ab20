"""Small programmes drawn at random, and every plan for them tried one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, permutations, product
from random import Random
from typing import Any

from tauliah.core.audit import audit_all
from tauliah.core.audit.pathfinder import Objective, Wishes
from tauliah.core.kernel import Entry, EntryKind
from tauliah.core.programme import Programme
from tests.core.audit.rules import both, exams, programme_asking

TODAY = date(2026, 1, 1)
EXAMS = ("PIN", "PLI", "PPM", "PUM")
ONE_DAY_WINDOWS = (("01-20", "01-20"), ("03-20", "03-20"), ("06-20", "06-20"), ("10-20", "10-20"))
LONG_WINDOWS = (("01-10", "02-20"), ("03-05", "04-10"), ("06-01", "07-15"))
ORDER: Mapping[Objective, tuple[int, int, int]] = {
    "cheapest": (0, 1, 2), "fastest": (1, 0, 2), "fewest-exams": (2, 1, 0),
}  # fmt: skip


def entry(number: int, day: date, kind: EntryKind, **facts: Any) -> Entry:
    at = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    return Entry("aisyah", number, kind, facts, at, "farid", "", "1", "", "")


def world(
    rules: Mapping[str, Any],
    *,
    windows: Any = ONE_DAY_WINDOWS,
    courses: Mapping[str, Mapping[str, Any]] = {},  # read, never written
    terms: Mapping[str, Mapping[str, Any]] = {},  # the same
    fees: Mapping[str, Any] | None = None,
    **about: Any,
) -> Programme:
    """A programme with these rules by designation, windows, facts of courses and terms.

    Values are written as in the text of a programme.
    """
    blank = programme_asking(exams("PUM")[0])
    written = blank.model_dump(mode="python", by_alias=True, exclude_none=True)
    head = written["about"]
    head["windows"] = [
        window if isinstance(window, dict) else {"opens": window[0], "closes": window[1]}
        for window in windows
    ]
    for number, window in enumerate(head["windows"], start=1):
        window.setdefault("number", number)
        window.setdefault("title", both(f"Window {number}"))
    head["fees"] = fees or {"matriculation": 100, "exam": 1000}
    head.update(about)
    head["exam_policy"] = {
        **head["exam_policy"], "sittings_per_window": 1, "sittings_per_12_months": 2,
    }  # fmt: skip
    for course in written["courses"]:
        course.update(courses.get(course["code"], {}))
    written["designations"] = [
        {
            **one,
            **terms.get(one["code"], {}),
            "versions": [
                {"from": date(2020, 1, 1), "source": both("Rules"), "requires": rules[one["code"]]}
            ],
        }
        for one in written["designations"]
        if one["code"] in rules
    ]
    return Programme.model_validate(written, strict=False)


@dataclass(frozen=True)
class Tried:
    """One way through: the exams with their days, and the three figures."""

    days: Mapping[str, date]
    figures: tuple[int, int, int]


def every_way(
    programme: Programme, entries: tuple[Entry, ...], wishes: Wishes, *, years: int = 1
) -> Iterator[Tried]:
    """All plans worth a thought within so many years, each held against the audit.

    Exams are given windows in all ways and orders; in its order each is sat as early as it can.
    """
    windows = [
        (date(TODAY.year + year, *_month_day(one.opens)),
         date(TODAY.year + year, *_month_day(one.closes)), one)
        for year in range(years)
        for one in programme.about.windows
    ]  # fmt: skip
    codes = [one.code for one in programme.courses if one.code in EXAMS]
    had = {one.facts["exam"] for one in entries if one.facts.get("passed")}
    seen: set[tuple[tuple[str, date], ...]] = set()
    for places in product([None, *range(len(windows))], repeat=len(codes)):
        sat = {c: windows[p] for c, p in zip(codes, places, strict=True) if p is not None}
        by_window: dict[date, list[str]] = {}
        for code, (opens, _, _) in sat.items():
            by_window.setdefault(opens, []).append(code)
        most = wishes.exams_in_a_window
        if most is not None and any(len(one) > most for one in by_window.values()):
            continue
        orders = product(*(permutations(by_window[opens]) for opens in sorted(by_window)))
        for order in orders:
            row = [code for part in order for code in part]
            days = _earliest(programme, wishes, row, sat, had)
            if days is None or tuple(sorted(days.items())) in seen:
                continue
            seen.add(tuple(sorted(days.items())))
            yield from _tried(programme, entries, wishes, days)


def best_way(
    programme: Programme,
    entries: tuple[Entry, ...],
    wishes: Wishes,
    objective: Objective,
    ways: list[Tried] | None = None,
) -> tuple[int, int, int] | None:
    """The three figures of the best plan, in the order of the objective; None where none is."""
    found = every_way(programme, entries, wishes) if ways is None else ways
    order = ORDER[objective]
    valued = [
        (one.figures[order[0]], one.figures[order[1]], one.figures[order[2]])
        for one in found
        if (wishes.budget is None or one.figures[0] <= wishes.budget)
        and (wishes.done_by is None or one.figures[1] <= (wishes.done_by - TODAY).days)
    ]
    return min(valued, default=None)


def _earliest(
    programme: Programme,
    wishes: Wishes,
    row: list[str],
    sat: Mapping[str, Any],
    had: set[str],
) -> dict[str, date] | None:
    days: dict[str, date] = {}
    hours = 0
    before = TODAY
    for code in row:
        opens, closes, written = sat[code]
        course = programme.course(code)
        hours += course.study_hours
        day = max(opens, before, TODAY + timedelta(days=-(-7 * hours // wishes.hours_a_week)))
        paper = written.paper_of(code)
        if written.timetable:
            if paper is None:
                return None
            fixed = date(opens.year, *_month_day(paper.on))
            if day > fixed:
                return None
            day = fixed
        before_it = [one for one in course.prerequisites if one not in had]
        if any(one not in days for one in before_it):
            return None
        passed = [days[one] for one in before_it]
        day = max([day, *(one + timedelta(days=1) for one in passed)])
        if day > closes or (paper and day != fixed):
            return None
        days[code] = before = day
    for one, other in combinations(row, 2):
        written = sat[one][2]
        if days[one] == days[other] and written.timetable:
            papers = written.paper_of(one), written.paper_of(other)
            if papers[0].overlaps(papers[1]):
                return None
    return days


def _tried(
    programme: Programme, entries: tuple[Entry, ...], wishes: Wishes, days: Mapping[str, date]
) -> Iterator[Tried]:
    """The plan with these exams, as far as it leads to all targets.

    One matriculates for all at the start, or for each when the one before is completed.
    """
    codes = sorted(_needed(programme, wishes))
    lasts = [_last_day(programme, entries, codes, days, at_once=len(codes))]
    if len(codes) > 1 and (
        programme.about.exam_counts_for_at_most or "with_code" in str(programme)
    ):
        lasts += [
            _last_day(programme, entries, list(order), days, at_once=1)
            for order in permutations(codes)
        ]
    known = [one for one in lasts if one is not None]
    if known:
        fees = programme.about.fees
        money = sum(map(programme.exam_fee, days)) + fees.matriculation * len(codes)
        yield Tried(days, (money, (min(known) - TODAY).days, len(days)))


def _last_day(
    programme: Programme,
    entries: tuple[Entry, ...],
    codes: list[str],
    days: Mapping[str, date],
    *,
    at_once: int,
) -> date | None:
    """The day on which the last of these designations is conferred; None if it never is."""
    record = list(entries)

    def add(day: date, kind: EntryKind, **facts: Any) -> None:
        record.append(entry(len(record) + 1, day, kind, **facts))

    add(TODAY, EntryKind.ETHICS_ACCEPTED, code="ethics", version="2024")
    for code in codes[:at_once]:
        add(TODAY, EntryKind.MATRICULATED, designation=code)
    waiting, completed = codes[at_once:], dict[str, date]()
    for day in sorted({TODAY, *days.values()}):
        for code, when in days.items():
            if when == day:
                add(day, EntryKind.EXAM_RESULT, exam=code, passed=True)
        again = True
        while again:
            joint = audit_all(programme, record, day)
            open_to = [c for c in codes if c not in completed and c not in waiting]
            met = [c for c in open_to if joint.is_met(c)]
            again = bool(met)
            for code in met[:1]:
                completed[code] = day
                add(day, EntryKind.CONFERRED, designation=code, credential="")
                if waiting:
                    add(day, EntryKind.MATRICULATED, designation=waiting.pop(0))
    return max(completed.values()) if len(completed) == len(codes) else None


def _needed(programme: Programme, wishes: Wishes) -> set[str]:
    """The targets and the designations that they ask for."""
    needed: set[str] = set()
    waiting = list(wishes.targets)
    while waiting:
        code = waiting.pop()
        needed.add(code)
        text = str(programme.designation(code).versions)
        others = {one.code for one in programme.designations} - needed
        waiting += [one for one in others if f"DesignationHeld(designation='{one}'" in text]
    return needed


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


@dataclass
class Draw:
    """Rules and terms drawn at random, as text."""

    random: Random
    exams: tuple[str, ...] = EXAMS
    timed: bool = True
    depth: int = 2
    made: list[str] = field(default_factory=list)

    def leaf(self) -> dict[str, Any]:
        leaf: dict[str, Any] = {"exam": self.random.choice(self.exams)}
        if self.timed and self.random.random() < 0.25:
            key = self.random.choice(["within_months", "expires_after_months"])
            leaf[key] = self.random.choice([2, 4, 6])
        return leaf

    def rule(self, depth: int | None = None) -> dict[str, Any]:
        left = self.depth if depth is None else depth
        if left == 0:
            return self.leaf()
        kind = self.random.choice(["all", "any", "at_least", "credits", "leaf"])
        if kind == "leaf":
            return self.leaf()
        if kind == "credits":
            codes = self.random.sample(self.exams, self.random.randint(2, len(self.exams)))
            items = [{"exam": code, "points": self.random.randint(1, 3)} for code in codes]
            most = sum(one["points"] for one in items)
            return {"credits": {"points": self.random.randint(1, most), "from": items}}
        parts = [self.rule(left - 1) for _ in range(self.random.randint(2, 3))]
        if kind == "at_least":
            return {"at_least": {"n": self.random.randint(1, len(parts)), "of": parts}}
        return {kind: parts}

    def courses(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for place, code in enumerate(self.exams):
            found[code] = {
                "study_hours": self.random.choice([10, 25, 40, 60]),
                "fee": {"exam": self.random.choice([500, 1000, 1500])},
            }
            if place and self.random.random() < 0.2:
                found[code]["prerequisites"] = [self.random.choice(self.exams[:place])]
        return found
