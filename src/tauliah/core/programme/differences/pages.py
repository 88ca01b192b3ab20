"""Which lessons, glossary terms and other pages differ, by title."""

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
    """Each page that is new, gone or changed in either language."""
    lessons = _by_place(before), _by_place(after)
    yield from _pages("lesson", *lessons)
    yield from _pages("term", _named(before.glossary), _named(after.glossary))
    yield from _pages("page", _named(before.pages), _named(after.pages))


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
