"""From a folder's files to a checked programme, or to every mistake in them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tauliah.core.kernel import Problem, digest
from tauliah.core.programme.cases import Case
from tauliah.core.programme.consistency import consistency_problems
from tauliah.core.programme.folder import Placed, read_folder
from tauliah.core.programme.items import Pool, PooledItem
from tauliah.core.programme.links import markdown_problems
from tauliah.core.programme.model import Programme
from tauliah.core.programme.places import place_of


@dataclass(frozen=True)
class Loaded:
    """A programme, its items, and the digest of the files they were read from."""

    programme: Programme
    items: tuple[PooledItem, ...]
    digest: str


def load_programme(files: Mapping[str, bytes]) -> Loaded | tuple[Problem, ...]:
    """The programme in these files (path in the folder -> content), or all their mistakes.

    Problems come sorted by file and line, each once. Nothing is fetched and nothing is changed.
    The digest is the same for all line ends and with or without a byte order mark.
    """
    folder = read_folder(files)
    problems = [
        *folder.problems,
        *consistency_problems(folder),
        *markdown_problems(folder.bodies, folder.names),
    ]
    if problems or folder.about is None:
        return tuple(sorted(set(problems)))
    programme = Programme(
        about=folder.about.value,
        designations=tuple(placed.value for placed in folder.designations.values()),
        courses=tuple(placed.value for placed in folder.courses.values()),
        ethics_courses=tuple(placed.value for placed in folder.ethics_courses.values()),
        lessons=tuple(placed.value for placed in folder.lessons),
        glossary=tuple(placed.value for placed in folder.glossary),
        pages=tuple(folder.pages),
        decks=tuple(placed.value for placed in folder.decks),
        figures=folder.figures,
    )
    contents = {path: digest(text.encode()) for path, text in folder.texts.items()}
    contents |= {path: digest(content.hex()) for path, content in folder.pictures.items()}
    return Loaded(programme, tuple(placed.value for placed in folder.items), digest(contents))


def read_cases(files: Mapping[str, bytes]) -> tuple[Placed[Case], ...] | tuple[Problem, ...]:
    """The cases among these files, each with its place, or every mistake in them."""
    chosen = {path: content for path, content in files.items() if _is_case(path)}
    folder = read_folder(chosen)
    problems = [problem for problem in folder.problems if problem.file in chosen]
    return tuple(sorted(problems)) or tuple(folder.cases)


def _is_case(path: str) -> bool:
    place = place_of(path)
    return place is not None and place.kind == "case"


def pooled(items: Iterable[PooledItem], *, course: str, pool: Pool) -> tuple[PooledItem, ...]:
    """The items of one course and pool."""
    return tuple(one for one in items if one.course == course and one.pool == pool)
