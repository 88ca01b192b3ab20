"""A course's blueprint against its exam items by state, and what is thin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import F

from tauliah.apps.itembank.assembly.asked import ANY_LEVEL
from tauliah.apps.itembank.life import newest_versions
from tauliah.apps.itembank.models import ItemVersion
from tauliah.core.exam.item_life import REVIEWS
from tauliah.core.kernel import LocalText
from tauliah.core.programme import Course
from tauliah.core.programme.items import LEVELS

FEWEST_FORMS = 2
"""Forms without an item in common that a pool should fill: one, and another for a retake."""
STAGES: Mapping[str, LocalText] = MappingProxyType(
    {
        "used": LocalText(en="in use", ms="digunakan"),
        "pilot": LocalText(en="on pilot", ms="dirintis"),
        "approved": LocalText(en="approved", ms="diluluskan"),
        "review": LocalText(en="in review", ms="dalam semakan"),
        "draft": LocalText(en="draft", ms="draf"),
    }
)
_Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """The exam items of a topic at one level: how many a form takes, and how many there are.

    `counts` is in the order of `STAGES`; `needed` is what the forms take together that the course
    should be able to fill without an item in common.
    """

    topic: str
    title: LocalText
    level: str
    wanted: int
    needed: int
    counts: tuple[int, ...]

    @property
    def used(self) -> int:
        """How many are in use."""
        return self.counts[0]

    @property
    def lacks(self) -> int:
        """How many items in use it should have more of."""
        return max(0, self.needed - self.used)

    @property
    def on_the_way(self) -> int:
        """How many are on their way: on pilot, approved, in review, in draft."""
        return sum(self.counts[1:])


@dataclass(frozen=True, slots=True)
class Coverage:
    """A course's blueprint cell by cell, for so many forms; `besides` are items of no cell of it."""

    course: Course
    forms: int
    cells: tuple[CoverageCell, ...]
    besides: int

    @property
    def thin(self) -> tuple[CoverageCell, ...]:
        """The cells with too few items in use, those that lack most first."""
        return tuple(
            sorted((cell for cell in self.cells if cell.lacks), key=lambda cell: -cell.lacks)
        )

    @property
    def totals(self) -> tuple[int, ...]:
        """How many items of the blueprint there are in each of `STAGES`."""
        return tuple(map(sum, zip(*(cell.counts for cell in self.cells), strict=True)))


def coverage_of(course: Course) -> Coverage:
    """How the bank fills a course's blueprint.

    An item that is in use while its next version is written counts as in use alone.
    """
    forms = max(FEWEST_FORMS, course.forms)
    found: Counter[tuple[_Cell, str]] = Counter()
    levelled = {row.topic for row in course.blueprint if row.levels}
    for topic, level, stage in _staged(course.code):
        found[(topic, level if topic in levelled else ANY_LEVEL), stage] += 1
    cells = []
    for row in course.blueprint:
        wanted = (
            {level: row.levels.get(level, 0) for level in LEVELS}
            if row.levels
            else {ANY_LEVEL: row.items}
        )
        for level, count in wanted.items():
            counts = tuple(found.pop(((row.topic, level), stage), 0) for stage in STAGES)
            if count or any(counts):
                cells.append(
                    CoverageCell(row.topic, row.title, str(level), count, forms * count, counts)
                )
    return Coverage(course, forms, tuple(cells), sum(found.values()))


def counted_items(course: str) -> Mapping[tuple[str, str], tuple[int, ...]]:
    """How many exam items a course has at each topic and level, in the order of `STAGES`."""
    found: Counter[tuple[_Cell, str]] = Counter()
    for topic, level, stage in _staged(course):
        found[(topic, level), stage] += 1
    return {
        cell: tuple(found[cell, stage] for stage in STAGES) for cell in {cell for cell, _ in found}
    }


def _staged(course: str) -> Iterator[tuple[str, str, str]]:
    """The topic, the level and the stage of every exam item of a course that is not retired."""
    used = ItemVersion.objects.filter(item__live=F("pk")).exclude(item__state="pilot")
    used = used.filter(item__course=course, item__pool="secure")
    in_use = set()
    for item, topic, level in used.values_list("item", "topic", "content__level"):
        in_use.add(item)
        yield topic, level, "used"
    coming = newest_versions().filter(item__course=course, item__pool="secure")
    coming = coming.exclude(item__state__in=["retired", "operational"])
    for item, topic, level, state in coming.values_list(
        "item", "topic", "content__level", "item__state"
    ):
        if item not in in_use:
            yield topic, level, "review" if state in REVIEWS else state
