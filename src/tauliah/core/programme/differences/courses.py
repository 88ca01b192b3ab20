"""What differs in the courses and in the blueprints of their exams."""

from __future__ import annotations

from collections.abc import Iterator

from tauliah.core.kernel import LocalText
from tauliah.core.programme.courses import BlueprintRow, Course
from tauliah.core.programme.differences.course_terms import (
    class_differences,
    prerequisite_differences,
)
from tauliah.core.programme.differences.matching import (
    Difference,
    changed_fields,
    instead,
    matched,
)
from tauliah.core.programme.differences.prices import course_fee_differences
from tauliah.core.programme.differences.rule_words import spoken_course
from tauliah.core.programme.model import Programme

_FIELDS = {
    "title": ("title", "tajuk"),
    "outcomes": ("outcomes", "hasil pembelajaran"),
    "outline": ("outline", "rangka kandungan"),
    "forms": (
        "forms that its exam items must fill",
        "set soalan yang mesti dipenuhi item peperiksaannya",
    ),
    "retired_on": ("day of retirement", "tarikh ditamatkan"),
}
_ETHICS_FIELDS = {
    "title": _FIELDS["title"],
    "ethics": ("code of ethics", "kod etika"),
    "study_hours": ("hours of study", "jam belajar"),
    "outcomes": _FIELDS["outcomes"],
    "topics": ("topics", "topik"),
}
_TOLD_APART = ("study_hours", "status", "blueprint", "fee", "prerequisites", "classroom")


def course_differences(before: Programme, after: Programme) -> Iterator[Difference]:
    """Each difference between the courses of two programmes, but for their pages and items."""
    found = matched(before.courses, after.courses, lambda course: course.code)
    for course in found.added:
        name = spoken_course(after, course.code)
        sentence = LocalText(en=f"New course: {name.en}.", ms=f"Kursus baharu: {name.ms}.")
        yield Difference("course", course.code, sentence)
    for course in found.removed:
        name = spoken_course(before, course.code)
        sentence = LocalText(
            en=f"The course {name.en} is no longer in the programme.",
            ms=f"Kursus {name.ms} tiada lagi dalam program.",
        )
        yield Difference("course", course.code, sentence)
    for old, new in found.changed:
        yield from _course(after, old=old, new=new)
    yield from _ethics_courses(before, after)


def _ethics_courses(before: Programme, after: Programme) -> Iterator[Difference]:
    found = matched(before.ethics_courses, after.ethics_courses, lambda course: course.code)
    for course in found.added:
        name = spoken_course(after, course.code)
        sentence = LocalText(
            en=f"New course on ethics: {name.en}.", ms=f"Kursus etika baharu: {name.ms}."
        )
        yield Difference("course", course.code, sentence)
    for course in found.removed:
        name = spoken_course(before, course.code)
        sentence = LocalText(
            en=f"The course on ethics {name.en} is no longer in the programme.",
            ms=f"Kursus etika {name.ms} tiada lagi dalam program.",
        )
        yield Difference("course", course.code, sentence)
    for old, new in found.changed:
        name = spoken_course(after, new.code)
        changed = changed_fields(old, new, _ETHICS_FIELDS, but=())
        if changed:
            sentence = LocalText(
                en=f"Changed for the course on ethics {name.en}: {changed.en}.",
                ms=f"Diubah bagi kursus etika {name.ms}: {changed.ms}.",
            )
            yield Difference("course", new.code, sentence)


