"""What a programme charges: general prices, those of members, and those of single exams."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tauliah.core.programme.written import Strict

Fee = Annotated[int, Field(ge=0, le=1_000_000_000)]


class MemberFees(Strict):
    """What a member pays each year to be one, and what members pay instead of the general fees."""

    yearly: Fee
    matriculation: Fee
    exam: Fee


class Fees(Strict):
    """What is charged, in minor units of the programme's currency."""

    matriculation: Fee
    exam: Fee
    members: MemberFees | None = None


class CourseFee(Strict):
    """What one course's exam costs instead of the general fee; without `members`, for everybody."""

    exam: Fee
    members: Fee | None = None
