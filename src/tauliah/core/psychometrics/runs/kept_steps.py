"""What a run has done so far, in plain values, so that it can be stopped and goes on from there."""

from __future__ import annotations

from typing import Any, Protocol


class KeptSteps(Protocol):
    """Where a run lays down what it has done. What `keep` was given last under a name, `found` gives
    to the next turn of the same run over the same responses. Values are plain: numbers, texts, lists
    and mappings of them.
    """

    def found(self, name: str) -> Any:
        """What an earlier turn kept under this name; None where it kept nothing."""

    def keep(self, name: str, value: Any) -> None:
        """Keep a value, in place of what was kept under the name before."""


class _NothingKept:
    def found(self, name: str) -> Any:
        """Nothing."""

    def keep(self, name: str, value: Any) -> None:
        """Let it go."""


NOTHING_KEPT: KeptSteps = _NothingKept()
"""For a run that begins anew and that nobody goes on with."""
