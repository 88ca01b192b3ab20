"""Which cases of a law are tried each time, and which by `make test-long`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

import pytest


def soon(cases: Iterable[Any], *, first: int) -> list[Any]:
    """All cases for `parametrize`, those after the first few marked as slow."""
    each = iter(cases)
    return [*islice(each, first), *(pytest.param(case, marks=pytest.mark.slow) for case in each)]
