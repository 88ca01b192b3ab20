"""From what the solver chose to a plan that a person can read: steps, study, milestones, totals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tauliah.core.audit.auditing import Audit
from tauliah.core.audit.finding import Finding
from tauliah.core.audit.pathfinder.confirming import Confirmed, confirmed_by_audit, matriculations
from tauliah.core.audit.pathfinder.days import SEVENTHS
from tauliah.core.audit.pathfinder.path_sentences import (
    JOINING,
    class_sentence,
    condition_sentence,
    education_sentence,
    ethics_step_sentence,
    exam_step_sentence,
    for_sentence,
    join_sentence,
    lessons_sentence,
    matriculate_sentence,
    milestone_sentence,
    summary_sentence,
)
from tauliah.core.audit.pathfinder.plan import Condition, Milestone, Plan, Step, Totals
from tauliah.core.audit.pathfinder.quest import Quest
from tauliah.core.audit.pathfinder.solving import Chosen
from tauliah.core.audit.pathfinder.wishes import Objective
from tauliah.core.kernel import EntryKind, LocalText

_ORDER = ("join", "matriculate", "ethics", "course", "classroom", "exam")


def plan_of(quest: Quest, chosen: Chosen, objective: Objective) -> Plan:
    """The plan of a choice, held against the audit of the record that it would make."""
    return _Timeline(quest, chosen, confirmed_by_audit(quest, chosen)).plan(objective)


@dataclass(frozen=True, slots=True)
class _Studied:
    first: date | None
    last: date | None
    hours: int


@dataclass(frozen=True)
class _Timeline:
    quest: Quest
    chosen: Chosen
    confirmed: Confirmed

    def plan(self, objective: Objective) -> Plan:
        quest, chosen = self.quest, self.chosen
        study = self._study()
        steps = sorted(
            (*self._joining(), *self._matriculating(), *self._accepting(), *self._lessons(study),
             *self._classes(), *self._exams(study)),
            key=lambda step: (step.day, _ORDER.index(step.kind), step.code),
        )  # fmt: skip
        milestones = tuple(self._milestones())
        last = max((one.day for one in milestones if one.is_target), default=quest.on)
        totals = Totals(
            money=sum(step.fee for step in steps),
            exams=sum(step.kind == "exam" for step in steps),
            study_hours=sum(step.study_hours for step in steps),
            last_day=last,
        )
        currency = quest.programme.about.currency
        held = tuple(code for code in quest.wishes.targets if code in quest.standing.held)
        return Plan(
            wishes=quest.wishes,
            on=quest.on,
            currency=currency,
            objective=objective,
            steps=tuple(steps),
            milestones=milestones,
            conditions=tuple(self._conditions()),
            totals=totals,
            value=chosen.value,
            bound=chosen.bound,
            proven=chosen.proven,
            confirmed=self.confirmed.is_met,
            already_held=held,
            record=self.confirmed.record,
            summary=summary_sentence(
                totals,
                currency=currency,
                letters=self._letters(quest.targets),
                held=self._letters(held),
                objective=objective,
                proven=chosen.proven,
                confirmed=self.confirmed.is_met,
            ),
        )

    def _study(self) -> dict[tuple[str, str], _Studied]:
        """Courses are studied one after the other, in the order of their days."""
        quest, study = self.quest, self.quest.study
        tasks = [(day, code, "course") for code, day in self.chosen.lessons.items()]
        tasks += [
            (day, code, "exam")
            for code, (day, _) in self.chosen.exams.items()
            if code not in self.chosen.lessons
        ]
        found: dict[tuple[str, str], _Studied] = {}
        done = 0
        for _, code, kind in sorted(tasks):
            size = quest.sevenths_left(code)
            if size:
                first, after = study.first_day_after(done), study.day_when_done(done + size)
                done += size
                found[kind, code] = _Studied(
                    quest.days.day(first), quest.days.day(after - 1), size // SEVENTHS
                )
        return found

    def _joining(self) -> Iterator[Step]:
        years, prices = self.chosen.years_of_membership, self.quest.programme.about.fees.members
        if years and prices is not None:
            fee, day = years * prices.yearly, self.quest.days.day(self.quest.days.begins)
            sentence = join_sentence(years, fee, self.quest.programme.about.currency)
            why = LocalText(
                en="Members pay less, and over the whole plan that is worth the yearly fee.",
                ms="Ahli membayar lebih rendah, dan bagi keseluruhan pelan jumlah itu berbaloi "
                "dengan yuran tahunan.",
            )
            yield Step("join", "", JOINING, day, sentence, why, (), fee=fee)

    @property
    def _member(self) -> bool:
        return bool(self.chosen.years_of_membership) or self.quest.wishes.membership == "member"

    def _matriculating(self) -> Iterator[Step]:
        programme = self.quest.programme
        for code, day in matriculations(self.quest, self.chosen).items():
            designation = programme.designation(code)
            fee = programme.matriculation_fee(member=self._member)
            day_of_it = self.quest.days.day(day)
            sentence = matriculate_sentence(designation, day_of_it, fee, programme.about.currency)
            why = for_sentence(self._letters((code,)))
            yield Step(
                "matriculate", code, designation.title, day_of_it, sentence, why, (code,), fee=fee
            )

    def _accepting(self) -> Iterator[Step]:
        for code, day, ethics, serving in self.confirmed.ethics:
            yield Step(
                "ethics", code, ethics.title, day, ethics_step_sentence(ethics.title, day),
                for_sentence(self._letters(serving)), serving,
            )  # fmt: skip

    def _lessons(self, study: dict[tuple[str, str], _Studied]) -> Iterator[Step]:
        for code, number in self.chosen.lessons.items():
            course, day = self.quest.courses[code], self.quest.days.day(number)
            studied = study.get(("course", code), _Studied(None, None, 0))
            why, serving = self._why(code, EntryKind.COURSE_COMPLETED)
            yield Step(
                "course", code, course.title, day, lessons_sentence(course, day), why, serving,
                study_from=studied.first, study_until=studied.last, study_hours=studied.hours,
            )  # fmt: skip

    def _classes(self) -> Iterator[Step]:
        for code, number in self.chosen.classes.items():
            course, day = self.quest.courses[code], self.quest.days.day(number)
            run = next(
                ((run, offer.place) for offer in course.classroom for run in offer.runs
                 if run.ends == day), None,
            )  # fmt: skip
            sentence = class_sentence(course, day, run=run)
            why, serving = self._why(code, EntryKind.CLASS_ATTENDED)
            yield Step("classroom", code, course.title, day, sentence, why, serving)

    def _exams(self, study: dict[tuple[str, str], _Studied]) -> Iterator[Step]:
        quest = self.quest
        booked = {one.exam for one in quest.wishes.booked} if quest.keeps("booked") else set()
        windows = {one.code: one for one in quest.windows}
        for code, (number, place) in self.chosen.exams.items():
            course, day, window = quest.courses[code], quest.days.day(number), windows[place]
            paper = window.written.paper_of(code)
            is_booked = code in booked
            fee = 0 if is_booked else quest.programme.exam_fee(code, member=self._member)
            studied = study.get(("exam", code), _Studied(None, None, 0))
            why, serving = self._why(code, EntryKind.EXAM_RESULT)
            title = LocalText(
                en=f"{window.title.en} {window.year}", ms=f"{window.title.ms} {window.year}"
            )
            sentence = exam_step_sentence(
                course, day, window=title, fee=fee, currency=quest.programme.about.currency,
                paper=(paper.starts, paper.ends) if paper else None, is_booked=is_booked,
            )  # fmt: skip
            yield Step(
                "exam", code, course.title, day, sentence, why, serving, fee=fee,
                study_from=studied.first, study_until=studied.last, study_hours=studied.hours,
                window=place, window_title=title, starts=paper.starts if paper else "",
                ends=paper.ends if paper else "", is_booked=is_booked,
            )  # fmt: skip

    def _milestones(self) -> Iterator[Milestone]:
        for code, number in sorted(self.chosen.completed.items(), key=lambda one: (one[1], one[0])):
            designation, day = self.quest.designation(code), self.quest.days.day(number)
            audit = self.confirmed.audits.get(code)
            ways = tuple(one.title for one in (audit.pathways if audit else ()) if one.met)
            yield Milestone(
                designation=code,
                letters=designation.letters,
                title=designation.title,
                day=day,
                is_target=code in self.quest.targets,
                pathways=ways,
                sentence=milestone_sentence(designation, day, ways),
            )

    def _conditions(self) -> Iterator[Condition]:
        for code, name in self.chosen.assumed:
            by = self.quest.days.day(self.chosen.completed.get(code, self.quest.days.last))
            asked = self.quest.experience_named(code, name)
            yield Condition(code, by, condition_sentence(asked, self.quest.designation(code), by))
        for code, by in self.confirmed.education:
            yield Condition(code, by, education_sentence(self.quest.designation(code), by))

    def _why(self, code: str, kind: EntryKind) -> tuple[LocalText, tuple[str, ...]]:
        """Which designations it counts for, on which of their named ways; or what it comes before."""
        serving: list[str] = []
        names: list[LocalText] = []
        for designation, audit in sorted(self.confirmed.audits.items()):
            title = _place_of(audit.finding, code, kind)
            if title is not None:
                serving.append(designation)
                names.append(_named_way(audit, title))
        if serving:
            return for_sentence(names), tuple(serving)
        later = [one for one in self.chosen.exams if code in self.quest.courses[one].prerequisites]
        if later:
            return LocalText(
                en=f"It must be passed before {', '.join(later)}.",
                ms=f"Ia mesti dilepasi sebelum {', '.join(later)}.",
            ), ()
        targets = tuple(one.to for one in self.quest.equivalences if code in one.from_codes)
        if targets:
            return LocalText(
                en=f"It counts as, or as part of, {', '.join(dict.fromkeys(targets))}.",
                ms=f"Ia dikira sebagai, atau sebagai sebahagian daripada, "
                f"{', '.join(dict.fromkeys(targets))}.",
            ), ()
        return LocalText(
            en="It is booked already; none of these designations needs it.",
            ms="Ia telah ditempah; tiada gelaran ini memerlukannya.",
        ), ()

    def _letters(self, codes: tuple[str, ...]) -> list[LocalText]:
        letters = [self.quest.designation(code).letters for code in codes]
        return [LocalText(en=one, ms=one) for one in letters]


def _place_of(finding: Finding, code: str, kind: EntryKind) -> LocalText | None:
    """The title of the innermost named way that is met by an entry about a code; None if none is.

    A pathway that is met goes before one that is not.
    """
    found: list[tuple[bool, LocalText]] = []

    def look(one: Finding, inside: LocalText, *, met: bool) -> None:
        entry = one.met_by
        if entry is not None and entry.kind is kind:
            about = entry.facts.get("exam") or entry.facts.get("course")
            if code in (about, one.code):
                found.append((met, inside))
        for part in one.parts:
            is_way = part.kind == "pathway"
            look(part, part.title if is_way else inside, met=part.met if is_way else met)

    look(finding, LocalText(en="-", ms="-"), met=True)
    return min(found, key=lambda each: not each[0])[1] if found else None


def _named_way(audit: Audit, title: LocalText) -> LocalText:
    letters = audit.designation.letters
    if title.en == "-":
        return LocalText(en=letters, ms=letters)
    return LocalText(en=f"{letters} ({title.en})", ms=f"{letters} ({title.ms})")
