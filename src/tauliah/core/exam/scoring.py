"""From the scores of single answers to the score of an attempt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from types import MappingProxyType

from tauliah.core.exam.answers.scores import ItemScore, item_score
from tauliah.core.programme.items import ItemType

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """An item of a form as scoring sees it; one on pilot is answered like any, and counts nothing."""

    id: str
    topic: str
    item: ItemType
    is_pilot: bool = False


@dataclass(frozen=True, slots=True)
class TopicScore:
    """The items of one topic: how many are right in full, and their points."""

    topic: str
    correct: int
    items: int
    points: Decimal
    of: int


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome of an attempt.

    `pass_mark` is the fewest points that pass. In a form of plain items only, points are right
    answers, and so is the pass mark.
    """

    correct: int
    items: int
    points: Decimal
    of: int
    pass_mark: Decimal
    is_plain: bool
    topics: tuple[TopicScore, ...]

    @property
    def passed(self) -> bool:
        """Whether the pass mark is reached."""
        return self.points >= self.pass_mark


def score(
    form: Sequence[ScoredItem],
    answers: Mapping[str, object],
    *,
    pass_mark_percent: int,
    marks: Mapping[str, ItemScore] = MappingProxyType({}),
) -> Score:
    """The score of these answers (item -> value), with what markers gave for responses.

    The pass mark is the percentage of all points: rounded up to a whole number of items where all
    items are plain, and to a hundredth of a point where they are not; never below 1, so that a form
    without items passes nobody. Items on pilot are left out of everything. Raises ValueError where a
    response still waits for its markers.
    """
    form = [item for item in form if not item.is_pilot]
    scored = [
        (item, marks.get(item.id) or item_score(item.item, answers.get(item.id))) for item in form
    ]
    topics: dict[str, list[ItemScore]] = {}
    for item, its_score in scored:
        topics.setdefault(item.topic, []).append(its_score)
    scores = [its_score for _, its_score in scored]
    of = sum(one.of for one in scores)
    is_plain = all(item.item.is_plain for item in form)
    step = Decimal(1) if is_plain else _HUNDREDTH
    share = (Decimal(of) * pass_mark_percent / 100).quantize(step, rounding=ROUND_CEILING)
    return Score(
        correct=sum(one.is_right for one in scores),
        items=len(form),
        points=_points(scores),
        of=of,
        pass_mark=max(Decimal(1), share),
        is_plain=is_plain,
        topics=tuple(
            TopicScore(
                topic,
                correct=sum(one.is_right for one in its),
                items=len(its),
                points=_points(its),
                of=sum(one.of for one in its),
            )
            for topic, its in topics.items()
        ),
    )


def _points(scores: Sequence[ItemScore]) -> Decimal:
    total = Decimal(0)
    for one in scores:
        if one.points is None:
            raise ValueError("a response is not marked yet")
        total += one.points
    return total
