"""Continuing education: whether a holder is in good standing, and what brings the letters back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tauliah.core.audit.standing import Standing
from tauliah.core.kernel import Entry, EntryKind, LocalText, add_months, spoken_day
from tauliah.core.programme import ContinuingEducation, ContinuingState, Designation


@dataclass(frozen=True, slots=True)
class Continuing:
    """Where a holder stands in continuing education, and the sentence that says so.

    `period` is the first and the last day of the period that the day of the audit lies in, and
    `hours` what is recorded in it of the `asked`; without continuing education they are empty.
    """

    state: ContinuingState
    sentence: LocalText
    period: tuple[date, date] | None = None
    hours: int = 0
    asked: int = 0


def continuing_of(designation: Designation, standing: Standing, *, on: date) -> Continuing:
    """Where a person stands in the continuing education of a designation on that day.

    Periods follow one another from the day of conferral. Who shows the hours of a period keeps the
    letters in the next; who does not, lapses on its first day. A lapsed holder regains the letters
    on the day on which the hours for it are recorded since the lapse, and a new period begins, for
    which these hours do not count again. A retired holder keeps the letters as retired and shows no hours; resuming begins a new period.
    """
    rule = designation.continuing_education
    letters = designation.letters
    if rule == "none":
        return Continuing(
            "not-asked",
            LocalText(
                en=f"{letters} asks for no continuing education.",
                ms=f"{letters} tidak memerlukan pendidikan berterusan.",
            ),
        )
    conferred = standing.held.get(designation.code)
    if conferred is None:
        return Continuing(
            "not-held",
            LocalText(
                en=f"Continuing education begins when {letters} is conferred.",
                ms=f"Pendidikan berterusan bermula apabila {letters} dianugerahkan.",
            ),
        )
    return _Follow(designation.code, letters, rule, standing, on).from_day(
        conferred.happened_at.date()
    )


@dataclass(frozen=True, slots=True)
class _Follow:
    code: str
    letters: str
    rule: ContinuingEducation
    standing: Standing
    on: date

    def from_day(self, begins: date) -> Continuing:
        spent = 0
        turned: Entry | None = None
        while True:
            retired = self._turn(EntryKind.RETIRED, begins, after=turned)
            ends = add_months(begins, self.rule.every_months)
            if retired is not None and _day(retired) <= min(ends, self.on):
                # who retires and resumes on one day does so in the order of the entries
                turned = self._turn(EntryKind.RESUMED, _day(retired), after=retired)
                if turned is None or _day(turned) > self.on:
                    return self._retired(_day(retired))
                begins = _day(turned)
                continue
            if self.on < ends:
                return self._good(begins, ends, after=spent)
            if self._hours(begins, ends, after=spent) >= self.rule.hours:
                begins = ends
                continue
            regained = self._regained(ends)
            if regained is None:
                return self._lapsed(ends)
            begins, spent = regained.happened_at.date(), regained.number

    def _entries(self, kind: EntryKind) -> list[Entry]:
        entries = self.standing.of(kind, self.code)
        return sorted(entries, key=_order)

    def _turn(self, kind: EntryKind, since: date, *, after: Entry | None) -> Entry | None:
        """The first entry of that kind from a day on, and after an entry where one is given."""
        found = (one for one in self._entries(kind) if _day(one) >= since)
        return next((one for one in found if after is None or _order(one) > _order(after)), None)

    def _hours(self, begins: date, ends: date, *, after: int = 0) -> int:
        """The hours recorded in a period by entries of a higher number than that one."""
        return sum(
            entry.facts["hours"]
            for entry in self._entries(EntryKind.EDUCATION_RECORDED)
            if begins <= entry.happened_at.date() < ends and entry.number > after
        )

    @property
    def _to_regain(self) -> int:
        return self.rule.regain_hours or self.rule.hours

    def _regained(self, since: date) -> Entry | None:
        hours = 0
        for entry in self._entries(EntryKind.EDUCATION_RECORDED):
            day = entry.happened_at.date()
            if since <= day <= self.on:
                hours += entry.facts["hours"]
                if hours >= self._to_regain:
                    return entry
        return None

    def _good(self, begins: date, ends: date, *, after: int) -> Continuing:
        hours, asked = self._hours(begins, ends, after=after), self.rule.hours
        last = ends - date.resolution
        day = spoken_day(last)
        return Continuing(
            "good",
            LocalText(
                en=f"{self.letters} is in good standing; {hours} of {asked} hours are recorded for "
                f"the period that ends on {day.en}.",
                ms=f"{self.letters} berkedudukan baik; {hours} daripada {asked} jam direkodkan bagi "
                f"tempoh yang berakhir pada {day.ms}.",
            ),
            (begins, last),
            hours,
            asked,
        )

    def _lapsed(self, since: date) -> Continuing:
        hours, asked = self._hours(since, self.on + date.resolution), self._to_regain
        day = spoken_day(since)
        return Continuing(
            "lapsed",
            LocalText(
                en=f"{self.letters} lapsed on {day.en}; it is regained once {asked} hours are "
                f"recorded, of which {hours} are.",
                ms=f"{self.letters} luput pada {day.ms}; ia diperoleh semula apabila {asked} jam "
                f"direkodkan, dan setakat ini {hours} jam telah direkodkan.",
            ),
            (since, self.on),
            hours,
            asked,
        )

    def _retired(self, since: date) -> Continuing:
        day = spoken_day(since)
        return Continuing(
            "retired",
            LocalText(
                en=f"The holder of {self.letters} is retired since {day.en} and shows no hours.",
                ms=f"Pemegang {self.letters} telah bersara sejak {day.ms} dan tidak perlu "
                "menunjukkan jam pendidikan.",
            ),
        )


def _day(entry: Entry) -> date:
    return entry.happened_at.date()


def _order(entry: Entry) -> tuple[datetime, int]:
    return entry.happened_at, entry.number
