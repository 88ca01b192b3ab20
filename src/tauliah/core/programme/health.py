"""How complete a programme is: outcomes by lessons and items, and what is thin, course by course."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from tauliah.core.kernel import LocalText
from tauliah.core.programme.courses import BlueprintRow, Course, TaughtCourse, Topic
from tauliah.core.programme.filling import fills_row, short_levels
from tauliah.core.programme.items import LEVEL_NAMES, LEVELS, Pool, PooledItem
from tauliah.core.programme.model import Lesson, Programme
from tauliah.core.programme.wording import Giveaways, giveaways
from tauliah.core.programme.writing import ALIKE, alike, given_away

FORMS = 2
"""Forms without an item in common that a secure pool should fill."""
FEWEST_PRACTICE = 60
"""Items that a course's practice pool should have."""
FEWEST_ON_ETHICS = 20
"""Items that the practice pool of a course on ethics should have."""
APPLIED_PERCENT = 33
"""In so many of a hundred items something should be applied or analysed."""

_POOLS: dict[Pool, LocalText] = {
    "secure": LocalText(en="secure", ms="peperiksaan"),
    "practice": LocalText(en="practice", ms="latihan"),
}
_NOTHING_WRITTEN = LocalText(
    en="Nothing is written yet: no lesson and no item.",
    ms="Belum ada apa-apa ditulis: tiada pelajaran dan tiada item.",
)


@dataclass(frozen=True, slots=True)
class OutcomeHealth:
    """The lessons that teach an outcome, and its items in each pool by level, as in `LEVELS`."""

    code: str
    text: LocalText
    lessons: tuple[str, ...]
    secure: tuple[int, ...]
    practice: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LessonHealth:
    """The outcomes that a lesson teaches, and what leads back to it: its items in each pool, its cards."""

    slug: str
    title: LocalText
    outcomes: tuple[str, ...]
    has_figure: bool
    cards: int
    secure: int
    practice: int


@dataclass(frozen=True, slots=True)
class Cell:
    """The items of a topic at one level: how many a form takes, and how many the secure pool has."""

    asked: int
    secure: int

    @property
    def is_thin(self) -> bool:
        """Whether they do not fill two forms without an item in common."""
        return self.secure < FORMS * self.asked


@dataclass(frozen=True, slots=True)
class TopicHealth:
    """How many items of a topic a form takes, and how many each pool has.

    `cells` are those that a form takes at each of `LEVELS`, beside those that the secure pool has;
    empty where the blueprint does not tell levels apart.
    """

    topic: str
    title: LocalText
    lessons: int
    asked: int
    secure: int
    practice: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CourseHealth:
    """What a course has; `thin` says in sentences what it should have more of.

    A course on ethics has no exam, so that nothing is asked of a secure pool. `with_figure` and
    `with_cards` count lessons, `applied_percent` is the share of items at the level of applying or
    above.
    """

    course: TaughtCourse
    outcomes: tuple[OutcomeHealth, ...]
    taught: tuple[LessonHealth, ...]
    topics: tuple[TopicHealth, ...]
    lessons: int
    with_figure: int
    with_cards: int
    cards: int
    items: Mapping[Pool, int]
    applied_percent: float
    given_away: Giveaways
    thin: tuple[LocalText, ...]

    @property
    def has_exam(self) -> bool:
        """Whether an exam asks for what it teaches."""
        return isinstance(self.course, Course)

    @property
    def has_levels(self) -> bool:
        """Whether its exam's blueprint tells levels apart."""
        return isinstance(self.course, Course) and self.course.has_levels

    @property
    def pools(self) -> tuple[Pool, ...]:
        """The pools that it should have."""
        return get_args(Pool) if self.has_exam else ("practice",)

    @property
    def is_written(self) -> bool:
        """Whether there is any lesson or item."""
        return bool(self.lessons or sum(self.items.values()))


def health(programme: Programme, items: Iterable[PooledItem]) -> tuple[CourseHealth, ...]:
    """The state of every course, in the programme's order, and then of those on ethics."""
    by_course: dict[str, list[PooledItem]] = {}
    for item in items:
        by_course.setdefault(item.course, []).append(item)
    return tuple(
        _course(programme, course, by_course.get(course.code, []))
        for course in programme.taught_courses
    )


