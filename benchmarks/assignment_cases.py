"""Cases of credit assignment drawn at random: rules, limits, fees and a record, all from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from tauliah.cli.folders import read_folder, shipped_programme
from tauliah.core.kernel import Entry, EntryKind, LocalText
from tauliah.core.programme import (
    CourseFee,
    Loaded,
    Programme,
    RuleVersion,
    SharingLimit,
    load_programme,
)

ON = date(2026, 6, 1)
FIRST, SECOND = date(2024, 1, 1), date(2025, 1, 1)
"""The first days of two versions of rules; everybody matriculated between them."""
MATRICULATED = date(2024, 3, 1)

Rule = dict[str, Any]
"""A requirement as it is written in a designation's file."""


@dataclass(frozen=True)
class Case:
    """One person and some designations.

    `rules` are the versions of each designation, the oldest first; `limits` are (of, with, at most
    or None, unique at least or None); `passed` is the day on which an exam was passed; `conferred`
    are in the order of their days.
    """

    rules: dict[str, tuple[Rule, ...]]
    limits: tuple[tuple[str, str, int | None, int | None], ...]
    of_exam: int | None
    fees: dict[str, int]
    passed: dict[str, date]
    ethics: bool
    matriculated: tuple[str, ...]
    conferred: tuple[str, ...]
    versions: dict[str, tuple[Rule, ...]] = field(init=False)
    """The versions that are open to the person: all, or the newest where not matriculated."""

    def __post_init__(self) -> None:
        open_to = {
            code: several if code in self.matriculated else several[-1:]
            for code, several in self.rules.items()
        }
        object.__setattr__(self, "versions", open_to)

    def counts(self, leaf: Rule) -> bool:
        """Whether what was earned meets a leaf, as far as it counts for the designation at all."""
        if "ethics" in leaf:
            return self.ethics
        day = self.passed.get(leaf.get("exam") or leaf["course"])
        return day is not None and day >= leaf.get("not_before", date.min)

    @property
    def ranks(self) -> list[tuple[str, ...]]:
        """Each conferred designation, those matriculated for, and the others."""
        under_way = tuple(
            one for one in self.rules if one in self.matriculated and one not in self.conferred
        )
        others = tuple(
            one for one in self.rules if one not in self.conferred and one not in under_way
        )
        return [*((one,) for one in self.conferred), under_way, others]


def parts_of(rule: Rule) -> Sequence[Rule]:
    """The parts of a requirement; none for a leaf."""
    match rule:
        case {"all": inside} | {"any": inside} | {"at_least": {"of": inside}}:
            return list(inside)
        case {"one_pathway_of": inside}:
            return list(inside)
        case {"credits": {"from": inside}}:
            return [{"exam": one["exam"]} for one in inside]
    return []


def leaves_of(rule: Rule) -> Iterator[Rule]:
    """The leaves under a requirement."""
    inside = parts_of(rule)
    if not inside:
        yield rule
    for part in inside:
        yield from leaves_of(part)


def step_of(leaf: Rule) -> tuple[str, str]:
    """What must be done to meet a leaf: its kind and code."""
    return next((kind, leaf[kind]) for kind in ("exam", "course", "ethics") if kind in leaf)


def small(seed: int) -> Case:
    """Two or three designations that ask for three or four exams, every key of the rules drawn."""
    draw = random.Random(seed)
    exams = EXAMS[: draw.randint(3, 4)]
    codes = DESIGNATIONS[: draw.choice((2, 3, 3))]
    rules = {
        code: tuple(_small_rule(draw, exams, 2) for _ in range(draw.choice((1, 1, 1, 2))))
        for code in codes
    }
    return _case(draw, rules, exams, passing=0.8, most=2)


def large(seed: int) -> Case:
    """Three to six designations as bodies have them, of 16 to 30 exams: core, electives, pathways."""
    draw = random.Random(seed)
    exams = EXAMS[: draw.randint(16, 30)]
    codes = DESIGNATIONS[: draw.randint(3, 6)]
    rules = {
        code: tuple(_large_rule(draw, exams) for _ in range(draw.choice((1, 1, 2))))
        for code in codes
    }
    return _case(draw, rules, exams, passing=0.75, most=4)


def _case(
    draw: random.Random,
    rules: dict[str, tuple[Rule, ...]],
    exams: Sequence[str],
    *,
    passing: float,
    most: int,
) -> Case:
    codes = list(rules)
    pairs = [(one, other) for one in codes for other in codes if one != other]
    limits = []
    for one, other in draw.sample(pairs, draw.randint(1, min(len(pairs), len(codes) + 1))):
        n = draw.randint(0, most)
        limits.append((one, other, n, None) if draw.random() < 0.7 else (one, other, None, n + 1))
    days = [date(2024, 6, 1), date(2025, 6, 1)]
    return Case(
        rules,
        tuple(limits),
        draw.choice((None, None, 1, 2)),
        {code: PRICES[draw.randrange(len(PRICES))] for code in exams},
        {code: draw.choice(days) for code in exams if draw.random() < passing},
        draw.random() < 0.5,
        tuple(code for code in codes if draw.random() < 0.6),
        tuple(draw.sample(codes, draw.choice((0, 0, 1, 2)))),
    )


