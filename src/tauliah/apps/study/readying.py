"""How ready a person is for an exam: what first answers and memory say, and what would help most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.queries import BankItem
from tauliah.apps.people.queries import User
from tauliah.apps.study.decks import PersonalDeck, deck_of
from tauliah.apps.study.models import PracticeAnswer, Review
from tauliah.apps.study.practising import PracticeAim, aim_of, minutes_of
from tauliah.apps.study.queries import practice_items
from tauliah.core.practice import (
    LEAST_ANSWERS,
    LEAST_OF_TOPIC,
    ExamPlan,
    FirstAnswers,
    Readiness,
    ability,
    is_enough,
    largest_gain,
    practised_until,
    readiness,
    topic_recall,
)
from tauliah.core.programme import BlueprintRow, Course
from tauliah.core.programme.items import LEVELS, SingleChoice

SEED = 20_260_303
"""One for everybody: the same answers always give the same figures."""


@dataclass(frozen=True, slots=True)
class TopicState:
    """A topic of the exam: mean recall today, first answers, and those still needed to say anything."""

    row: BlueprintRow
    recall: float
    answers: int
    right: int
    missing: int

    @property
    def percent(self) -> int:
        """The recall in a hundred."""
        return round(self.recall * 100)


@dataclass(frozen=True, slots=True)
class Ready:
    """How ready a person is. The probabilities are None until there are enough first answers.

    `on_the_day` supposes the minutes of every day until then; `missing` is how many first answers are
    needed yet. `best` is the topic that would add most and `adds` by how much.
    """

    course: Course
    aim: PracticeAim
    minutes: int
    topics: tuple[TopicState, ...]
    answers: int
    missing: int
    today: Readiness | None
    on_the_day: Readiness | None
    best: BlueprintRow | None
    adds: float


def ready_for(person: User, course: Course, *, at: datetime) -> Ready:
    """How ready a person is for the exam of a course."""
    own, aim = deck_of(person, course, at=at), aim_of(person, course, at=at)
    minutes = minutes_of(person, course.code)
    items = practice_items(course.code)
    answers = _first_answers(person, course, items, at=at)
    plan = _plan(course, items)
    recall = topic_recall(own.deck, 0, len(course.blueprint), own.curve)
    topics = _topics(course, answers, recall)
    missing = max(LEAST_ANSWERS - len(answers.topic), sum(topic.missing for topic in topics), 0)
    today = on_the_day = best = None
    adds = 0.0
    if is_enough(answers, plan):
        person_can = ability(answers, len(course.blueprint), seed=SEED)
        today = readiness(person_can, plan, recall, seed=SEED)
        if aim.days is not None:
            then = _recall_then(own, aim.days, minutes)
            on_the_day = readiness(person_can, plan, then, seed=SEED)
        place, adds = largest_gain(person_can, plan, recall, seed=SEED)
        best = course.blueprint[place]
    return Ready(
        course, aim, minutes, topics, len(answers.topic), missing, today, on_the_day, best, adds
    )


def _recall_then(own: PersonalDeck, days: int, minutes: int) -> np.ndarray:
    deck = practised_until(own.deck, days, seconds_a_day=60.0 * minutes, seed=SEED, curve=own.curve)
    return topic_recall(deck, 0, len(own.course.blueprint), own.curve)


def _topics(course: Course, answers: FirstAnswers, recall: np.ndarray) -> tuple[TopicState, ...]:
    found = []
    for place, row in enumerate(course.blueprint):
        here = answers.topic == place
        count, right = int(here.sum()), int(answers.right[here].sum())
        missing = max(0, LEAST_OF_TOPIC - count)
        found.append(TopicState(row, float(recall[place]), count, right, missing))
    return tuple(found)


def _first_answers(
    person: User, course: Course, items: Sequence[BankItem], *, at: datetime
) -> FirstAnswers:
    """The first answer to each practice item in use, with the recall of its topic at that time."""
    places = {row.topic: place for place, row in enumerate(course.blueprint)}
    texts = {item.code: item for item in items}
    first: dict[str, PracticeAnswer] = {}
    for answer in PracticeAnswer.objects.filter(person=person, course=course.code).order_by(
        "answered_at", "id"
    ):
        first.setdefault(answer.item, answer)
    known = dict(
        Review.objects.filter(
            person=person, course=course.code, kind="item", days=None, known__isnull=False
        ).values_list("unit", "known")
    )
    used = [(texts[code], answer) for code, answer in first.items() if code in texts]
    return FirstAnswers(
        topic=np.array([places[item.topic] for item, _ in used], dtype=np.int64),
        level=np.array([LEVELS.index(item.text.level) for item, _ in used], dtype=np.int64),
        right=np.array([float(answer.is_right) for _, answer in used]),
        guess=np.array([_guess(item) for item, _ in used]),
        recall=np.array([known.get(item.code, 0.0) for item, _ in used]),
        age=np.array([(at - one.answered_at).days for _, one in used], dtype=np.float64),
    )


def _plan(course: Course, items: Sequence[BankItem]) -> ExamPlan:
    """What the exam asks; how often a blind answer is right is that of the topic's practice items."""
    rows = []
    guesses = []
    for row in course.blueprint:
        told = [float(n) for n in row.by_level] or [row.items / len(LEVELS)] * len(LEVELS)
        rows.append(told)
        here = [_guess(item) for item in items if item.topic == row.topic]
        guesses.append(sum(here) / len(here) if here else 0.0)
    asked = np.array(rows, dtype=np.float64)
    percent = programme().about.exam_policy.pass_mark_percent
    # the least whole number of items that reaches the percentage
    mark = -int(-asked.sum() * percent // 100)
    return ExamPlan(asked, np.array(guesses), mark)


def _guess(item: BankItem) -> float:
    """The chance of a blind answer; only with one best answer among options there is any to speak of."""
    return 1 / len(item.text.options) if isinstance(item.text, SingleChoice) else 0.0
