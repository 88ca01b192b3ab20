"""The terms of a programme beside its rules: what counts as what, what may be shared, what lapses."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from tauliah.core.kernel import LocalText
from tauliah.core.programme.written import Code, Count, Day, Months, Strict, flaw


class OtherCourse(Strict):
    """A course of another body, or one of ours under an old number: no more than a name here."""

    code: Code
    title: LocalText
    body: LocalText | None = None


class Equivalence(Strict):
    """All of some exams together count as one, in audits from a day on, until a day or for good.

    The exam counts as earned on the day of the last of them.
    """

    from_codes: Annotated[tuple[Code, ...], Field(min_length=1, alias="from")]
    to: Code
    valid_from: Day
    valid_until: Day | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether it counts in an audit of that day; both its first and its last day count."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class Applies(Strict):
    """Whom a version of rules is for: those matriculated from a day on, before another day."""

    matriculated_from: Day | None = None
    matriculated_before: Day | None = None


class SharingLimit(Strict):
    """What two designations may have in common: so many exams at most, or so many apart at least."""

    with_code: Annotated[Code, Field(alias="with")]
    at_most: Annotated[int, Field(ge=0, le=1_000)] | None = None
    unique_at_least: Count | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> SharingLimit:
        if (self.at_most is None) == (self.unique_at_least is None):
            raise flaw(
                en="expected exactly one of at_most, unique_at_least",
                ms="dijangka tepat satu daripada at_most, unique_at_least",
            )
        return self


class ContinuingEducation(Strict):
    """Hours of learning that a holder shows every so many months, and how the letters come back."""

    hours: Count
    every_months: Months
    regain_hours: Count | None = None


class AttemptLimit(Strict):
    """How often an exam may be failed and still count for a designation when passed later."""

    at_most: Count


class Lapse(Strict):
    """When earned exams are forfeited unless all is finished: after months, or after windows."""

    after_months: Months | None = None
    after_windows: Count | None = None
    forfeits: Literal["each", "all"] = "each"

    @model_validator(mode="after")
    def _at_least_one(self) -> Lapse:
        if self.after_months is None and self.after_windows is None:
            raise flaw(
                en="expected after_months, after_windows or both",
                ms="dijangka after_months, after_windows atau kedua-duanya",
            )
        return self
