"""The exam items of a course as the optimiser sees them, and a request in its terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count

from tauliah.apps.itembank.assembly.asked import (
    ANY_LEVEL,
    Asked,
    Between,
    asked_by_blueprint,
    words_called,
)
from tauliah.apps.itembank.models import ApprovedForm, FormItem, VersionFigures, VersionParameters
from tauliah.apps.itembank.queries import BankItem, current_items, enemies_in
from tauliah.core.kernel import LANGUAGES, Language, LocalText
from tauliah.core.programme import Course
from tauliah.core.programme.items import LEVEL_NAMES, SingleChoice
from tauliah.core.programme.reading_load import words_of, words_of_case

if TYPE_CHECKING:
    from tauliah.core.psychometrics.assembly import Amount, Pool, Request
    from tauliah.core.psychometrics.assembly import Count as Bound
    from tauliah.core.psychometrics.items import Items

EVERY = 4
"""Of an earlier form, every fourth item of a topic links others to it: a fifth is the least."""
ANCHOR = "anchor"
"""The label of an item that every form has."""
NO_KEY = ""
SLACK = 3
"""How many times more or less than the mean a key may be right, where nothing else is asked."""
USUAL = 0.05
"""How far from the mean of the pool the words of a form may be, where nothing else is asked."""


@dataclass(frozen=True, slots=True)
class CoursePool:
    """The secure items in use of a course that its blueprint asks for, in the order of their codes.

    `words` is language -> words of each item, those of a scenario with the first item of its case.
    `uses` counts the approved forms that each has been in, `figures` are what responses say of some,
    `parameters` is (a, b, c) of those that are calibrated; both by the code of the item.
    """

    course: Course
    items: tuple[BankItem, ...]
    words: Mapping[Language, tuple[int, ...]]
    uses: tuple[int, ...]
    enemies: tuple[tuple[str, str], ...]
    difficulty: Mapping[str, float]
    parameters: Mapping[str, tuple[float, float, float]]

    @property
    def letters(self) -> tuple[str, ...]:
        """The keys that single choices of the pool have."""
        return tuple(sorted({key_of(item) for item in self.items} - {NO_KEY}))


def pool_of(course: Course) -> CoursePool:
    """What forms of a course can be assembled from now."""
    topics = {row.topic for row in course.blueprint}
    items = tuple(item for item in current_items(course.code, "secure") if item.topic in topics)
    codes = {item.code for item in items}
    uses = uses_in_approved_forms(course.code)
    return CoursePool(
        course=course,
        items=items,
        words={language: _words(items, language) for language in LANGUAGES},
        uses=tuple(uses.get(item.code, 0) for item in items),
        enemies=tuple(pair for pair in enemies_in(course.code) if codes.issuperset(pair)),
        difficulty=_difficulty(items),
        parameters=_parameters(items),
    )


def suggested(pool: CoursePool) -> Asked:
    """What a form is filled in with: the blueprint, keys about even, and words about as usual."""
    asked = asked_by_blueprint(pool.course)
    if not pool.items:
        return asked
    words = {
        language: Between(low=int(mean * (1 - USUAL)), high=ceil(mean * (1 + USUAL)))
        for language, counts in pool.words.items()
        for mean in [asked.length * sum(counts) / len(counts)]
    }
    return asked.model_copy(update={"key": _even_keys(pool, asked), "words": words})


def linked_to(pool: CoursePool, approved: UUID) -> Asked | None:
    """What is suggested, with a quarter of an approved form's items in every form, topic by topic, so
    that scores on them can be equated to it; None where there is no such form of the course.

    Items count that are in use as the form has them, and stand alone: a case would go as a whole.
    """
    form = ApprovedForm.objects.filter(pk=approved, course=pool.course.code).first()
    if form is None:
        return None
    versions = set(FormItem.objects.filter(form=form.pk).values_list("version", flat=True))
    shared = [item for item in pool.items if item.version in versions and item.case is None]
    anchors = tuple(
        item.code
        for row in pool.course.blueprint
        for item in [one for one in shared if one.topic == row.topic][::EVERY]
    )
    asked = suggested(pool)
    overlap = max(asked.overlap, len(anchors))
    return asked.model_copy(update={"anchors": anchors, "overlap": overlap})


def _even_keys(pool: CoursePool, asked: Asked) -> Between | None:
    """How often each key should stand in a form if it has single choices like the pool; None of none."""
    letters = pool.letters
    if not letters:
        return None
    share = sum(key_of(item) != NO_KEY for item in pool.items) / len(pool.items)
    even = asked.length * share / len(letters)
    return Between(low=max(0, int(even) - SLACK), high=ceil(even) + SLACK)


def uses_in_approved_forms(course: str) -> dict[str, int]:
    """In how many approved forms of a course each item has been, those withdrawn among them."""
    approved = ApprovedForm.objects.filter(course=course).values("pk")
    places = FormItem.objects.filter(form__in=approved).values_list("version__item__code")
    return dict(places.annotate(Count("form", distinct=True)).order_by())


def key_of(item: BankItem) -> str:
    """The letter of a single choice's key; nothing for other types."""
    return item.text.key if isinstance(item.text, SingleChoice) else NO_KEY


