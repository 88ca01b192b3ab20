"""What is answered for one line of a staff list, by what the register holds under its number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from tauliah.core.kernel import LocalText, spoken_day
from tauliah.core.staff_lists.lists import StaffLine
from tauliah.core.staff_lists.names import is_same_name, name_key
from tauliah.core.staff_lists.numbers import numbers_in

State = Literal["in-force", "suspended", "revoked"]


class Result(StrEnum):
    """What an employer may rely on: number and name, the number alone, or neither."""

    CONFIRMED = "confirmed"
    NUMBER_ONLY = "number-only"
    NOT_CONFIRMED = "not-confirmed"


@dataclass(frozen=True, slots=True)
class Registered:
    """What anyone may know of an award; `name` is empty where the holder keeps it back."""

    number: str
    name: str
    code: str
    letters: str
    title: LocalText
    conferred_on: date
    state: State
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer for one line: what may be relied on, a stable code, why, and the award meant."""

    line: StaffLine
    result: Result
    code: str
    reason: LocalText
    registered: Registered | None = None

    @property
    def holder(self) -> str:
        """The registered name, where the list had it too: a list of numbers is no way to names."""
        if self.registered is None or self.result is not Result.CONFIRMED:
            return ""
        return self.registered.name


@dataclass(slots=True)
class Judge:
    """Answers line after line; knows in which row a number in force stood before.

    `designations` are the letters, codes and titles that the house confers: what else stands in
    that column, a job title mostly, says nothing.
    """

    designations: frozenset[str]
    _rows: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.designations = frozenset(map(_designation_key, self.designations))

    def answer(self, line: StaffLine, register: Mapping[str, Registered]) -> Answer:
        """The answer for a line; `register` holds each award that its number could mean."""
        numbers = numbers_in(line.number)
        if len(numbers) != 1:
            return _refused(line, _unreadable(line, numbers))
        found = register.get(numbers[0])
        if found is None:
            return _refused(line, ("no-such-number", UNKNOWN))
        against = _state_against(found) or self._designation_against(line, found)
        if against is None and found.name and name_key(line.name):
            against = None if is_same_name(line.name, found.name) else ("name-differs", DIFFERS)
        if against is not None:
            return _refused(line, against, found)
        earlier = self._rows.setdefault(found.number, line.row)
        if earlier != line.row:
            return _refused(line, ("number-repeated", _repeated(earlier)), found)
        if not name_key(line.name):
            return Answer(line, Result.NUMBER_ONLY, "no-name-given", NO_NAME, found)
        if not found.name:
            return Answer(line, Result.NUMBER_ONLY, "name-kept-back", KEPT_BACK, found)
        return Answer(line, Result.CONFIRMED, "in-force", IN_FORCE, found)

    def _designation_against(
        self, line: StaffLine, found: Registered
    ) -> tuple[str, LocalText] | None:
        named = _designation_key(line.designation)
        own = {
            _designation_key(one)
            for one in (found.code, found.letters, found.title.en, found.title.ms)
        }
        if named in own or named not in self.designations:
            return None
        return "designation-differs", LocalText(
            en=f"The number is of another designation: {found.letters}.",
            ms=f"Nombor ini untuk gelaran lain: {found.letters}.",
        )


def _refused(
    line: StaffLine, why: tuple[str, LocalText], found: Registered | None = None
) -> Answer:
    return Answer(line, Result.NOT_CONFIRMED, *why, found)


def _unreadable(line: StaffLine, numbers: tuple[str, ...]) -> tuple[str, LocalText]:
    if numbers:
        return "several-numbers", SEVERAL
    return ("not-a-number", NOT_A_NUMBER) if line.number else ("no-number", NO_NUMBER)


def _state_against(found: Registered) -> tuple[str, LocalText] | None:
    if found.state == "in-force" or found.since is None:
        return None
    day = spoken_day(found.since)
    if found.state == "revoked":
        return "revoked", LocalText(
            en=f"Revoked on {day.en}: the letters may not be used.",
            ms=f"Dibatalkan pada {day.ms}: huruf gelaran tidak boleh digunakan.",
        )
    return "suspended", LocalText(
        en=f"Suspended since {day.en}: the letters may not be used for the time being.",
        ms=f"Digantung sejak {day.ms}: huruf gelaran tidak boleh digunakan buat sementara waktu.",
    )


def _designation_key(text: str) -> str:
    return text.casefold().strip(" .()")


def _repeated(row: int) -> LocalText:
    return LocalText(
        en=f"The same number stands in row {row} already: one award has one holder.",
        ms=f"Nombor yang sama sudah ada dalam baris {row}: satu anugerah mempunyai satu pemegang.",
    )


IN_FORCE = LocalText(
    en="In force, and the name agrees.",
    ms="Berkuat kuasa, dan namanya sepadan.",
)
NO_NAME = LocalText(
    en="In force. The list gives no name to compare.",
    ms="Berkuat kuasa. Senarai tidak memberikan nama untuk dibandingkan.",
)
KEPT_BACK = LocalText(
    en="In force. The holder keeps the name back, so the name was not compared: ask for the credential file.",
    ms="Berkuat kuasa. Pemegang tidak mendedahkan nama, maka nama tidak dibandingkan: minta fail kredensial.",
)
DIFFERS = LocalText(
    en="The number is in force, but it is registered under another name.",
    ms="Nombor ini berkuat kuasa, tetapi didaftarkan atas nama lain.",
)
UNKNOWN = LocalText(
    en="No award has this number.",
    ms="Tiada anugerah dengan nombor ini.",
)
NOT_A_NUMBER = LocalText(
    en="This is no credential number. A number reads like API-2026-000123.",
    ms="Ini bukan nombor kredensial. Nombor berbentuk seperti API-2026-000123.",
)
NO_NUMBER = LocalText(
    en="The row gives no credential number. A name alone proves nothing.",
    ms="Baris ini tidak memberikan nombor kredensial. Nama sahaja tidak membuktikan apa-apa.",
)
SEVERAL = LocalText(
    en="The row gives several numbers. Write each in a row of its own.",
    ms="Baris ini memberikan beberapa nombor. Tulis setiap satu dalam baris sendiri.",
)
