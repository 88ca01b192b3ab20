"""How a plan reads in a terminal, and the progress of making it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tauliah.batch import (
    CannotStartError,
    Cluster,
    InProcess,
    PartitionFailedError,
    Place,
    Pool,
)
from tauliah.batch.ledger_files import NoLedgerError
from tauliah.cli.console import err, is_terminal, stop
from tauliah.core.kernel import LocalText, spoken_day

if TYPE_CHECKING:
    from tauliah.apps.record.effects import Affected, Plan

PEOPLE_SHOWN = 100
_RECORDS = LocalText(en="records", ms="rekod")


def place_of_work(workers: int | None, cluster: str | None) -> Place:
    """Where the audits are made; the command ends where two places are named."""
    if workers is not None and cluster is not None:
        stop("--workers, --cluster: expected one of them, or neither", code=2)
    if cluster is not None:
        return Cluster(cluster)
    return InProcess() if workers is None else Pool(workers)


@contextmanager
def told_failures(language: str) -> Iterator[None]:
    """Ends the command with one line where records cannot be read or workers fail."""
    try:
        yield
    except (CannotStartError, NoLedgerError, PartitionFailedError) as error:
        failed = LocalText(
            en=f"Nothing was planned: {error}", ms=f"Tiada rancangan dibuat: {error}"
        )
        stop(failed.in_language(language), code=2)


@contextmanager
def progress_of_records(language: str = "en") -> Iterator[Callable[[int, int], None]]:
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
        task = bar.add_task(_RECORDS.in_language(language), total=None)

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


def published_line(number: int, digest: str, *, is_new: bool) -> LocalText:
    """What came of publishing a release."""
    if is_new:
        return LocalText(
            en=f"Release {number} published: {digest}",
            ms=f"Keluaran {number} diterbitkan: {digest}",
        )
    return LocalText(
        en=f"Release {number} holds this content already; nothing was changed: {digest}",
        ms=f"Keluaran {number} sudah mengandungi kandungan ini; tiada apa-apa diubah: {digest}",
    )


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
