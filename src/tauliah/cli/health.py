"""The health of a programme as tables on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from tauliah.core.kernel import LocalText
from tauliah.core.programme.health import CourseHealth

_OUTCOME = LocalText(en="Outcome", ms="Hasil pembelajaran")
_OUTCOMES = LocalText(en="Outcomes", ms="Hasil pembelajaran")
_LESSON = LocalText(en="Lesson", ms="Pelajaran")
_FIGURE = LocalText(en="Figure", ms="Rajah")
_CARDS = LocalText(en="Cards", ms="Kad")
_YES = LocalText(en="yes", ms="ada")
_TOPIC = LocalText(en="Topic", ms="Topik")
_ASKED = LocalText(en="Levels: in a form / secure", ms="Aras: dalam set soalan / peperiksaan")
_LESSONS = LocalText(en="Lessons", ms="Pelajaran")
_SECURE = LocalText(en="Secure", ms="Peperiksaan")
_PRACTICE = LocalText(en="Practice", ms="Latihan")
_LEVELS = LocalText(
    en="Items: in all, then at the levels remember, understand, apply, analyse.",
    ms="Item: jumlah, kemudian pada aras mengingat, memahami, mengaplikasi, menganalisis.",
)
_THIN = LocalText(en="Thin:", ms="Kurang:")
_SOUND = LocalText(en="Nothing is thin.", ms="Tiada yang kurang.")


def health_tables(courses: Iterable[CourseHealth], language: str) -> Iterator[RenderableType]:
    """Each course: its heading, its outcomes, and what is thin in it."""
    yield Text(f"{_LEVELS.in_language(language)}\n")
    for found in courses:
        if found.is_written:
            said = _summary(found).in_language(language)
            yield Text(f"{found.course.code}  {said}", style="bold")
            yield _table(found, language)
            yield Text("")
            yield _lessons(found, language)
            if found.has_levels:
                yield Text("")
                yield _cells(found, language)
        else:
            title = found.course.title.in_language(language)
            yield Text(f"{found.course.code}  {title}", style="bold")
        if not found.thin:
            yield Text(_SOUND.in_language(language))
        else:
            yield Text(_THIN.in_language(language))
            for sentence in found.thin:
                yield Text(f"  - {sentence.in_language(language)}")
        yield Text("")


def _summary(found: CourseHealth) -> LocalText:
    title, keys = found.course.title, found.given_away
    balance = ", ".join(f"{name} {times}" for name, times in keys.keys.items()) or "-"
    return LocalText(
        en=f"{title.en}: {found.lessons} lessons ({found.with_figure} with a figure, "
        f"{found.with_cards} with cards), {found.cards} cards, {found.items['secure']} secure and "
        f"{found.items['practice']} practice items, {found.applied_percent:.0f}% apply or analyse; "
        f"keys {balance}; key longest in {keys.longest_percent('en'):.0f}% (English) and "
        f"{keys.longest_percent('ms'):.0f}% (Malay).",
        ms=f"{title.ms}: {found.lessons} pelajaran ({found.with_figure} dengan rajah, "
        f"{found.with_cards} dengan kad), {found.cards} kad, {found.items['secure']} item "
        f"peperiksaan dan {found.items['practice']} item latihan, {found.applied_percent:.0f}% "
        f"mengaplikasi atau menganalisis; kunci {balance}; kunci terpanjang dalam "
        f"{keys.longest_percent('en'):.0f}% (Inggeris) dan {keys.longest_percent('ms'):.0f}% (Melayu).",
    )


def _table(found: CourseHealth, language: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(_OUTCOME.in_language(language))
    for heading in (_LESSONS, _SECURE, _PRACTICE):
        table.add_column(heading.in_language(language), justify="right")
    for outcome in found.outcomes:
        counts = (_counted(outcome.secure), _counted(outcome.practice))
        table.add_row(outcome.code, str(len(outcome.lessons)), *counts)
    return table


def _lessons(found: CourseHealth, language: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in (_LESSON, _OUTCOMES, _FIGURE):
        table.add_column(heading.in_language(language))
    for heading in (_CARDS, _SECURE, _PRACTICE):
        table.add_column(heading.in_language(language), justify="right")
    for one in found.taught:
        has_figure = _YES.in_language(language) if one.has_figure else "-"
        counts = (str(one.cards), str(one.secure), str(one.practice))
        table.add_row(one.slug, ", ".join(one.outcomes), has_figure, *counts)
    return table


def _cells(found: CourseHealth, language: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(_TOPIC.in_language(language))
    table.add_column(_ASKED.in_language(language))
    for one in found.topics:
        cells = " ".join(f"{cell.asked}/{cell.secure}" for cell in one.cells)
        table.add_row(one.topic, cells or "-")
    return table


def _counted(levels: tuple[int, ...]) -> str:
    return f"{sum(levels)} ({' '.join(map(str, levels))})"
