"""One invented person walking through the house: each method is something a candidate does.

Time is a value that the traveller carries, so months pass in seconds. Each method tells what
happened as a step; a refusal that the scene did not ask for ends the journey with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, TypeVar

from tauliah.apps.awards.actions import confer
from tauliah.apps.awards.queries import public_award, verify_credential
from tauliah.apps.catalogue.queries import local_day, programme, zone
from tauliah.apps.people.actions import confirm_email, create_account
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import accept_ethics, matriculate
from tauliah.apps.record.proposing import approve, propose_credit
from tauliah.apps.record.queries import audit_of
from tauliah.apps.results.actions import submit_and_score
from tauliah.apps.results.queries import Result
from tauliah.apps.sittings.actions import book, save_answer, start_attempt
from tauliah.apps.sittings.queries import seats_of, window_after, window_at
from tauliah.apps.study.actions import answer_practice_item, mark_lesson_read
from tauliah.apps.study.queries import practice_items
from tauliah.core.exam import shuffled
from tauliah.core.exam.answers import Answer, right_answer, wrong_answer
from tauliah.core.kernel import Refused
from tauliah.core.programme.items import ItemType, points_text

if TYPE_CHECKING:
    from tauliah.apps.awards.models import Award
    from tauliah.apps.sittings.models import Attempt, Booking

T = TypeVar("T")
PRACTISED = 24
"""How many items of a course a traveller practises: enough to see it, and no minute longer."""


class JourneyError(Exception):
    """Something on the way did not go as the scene tells it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a journey: when, and what happened."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class House:
    """Who serves the traveller: two registrars, and the password of invented log-ins."""

    registrar: User
    second_registrar: User
    password: str | None


def went_well(outcome: T | Refused) -> T:
    """The outcome, or JourneyError with the reason of the refusal."""
    if isinstance(outcome, Refused):
        raise JourneyError(outcome.message.en)
    return outcome