def shows_figure(lesson: Lesson) -> bool:
    """Whether a lesson's text shows a figure."""
    return re.search(r"!\[[^\]]*\]\(figure:", lesson.en.body) is not None


def _course(
    programme: Programme, course: TaughtCourse, items: Sequence[PooledItem]
) -> CourseHealth:
    lessons = programme.lessons_of(course.code)
    outcomes = tuple(
        OutcomeHealth(
            outcome.code,
            outcome.text,
            tuple(lesson.slug for lesson in lessons if outcome.code in lesson.outcomes),
            _by_level(items, "secure", outcome.code),
            _by_level(items, "practice", outcome.code),
        )
        for outcome in course.outcomes
    )
    rows = course.blueprint if isinstance(course, Course) else ()
    asked = {row.topic: row for row in rows}
    topics = tuple(_topic(one, lessons, items, asked=asked.get(one.topic)) for one in course.topics)
    taught = tuple(_lesson(programme, lesson, items) for lesson in lessons)
    applied = sum(one.item.level in ("apply", "analyse") for one in items)
    pools = Counter(one.pool for one in items)
    found = CourseHealth(
        course=course,
        outcomes=outcomes,
        taught=taught,
        topics=topics,
        lessons=len(lessons),
        with_figure=sum(one.has_figure for one in taught),
        with_cards=sum(one.cards > 0 for one in taught),
        cards=sum(one.cards for one in taught),
        items={"secure": pools["secure"], "practice": pools["practice"]},
        applied_percent=100 * applied / len(items) if items else 0.0,
        given_away=giveaways(items),
        thin=(),
    )
    if not found.is_written:
        thin: tuple[LocalText, ...] = (_NOTHING_WRITTEN,)
    else:
        thin = (
            *_thin_outcomes(outcomes, asked_in=found.pools),
            *_thin_topics(course, items),
            *_thin_lessons(taught, asked_in=found.pools),
            *_thin_items(found, items),
        )
    return replace(found, thin=thin)


def _by_level(items: Iterable[PooledItem], pool: Pool, outcome: str) -> tuple[int, ...]:
    found = Counter(
        one.item.level for one in items if one.pool == pool and one.item.outcome == outcome
    )
    return tuple(found[level] for level in LEVELS)


def _lesson(programme: Programme, lesson: Lesson, items: Iterable[PooledItem]) -> LessonHealth:
    pools = Counter(one.pool for one in items if one.item.lesson == lesson.slug)
    return LessonHealth(
        slug=lesson.slug,
        title=LocalText(en=lesson.en.title, ms=lesson.ms.title),
        outcomes=lesson.outcomes,
        has_figure=shows_figure(lesson),
        cards=len(programme.cards_of(lesson.course, lesson.slug)),
        secure=pools["secure"],
        practice=pools["practice"],
    )


def _topic(
    topic: Topic,
    lessons: Iterable[Lesson],
    items: Sequence[PooledItem],
    *,
    asked: BlueprintRow | None,
) -> TopicHealth:
    of_topic = [one for one in items if one.topic == topic.topic]
    pools = Counter(one.pool for one in of_topic)
    secure = Counter(one.item.level for one in of_topic if one.pool == "secure")
    by_level = asked.by_level if asked else ()
    return TopicHealth(
        topic=topic.topic,
        title=topic.title,
        lessons=sum(lesson.topic == topic.topic for lesson in lessons),
        asked=asked.items if asked else 0,
        secure=pools["secure"],
        practice=pools["practice"],
        cells=tuple(
            Cell(count, secure[level]) for level, count in zip(LEVELS, by_level, strict=False)
        ),
    )