def _leaf(draw: random.Random, exams: Sequence[str]) -> Rule:
    kind, code = draw.random(), draw.choice(exams)
    if kind < 0.7:
        return {"exam": code}
    if kind < 0.8:
        return {"exam": code, "not_before": date(2025, 1, 1)}
    return {"course": code} if kind < 0.93 else {"ethics": "ethics"}


def _small_rule(draw: random.Random, exams: Sequence[str], depth: int) -> Rule:
    kind = draw.random()
    if depth == 0 or kind < 0.1:
        return _leaf(draw, exams)
    inside = tuple(_small_rule(draw, exams, depth - 1) for _ in range(draw.randint(1, 3)))
    if kind < 0.4:
        return {"all": inside}
    if kind < 0.55:
        return {"any": inside}
    if kind < 0.7:
        return {"at_least": {"n": draw.randint(1, len(inside)), "of": inside}}
    if kind < 0.85:
        return _pathways(inside)
    return _credits(draw, draw.sample(exams, draw.randint(1, len(exams))))


def _large_rule(draw: random.Random, exams: Sequence[str]) -> Rule:
    chosen = draw.sample(exams, min(len(exams), draw.randint(10, 16)))
    core, electives, rest = chosen[:3], chosen[3:9], chosen[9:]
    inside: list[Rule] = [{"exam": code} for code in core]
    inside.append({
        "at_least": {"n": draw.randint(2, 4), "of": tuple({"exam": code} for code in electives)}
    })  # fmt: skip
    ways = [draw.sample(rest, max(1, len(rest) // 2)) for _ in range(2)]
    if draw.random() < 0.5:
        inside.append(_pathways([{"all": tuple({"exam": code} for code in way)} for way in ways]))
    else:
        inside.append(_credits(draw, rest))
    return {"all": (*inside, {"ethics": "ethics"})}


def _pathways(ways: Sequence[Rule]) -> Rule:
    return {
        "one_pathway_of": tuple(
            {"pathway": f"way-{n}", "title": _text(f"Way {n}"), "all": (way,)}
            for n, way in enumerate(ways, start=1)
        )
    }


def _credits(draw: random.Random, codes: Sequence[str]) -> Rule:
    items = tuple({"exam": code, "points": draw.randint(1, 3)} for code in codes)
    most = sum(one["points"] for one in items)
    return {"credits": {"points": draw.randint(1, most), "from": items}}


def _text(words: str) -> LocalText:
    return LocalText(en=words, ms=words)


EXAMS = tuple(f"E{number:02}" for number in range(1, 31))
DESIGNATIONS = tuple(f"D{number}" for number in range(1, 7))
PRICES = (30, 42, 55)


@cache
def _blank() -> Programme:
    loaded = load_programme(read_folder(shipped_programme()))
    if not isinstance(loaded, Loaded):
        raise TypeError(loaded)
    about = loaded.programme.about.model_copy(update={"equivalences": ()})
    return loaded.programme.model_copy(
        update={"about": about, "lessons": (), "glossary": (), "pages": ()}
    )


@cache
def _course(code: str, price: int) -> Any:
    changes = {"code": code, "title": _text(code), "status": "open", "retired_on": None,
               "fee": CourseFee(exam=price)}  # fmt: skip
    return _blank().courses[0].model_copy(update=changes)


def programme_of(case: Case) -> Programme:
    """The programme of a case."""
    designations = []
    plain = {"grandfathering": "best_of", "lapse": None, "equivalences": (), "attempts": None}
    for code, several in case.rules.items():
        first_days = (FIRST, SECOND)[-len(several) :] if len(several) > 1 else (FIRST,)
        versions = tuple(
            RuleVersion.model_validate({"from": day, "source": _text("Rules"), "requires": rule})
            for day, rule in zip(first_days, several, strict=True)
        )
        sharing = tuple(
            SharingLimit.model_validate({"with": other, "at_most": most, "unique_at_least": own})
            for of, other, most, own in case.limits
            if of == code
        )
        changes = {"code": code, "letters": code, "versions": versions, "sharing": sharing}
        designations.append(_blank().designations[0].model_copy(update={**plain, **changes}))
    about = _blank().about.model_copy(update={"exam_counts_for_at_most": case.of_exam})
    courses = tuple(_course(code, fee) for code, fee in case.fees.items())
    parts = {"about": about, "designations": tuple(designations), "courses": courses}
    return _blank().model_copy(update=parts)


def record_of(case: Case) -> tuple[Entry, ...]:
    """The record of a case."""
    happened: list[tuple[date, EntryKind, dict[str, Any]]] = [
        *((MATRICULATED, EntryKind.MATRICULATED, {"designation": code})
          for code in case.matriculated),
        *((day, EntryKind.EXAM_RESULT, {"exam": code, "passed": True})
          for code, day in case.passed.items()),
        *((date(2026, 1, 1) + timedelta(days=n), EntryKind.CONFERRED, {"designation": code})
          for n, code in enumerate(case.conferred)),
    ]  # fmt: skip
    if case.ethics:
        version = _blank().ethics_on("ethics", ON)
        facts = {"code": "ethics", "version": version.version if version else ""}
        happened.append((ON, EntryKind.ETHICS_ACCEPTED, facts))
    return tuple(
        Entry("case", number, kind, facts, datetime.combine(day, time(4), UTC), "registrar", "",
              "1", "", "")
        for number, (day, kind, facts) in enumerate(happened, start=1)
    )  # fmt: skip
