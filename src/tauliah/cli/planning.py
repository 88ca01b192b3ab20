"""How a plan reads in a terminal, and the progress of making it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tauliah.cli.console import err, is_terminal
from tauliah.core.kernel import LocalText, spoken_day

if TYPE_CHECKING:
    from tauliah.apps.record.effects import Affected, Plan

PEOPLE_SHOWN = 100


@contextmanager
def progress_of_records() -> Iterator[Callable[[int, int], None]]:
    """A bar that grows with the records that are done, where a person watches."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err,
        transient=True,
        disable=not is_terminal(),
    )
    with bar:
        task = bar.add_task("records", total=None)

        def done(records: int, of: int) -> None:
            bar.update(task, completed=records, total=of)

        yield done


def plan_lines(plan: Plan, language: str) -> Iterator[str]:
    """The differences, how many people they touch, and each person by candidate number."""
    for text in _summary(plan):
        yield text.in_language(language)
    for one in plan.affected[:PEOPLE_SHOWN]:
        yield from _person(one, language)
    more = len(plan.affected) - PEOPLE_SHOWN
    if more > 0:
        yield LocalText(
            en=f"And {more} more people: --csv FILE lists all of them.",
            ms=f"Dan {more} orang lagi: --csv FILE menyenaraikan kesemuanya.",
        ).in_language(language)


def _summary(plan: Plan) -> Iterator[LocalText]:
    if plan.release == 0:
        yield LocalText(
            en="Nothing is published yet: this would be the first release.",
            ms="Belum ada apa-apa diterbitkan: ini akan menjadi keluaran pertama.",
        )
        return
    if not plan.differences:
        yield LocalText(
            en=f"No difference from release {plan.release}.",
            ms=f"Tiada perbezaan daripada keluaran {plan.release}.",
        )
    for difference in plan.differences:
        yield difference.sentence
    yield LocalText(
        en=f"Records: {plan.people}. Gain: {plan.gaining}. Lose: {plan.losing}, of whom need "
        f"grandfathering: {plan.needing_grandfathering}.",
        ms=f"Rekod: {plan.people}. Mendapat manfaat: {plan.gaining}. Terjejas: {plan.losing}; "
        f"daripadanya perlu dikekalkan di bawah peraturan lama: {plan.needing_grandfathering}.",
    )
    if plan.not_whole:
        numbers = ", ".join(plan.not_whole)
        yield LocalText(
            en=f"Nothing can be said of these, whose records are not whole: {numbers}.",
            ms=f"Tiada apa-apa dapat dikatakan tentang rekod yang tidak utuh ini: {numbers}.",
        )


_DIRECTIONS = {
    "gains": LocalText(en="gains", ms="mendapat manfaat"),
    "loses": LocalText(en="loses", ms="terjejas"),
    "unchanged": LocalText(en="unchanged", ms="tidak berubah"),
}


def _person(one: Affected, language: str) -> Iterator[str]:
    for effect in one.effects:
        direction = _DIRECTIONS[effect.direction].in_language(language)
        day = spoken_day(effect.on).in_language(language)
        why = " ".join(sentence.in_language(language) for sentence in effect.sentences)
        yield f"{one.candidate_number}  {effect.letters}  {day}  {direction}: {why}"