def optimised(pool: CoursePool, asked: Asked) -> Pool:
    """The items in the terms of the optimiser, those that every form has by a label of their own.

    Each exists in both languages: a text that lacks one is none (`LocalText`).
    """
    from tauliah.core.psychometrics.assembly import pool as made

    return made(
        [item.code for item in pool.items],
        labels={
            "topic": [item.topic for item in pool.items],
            "cell": [_cell(item.topic, item.text.level) for item in pool.items],
            "key": [key_of(item) for item in pool.items],
            ANCHOR: [ANCHOR if item.code in asked.anchors else "" for item in pool.items],
        },
        amounts={f"words-{language}": counts for language, counts in pool.words.items()},
        enemies=pool.enemies,
        sets=[item.case.id if item.case else "" for item in pool.items],
        uses=pool.uses,
    )


def requested(pool: CoursePool, asked: Asked) -> Request:
    """A request in the terms of the optimiser; a target is left out where no item has parameters."""
    from tauliah.core.psychometrics.assembly import Request, target

    aim = None
    if asked.target and pool.parameters:
        aim = target(
            parameters_of(pool),
            [one.ability for one in asked.target],
            [one.information for one in asked.target],
            aim=asked.aim,
            within=asked.within / 100 if asked.within else None,
        )
    return Request(
        forms=asked.forms,
        length=asked.length,
        counts=(*_cells(pool.course, asked), *_keys(pool, asked), *_anchors(asked)),
        amounts=_amounts(asked),
        target=aim,
        overlap=asked.overlap,
        exposure=asked.exposure,
    )


def parameters_of(pool: CoursePool) -> Items:
    """The parameters of all items; those that are not calibrated give no information at all."""
    from tauliah.core.psychometrics.items import items

    told = [pool.parameters.get(item.code, (0.0, 0.0, 0.0)) for item in pool.items]
    a, b, c = zip(*told, strict=True)
    return items(a, b, floor=c)


def _cell(topic: str, level: str) -> str:
    return f"{topic}/{level}"


def _cells(course: Course, asked: Asked) -> tuple[Bound, ...]:
    from tauliah.core.psychometrics.assembly import Count as Bound

    titles = {row.topic: row.title for row in course.blueprint}
    found = []
    for topic, row in asked.cells.items():
        for level, wanted in row.items():
            is_any = level == ANY_LEVEL
            found.append(
                Bound(
                    "topic" if is_any else "cell",
                    topic if is_any else _cell(topic, level),
                    wanted.low,
                    wanted.high,
                    cell_called(titles[topic], level),
                )
            )
    return tuple(found)


def cell_called(title: LocalText, level: str) -> LocalText:
    """A topic, and the level where one is told, as sentences call them."""
    name = next((name for one, name in LEVEL_NAMES.items() if one == level), None)
    if name is None:
        return LocalText(en=f"“{title.en}”", ms=f"“{title.ms}”")
    return LocalText(en=f"“{title.en}” ({name.en})", ms=f"“{title.ms}” ({name.ms})")


def _keys(pool: CoursePool, asked: Asked) -> tuple[Bound, ...]:
    from tauliah.core.psychometrics.assembly import Count as Bound

    if asked.key is None:
        return ()
    return tuple(
        Bound(
            "key",
            letter,
            asked.key.low,
            asked.key.high,
            LocalText(en=f"key {letter}", ms=f"kunci {letter}"),
        )
        for letter in pool.letters
    )


def _anchors(asked: Asked) -> tuple[Bound, ...]:
    from tauliah.core.psychometrics.assembly import Count as Bound

    if not asked.anchors:
        return ()
    called = LocalText(en="items that every form has", ms="item yang ada dalam setiap set soalan")
    return (Bound(ANCHOR, ANCHOR, len(asked.anchors), None, called),)


def _amounts(asked: Asked) -> tuple[Amount, ...]:
    from tauliah.core.psychometrics.assembly import Amount

    return tuple(
        Amount(f"words-{language}", wanted.low, wanted.high, words_called(language))
        for language, wanted in asked.words.items()
    )


def _words(items: tuple[BankItem, ...], language: Language) -> tuple[int, ...]:
    counts, told = [], set()
    for item in sorted(items, key=lambda item: (item.place, item.code)):
        count = words_of(item.text, language)
        if item.case and item.case.id not in told:
            told.add(item.case.id)
            count += words_of_case(item.case, language)
        counts.append((item.code, count))
    by_code = dict(counts)
    return tuple(by_code[item.code] for item in items)


def _difficulty(items: tuple[BankItem, ...]) -> dict[str, float]:
    known = dict(
        VersionFigures.objects.filter(version__in=[item.version for item in items]).values_list(
            "version", "figures"
        )
    )
    shares = {item.code: known.get(item.version, {}).get("difficulty") for item in items}
    return {code: float(share) for code, share in shares.items() if share is not None}


def _parameters(items: tuple[BankItem, ...]) -> dict[str, tuple[float, float, float]]:
    rows = VersionParameters.objects.filter(version__in=[item.version for item in items])
    known: dict[UUID, tuple[float, float, float]] = {
        version: (a, b, c)
        for version, a, b, c in rows.values_list("version", "discrimination", "difficulty", "floor")
    }
    return {item.code: known[item.version] for item in items if item.version in known}
