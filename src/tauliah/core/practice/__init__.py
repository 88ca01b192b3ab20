"""Practice that aims at the exam day: memory, what to practise today, how ready one is; the plan of study.

Usable alone: a `Deck` of cards and items, `in_order_of_gain` and `chosen_for` to choose from it,
`days_ahead` and `practised_until` to look ahead, `ability` and `readiness` for the probability of
passing. A plan of study is `paced` from `ExamWork` and `Hours`; `longer_days` and `moves` say what it
would take where it does not fit, `plan_changes` what slipped.
"""

from tauliah.core.practice.ahead import days_ahead
from tauliah.core.practice.choosing import (
    LEECH_LAPSES,
    LEECH_REST_DAYS,
    Aim,
    chosen_for,
    in_order_of_gain,
    interleaved,
    is_leech,
    new_a_day,
    resting_leeches,
)
from tauliah.core.practice.exam_day import (
    Deck,
    exam_weights,
    expected_score,
    expected_seconds,
    gains,
    recall_on,
)
from tauliah.core.practice.fitting import Move, fits, longer_days, moves
from tauliah.core.practice.forecast import practised_until, topic_recall
from tauliah.core.practice.forgetting import fitted_curve
from tauliah.core.practice.memory import (
    AGAIN,
    AVERAGE,
    EASY,
    GOOD,
    HARD,
    Curve,
    MemoryStates,
    first_states,
    next_states,
    recall,
)
from tauliah.core.practice.pacing import paced
from tauliah.core.practice.plan_calendar import DatedNote, calendar_of_study, piece_title
from tauliah.core.practice.plan_changes import Cost, PlanChanges, Slip, plan_changes
from tauliah.core.practice.readiness import (
    LEAST_ANSWERS,
    LEAST_OF_TOPIC,
    Ability,
    ExamPlan,
    FirstAnswers,
    Readiness,
    ability,
    is_enough,
    largest_gain,
    pass_chances,
    readiness,
)
from tauliah.core.practice.study_plan import ExamPace, Paced, Piece, PlannedDay
from tauliah.core.practice.study_time import (
    CourseTime,
    ExamWork,
    Hours,
    LessonLeft,
    MockExam,
    course_time,
    mock_exams,
)

__all__ = [
    "AGAIN",
    "AVERAGE",
    "EASY",
    "GOOD",
    "HARD",
    "LEAST_ANSWERS",
    "LEAST_OF_TOPIC",
    "LEECH_LAPSES",
    "LEECH_REST_DAYS",
    "Ability",
    "Aim",
    "Cost",
    "CourseTime",
    "Curve",
    "DatedNote",
    "Deck",
    "ExamPace",
    "ExamPlan",
    "ExamWork",
    "FirstAnswers",
    "Hours",
    "LessonLeft",
    "MemoryStates",
    "MockExam",
    "Move",
    "Paced",
    "Piece",
    "PlanChanges",
    "PlannedDay",
    "Readiness",
    "Slip",
    "ability",
    "calendar_of_study",
    "chosen_for",
    "course_time",
    "days_ahead",
    "exam_weights",
    "expected_score",
    "expected_seconds",
    "first_states",
    "fits",
    "fitted_curve",
    "gains",
    "in_order_of_gain",
    "interleaved",
    "is_enough",
    "is_leech",
    "largest_gain",
    "longer_days",
    "mock_exams",
    "moves",
    "new_a_day",
    "next_states",
    "paced",
    "pass_chances",
    "piece_title",
    "plan_changes",
    "practised_until",
    "readiness",
    "recall",
    "recall_on",
    "resting_leeches",
    "topic_recall",
]
