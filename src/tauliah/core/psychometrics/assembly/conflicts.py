"""Why there are no forms: the fewest demands that conflict, and the least that would help."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from tauliah.core.kernel import LocalText, smallest_conflict
from tauliah.core.psychometrics.assembly.annealing import annealed
from tauliah.core.psychometrics.assembly.bound import least_relaxing, relaxation
from tauliah.core.psychometrics.assembly.exact import solved
from tauliah.core.psychometrics.assembly.model import (
    EXPOSURE,
    FORMS,
    OVERLAP,
    Model,
    Statement,
    relaxed,
    statements,
    with_only,
)
from tauliah.core.psychometrics.assembly.pool import Pool
from tauliah.core.psychometrics.assembly.request import Request
from tauliah.core.psychometrics.assembly.sentences import (
    conflict_sentence,
    relaxation_sentence,
    statement_sentence,
    together_sentence,
)

MOVES = 1_000_000  # at most, to look for forms of relaxed demands
MOVES_OF_A_UNIT = 2_000
MORE = (0, 1, 2, 4, 8, 16)  # how far beyond what fractions need a relaxation is looked for
LOOSER = (1.0, 1.02, 1.05, 1.1, 1.25)  # the same for several together
PART = 0.2  # of the effort for each thing that might be relaxed
FINENESS = 0.01  # of a deviation from the target: whole percents
MOST_CONFLICTS = 8
MOST_UNDECIDED = 5
_SHARED = frozenset({"forms", "overlap", "exposure", "length"})


@dataclass(frozen=True, slots=True)
class Relaxing:
    """One demand loosened by so much, with the sentence that says so.

    `is_least` is there where less is proven not to do.
    """

    statement: Statement
    by: float
    message: LocalText
    is_least: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Demands that cannot all be kept, none of which is needless, with a sentence each.

    Each of the `relaxings` alone resolves this conflict.
    """

    statements: tuple[Statement, ...]
    message: LocalText
    because: tuple[LocalText, ...]
    relaxings: tuple[Relaxing, ...]


@dataclass(frozen=True, slots=True)
class Impossible:
    """That there are no such forms, proven; and the least with which there are, all `together`.

    `together` is empty where one relaxing resolves all, or where none was found.
    """

    conflicts: tuple[Conflict, ...]
    together: tuple[Relaxing, ...]
    message: LocalText


def impossible(
    pool: Pool,
    request: Request,
    model: Model,
    *,
    seed: int,
    effort: float,
    going_on: Callable[[], None],
) -> Impossible:
    """The conflicts of a request that has been proven impossible.

    `going_on` is called before each question, and may raise to stop.

    What is neither found nor refuted within a part of the effort counts as possible, so that a
    conflict may then name a demand too many, but never one too few.
    """
    bare = replace(model, share=model.share[:, :0])
    looks = _Decider(seed, effort * PART, going_on).is_possible
    found: list[tuple[Statement, ...]] = []
    left = set(statements(bare))
    while len(found) < MOST_CONFLICTS and not looks(with_only(bare, frozenset(left))):
        known = [one for one in statements(bare) if one in left]
        core = smallest_conflict(known, lambda holds: looks(with_only(bare, holds)))
        found.append(core)
        own = {one for one in core if one[0] not in _SHARED}
        if not own:
            break
        left -= own
    conflicts = tuple(
        _conflict(pool, request, _without(bare, found, core), core, seed=seed, effort=effort)
        for core in found
    )
    together: tuple[Relaxing, ...] = ()
    if len(conflicts) > 1 or not any(one.relaxings for one in conflicts):
        together = _together(pool, request, bare, seed)
    return Impossible(conflicts, together, together_sentence(len(conflicts)))


class _Decider:
    """Whether there are forms: by fractions, which refute most, by looking, and by CP-SAT.

    Where neither finds forms nor refutes them too often, only fractions are asked from then on.
    """

    def __init__(self, seed: int, effort: float, going_on: Callable[[], None]) -> None:
        self.seed, self.effort, self.going_on = seed, effort, going_on
        self.undecided = 0

    def is_possible(self, model: Model) -> bool:
        """False only where it is proven."""
        self.going_on()
        if relaxation(model) is None:
            return False
        if self.undecided >= MOST_UNDECIDED or _is_found(model, self.seed):
            return True
        status = solved(model, effort=self.effort, seed=self.seed).status
        self.undecided += status == "unknown"
        return status != "impossible"


