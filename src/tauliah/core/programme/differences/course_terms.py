"""What differs in the terms of a course: what must be passed before it, and when its classes run."""

from __future__ import annotations

from collections.abc import Iterator

from tauliah.core.kernel import LocalText, spoken_day
from tauliah.core.programme.courses import ClassRun, Course
from tauliah.core.programme.differences.matching import Difference
from tauliah.core.programme.model import Programme


def prerequisite_differences(
    programme: Programme, old: Course, new: Course, *, name: LocalText
) -> Iterator[Difference]:
    """Each exam that is a prerequisite from now on, or no longer."""
    for code in new.prerequisites:
        if code not in old.prerequisites:
            other = programme.title_of(code)
            sentence = LocalText(
                en=f"Before the exam {name.en} can be booked, {other.en} ({code}) must be passed.",
                ms=f"Sebelum peperiksaan {name.ms} boleh ditempah, {other.ms} ({code}) perlu "
                "dilepasi.",
            )
            yield Difference("course", new.code, sentence)
    for code in old.prerequisites:
        if code not in new.prerequisites:
            other = programme.title_of(code)
            sentence = LocalText(
                en=f"The exam {name.en} can be booked without {other.en} ({code}) from now on.",
                ms=f"Mulai kini peperiksaan {name.ms} boleh ditempah tanpa {other.ms} ({code}).",
            )
            yield Difference("course", new.code, sentence)


def class_differences(old: Course, new: Course, *, name: LocalText) -> Iterator[Difference]:
    """What changes in the classes of a course: each run that is new or gone, and the rest."""
    before, after = _runs(old), _runs(new)
    for place, run in sorted(after - before, key=_order):
        days = _days(run)
        sentence = LocalText(
            en=f"A class of {name.en} runs in {place.en} {days.en}.",
            ms=f"Kelas {name.ms} diadakan di {place.ms} {days.ms}.",
        )
        yield Difference("course", new.code, sentence)
    for place, run in sorted(before - after, key=_order):
        days = _days(run)
        sentence = LocalText(
            en=f"The class of {name.en} in {place.en} {days.en} does not run any more.",
            ms=f"Kelas {name.ms} di {place.ms} {days.ms} tidak lagi diadakan.",
        )
        yield Difference("course", new.code, sentence)
    if _offers(old) != _offers(new):
        sentence = LocalText(
            en=f"Changed for the course {name.en}: classroom offer.",
            ms=f"Diubah bagi kursus {name.ms}: tawaran bilik kuliah.",
        )
        yield Difference("course", new.code, sentence)


def _runs(course: Course) -> set[tuple[LocalText, ClassRun]]:
    return {(offer.place, run) for offer in course.classroom for run in offer.runs}


def _offers(course: Course) -> list[tuple[LocalText, int]]:
    return [(offer.place, offer.sessions) for offer in course.classroom]


def _order(one: tuple[LocalText, ClassRun]) -> tuple[object, ...]:
    place, run = one
    return run.starts, run.ends, place.en


def _days(run: ClassRun) -> LocalText:
    first, last = spoken_day(run.starts), spoken_day(run.ends)
    return LocalText(en=f"from {first.en} to {last.en}", ms=f"dari {first.ms} hingga {last.ms}")
