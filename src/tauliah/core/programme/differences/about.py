"""What differs in programme.yaml: fees, exam policy, windows, codes of ethics and the rest."""

from __future__ import annotations

from collections.abc import Iterator

from tauliah.core.kernel import LocalText, spoken_day
from tauliah.core.programme.annual_windows import AnnualWindow
from tauliah.core.programme.differences.matching import (
    Difference,
    changed_fields,
    instead,
    matched,
)
from tauliah.core.programme.differences.prices import fee_differences
from tauliah.core.programme.differences.timetables import (
    day_of_the_year,
    timetable_differences,
)
from tauliah.core.programme.model import EthicsCode, ExamPolicy, ProgrammeFile

_OTHER_FIELDS = {
    "code": ("code", "kod"),
    "title": ("title", "tajuk"),
    "body": ("awarding body", "badan penganugerahan"),
    "timezone": ("time zone", "zon waktu"),
    "languages": ("languages", "bahasa"),
    "currency": ("currency", "mata wang"),
    "roles": ("roles it is meant for", "peranan sasaran"),
    "other_courses": ("courses of other bodies", "kursus badan lain"),
    "equivalences": ("equivalences of exams", "kesetaraan peperiksaan"),
}
_TOLD_APART = ("fees", "exam_policy", "windows", "ethics", "exam_counts_for_at_most")
_POLICY = {
    "items": ("Items in each exam:", "Item dalam setiap peperiksaan:"),
    "minutes": ("Minutes for each exam:", "Minit bagi setiap peperiksaan:"),
    "pass_mark_percent": (
        "Pass mark of each exam, in per cent:",
        "Markah lulus setiap peperiksaan, dalam peratus:",
    ),
    "sittings_per_window": (
        "Sittings of one exam in a window:",
        "Percubaan bagi satu peperiksaan dalam satu tetingkap:",
    ),
    "sittings_per_12_months": (
        "Sittings of one exam in 12 months:",
        "Percubaan bagi satu peperiksaan dalam 12 bulan:",
    ),
    "pilot_items": (
        "Items on pilot in each exam, which are not scored:",
        "Item rintis dalam setiap peperiksaan, yang tidak diberi markah:",
    ),
}

_SWITCHES = {
    "languages_in_attempt": {
        True: LocalText(
            en="The language can now be changed while an exam runs.",
            ms="Bahasa kini boleh ditukar semasa peperiksaan berjalan.",
        ),
        False: LocalText(
            en="An exam is now sat in the language in which it was started.",
            ms="Peperiksaan kini diduduki dalam bahasa semasa ia dimulakan.",
        ),
    },
    "safe_exam_browser": {
        True: LocalText(
            en="Exams can now be sat in Safe Exam Browser only.",
            ms="Peperiksaan kini hanya boleh diduduki dalam Safe Exam Browser.",
        ),
        False: LocalText(
            en="Exams no longer need Safe Exam Browser.",
            ms="Peperiksaan tidak lagi memerlukan Safe Exam Browser.",
        ),
    },
}


def about_differences(before: ProgrammeFile, after: ProgrammeFile) -> Iterator[Difference]:
    """Each difference between two states of programme.yaml."""
    changed = changed_fields(before, after, _OTHER_FIELDS, but=_TOLD_APART)
    if changed:
        sentence = LocalText(
            en=f"Changed for the programme as a whole: {changed.en}.",
            ms=f"Diubah bagi keseluruhan program: {changed.ms}.",
        )
        yield Difference("programme", after.code, sentence)
    yield from fee_differences(before, after)
    yield from _counting(before.exam_counts_for_at_most, after.exam_counts_for_at_most)
    yield from _policy(before.exam_policy, after.exam_policy)
    yield from _windows(before.windows, after.windows)
    yield from _ethics(before.ethics, after.ethics)


def _counting(before: int | None, after: int | None) -> Iterator[Difference]:
    if before == after:
        return
    if after is None:
        sentence = LocalText(
            en="An exam counts for any number of designations again.",
            ms="Satu peperiksaan kembali dikira bagi seberapa banyak gelaran.",
        )
    elif before is None:
        sentence = LocalText(
            en="From now on an exam counts for at most "
            f"{'one designation' if after == 1 else f'{after} designations'}.",
            ms=f"Mulai kini satu peperiksaan dikira bagi paling banyak {after} gelaran.",
        )
    else:
        sentence = instead(
            "The most designations for which an exam counts:",
            "Bilangan gelaran terbanyak yang dikira bagi satu peperiksaan:",
            now=after,
            was=before,
        )
    yield Difference("programme", "exam_counts_for_at_most", sentence)


