"""The words in which each app declares, field by field, what its tables hold of a person.

Every app has a module `privacy` with `HELD`, a `Table` for each of its models. From these the
export of a person's data, what an erasure takes and leaves, and the tests of both are made. Beside
`HELD` it may have `erase(person, at)`, which takes what the declaration says goes,
`erasure_refusal(person)`, and `DUE`, what a time sets an end to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from tauliah.core.kernel import LocalText


class Says(StrEnum):
    """What a field says of a person."""

    NOTHING = "nothing"
    WHOSE = "whose"
    """Whose row it is, or who acted: the id of an account, which alone names nobody."""
    IDENTIFIES = "identifies"
    DESCRIBES = "describes"
    SENSITIVE = "sensitive"
    """About health, or words that may be about anything."""
    SECRET = "secret"  # noqa: S105 - the word, and no password
    """Held to let a person in; named in an export and never given."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What one field holds: what it says of a person, its name for people, whether erasure takes it."""

    says: Says
    label: LocalText | None
    goes: bool


def identifies(en: str, ms: str) -> Holding:
    """Who the person is: name, address, number. An erasure takes or replaces it."""
    return Holding(Says.IDENTIFIES, LocalText(en=en, ms=ms), goes=True)


def describes(en: str, ms: str, *, goes: bool = False) -> Holding:
    """What the person did, got or is. It stays with its row unless it `goes`."""
    return Holding(Says.DESCRIBES, LocalText(en=en, ms=ms), goes=goes)


def sensitive(en: str, ms: str, *, goes: bool = True) -> Holding:
    """About health, or words that may be about anything."""
    return Holding(Says.SENSITIVE, LocalText(en=en, ms=ms), goes=goes)


def secret(en: str, ms: str) -> Holding:
    """What lets the person in: named in an export, never given. An erasure takes it."""
    return Holding(Says.SECRET, LocalText(en=en, ms=ms), goes=True)


def whose(en: str, ms: str) -> Holding:
    """The id of an account: whose the row is, or who acted. Another's is not given in an export."""
    return Holding(Says.WHOSE, LocalText(en=en, ms=ms), goes=False)


nothing = Holding(Says.NOTHING, None, goes=False)
"""Says nothing of anybody: a code of the programme, a figure of the house, a digest."""


@dataclass(frozen=True, slots=True)
class KeptDays:
    """For how long: the days of this setting, and at the latest until the account is erased."""

    setting: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that belongs to a row: its name and its content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What the rows of one model hold of a person, for what, how long, and what an erasure leaves.

    `people` are the ways from a row to whom it is about, as Django's look-ups; `actors` those to
    who acted, each with the fields that say something of them beside what says nothing of anybody.
    `rows` finds the rows of a person where no look-up can. `stays` says why the rows outlive an
    erasure; where it is None, they go. `read` gives a field's value where the stored one is no text
    for people, `files` what is kept beside a row.
    """

    model: str
    title: LocalText
    purpose: LocalText
    kept: LocalText | KeptDays
    fields: Mapping[str, Holding]
    people: tuple[str, ...] = ()
    actors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stays: LocalText | None = None
    rows: Callable[[Any], Iterable[Any]] | None = None
    read: Callable[[Any, str], Any] | None = None
    files: Callable[[Any], Iterable[File]] | None = None

    @property
    def is_personal(self) -> bool:
        """Whether any row is somebody's."""
        return bool(self.people or self.actors or self.rows)


def impersonal(model: str, *fields: str) -> Table:
    """A model that holds nothing of anybody."""
    return Table(
        model=model,
        title=_OF_NOBODY,
        purpose=_OF_NOBODY,
        kept=FOR_GOOD,
        fields=dict.fromkeys(fields, nothing),
    )


@dataclass(frozen=True, slots=True)
class Due:
    """Something that a time sets an end to: the setting of its days, what it is, and how it goes.

    `count` and `carry_out` take the moment before which it is over; both give how many there are.
    `carry_out` works in pieces, each a transaction of its own.
    """

    setting: str
    what: LocalText
    count: Callable[[datetime], int]
    carry_out: Callable[[datetime], int]


ROWS_AT_ONCE = 500
"""Rows that lie in memory, or go in one transaction, at a time."""

FOR_GOOD = LocalText(en="for good", ms="selama-lamanya")
WITH_THE_ACCOUNT = LocalText(en="until the account is erased", ms="sehingga akaun dipadamkan")
_OF_NOBODY = LocalText(en="holds nothing of anybody", ms="tidak mengandungi data sesiapa")


def kept_days(setting: str) -> KeptDays:
    """Kept for the days of a setting, and at the latest until the account is erased."""
    return KeptDays(setting)


PROOF = LocalText(
    en="It is part of the proof of a result or an award, and says nothing of who you are once your "
    "name, address and number are gone.",
    ms="Ia sebahagian daripada bukti keputusan atau anugerah, dan tidak menyatakan siapa anda "
    "setelah nama, alamat dan nombor anda dipadamkan.",
)
TRAIL = LocalText(
    en="Who did what and when must stay provable. It names an account by a number without meaning, "
    "whose name is gone.",
    ms="Siapa yang melakukan apa dan bila mesti kekal dapat dibuktikan. Ia menamakan akaun melalui "
    "nombor tanpa makna yang namanya telah dipadamkan.",
)
