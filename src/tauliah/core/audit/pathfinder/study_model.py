"""Hours of study as constraints: what is sat on a day was studied before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tauliah.core.audit.pathfinder.path_model import PathModel, Task, add_at_most

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import BoolVarT


def add_study(path: PathModel) -> None:
    """The hours of study of all that is done until a day fit in before that day.

    With one stock of hours a week and all courses free to be studied from the start, to study by
    the order of the exams is best (Jackson 1955): so each course is one unbroken interval on the
    axis of hours, none overlap, and each ends before the hours of its day are used up.
    """
    quest, model = path.quest, path.model
    for code in set(path.exams) & set(path.lessons):
        # the lessons are studied once: who completes the course first sits the exam after it
        both = [path.exams[code].done, path.lessons[code].done]
        model.add(path.lessons[code].day <= path.exams[code].day).only_enforce_if(*both)
    if not quest.keeps("hours"):
        return
    studied: list[tuple[str, Task, BoolVarT, int]] = []
    for code, task in path.lessons.items():
        studied.append((code, task, task.done, quest.sevenths_left(code)))
    for code, task in path.exams.items():
        needed = task.done
        if code in path.lessons:
            needed = path.literal(f"study {code} for its exam")
            model.add_bool_or(~task.done, path.lessons[code].done, needed)
            model.add_implication(needed, task.done)
        studied.append((code, task, needed, quest.sevenths_left(code)))
    before = quest.study.before
    intervals = []
    for code, task, needed, size in studied:
        if not size:
            continue
        if size > before[-1]:
            model.add(needed == 0)
            continue
        begin = model.new_int_var(0, before[-1] - size, f"study of {code} begins")
        intervals.append(
            model.new_optional_interval_var(begin, size, begin + size, needed, f"study of {code}")
        )
        if quest.wishes.holidays:
            add_at_most(path, begin + size, task.day, before, when=needed, slope=quest.study.a_day)
        else:
            pace, first = quest.study.a_day, quest.days.begins
            model.add(begin + size <= pace * (task.day - first)).only_enforce_if(needed)
        model.add(task.day >= quest.study.day_when_done(size)).only_enforce_if(needed)
    model.add_no_overlap(intervals)
    for window in quest.windows:
        # implied by the intervals: all that is sat until a window's end fits in before it
        sizes = [
            quest.sevenths_left(code) * here
            for code, task in path.exams.items()
            if code not in path.lessons
            for place, here in task.places
            if place.window.closes <= window.closes
        ]
        if sizes:
            model.add(sum(sizes) <= before[min(window.closes, quest.days.last)])