def _policy(before: ExamPolicy, after: ExamPolicy) -> Iterator[Difference]:
    for field, (en, ms) in _POLICY.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield Difference("exam-policy", field, instead(en, ms, now=new, was=old))
    for field, sentences in _SWITCHES.items():
        new = getattr(after, field)
        if getattr(before, field) != new:
            yield Difference("exam-policy", field, sentences[new])


def _windows(
    before: tuple[AnnualWindow, ...], after: tuple[AnnualWindow, ...]
) -> Iterator[Difference]:
    found = matched(before, after, lambda window: window.number)
    for window in found.added:
        name, span = _window(window), _span(window)
        yield Difference(
            "window",
            str(window.number),
            LocalText(en=f"New {name.en}: {span.en}.", ms=f"Baharu, {name.ms}: {span.ms}."),
        )
        bare = window.model_copy(update={"timetable": ()})
        yield from timetable_differences(bare, window, name=name)
    for window in found.removed:
        name = _window(window)
        yield Difference(
            "window",
            str(window.number),
            LocalText(en=f"There is no {name.en} any more.", ms=f"Tiada lagi {name.ms}."),
        )
    for old, new in found.changed:
        name, was, now = _window(new), _span(old), _span(new)
        yield from timetable_differences(old, new, name=name)
        if was == now and old.title == new.title:
            continue
        sentence = LocalText(
            en=f"The title of {name.en} is worded otherwise.",
            ms=f"Tajuk {name.ms} dinyatakan dengan kata-kata lain.",
        )
        if was != now:
            sentence = LocalText(
                en=f"Now for {name.en}: {now.en} instead of {was.en}.",
                ms=f"Kini bagi {name.ms}: {now.ms} dan bukan lagi {was.ms}.",
            )
        yield Difference("window", str(new.number), sentence)


def _window(window: AnnualWindow) -> LocalText:
    number, title = window.number, window.title
    return LocalText(
        en=f"exam window {number} (“{title.en}”)",
        ms=f"tetingkap peperiksaan {number} (“{title.ms}”)",
    )


def _span(window: AnnualWindow) -> LocalText:
    opens, closes = day_of_the_year(window.opens), day_of_the_year(window.closes)
    return LocalText(en=f"from {opens.en} to {closes.en}", ms=f"dari {opens.ms} hingga {closes.ms}")


def _ethics(before: tuple[EthicsCode, ...], after: tuple[EthicsCode, ...]) -> Iterator[Difference]:
    found = matched(before, after, lambda ethics: (ethics.code, ethics.version))
    for ethics in found.added:
        day = spoken_day(ethics.in_force_from)
        yield _of_ethics(
            ethics,
            en=f"New version {ethics.version} of the code of ethics, “{ethics.title.en}”, in force "
            f"from {day.en}: who accepted an earlier one accepts this one again.",
            ms=f"Versi baharu {ethics.version} bagi kod etika, “{ethics.title.ms}”, berkuat kuasa "
            f"mulai {day.ms}: sesiapa yang menerima versi lama perlu menerima versi ini.",
        )
    for ethics in found.removed:
        yield _of_ethics(
            ethics,
            en=f"The code of ethics “{ethics.title.en}”, version {ethics.version}, is no longer "
            "there.",
            ms=f"Kod etika “{ethics.title.ms}”, versi {ethics.version}, tiada lagi.",
        )
    for old, new in found.changed:
        if old.in_force_from == new.in_force_from:
            yield _of_ethics(
                new,
                en=f"The code of ethics “{old.title.en}”, version {new.version}, is now called "
                f"“{new.title.en}”.",
                ms=f"Kod etika “{old.title.ms}”, versi {new.version}, kini bertajuk "
                f"“{new.title.ms}”.",
            )
            continue
        was, now = spoken_day(old.in_force_from), spoken_day(new.in_force_from)
        yield _of_ethics(
            new,
            en=f"The code of ethics “{new.title.en}”, version {new.version}, is in force from "
            f"{now.en} instead of {was.en}.",
            ms=f"Kod etika “{new.title.ms}”, versi {new.version}, berkuat kuasa mulai {now.ms} dan "
            f"bukan lagi {was.ms}.",
        )


def _of_ethics(ethics: EthicsCode, *, en: str, ms: str) -> Difference:
    return Difference("ethics", f"{ethics.code} {ethics.version}", LocalText(en=en, ms=ms))
