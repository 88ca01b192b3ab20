"""A course's blueprint as a committee asks for it: its numbers, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tauliah.core.kernel import LocalText
from tauliah.core.programme.courses import BlueprintRow, Course
from tauliah.core.programme.filling import fills_row, short_levels
from tauliah.core.programme.items import LEVEL_NAMES, LEVELS, Level, PooledItem
from tauliah.core.programme.model import ExamPolicy, Programme

ANYWHERE = ""
"""The place of what is wrong with a blueprint as a whole."""
BlueprintStanding = Literal["open", "in-force", "overtaken"]
CarriedOut = Literal["whole", "partly", "not"]
"""How much of what a proposal changes other numbers hold: all of it, some or something else, nothing."""


@dataclass(frozen=True, slots=True)
class AskedRow:
    """How many items of a topic a form takes, and how many of them at each level that is named.

    Without levels the items may be at any; a level of no items is left out.
    """

    topic: str
    items: int
    levels: Mapping[Level, int]


@dataclass(frozen=True, slots=True)
class AskedBlueprint:
    """The numbers of a course's exam: topic by topic, and those that every exam shares.

    `forms` is how many forms without an item in common the exam items must fill. `items`, `minutes`
    and `pilot_items` are the exam policy's and count for every course of the programme.
    """

    course: str
    forms: int
    rows: tuple[AskedRow, ...]
    items: int
    minutes: int
    pilot_items: int

    @property
    def total(self) -> int:
        """How many items the topics take together."""
        return sum(row.items for row in self.rows)

    @property
    def policy(self) -> dict[str, int]:
        """The numbers that every exam of the programme shares."""
        return {"items": self.items, "minutes": self.minutes, "pilot_items": self.pilot_items}


@dataclass(frozen=True, slots=True)
class BlueprintFault:
    """Something that is wrong: at a topic, or `ANYWHERE`. What only warns is no reason to refuse."""

    topic: str
    message: LocalText
    is_refused: bool


def blueprint_of_course(course: Course, policy: ExamPolicy) -> AskedBlueprint:
    """The numbers of a course's exam as they are in force."""
    return AskedBlueprint(
        course=course.code,
        forms=course.forms,
        rows=tuple(
            AskedRow(row.topic, row.items, _in_order(row.levels)) for row in course.blueprint
        ),
        items=policy.items,
        minutes=policy.minutes,
        pilot_items=policy.pilot_items,
    )


def plain_blueprint(asked: AskedBlueprint) -> dict[str, Any]:
    """The numbers as plain values, to be kept; `blueprint_from` reads them back."""
    return {
        "course": asked.course,
        "forms": asked.forms,
        "rows": [
            {"topic": row.topic, "items": row.items, "levels": dict(row.levels)}
            for row in asked.rows
        ],
        **asked.policy,
    }


def blueprint_from(plain: Mapping[str, Any]) -> AskedBlueprint:
    """The numbers that `plain_blueprint` made plain."""
    rows = tuple(
        AskedRow(row["topic"], row["items"], _in_order(row["levels"])) for row in plain["rows"]
    )
    return AskedBlueprint(**{**plain, "rows": rows})


def course_with(course: Course, asked: AskedBlueprint) -> Course:
    """The course with these numbers; topics that nothing is asked of stay as they are."""
    wanted = {row.topic: row for row in asked.rows}
    rows = tuple(
        row.model_copy(
            update={"items": wanted[row.topic].items, "levels": dict(wanted[row.topic].levels)}
        )
        if row.topic in wanted
        else row
        for row in course.blueprint
    )
    return course.model_copy(update={"blueprint": rows, "forms": asked.forms})


def programme_with(programme: Programme, asked: AskedBlueprint) -> Programme:
    """The programme with these numbers in the course and in the policy of all exams."""
    courses = tuple(
        course_with(course, asked) if course.code == asked.course else course
        for course in programme.courses
    )
    policy = programme.about.exam_policy.model_copy(update=asked.policy)
    about = programme.about.model_copy(update={"exam_policy": policy})
    return programme.model_copy(update={"about": about, "courses": courses})


def blueprint_faults(
    asked: AskedBlueprint, programme: Programme, items: Iterable[PooledItem]
) -> tuple[BlueprintFault, ...]:
    """Everything that is wrong with these numbers, what would be refused first.

    `items` are the exam items in use of the course: that they do not fill the forms yet, and that
    other courses have to follow, warns and refuses nothing.
    """
    course = course_with(programme.course_by_code[asked.course], asked)
    pool = list(items)
    found = [
        *_sums(asked, course),
        *_timetable(asked, programme),
        *_followers(asked, programme),
        *(fault for row in course.blueprint for fault in _filling(row, pool, course.forms)),
    ]
    return tuple(sorted(found, key=lambda one: not one.is_refused))


def standing_of(
    *, before: AskedBlueprint, asked: AskedBlueprint, now: AskedBlueprint | None
) -> BlueprintStanding:
    """How a proposal stands by the numbers in force now, None where the course is gone.

    It is in force where each number that it changes is as it asks, whatever became of the others. It
    is overtaken where the numbers are neither those nor the ones that it began from: to carry it out
    would undo what others have changed.
    """
    if carried_out(before=before, asked=asked, then=now) == "whole":
        return "in-force"
    return "open" if now == before else "overtaken"