def _thin_outcomes(
    outcomes: Iterable[OutcomeHealth], *, asked_in: Collection[Pool]
) -> Iterator[LocalText]:
    for outcome in outcomes:
        if not outcome.lessons:
            yield LocalText(
                en=f"No lesson teaches {outcome.code}.",
                ms=f"Tiada pelajaran mengajar {outcome.code}.",
            )
        counts: dict[Pool, int] = {"secure": sum(outcome.secure), "practice": sum(outcome.practice)}
        for pool, name in _POOLS.items():
            if pool in asked_in and not counts[pool]:
                yield LocalText(
                    en=f"No {name.en} item asks for {outcome.code}.",
                    ms=f"Tiada item {name.ms} menguji {outcome.code}.",
                )


def _thin_topics(course: TaughtCourse, items: Sequence[PooledItem]) -> Iterator[LocalText]:
    if not isinstance(course, Course):
        return
    for row in course.blueprint:
        secure = [one for one in items if one.pool == "secure" and one.topic == row.topic]
        if fills_row(row, secure, forms=FORMS):
            continue
        short = dict(short_levels(row, secure, forms=FORMS))
        for level, there in short.items():
            wanted, name = row.levels[level], LEVEL_NAMES[level]
            yield LocalText(
                en=f"{row.title.en}, level {name.en}: {there} secure items do not fill {FORMS} forms "
                f"of {wanted} without an item in common.",
                ms=f"{row.title.ms}, aras {name.ms}: {there} item peperiksaan tidak mencukupi bagi "
                f"{FORMS} set soalan, setiap satu {wanted} item tanpa item yang sama.",
            )
        if not short:
            yield LocalText(
                en=f"{row.title.en}: {len(secure)} secure items do not fill {FORMS} forms of "
                f"{row.items} without an item in common.",
                ms=f"{row.title.ms}: {len(secure)} item peperiksaan tidak mencukupi bagi {FORMS} set "
                f"soalan, setiap satu {row.items} item tanpa item yang sama.",
            )


def _thin_lessons(
    taught: Sequence[LessonHealth], *, asked_in: Collection[Pool]
) -> Iterator[LocalText]:
    bare = ", ".join(one.slug for one in taught if not one.has_figure)
    if bare:
        yield LocalText(
            en=f"Lessons without a figure: {bare}.", ms=f"Pelajaran tanpa rajah: {bare}."
        )
    without = ", ".join(one.slug for one in taught if not one.cards)
    if without:
        yield LocalText(
            en=f"Lessons without cards: {without}.", ms=f"Pelajaran tanpa kad: {without}."
        )
    counts: dict[Pool, dict[str, int]] = {
        "secure": {one.slug: one.secure for one in taught},
        "practice": {one.slug: one.practice for one in taught},
    }
    for pool, name in _POOLS.items():
        unasked = ", ".join(slug for slug, count in counts[pool].items() if not count)
        if pool in asked_in and unasked:
            yield LocalText(
                en=f"Lessons that no {name.en} item leads back to: {unasked}.",
                ms=f"Pelajaran yang tidak dirujuk oleh mana-mana item {name.ms}: {unasked}.",
            )


def _thin_items(found: CourseHealth, items: Sequence[PooledItem]) -> Iterator[LocalText]:
    practice = found.items["practice"]
    fewest = FEWEST_PRACTICE if found.has_exam else FEWEST_ON_ETHICS
    if practice < fewest:
        yield LocalText(
            en=f"{practice} practice items: there should be at least {fewest}.",
            ms=f"{practice} item latihan: sepatutnya sekurang-kurangnya {fewest}.",
        )
    if items and found.applied_percent < APPLIED_PERCENT:
        applied = f"{found.applied_percent:.0f}%"
        yield LocalText(
            en=f"{applied} of the items apply or analyse: it should be a third at least.",
            ms=f"{applied} daripada item mengaplikasi atau menganalisis: sepatutnya sekurang-kurangnya "
            "satu pertiga.",
        )
    for said in given_away(found.given_away):
        yield LocalText(en=f"{_capital(said.en)}.", ms=f"{_capital(said.ms)}.")
    for earlier, later, _, share in alike(items, at_least=ALIKE):
        first, second, percent = items[earlier].item.id, items[later].item.id, round(100 * share)
        yield LocalText(
            en=f"{first} and {second} are alike in {percent}% of their words in a row.",
            ms=f"{first} dan {second} serupa dalam {percent}% daripada susunan katanya.",
        )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
