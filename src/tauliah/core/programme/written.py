"""The words of which all programme text is made: strict values, codes, slugs and days."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

FLAW = "flaw"
"""The type of the house's own errors of validation, which hold their words in both languages."""


class Strict(BaseModel):
    """Base of all that people write: frozen, no unknown keys, no silent conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def flaw(*, en: str, ms: str) -> PydanticCustomError:
    """The error to raise in a validator: what is wrong with a value, in both languages."""
    return PydanticCustomError(FLAW, "{en}", {"en": en, "ms": ms})


def written_as(pattern: str, spoken: str, spoken_ms: str) -> AfterValidator:
    """Text of that pattern as a whole; a mistake is answered with its description in words."""
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if compiled.fullmatch(text):
            return text
        raise flaw(en=f"expected {spoken}", ms=f"dijangka {spoken_ms}")

    return AfterValidator(check)


Code = Annotated[
    str,
    written_as(
        "[A-Z][A-Z0-9]{1,9}",
        "2 to 10 capital letters and digits, such as API",
        "2 hingga 10 huruf besar dan digit, seperti API",
    ),
]
Slug = Annotated[
    str,
    written_as(
        "[a-z0-9]+(-[a-z0-9]+)*",
        "small letters, digits and hyphens, such as motor-home",
        "huruf kecil, digit dan tanda sempang, seperti motor-home",
    ),
]


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        # the pattern, too: pydantic and Python read other spellings, and numbers, as days
        if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise flaw(en="expected a day such as 2026-03-01", ms="dijangka hari seperti 2026-03-01")


Day = Annotated[date, BeforeValidator(_day)]
Count = Annotated[int, Field(ge=1, le=10_000)]
Months = Annotated[int, Field(ge=1, le=1_200)]
