"""Small jobs, which worker processes import by name."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


@dataclass
class Squares:
    """Squares numbers, and counts in each process how many it has squared."""

    done: list[int] = field(default_factory=list)

    def __call__(self, number: int) -> tuple[int, int, int]:
        self.done.append(number)
        return number * number, os.getpid(), len(self.done)


class Stumbles:
    """Fails at seven."""

    def __call__(self, number: int) -> int:
        if number == 7:
            message = "seven"
            raise ValueError(message)
        return number


@dataclass
class Dies:
    """Ends its process without a word, unless that is the one that must live."""

    never: int

    def __call__(self, number: int) -> int:
        if os.getpid() != self.never:
            os._exit(1)
        return number


class CannotArrive:
    """Can be sent, and fails where it is taken out of its envelope."""

    def __reduce__(self) -> tuple[object, ...]:
        return _fail, ()

    def __call__(self, number: int) -> int:
        return number


def _fail() -> CannotArrive:
    message = "nobody can read this"
    raise ValueError(message)
