"""What has slipped since an earlier plan, and what that costs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from tauliah.core.practice.study_plan import ExamPace, Kind, Paced


@dataclass(frozen=True, slots=True)
class Slip:
    """A lesson or mock exam that was to be done by now and is not; `now` is its new day, if it has one."""

    exam: str
    kind: Kind
    name: str
    planned: date
    now: date | None


@dataclass(frozen=True, slots=True)
class Cost:
    """What changed for one exam.

    `missed` are the minutes of practice that were planned until today and not practised. The days
    on which its last lesson is done, and the minutes to spare before it, are those of the earlier
    plan and of the plan now; `spare` is below 0 where the time does not suffice.
    """

    exam: str
    day: date
    missed: int
    read_before: date | None
    read_now: date | None
    spare_before: int
    spare_now: int

    @property
    def days_later(self) -> int:
        """How many days later the lessons are done; less than 0 for earlier, 0 where not known."""
        if self.read_before is None or self.read_now is None:
            return 0
        return (self.read_now - self.read_before).days

    @property
    def minutes_lost(self) -> int:
        """How much of the time to spare is gone; less than 0 where there is more."""
        return self.spare_before - self.spare_now


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """What became of an earlier plan: what slipped, and the cost to each exam that is still ahead."""

    since: date
    slips: tuple[Slip, ...]
    costs: tuple[Cost, ...]

    @property
    def is_on_time(self) -> bool:
        """Whether nothing of it slipped, neither a lesson nor the better part of the practice."""
        return not self.slips and not any(one.missed for one in self.costs)


def plan_changes(
    before: Paced,
    now: Paced,
    *,
    today: date,
    open_lessons: Collection[tuple[str, str]],
    sat_mocks: Collection[tuple[str, str]] = (),
    practised: Mapping[str, int],
) -> PlanChanges:
    """What slipped between the plan of an earlier day and that of today.

    `open_lessons` are the lessons that are not done (exam, name), `sat_mocks` the mock exams that
    are (exam, number), and `practised` the minutes of practice for each exam since the earlier day.
    """
    since = before.days[0].day if before.days else today
    past = [day for day in before.days if day.day < today]
    slips, wanted = [], dict.fromkeys((one.exam for one in before.exams), 0)
    for day in past:
        for piece in day.pieces:
            key = (piece.exam, piece.name)
            missed = (piece.kind == "lesson" and piece.is_last and key in open_lessons) or (
                piece.kind == "mock" and key not in sat_mocks
            )
            if missed:
                again = now.finish_of(piece.exam, piece.kind, piece.name)
                slips.append(Slip(piece.exam, piece.kind, piece.name, day.day, again))
            if piece.kind == "practice":
                wanted[piece.exam] += piece.minutes
    earlier = {one.exam: one for one in before.exams}
    costs = tuple(
        _cost(earlier[one.exam], one, wanted[one.exam] - practised.get(one.exam, 0))
        for one in now.exams
        if one.exam in earlier and earlier[one.exam].day == one.day
    )
    ahead = {one.exam for one in now.exams}
    return PlanChanges(since, tuple(one for one in slips if one.exam in ahead), costs)


def _cost(before: ExamPace, now: ExamPace, missed: int) -> Cost:
    return Cost(
        now.exam,
        now.day,
        max(0, missed),
        before.read_on,
        now.read_on,
        before.spare,
        now.spare,
    )