def _course(after: Programme, *, old: Course, new: Course) -> Iterator[Difference]:
    name = spoken_course(after, new.code)
    changed = changed_fields(old, new, _FIELDS, but=_TOLD_APART)
    if changed:
        sentence = LocalText(
            en=f"Changed for the course {name.en}: {changed.en}.",
            ms=f"Diubah bagi kursus {name.ms}: {changed.ms}.",
        )
        yield Difference("course", new.code, sentence)
    if old.study_hours != new.study_hours:
        en, ms = f"Hours of study for {name.en}:", f"Jam belajar bagi {name.ms}:"
        sentence = instead(en, ms, now=new.study_hours, was=old.study_hours)
        yield Difference("course", new.code, sentence)
    if old.status != new.status:
        yield Difference("course-status", new.code, _status(new, name))
    yield from course_fee_differences(
        old.fee, new.fee, course=new.code, name=name, currency=after.about.currency
    )
    yield from prerequisite_differences(after, old, new, name=name)
    yield from class_differences(old, new, name=name)
    yield from _blueprint(old, new, name=name)


def _status(course: Course, name: LocalText) -> LocalText:
    if course.is_open:
        return LocalText(
            en=f"The course {name.en} is now open: its lessons and its exam can be taken.",
            ms=f"Kursus {name.ms} kini dibuka: pelajaran dan peperiksaannya boleh diambil.",
        )
    if course.status == "retired":
        return LocalText(
            en=f"The course {name.en} is retired: its exam can no longer be taken.",
            ms=f"Kursus {name.ms} ditamatkan: peperiksaannya tidak lagi boleh diambil.",
        )
    return LocalText(
        en=f"The course {name.en} is in preparation again: its exam cannot be booked.",
        ms=f"Kursus {name.ms} kembali dalam penyediaan: peperiksaannya tidak boleh ditempah.",
    )


def _blueprint(old: Course, new: Course, *, name: LocalText) -> Iterator[Difference]:
    found = matched(old.blueprint, new.blueprint, lambda row: row.topic)
    exam = LocalText(en=f"Exam {name.en}", ms=f"Peperiksaan {name.ms}")
    for row in found.added:
        asked = row.told_levels
        en, ms = (f" ({asked.en})", f" ({asked.ms})") if row.levels else ("", "")
        sentence = LocalText(
            en=f"{exam.en}: new topic “{row.title.en}”, items: {row.items}{en}.",
            ms=f"{exam.ms}: topik baharu “{row.title.ms}”, item: {row.items}{ms}.",
        )
        yield Difference("blueprint", new.code, sentence)
    for row in found.removed:
        sentence = LocalText(
            en=f"{exam.en}: the topic “{row.title.en}” is no longer examined.",
            ms=f"{exam.ms}: topik “{row.title.ms}” tidak lagi diperiksa.",
        )
        yield Difference("blueprint", new.code, sentence)
    for was, now in found.changed:
        topic = LocalText(
            en=f"{exam.en}, topic “{now.title.en}”", ms=f"{exam.ms}, topik “{now.title.ms}”"
        )
        if was.items != now.items:
            sentence = instead(
                f"{topic.en}: items", f"{topic.ms}: item", now=now.items, was=was.items
            )
            yield Difference("blueprint", new.code, sentence)
        if was.levels != now.levels:
            yield Difference("blueprint", new.code, _levels(topic, was=was, now=now))
        if was.items == now.items and was.levels == now.levels:
            sentence = LocalText(
                en=f"{topic.en}: its title or its outcomes are changed.",
                ms=f"{topic.ms}: tajuk atau hasil pembelajarannya diubah.",
            )
            yield Difference("blueprint", new.code, sentence)
    if not (found.added or found.removed or found.changed) and old.blueprint != new.blueprint:
        sentence = LocalText(
            en=f"{exam.en}: the topics stand in another order.",
            ms=f"{exam.ms}: susunan topik telah berubah.",
        )
        yield Difference("blueprint", new.code, sentence)


def _levels(topic: LocalText, *, was: BlueprintRow, now: BlueprintRow) -> LocalText:
    """How the cognitive levels of a topic's items have changed."""
    before, after = was.told_levels, now.told_levels
    return LocalText(
        en=f"{topic.en}: items by level: {after.en} instead of {before.en}.",
        ms=f"{topic.ms}: item mengikut aras: {after.ms} dan bukan lagi {before.ms}.",
    )
