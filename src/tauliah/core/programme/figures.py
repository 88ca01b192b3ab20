"""The drawings that lessons show: which files make one, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree import ElementTree as ET

from tauliah.core.kernel import LANGUAGES, LocalText, Problem, digest
from tauliah.core.programme.pictures import picture_problems
from tauliah.core.programme.places import Place
from tauliah.core.programme.study_aids import Figure

_WORD = re.compile(r"[^\W\d_]{3,}")
_SPOKEN_IN_DRAWINGS = ("text", "title", "desc")

_WORDS_IN_BOTH = LocalText(
    en="has words: expected one file for each language, NAME.en.svg and NAME.ms.svg",
    ms="mengandungi perkataan: dijangka satu fail bagi setiap bahasa, NAME.en.svg dan NAME.ms.svg",
)
_VIEW_BOX = LocalText(
    en="expected a viewBox of four numbers, the last two more than 0",
    ms="dijangka viewBox dengan empat nombor, dua yang terakhir lebih daripada 0",
)


def figures_among(
    places: Iterable[Place], contents: Mapping[str, bytes]
) -> tuple[tuple[Figure, ...], tuple[Problem, ...]]:
    """The sound figures of a folder, and what is wrong with the others."""
    by_name: dict[tuple[str, str], dict[str, str]] = {}
    for place in places:
        by_name.setdefault((place.course, place.slug), {})[place.language or ""] = place.path
    figures: list[Figure] = []
    problems: list[Problem] = []
    for (course, name), paths in by_name.items():
        faults = list(_figure_problems(paths, contents))
        problems.extend(faults)
        if faults:
            continue
        files = LocalText(**{each: paths.get(each) or paths[""] for each in LANGUAGES})
        box = _view_box(contents[files.en]) or (0.0, 0.0)
        figure = Figure(
            course=course,
            name=name,
            width=round(box[0]),
            height=round(box[1]),
            files=files,
            digests=LocalText(
                **{each: digest(contents[files.in_language(each)].hex()) for each in LANGUAGES}
            ),
        )
        figures.append(figure)
    return tuple(figures), tuple(problems)


def _figure_problems(paths: Mapping[str, str], contents: Mapping[str, bytes]) -> Iterator[Problem]:
    for language, path in paths.items():
        flawed = list(picture_problems(path, contents[path]))
        yield from flawed
        if flawed:
            continue
        if _view_box(contents[path]) is None:
            yield Problem(path, 0, "", _VIEW_BOX)
        elif not language and any(_WORD.search(said) for said in said_in_drawing(contents[path])):
            yield Problem(path, 0, "", _WORDS_IN_BOTH)
    given = next(iter(paths.values()))
    if "" in paths and len(paths) > 1:
        message = LocalText(
            en=f"stands beside {paths['']}: expected one file for all languages, or one for each",
            ms=f"wujud bersama {paths['']}: dijangka satu fail bagi semua bahasa, atau satu bagi "
            "setiap bahasa",
        )
        yield Problem(next(path for language, path in paths.items() if language), 0, "", message)
    elif "" not in paths:
        for language in LANGUAGES:
            if language not in paths:
                missing = re.sub(r"\.[a-z]{2}\.svg$", f".{language}.svg", given)
                message = LocalText(
                    en=f"its drawing in {language}, {missing}, is missing",
                    ms=f"lukisannya dalam {language}, {missing}, tiada",
                )
                yield Problem(given, 0, "", message)
        boxes = {path: _view_box(contents[path]) for path in paths.values()}
        if len(set(boxes.values())) > 1 and None not in boxes.values():
            message = LocalText(
                en=f"its size differs from that of {paths['en']}",
                ms=f"saiznya berbeza daripada {paths['en']}",
            )
            yield Problem(paths["ms"], 0, "", message)


def _view_box(content: bytes) -> tuple[float, float] | None:
    """Width and height of a drawing; None where its viewBox does not say them."""
    try:
        root = ET.fromstring(content)  # noqa: S314 - only drawings that define no entities are asked
        _, _, width, height = map(float, root.get("viewBox", "").replace(",", " ").split())
    except (ET.ParseError, ValueError):
        return None
    return (width, height) if 1 <= width <= 10_000 and 1 <= height <= 10_000 else None


def said_in_drawing(content: bytes) -> Iterator[str]:
    """The texts of a sound drawing, and of its title and description."""
    for element in ET.fromstring(content).iter():  # noqa: S314 - checked before
        if str(element.tag).rpartition("}")[2] in _SPOKEN_IN_DRAWINGS:
            yield " ".join(" ".join(element.itertext()).split())
