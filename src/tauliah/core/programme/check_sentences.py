"""What is wrong between the files of a folder: the sentences that several checks say."""

from __future__ import annotations

from tauliah.core.kernel import LocalText

_KINDS = {
    "exam": "peperiksaan",
    "course": "kursus",
    "classroom": "kelas",
    "designation": "gelaran",
    "ethics": "kod etika",
    "outcome": "hasil pembelajaran",
    "topic": "topik",
    "lesson": "pelajaran",
    "glossary term": "istilah glosari",
}


def none_here(kind: str, code: str) -> LocalText:
    """A name that nothing in the programme has."""
    return LocalText(
        en=f"no {kind} {code} in this programme",
        ms=f"tiada {_KINDS[kind]} {code} dalam program ini",
    )


def nor_elsewhere(code: str) -> LocalText:
    """A course that neither the programme nor its list of other courses has."""
    return LocalText(
        en=f"no course {code} in this programme, nor among other_courses",
        ms=f"tiada kursus {code} dalam program ini, mahupun antara other_courses",
    )


def none_in(kind: str, code: str, place: str, place_ms: str | None = None) -> LocalText:
    """A name that a course or another place does not have."""
    return LocalText(
        en=f"no {kind} {code} in {place}",
        ms=f"tiada {_KINDS[kind]} {code} dalam {place_ms or place}",
    )


def none_named(kind: str, code: str) -> LocalText:
    """A name of which there is nothing at all."""
    return LocalText(en=f"no {kind} {code}", ms=f"tiada {_KINDS[kind]} {code}")


def stands(name: str, times: int) -> LocalText:
    """A name that may stand once only."""
    return LocalText(en=f"{name} stands {times} times", ms=f"{name} muncul {times} kali")


def stands_twice(name: str) -> LocalText:
    """A name that stands above already."""
    return LocalText(en=f"{name} stands twice", ms=f"{name} muncul dua kali")


def page_missing(page: str) -> LocalText:
    """A page that a part of the programme must have."""
    return LocalText(en=f"its page {page}.en.md is missing", ms=f"halamannya, {page}.en.md, tiada")
