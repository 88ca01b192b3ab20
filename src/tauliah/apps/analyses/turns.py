"""One turn of a run: its signs of progress, what it keeps for the next turn, and its end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from tauliah.apps.analyses.actions import subject_of
from tauliah.apps.analyses.models import RunOutcome, RunProgress, RunSteps
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import SYSTEM
from tauliah.core.kernel import LocalText

BETWEEN_SIGNS = timedelta(seconds=1)
BETWEEN_KEPT = timedelta(seconds=5)
"""What was done since steps were kept last is done again after a program was killed."""


class Cancelled(Exception):
    """Somebody asked to stop."""


class Lost(Exception):
    """The run has gone on elsewhere, so this turn is none any more."""


class Turn:
    """The turn of a run that this program works for: `watch` tells each step, and `found` and `keep`
    are those of `KeptSteps`.

    It is not for a transaction: each sign is to be seen at once.
    """

    def __init__(
        self, id: UUID, clock: Callable[[], datetime], told: Callable[[int, int], None] | None
    ) -> None:
        progress = RunProgress.objects.get(run=id)
        self._id, self._clock, self._told = id, clock, told
        self._number, self._before = progress.turn, progress.seconds
        self._begun = clock()
        self._last_sign: datetime | None = None
        self._last_kept = self._begun
        self._basis = ""
        self._steps: dict[str, Any] = {}
        self._is_kept = True

    @property
    def used(self) -> dict[str, Any]:
        """What the run took so far."""
        seconds = self._before + (self._clock() - self._begun).total_seconds()
        return {"seconds": round(seconds, 1), "memory": most_memory(), "turns": self._number}

    def watch(self, done: int, of: int) -> None:
        """Tell how far the run is, not more often than each second, and stop where that was asked.

        Raises Cancelled, or Lost where another turn has begun.
        """
        if self._told is not None:
            self._told(done, of)
        moment = self._clock()
        if self._last_sign is not None and moment - self._last_sign < BETWEEN_SIGNS:
            return
        self._last_sign = moment
        used = self.used
        going_on = self._own().filter(is_cancelled=False)
        if not going_on.update(
            done=done, of=of, told_at=moment, seconds=used["seconds"], memory=used["memory"]
        ):
            raise Cancelled if self._own().exists() else Lost
        if moment - self._last_kept >= BETWEEN_KEPT:
            self._lay_down(moment)

    def over(self, basis: str) -> None:
        """Say what goes in: steps that an earlier turn kept over the same are found again."""
        self._basis = basis
        kept = RunSteps.objects.filter(run=self._id, basis=basis).first()
        self._steps = kept.steps if kept else {}

    def found(self, name: str) -> Any:
        """What an earlier turn kept under a name; None where it kept nothing."""
        return self._steps.get(name)

    def keep(self, name: str, value: Any) -> None:
        """Keep a value; it is written down every few seconds, and where the turn stops."""
        self._steps[name] = value
        self._is_kept = False

    def stopped(self) -> None:
        """The turn stops, to be gone on with."""
        moment, used = self._clock(), self.used
        self._lay_down(moment)
        with transaction.atomic():
            is_own = self._own().update(
                is_cancelled=True,
                stopped_at=moment,
                told_at=moment,
                seconds=used["seconds"],
                memory=used["memory"],
            )
            if is_own:
                write_audit_entry(
                    SYSTEM, "analysis.stopped", subject=subject_of(self._id), at=moment, details={}
                )

    @transaction.atomic
    def ended(
        self,
        state: str,
        *,
        responses: dict[str, Any] | None = None,
        results: dict[str, Any] | None = None,
        reason: LocalText | None = None,
    ) -> None:
        """The run ends for good. Raises Lost where another turn has begun."""
        moment = self._clock()
        RunSteps.objects.filter(run=self._id).delete()
        if not self._own().delete()[0]:
            raise Lost
        RunOutcome.objects.create(
            run_id=self._id,
            state=state,
            responses=responses,
            results=results,
            reason={"en": reason.en, "ms": reason.ms} if reason else None,
            used=self.used,
            ended_at=moment,
        )
        details = {"outcome": state, "digest": responses["digest"] if responses else ""}
        write_audit_entry(
            SYSTEM, "analysis.ended", subject=subject_of(self._id), at=moment, details=details
        )

    def _own(self) -> Any:
        return RunProgress.objects.filter(run=self._id, turn=self._number)

    def _lay_down(self, moment: datetime) -> None:
        self._last_kept = moment
        if self._is_kept:
            return
        RunSteps.objects.update_or_create(
            run_id=self._id,
            defaults={"basis": self._basis, "steps": self._steps, "kept_at": moment},
        )
        self._is_kept = True


def most_memory() -> int:
    """The most bytes of memory that this program has had; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in KiB, macOS in bytes.
    return most if sys.platform == "darwin" else most << 10