def _is_found(model: Model, seed: int) -> bool:
    moves = min(MOVES, MOVES_OF_A_UNIT * model.forms * model.sizes.size)
    return any(now.forms for now in annealed(model, moves=moves, stop_at=0.0, seed=seed))


def _without(model: Model, found: Iterable[tuple[Statement, ...]], core: tuple[Statement, ...]) -> Model:  # fmt: skip
    """The model without what the other conflicts have of their own."""
    others = {one for other in found if other != core for one in other if one[0] not in _SHARED}
    return with_only(model, frozenset(set(statements(model)) - (others - set(core))))


def _conflict(
    pool: Pool,
    request: Request,
    model: Model,
    core: tuple[Statement, ...],
    *,
    seed: int,
    effort: float,
) -> Conflict:
    relaxings = []
    for statement in core:
        found = _least(model, statement, seed, effort)
        if found is not None:
            by, is_least = found
            sentence = relaxation_sentence(pool, request, statement, by, is_least=is_least)
            relaxings.append(Relaxing(statement, by, sentence, is_least))
    return Conflict(
        statements=core,
        message=conflict_sentence(),
        because=tuple(statement_sentence(pool, request, one) for one in core),
        relaxings=tuple(relaxings),
    )


def _least(
    model: Model, statement: Statement, seed: int, effort: float
) -> tuple[float, bool] | None:
    """By how little one statement must give way, and whether less is proven not to do."""
    is_least, is_first = True, True
    for by in _steps(model, statement):
        looser = relaxed(model, statement, by)
        if relaxation(looser) is None:
            continue
        if _is_found(looser, seed):
            return by, is_least
        if is_first:
            answer = solved(looser, effort=effort * PART, seed=seed)
            if answer.forms:
                return by, is_least
            is_least, is_first = answer.status == "impossible", False
        else:
            is_least = False
    return None


def _steps(model: Model, statement: Statement) -> Iterator[float]:
    """Relaxations to try, the least first; those below are ruled out by fractions."""
    if statement == FORMS:
        yield from map(float, range(1, model.forms))
        return
    if statement == EXPOSURE:
        lacks = model.forms - int(model.cap.min())
        yield from map(float, range(1, lacks + 1))
        return
    before = 0
    if statement == OVERLAP and not model.overlap:
        # that nothing is common is a bound on each unit: only from 1 on does the bound on pairs hold
        yield 1.0
        model, before = relaxed(model, OVERLAP, 1), 1
    by = least_relaxing(model, (statement,))
    if by is None:
        return
    unit = _unit(statement)
    first = before + max(1, int(np.ceil(by[0] / unit - 1e-6)))
    yield from (unit * (first + more) for more in MORE)


def _unit(statement: Statement) -> float:
    """What a statement is relaxed by multiples of."""
    return FINENESS if statement[0] == "information" else 1.0


def _together(
    pool: Pool,
    request: Request,
    model: Model,
    seed: int,
) -> tuple[Relaxing, ...]:
    """The least relaxing of rows all at once, with which forms are found."""
    rows = tuple(one for one in statements(model) if one[0] not in _SHARED)
    by = least_relaxing(model, rows) if rows else None
    if by is None:
        return ()
    needed = {one: least for one, least in zip(rows, by, strict=True) if least > 1e-6}
    for factor in LOOSER:
        steps, looser = {}, model
        for statement, least in needed.items():
            unit = _unit(statement)
            steps[statement] = unit * float(np.ceil(factor * least / unit - 1e-6))
            looser = relaxed(looser, statement, steps[statement])
        if _is_found(looser, seed):
            return tuple(
                Relaxing(one, step, relaxation_sentence(pool, request, one, step), is_least=False)
                for one, step in steps.items()
            )
    return ()
