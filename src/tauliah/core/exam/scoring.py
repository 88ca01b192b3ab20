"""From answers and keys to a score, by identity of items and options, never by position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """An item of a form as scoring sees it."""

    id: str
    topic: str
    key: str


@dataclass(frozen=True, slots=True)
class TopicScore:
    """Right answers among the items of one topic."""

    topic: str
    correct: int
    items: int


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome of an attempt; `pass_mark` is the fewest right answers that pass."""

    correct: int
    items: int
    pass_mark: int
    topics: tuple[TopicScore, ...]

    @property
    def passed(self) -> bool:
        """Whether the pass mark is reached."""
        return self.correct >= self.pass_mark


def score(
    form: Sequence[ScoredItem], answers: Mapping[str, str], *, pass_mark_percent: int
) -> Score:
    """The score of these answers (item -> option); an unanswered item is not right.

    The pass mark is the smallest whole number of items that is at least the percentage, and never
    below 1, so that a form without items passes nobody.
    """
    topics: dict[str, tuple[int, int]] = {}
    for item in form:
        correct, items = topics.get(item.topic, (0, 0))
        topics[item.topic] = (correct + (answers.get(item.id) == item.key), items + 1)
    return Score(
        correct=sum(correct for correct, _ in topics.values()),
        items=len(form),
        pass_mark=max(1, -(-len(form) * pass_mark_percent // 100)),
        topics=tuple(TopicScore(topic, *counts) for topic, counts in topics.items()),
    )
