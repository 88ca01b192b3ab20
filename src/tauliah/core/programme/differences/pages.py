"""Which lessons, their cards and figures, glossary terms and other pages differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tauliah.core.kernel import LocalText
from tauliah.core.programme.differences.matching import Difference, DifferenceKind, matched
from tauliah.core.programme.model import Page, Programme

_NAMES: dict[DifferenceKind, LocalText] = {
    "lesson": LocalText(en="lesson", ms="pelajaran"),
    "term": LocalText(en="glossary term", ms="istilah glosari"),
    "page": LocalText(en="page", ms="halaman"),
}


def page_differences(before: Programme, after: Programme) -> Iterator[Difference]:
    """Each page, deck of cards and figure that is new, gone or changed in either language."""
    lessons = _by_place(before), _by_place(after)
    yield from _pages("lesson", *lessons)
    yield from _deck_differences(before, after)
    yield from _figure_differences(before, after)
    yield from _pages("term", _named(before.glossary), _named(after.glossary))
    yield from _pages("page", _named(before.pages), _named(after.pages))


def _deck_differences(before: Programme, after: Programme) -> Iterator[Difference]:
    """How many cards of each lesson are new, changed and gone."""
    old = {(deck.course, deck.lesson): deck.cards for deck in before.decks}
    new = {(deck.course, deck.lesson): deck.cards for deck in after.decks}
    for course, lesson in sorted({*old, *new}):
        was, now = old.get((course, lesson), ()), new.get((course, lesson), ())
        if was == now:
            continue
        place, found = f"{course}/{lesson}", matched(was, now, lambda card: card.id)
        counts = len(found.added), len(found.changed), len(found.removed)
        sentence = LocalText(
            en=f"Cards of the lesson {place}: {counts[0]} new, {counts[1]} changed, {counts[2]} "
            "removed.",
            ms=f"Kad bagi pelajaran {place}: {counts[0]} baharu, {counts[1]} diubah, {counts[2]} "
            "dibuang.",
        )
        if not any(counts):
            sentence = LocalText(
                en=f"The cards of the lesson {place} stand in another order.",
                ms=f"Susunan kad bagi pelajaran {place} telah berubah.",
            )
        yield Difference("cards", place, sentence)


def _figure_differences(before: Programme, after: Programme) -> Iterator[Difference]:
    found = matched(before.figures, after.figures, lambda figure: (figure.course, figure.name))
    told = {
        (figure.course, figure.name): words
        for figures, words in (
            (found.added, LocalText(en="is new", ms="ialah rajah baharu")),
            (found.removed, LocalText(en="is removed", ms="dibuang")),
            ([new for _, new in found.changed], LocalText(en="is changed", ms="diubah")),
        )
        for figure in figures
    }
    for (course, name), words in sorted(told.items(), key=lambda one: one[0]):
        place = f"{course}/{name}"
        sentence = LocalText(en=f"The figure {place} {words.en}.", ms=f"Rajah {place} {words.ms}.")
        yield Difference("figure", place, sentence)


def _by_place(programme: Programme) -> Sequence[tuple[str, Page]]:
    return [(f"{lesson.course}/{lesson.slug}", lesson) for lesson in programme.lessons]


def _named(pages: Sequence[Page]) -> Sequence[tuple[str, Page]]:
    return [(page.slug, page) for page in pages]


def _pages(
    kind: DifferenceKind, before: Sequence[tuple[str, Page]], after: Sequence[tuple[str, Page]]
) -> Iterator[Difference]:
    found = matched(before, after, lambda placed: placed[0])
    name = _NAMES[kind]
    for place, page in found.added:
        title = _title(page)
        sentence = LocalText(
            en=f"New {name.en}: {title.en} ({place}).",
            ms=f"{name.ms.capitalize()} baharu: {title.ms} ({place}).",
        )
        yield Difference(kind, place, sentence)
    for place, page in found.removed:
        title = _title(page)
        sentence = LocalText(
            en=f"The {name.en} {title.en} ({place}) is removed.",
            ms=f"{name.ms.capitalize()} {title.ms} ({place}) dibuang.",
        )
        yield Difference(kind, place, sentence)
    for _, (place, page) in found.changed:
        title = _title(page)
        sentence = LocalText(
            en=f"The {name.en} {title.en} ({place}) is changed.",
            ms=f"{name.ms.capitalize()} {title.ms} ({place}) diubah.",
        )
        yield Difference(kind, place, sentence)


def _title(page: Page) -> LocalText:
    return LocalText(en=f"“{page.en.title}”", ms=f"“{page.ms.title}”")
