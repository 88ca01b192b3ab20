"""Credit assignment against two other ways to find the best: trying all, and an integer programme.

    python -m benchmarks.assignment [SMALL [LARGE]]

Without numbers 100,000 small and 1,000 large cases. Ends with an error where a price differs.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import Pool

from benchmarks import assignment_enumerated, assignment_integer
from benchmarks.assignment_cases import ON, Case, large, programme_of, record_of, small
from tauliah.core.audit.auditing import Person
from tauliah.core.audit.sharing import joint_audit

_BY_SOLVER = 100
"""Of so many small cases one is answered by the solver, too, which must give the same audits."""


@dataclass(frozen=True)
class Outcome:
    """How one case came out: the seconds of the joint audit, and whether the prices are equal."""

    seed: int
    seconds: float
    withheld: int
    equal: bool


def try_small(seed: int) -> Outcome:
    """A small case against every assignment that there is."""
    case = small(seed)
    outcome = _outcome(seed, case, assignment_enumerated.best_price(case))
    if seed % _BY_SOLVER == 0 and outcome.withheld:
        person = Person.of(programme_of(case), record_of(case), on=ON)
        if joint_audit(person, looked_at=0) != joint_audit(person):
            return Outcome(seed, outcome.seconds, outcome.withheld, equal=False)
    return outcome


def try_large(seed: int) -> Outcome:
    """A large case against an integer programme."""
    case = large(seed)
    return _outcome(seed, case, assignment_integer.best_price(case))


def _outcome(seed: int, case: Case, price: tuple[int, ...]) -> Outcome:
    person = Person.of(programme_of(case), record_of(case), on=ON)
    started = time.perf_counter()
    found = joint_audit(person)
    seconds = time.perf_counter() - started
    return Outcome(seed, seconds, len(found.withheld), found.price == price)


def tried(
    what: str, act: Callable[[int], Outcome], cases: int, *, processes: int = 2
) -> Iterator[str]:
    """All cases, with a line now and then, and the figures in the end."""
    started = time.perf_counter()
    found: list[Outcome] = []
    with Pool(processes) as pool:
        for outcome in pool.imap_unordered(act, range(cases), chunksize=10):
            found.append(outcome)
            if not outcome.equal:
                yield f"  {what} case {outcome.seed}: another price"
            if len(found) % max(1, cases // 10) == 0:
                yield f"  {len(found):,} of {cases:,} in {time.perf_counter() - started:.0f} s"
    taken = sorted(one.seconds * 1000 for one in found)
    limited = sum(one.withheld > 0 for one in found)
    equal = sum(one.equal for one in found)
    yield (
        f"{what}: equal in {equal:,} of {cases:,}, {limited:,} of them over a limit; joint audit "
        f"median {statistics.median(taken):.1f} ms, p99 {taken[int(len(taken) * 0.99)]:.1f} ms, "
        f"longest {taken[-1]:.0f} ms"
    )
    if equal < cases:
        raise SystemExit(1)


def main(small_cases: int = 100_000, large_cases: int = 1_000) -> None:
    """Print progress and figures."""
    for line in tried("small, against trying all", try_small, small_cases):
        print(line, flush=True)
    for line in tried("large, against an integer programme", try_large, large_cases):
        print(line, flush=True)


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:]))