class Traveller:
    """An invented candidate at a moment of their way."""

    def __init__(self, house: House, *, name: str, email: str, language: str, at: datetime) -> None:
        self.house = house
        self.name = name
        self.email = email
        self.language = language
        self.at = at
        self._user: User | None = None

    @property
    def user(self) -> User:
        """The account; JourneyError before it is made."""
        if self._user is None:
            raise JourneyError(f"{self.name} has no account yet")
        return self._user

    def step(self, text: str) -> Step:
        """A line about now."""
        return Step(self.at, text)

    def wait(self, *, days: int = 0, minutes: int = 0) -> None:
        """Let time pass."""
        self.at += timedelta(days=days, minutes=minutes)

    def enrol(self, designation: str) -> Iterator[Step]:
        """Sign up, confirm the e-mail address, and matriculate."""
        self._user = create_account(
            email=self.email,
            full_name=self.name,
            language=self.language,
            password=self.house.password,
            role="candidate",
            at=self.at,
        )
        confirm_email(self.user, at=self.at)
        number = self.user.candidate_number
        yield self.step(f"{self.name} signs up as candidate {number} and confirms the e-mail")
        went_well(matriculate(self.user, designation, actor=self.user, at=self.at))
        yield self.step(f"matriculates for {designation}: {self.left(designation)}")

    def left(self, designation: str) -> str:
        """What the audit says is left, pathway by pathway."""
        audit = audit_of(self.user, designation, at=self.at)
        if audit is None:
            raise JourneyError(f"no rules of {designation} are in force")
        return " ".join(pathway.sentence.en for pathway in audit.pathways) or audit.sentence.en

    def missing(self, designation: str) -> str:
        """Each requirement that the audit still misses on the shortest way, by its name."""
        audit = audit_of(self.user, designation, at=self.at)
        if audit is None:
            raise JourneyError(f"no rules of {designation} are in force")
        return ", ".join(finding.title.en for finding in audit.missing)

    def study(self, course: str) -> Iterator[Step]:
        """Read every lesson of a course, a week each, and practise items from all over its pool."""
        yield self.read(course, days=7)
        pool = practice_items(course)
        number_of_items = min(PRACTISED, len(pool))
        items = [pool[place * len(pool) // number_of_items] for place in range(number_of_items)]
        right = 0
        for number, item in enumerate(items):
            self.wait(minutes=2)
            value = wrong_answer(item.text) if number % 5 == 4 else right_answer(item.text)
            answer = went_well(
                answer_practice_item(self.user, course, item.code, value=value, at=self.at)
            )
            right += answer.is_right
        yield self.step(
            f"practises {len(items)} of the {len(pool)} items of {course}, {right} right"
        )

    def go_to_open_window(self) -> str:
        """Wait for a window that is still open a day later, when the exam is sat; its code."""
        tomorrow = window_at(self.at + timedelta(days=1))
        if window_at(self.at) is None or tomorrow is None:
            self.go_to_next_window()
        window = window_at(self.at)
        if window is None:
            raise JourneyError("no window opens")
        return window.code

    def go_to_next_window(self) -> None:
        """Wait for the first day of the window after this one."""
        self.at = datetime.combine(window_after(self.at).opens, time(9), tzinfo=zone())

    def try_to_book(self, course: str) -> Booking | Refused:
        """Book an exam in the open window, or be told why not."""
        return book(self.user, course, window=self.go_to_open_window(), at=self.at)

    def sit(
        self, course: str, *, right: int, on_answer: Callable[[], None] = lambda: None
    ) -> Iterator[Step]:
        """Book and sit an exam with that many right answers, each saved as it is given."""
        booking = went_well(self.try_to_book(course))
        yield self.step(f"books the exam {course} in window {booking.window}")
        self.wait(days=1)
        attempt = went_well(start_attempt(self.user, booking.pk, at=self.at))
        codes = [seat.item.code for seat in seats_of(attempt)]
        known = set(shuffled(codes, seed=str(booking.pk))[:right])

        def give(code: str, item: ItemType) -> Answer:
            return right_answer(item) if code in known else wrong_answer(item)

        yield self._answered(course, attempt, give, on_answer)

    def sit_answering(self, course: str, give: Callable[[str, ItemType], Answer]) -> Iterator[Step]:
        """Book and sit an exam in the own language with the answers that `give` has for its items."""
        booking = went_well(self.try_to_book(course))
        yield self.step(f"books the exam {course} in window {booking.window}")
        self.wait(days=1)
        started = start_attempt(self.user, booking.pk, at=self.at, language=self.language)
        yield self._answered(course, went_well(started), give, lambda: None)

    def _answered(
        self,
        course: str,
        attempt: Attempt,
        give: Callable[[str, ItemType], Answer],
        on_answer: Callable[[], None],
    ) -> Step:
        """Every answer saved as it is given, and the exam handed in."""
        for sequence, seat in enumerate(seats_of(attempt), start=1):
            self.at += timedelta(seconds=70)
            went_well(
                save_answer(
                    self.user,
                    attempt.pk,
                    item=seat.item.code,
                    value=give(seat.item.code, seat.item.text),
                    client_sequence=sequence,
                    at=self.at,
                )
            )
            on_answer()
        result = went_well(submit_and_score(self.user, attempt.pk, at=self.at))
        return self.step(f"sits {course}: {_spoken(result)}")

    def be_credited(self, exam: str) -> Iterator[Step]:
        """Be granted credit for an exam passed elsewhere, by one registrar and a second."""
        self.wait(days=3)
        proposal = went_well(
            propose_credit(
                self.user,
                exam,
                source=f"{exam} examination of another awarding body (invented)",
                earned_on=None,
                reason="Syllabus compared with the course outline; certificate seen (invented).",
                actor=self.house.registrar,
                at=self.at,
            )
        )
        self.wait(minutes=40)
        went_well(approve(proposal.pk, actor=self.house.second_registrar, at=self.at))
        yield self.step(f"is granted credit for {exam}, on evidence: two registrars agree")

    def accept_ethics(self) -> Iterator[Step]:
        """Accept every code of ethics in force, where there is a course on it after reading that."""
        self.wait(days=1)
        for code in {ethics.code for ethics in programme().about.ethics}:
            course = programme().course_on(code)
            if course is not None:
                yield self.read(course.code)
            version = programme().ethics_on(code, local_day(self.at))
            if version is not None:
                went_well(
                    accept_ethics(
                        self.user, code, version=version.version, actor=self.user, at=self.at
                    )
                )
                yield self.step(f"accepts the {version.title.en} ({version.version})")

    def read(self, course: str, *, days: int = 0) -> Step:
        """Read every lesson of a course, in so many days each or one after the other."""
        lessons = programme().lessons_of(course)
        for lesson in lessons:
            self.wait(days=days, minutes=0 if days else lesson.minutes)
            refused = mark_lesson_read(self.user, course, lesson.slug, at=self.at)
            went_well(refused or lesson)
        return self.step(f"reads {len(lessons)} lessons of {course}")

    def be_conferred(self, designation: str) -> Iterator[Step]:
        """Be conferred the designation and have the credential verified."""
        self.wait(days=1)
        award = self.conferred(designation)
        yield self.step(f"is conferred {designation}: credential {award.number}, signed")
        answer = verify_credential(award.credential.encode(), at=self.at)
        if not answer.valid:
            reasons = "; ".join(check.message.en for check in answer.failed)
            raise JourneyError(f"the credential does not verify: {reasons}")
        shown = public_award(award.number)
        if shown is None or not shown.is_in_force:
            raise JourneyError(f"{award.number} is not found in force")
        names = ", ".join(check.name.value for check in answer.checks)
        yield self.step(f"the credential verifies ({names}) and is in force")

    def conferred(self, designation: str) -> Award:
        """The award, conferred now."""
        return went_well(
            confer(
                self.user,
                designation,
                actor=self.user,
                at=self.at,
                language=self.language,
                show_name=True,
            )
        )


def morning(moment: datetime) -> datetime:
    """Nine o'clock of the programme's day at a moment."""
    return datetime.combine(local_day(moment), time(9), tzinfo=zone())


def _spoken(result: Result) -> str:
    verdict = "passed" if result.passed else "not passed"
    if result.is_by_points:
        points, mark = points_text(result.points), points_text(result.pass_mark)
        return f"{points} of {result.of} points, pass mark {mark}: {verdict}"
    return f"{result.correct} of {result.items} right, pass mark {result.pass_mark}: {verdict}"