def carried_out(
    *, before: AskedBlueprint, asked: AskedBlueprint, then: AskedBlueprint | None
) -> CarriedOut:
    """How much of a proposal other numbers of the course hold, None where the course is gone.

    Only the numbers that the proposal changes are looked at; what else differs is no matter of it.
    """
    if then is None:
        return "not"
    old, wanted, there = _numbers(before), _numbers(asked), _numbers(then)
    changed = [name for name in {**old, **wanted} if old.get(name) != wanted.get(name)]
    if all(there.get(name) == wanted.get(name) for name in changed):
        return "whole"
    return "not" if all(there.get(name) == old.get(name) for name in changed) else "partly"


def changes_all_exams(before: AskedBlueprint, asked: AskedBlueprint) -> bool:
    """Whether a proposal changes a number that every exam of the programme shares."""
    return before.policy != asked.policy


def _numbers(asked: AskedBlueprint) -> dict[tuple[str, ...], int]:
    """Each number of an exam by what it is of."""
    found: dict[tuple[str, ...], int] = {("forms",): asked.forms}
    for name, number in asked.policy.items():
        found[name,] = number
    for row in asked.rows:
        found["topic", row.topic] = row.items
        for level in LEVELS:
            found["level", row.topic, level] = row.levels.get(level, 0)
    return found


def _in_order(levels: Mapping[Any, int]) -> dict[Level, int]:
    return {level: levels[level] for level in LEVELS if levels.get(level)}


def _sums(asked: AskedBlueprint, course: Course) -> Iterator[BlueprintFault]:
    for row in course.blueprint:
        if not row.adds_up:
            total = sum(row.levels.values())
            message = LocalText(
                en=f"{row.title.en}: the levels add up to {total} items, the topic has {row.items}. "
                "Make both agree.",
                ms=f"{row.title.ms}: aras-aras berjumlah {total} item, topik ini mempunyai "
                f"{row.items}. Samakan kedua-duanya.",
            )
            yield BlueprintFault(row.topic, message, is_refused=True)
    if asked.total != asked.items:
        message = LocalText(
            en=f"The topics add up to {asked.total} items, an exam has {asked.items}. Make both "
            "agree.",
            ms=f"Topik-topik berjumlah {asked.total} item, satu peperiksaan mempunyai {asked.items}. "
            "Samakan kedua-duanya.",
        )
        yield BlueprintFault(ANYWHERE, message, is_refused=True)


def _timetable(asked: AskedBlueprint, programme: Programme) -> Iterator[BlueprintFault]:
    """Papers of a timetable that would be shorter than an exam."""
    for window in programme.about.windows:
        for paper in window.timetable:
            if paper.minutes < asked.minutes:
                message = LocalText(
                    en=f"Window {window.number}, {paper.on}: the paper from {paper.starts} to "
                    f"{paper.ends} is shorter than an exam of {asked.minutes} minutes. The timetable "
                    "has to follow.",
                    ms=f"Tetingkap {window.number}, {paper.on}: kertas dari {paper.starts} hingga "
                    f"{paper.ends} lebih singkat daripada peperiksaan {asked.minutes} minit. Jadual "
                    "waktu perlu diubah juga.",
                )
                yield BlueprintFault(ANYWHERE, message, is_refused=False)


def _followers(asked: AskedBlueprint, programme: Programme) -> Iterator[BlueprintFault]:
    """The other courses whose blueprints do not add up to the number of items any more."""
    others = [
        course.code
        for course in programme.courses
        if course.code != asked.course and sum(row.items for row in course.blueprint) != asked.items
    ]
    if others:
        named = ", ".join(others)
        message = LocalText(
            en=f"Every exam has {asked.items} items then. These courses have to follow in the same "
            f"release: {named}.",
            ms=f"Setiap peperiksaan akan mempunyai {asked.items} item. Kursus ini perlu diubah dalam "
            f"keluaran yang sama: {named}.",
        )
        yield BlueprintFault(ANYWHERE, message, is_refused=False)


def _filling(row: BlueprintRow, pool: list[PooledItem], forms: int) -> Iterator[BlueprintFault]:
    """What the items in use of a topic do not fill, in so many forms without one in common."""
    found = [one for one in pool if one.topic == row.topic]
    needed = max(2, forms)
    if not row.adds_up or fills_row(row, found, forms=needed):
        return
    short = dict(short_levels(row, found, forms=needed))
    for level, there in short.items():
        name, wanted = LEVEL_NAMES[level], needed * row.levels[level]
        message = LocalText(
            en=f"{row.title.en}, {name.en}: {there} items are in use, {needed} forms without one in "
            f"common take {wanted}.",
            ms=f"{row.title.ms}, {name.ms}: {there} item digunakan, {needed} set soalan tanpa item "
            f"yang sama memerlukan {wanted}.",
        )
        yield BlueprintFault(row.topic, message, is_refused=False)
    if not short:
        message = LocalText(
            en=f"{row.title.en}: the {len(found)} items in use do not fill {needed} forms of "
            f"{row.items} without one in common.",
            ms=f"{row.title.ms}: {len(found)} item yang digunakan tidak mencukupi untuk {needed} set "
            f"soalan, setiap satu {row.items} item, tanpa item yang sama.",
        )
        yield BlueprintFault(row.topic, message, is_refused=False)
