"""The plan of study of a person, worked out anew each time; what slipped, and what it would take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import standing
from tauliah.apps.sittings.queries import Booking, bookings_of
from tauliah.apps.study.class_seats import ClassSeat, hours_beside, seats_held
from tauliah.apps.study.models import PlanChoice, StudyTick
from tauliah.apps.study.plan_choices import (
    Attended,
    ExamDay,
    PlanWishes,
    fixed_day,
    newest_choice,
    windows_ahead,
)
from tauliah.apps.study.plan_work import (
    Studied,
    beginning_of,
    exam_work,
    lesson_titles,
    studied_of,
    time_of_course,
)
from tauliah.core.exam import Window, window_on
from tauliah.core.kernel import LocalText
from tauliah.core.practice import (
    ExamPace,
    ExamWork,
    Move,
    Paced,
    Piece,
    PlanChanges,
    PlannedDay,
    longer_days,
    moves,
    paced,
    plan_changes,
)
from tauliah.core.programme import Course, Designation, Programme

DAYS_BACK = 7
"""What slipped is told against the plan of so many days ago, or since it was chosen anew."""
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PlannedExam:
    """An exam of the plan: its course, its day, whether it is booked, and how its work comes out."""

    course: Course
    day: date
    serves: tuple[str, ...]
    is_booked: bool
    pace: ExamPace


@dataclass(frozen=True, slots=True)
class Reached:
    """A designation, and the day on which the last exam of the plan that it needs is sat."""

    letters: str
    title: LocalText
    day: date


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """The plan of a person today.

    `seats` are those that the person holds in classes of its courses, `overdue` are exams whose day
    has come and that are not passed, `not_entered` designations for which the person is not
    matriculated. `changes` is None on the day on which the plan was chosen. Where it does not fit,
    `longer` are the fewest minutes more on each day of study that would be enough (None where none
    are), and `moves` later days for exams.
    """

    wishes: PlanWishes
    seats: tuple[ClassSeat, ...]
    today: date
    paced: Paced
    exams: tuple[PlannedExam, ...]
    overdue: tuple[Course, ...]
    not_entered: tuple[Designation, ...]
    reached: tuple[Reached, ...]
    lessons: Mapping[tuple[str, str], LocalText]
    done_today: int
    ticks_today: tuple[StudyTick, ...]
    changes: PlanChanges | None
    longer: int | None
    moves: tuple[Move, ...]

    @property
    def fits(self) -> bool:
        """Whether all the work has room before its exams."""
        return self.paced.fits

    @property
    def next_piece(self) -> tuple[PlannedDay, Piece] | None:
        """What comes first, today or later."""
        return next(((day, one) for day in self.paced.days for one in day.pieces), None)

    def days_of_week(self, monday: date) -> tuple[PlannedDay, ...]:
        """The seven days from a Monday on; days that are past or after the last exam are empty."""
        known = {one.day: one for one in self.paced.days}
        week = (monday + timedelta(days=n) for n in range(7))
        return tuple(known.get(day) or PlannedDay(day, 0, ()) for day in week)

    @property
    def class_days(self) -> frozenset[date]:
        """The days on which a class meets in which the person has a seat."""
        return frozenset(day for seat in self.seats for day in seat.days)

    @property
    def titles(self) -> dict[str, LocalText]:
        """The titles of the exams of the plan, by their codes."""
        return {one.course.code: one.course.title for one in self.exams}


def monday_of(day: date) -> date:
    """The Monday of the week in which a day lies."""
    return day - timedelta(days=day.weekday())


def plan_of(person: User, *, at: datetime) -> StudyPlan | None:
    """The plan of a person at this moment; None where none was chosen."""
    choice = newest_choice(person)
    if choice is None:
        return None
    return _plan(person, choice, at=at)


def mock_ahead(person: User, course: str, *, at: datetime) -> int | None:
    """The number of the first mock exam of a course that the plan still has ahead; None for none."""
    choice = newest_choice(person)
    if choice is None:
        return None
    published, today = programme(), local_day(at)
    booked = {one.course: one for one in bookings_of(person) if one.state == "booked"}
    days = _exam_days(
        published, PlanWishes.of(choice), booked, passed=standing(person).exams_passed
    )
    for found, one in days:
        if found.code == course and one.day > today:
            studied = studied_of(person, (course,), (at,))
            work = exam_work(published, found, one.day, studied, today=today, until=at)
            return min((mock.number for mock in work.mocks), default=None)
    return None


def _plan(person: User, choice: PlanChoice, *, at: datetime) -> StudyPlan:
    published, today = programme(), local_day(at)
    wishes = PlanWishes.of(choice)
    booked = {one.course: one for one in bookings_of(person) if one.state == "booked"}
    held = standing(person)
    days = _exam_days(published, wishes, booked, passed=held.exams_passed)
    ahead = [(course, one) for course, one in days if one.day > today]
    since = max(today - timedelta(days=DAYS_BACK), local_day(choice.chosen_at))
    now, morning, earlier = at, beginning_of(today), beginning_of(since)
    studied = studied_of(person, (course.code for course, _ in ahead), (now, morning, earlier))

    seats = seats_held(person, {one.exam for one in wishes.exams}, at=at)
    hours = hours_beside(wishes.hours, seats)
    works = _works(published, ahead, studied, today=today, until=now)
    done = _done_today(published, ahead, studied, morning=morning, now=now)
    plan = paced(works, hours, today=today, done_today=done)
    changes = None
    if since < today:
        then = _works(published, ahead, studied, today=since, until=earlier)
        before = paced(then, hours, today=since)
        changes = _changes(
            before, plan, works, studied, today=today, morning=morning, earlier=earlier
        )
    longer: int | None = None
    moved: tuple[Move, ...] = ()
    if not plan.fits:
        longer = longer_days(works, hours, today=today, done_today=done)
        later = _later_days(published, ahead, booked, today)
        moved = moves(works, hours, later, today=today, done_today=done)
    paces = {one.exam: one for one in plan.exams}
    exams = tuple(
        PlannedExam(course, one.day, one.serves, course.code in booked, paces[course.code])
        for course, one in ahead
    )
    return StudyPlan(
        wishes=wishes,
        seats=seats,
        today=today,
        paced=plan,
        exams=exams,
        overdue=tuple(course for course, one in days if one.day <= today),
        not_entered=tuple(
            one
            for one in published.designations
            if one.code in wishes.targets and one.code not in held.matriculated
        ),
        reached=_reached(published, wishes, exams),
        lessons={
            (course.code, name): title
            for course, _ in ahead
            for name, title in lesson_titles(published, course).items()
        },
        done_today=done,
        ticks_today=tuple(one for one in studied.ticks if one.done_at >= morning),
        changes=changes,
        longer=longer,
        moves=moved,
    )


def _exam_days(
    published: Programme,
    wishes: PlanWishes,
    booked: Mapping[str, Booking],
    *,
    passed: Iterable[str],
) -> list[tuple[Course, ExamDay]]:
    """The exams that are not passed, with their days; a booking outranks what was chosen."""
    known, done = published.course_by_code, set(passed)
    found = []
    for one in sorted(wishes.exams, key=lambda one: (one.day, one.exam)):
        course = known.get(one.exam)
        if course is None or one.exam in done:
            continue
        booking = booked.get(one.exam)
        day = _booked_day(published, booking, one.day) if booking else one.day
        found.append((course, ExamDay(one.exam, day, one.serves)))
    return sorted(found, key=lambda pair: (pair[1].day, pair[1].exam))


def _booked_day(published: Programme, booking: Booking, chosen: date) -> date:
    """The day of a booked exam: that of its paper, the chosen one in its window, or its last."""
    year, _, _ = booking.window.partition("-")
    windows = windows_ahead(published, date(int(year), 1, 1))
    window = next((one for one in windows if one.code == booking.window), None)
    if window is None:
        return chosen
    paper = fixed_day(published, window, booking.course)
    if paper is not None:
        return local_day(paper.starts)
    return chosen if window.is_open(chosen) else window.closes


def _works(
    published: Programme,
    ahead: Iterable[tuple[Course, ExamDay]],
    studied: Studied,
    *,
    today: date,
    until: datetime,
) -> list[ExamWork]:
    return [
        exam_work(published, course, one.day, studied, today=today, until=until)
        for course, one in ahead
    ]


def _done_today(
    published: Programme,
    ahead: Iterable[tuple[Course, ExamDay]],
    studied: Studied,
    *,
    morning: datetime,
    now: datetime,
) -> int:
    """Minutes of today that are used: practised, noted, and for lessons that were marked as read."""
    done = sum(one.minutes for one in studied.ticks if one.done_at >= morning)
    for course, _ in ahead:
        code = course.code
        done += studied.practised[now].get(code, 0) - studied.practised[morning].get(code, 0)
        spent = time_of_course(published, course).lessons
        minutes = dict(zip(lesson_titles(published, course), spent, strict=True))
        for (of, name), read_at in studied.read.items():
            if of == code and read_at >= morning and name in minutes:
                noted = studied.minutes_noted(code, "lesson", name, until=now)
                done += max(0, minutes[name] - noted)
    return done


def _changes(
    before: Paced,
    now: Paced,
    works: Iterable[ExamWork],
    studied: Studied,
    *,
    today: date,
    morning: datetime,
    earlier: datetime,
) -> PlanChanges:
    return plan_changes(
        before,
        now,
        today=today,
        open_lessons={(one.exam, lesson.name) for one in works for lesson in one.lessons},
        sat_mocks={(one.course, one.name) for one in studied.ticks if one.kind == "mock"},
        practised={
            code: minutes - studied.practised[earlier].get(code, 0)
            for code, minutes in studied.practised[morning].items()
        },
    )


def _later_days(
    published: Programme,
    ahead: Iterable[tuple[Course, ExamDay]],
    booked: Mapping[str, Booking],
    today: date,
) -> dict[str, list[date]]:
    """On which later days each exam could be sat: week by week in the windows to come.

    What is booked can only be sat later within its window.
    """
    windows = windows_ahead(published, today)
    found = {}
    for course, one in ahead:
        its_own = window_on(published.about.windows, one.day)
        offered = [its_own] if course.code in booked else windows
        found[course.code] = [
            day
            for window in offered
            if window is not None
            for day in _days_in(published, window, course.code)
            if day > one.day
        ]
    return found


def _days_in(published: Programme, window: Window, exam: str) -> list[date]:
    paper = fixed_day(published, window, exam)
    if paper is not None:
        return [local_day(paper.starts)]
    count = (window.closes - window.opens).days // 7 + 1
    return [*(window.opens + n * A_WEEK for n in range(count)), window.closes]


def _reached(
    published: Programme, wishes: PlanWishes, exams: Iterable[PlannedExam]
) -> tuple[Reached, ...]:
    last: dict[str, date] = {}
    for one in exams:
        for code in one.serves:
            last[code] = max(one.day, last.get(code, one.day))
    known = {one.code: one for one in published.designations}
    return tuple(
        Reached(known[code].letters, known[code].title, last[code])
        for code in wishes.targets
        if code in last and code in known
    )


def classes_of(plan: StudyPlan) -> tuple[tuple[Attended, Course], ...]:
    """The runs of classes of a plan that are not over, with their courses.

    A run in which the person holds a seat is told as that seat.
    """
    known = programme().course_by_code
    held = {(seat.course, seat.starts, seat.ends) for seat in plan.seats}
    return tuple(
        (one, known[one.course])
        for one in plan.wishes.classes
        if one.ends >= plan.today
        and one.course in known
        and (one.course, one.starts, one.ends) not in held
    )
