"""Why an analysis was not made: a reason in words, raised instead of a number that means nothing."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.kernel import LocalText, Problem, Refused


class FaultyResponses(ValueError):
    """The data are not responses; `problems` names each faulty row, the first hundred of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    def __reduce__(self) -> tuple[Any, ...]:
        return FaultyResponses, (self.problems,)


class NotEstimable(ValueError):
    """What was asked for cannot be estimated from these data; `refused` says why."""

    def __init__(self, code: str, *, en: str, ms: str) -> None:
        super().__init__(en)
        self.refused = Refused(code, LocalText(en=en, ms=ms))

    def __reduce__(self) -> tuple[Any, ...]:
        message = self.refused.message
        return partial(NotEstimable, self.refused.code, en=message.en, ms=message.ms), ()


def require_of_each(good: ArrayLike, what: str, *, noun: str = "item") -> None:
    """Raises ValueError naming by number, from 1, the items of which something is not so."""
    wrong = np.flatnonzero(~np.asarray(good))
    if wrong.size:
        numbers = ", ".join(str(place + 1) for place in wrong)
        raise ValueError(f"expected {what}; not so for {noun} {numbers}")
