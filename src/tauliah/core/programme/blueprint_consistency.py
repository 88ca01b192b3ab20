"""What is wrong with the blueprint of an exam, in itself and against the pool that is to fill it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tauliah.core.kernel import LocalText, Problem
from tauliah.core.programme.courses import BlueprintRow, Course
from tauliah.core.programme.filling import fills_row, short_levels
from tauliah.core.programme.folder import Placed
from tauliah.core.programme.item_sentences import no_sum
from tauliah.core.programme.items import LEVEL_NAMES, PooledItem


def level_problems(placed: Placed[Course]) -> Iterator[Problem]:
    """Rows whose items at the levels are not as many as those of the row."""
    for position, row in enumerate(placed.value.blueprint):
        if not row.adds_up:
            total = sum(row.levels.values())
            message = LocalText(
                en=f"the levels add up to {total} items, the row has {row.items}",
                ms=f"aras-aras berjumlah {total} item, baris ini mempunyai {row.items}",
            )
            yield placed.problem(("blueprint", position, "levels"), message)


def filling_problems(placed: Placed[Course], secure: Sequence[PooledItem]) -> Iterator[Problem]:
    """Rows that a secure pool does not fill even once."""
    for position, row in enumerate(placed.value.blueprint):
        found = _of_topic(row, secure)
        at = ("blueprint", position)
        if len(found) < row.items:
            message = LocalText(
                en=f"asks for {row.items} items, the secure pool has {len(found)}",
                ms=f"meminta {row.items} item, kumpulan item peperiksaan mempunyai {len(found)}",
            )
            yield placed.problem((*at, "items"), message)
            continue
        if not row.adds_up:
            continue
        short = dict(short_levels(row, found, forms=1))
        for level, there in short.items():
            wanted, name = row.levels[level], LEVEL_NAMES[level]
            message = LocalText(
                en=f"asks for {wanted} items at the level {name.en}, the secure pool has {there}",
                ms=f"meminta {wanted} item pada aras {name.ms}, kumpulan item peperiksaan "
                f"mempunyai {there}",
            )
            yield placed.problem((*at, "levels", level), message)
        if not short and not fills_row(row, found, forms=1):
            yield _no_sum(placed, position)


def form_problems(placed: Placed[Course], items: Iterable[PooledItem]) -> Iterator[Problem]:
    """Rows that an open course's secure pool does not fill in all its forms."""
    course = placed.value
    if not course.is_open or course.forms == 1:
        return
    secure = [one for one in items if one.pool == "secure"]
    for position, row in enumerate(course.blueprint):
        found = _of_topic(row, secure)
        if not row.adds_up or fills_row(row, found, forms=course.forms):
            continue
        at = ("blueprint", position)
        short = dict(short_levels(row, found, forms=course.forms))
        for level, there in short.items():
            wanted, name = row.levels[level], LEVEL_NAMES[level]
            message = LocalText(
                en=f"asks for {course.forms} forms of {wanted} items at the level {name.en} without "
                f"one in common; the {there} items of the secure pool at it do not fill them",
                ms=f"meminta {course.forms} set soalan, setiap satu {wanted} item pada aras "
                f"{name.ms} tanpa item yang sama; {there} item pada aras itu dalam kumpulan item "
                "peperiksaan tidak mencukupi",
            )
            yield placed.problem((*at, "levels", level), message)
        if not short:
            message = LocalText(
                en=f"asks for {course.forms} forms of {row.items} items without one in common; the "
                f"{len(found)} items of the secure pool do not fill them",
                ms=f"meminta {course.forms} set soalan, setiap satu {row.items} item tanpa item yang "
                f"sama; {len(found)} item dalam kumpulan item peperiksaan tidak mencukupi",
            )
            yield placed.problem((*at, "items"), message)


def _of_topic(row: BlueprintRow, items: Iterable[PooledItem]) -> list[PooledItem]:
    return [one for one in items if one.topic == row.topic]


def _no_sum(placed: Placed[Course], position: int) -> Problem:
    row = placed.value.blueprint[position]
    if not row.levels:
        return placed.problem(("blueprint", position, "items"), no_sum(row.items))
    asked = row.told_levels
    message = LocalText(
        en=f"asks for {asked.en}: its case sets and single items add up to no such numbers",
        ms=f"memerlukan {asked.ms}: set kes dan item tunggalnya tidak boleh berjumlah demikian",
    )
    return placed.problem(("blueprint", position, "levels"), message)
