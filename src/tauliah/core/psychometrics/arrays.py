"""The kinds of arrays that this package takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Scores: TypeAlias = NDArray[np.int8]
Tokens: TypeAlias = NDArray[np.uint16]
Whole: TypeAlias = NDArray[np.int64]
Truths: TypeAlias = NDArray[np.bool_]

# How independent pieces of work are run: `map`, or the `map` of a pool of threads or processes.
Runner: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


def frozen(array: Any) -> Any:
    """The same array, which can no longer be written to."""
    array.setflags(write=False)
    return array
