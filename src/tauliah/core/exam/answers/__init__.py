"""Answers as values of JSON: what an item takes, and what an answer is worth.

The shape of each type's value is told in docs/en/items.md. `answer_refusal` decides whether a value
may be saved for an item, `item_score` what it is worth; both are by identity, never by position.
"""

from tauliah.core.exam.answers.examples import right_answer, wrong_answer
from tauliah.core.exam.answers.marking import (
    LONGEST_COMMENT,
    Mark,
    Marking,
    MarkKind,
    mark_refusal,
    marking,
)
from tauliah.core.exam.answers.numbers import NUMBER_FORMATS, NumberFormat, number_in
from tauliah.core.exam.answers.scores import ItemScore, Part, item_score, response_score
from tauliah.core.exam.answers.shown import names_of, parts_of
from tauliah.core.exam.answers.values import (
    LARGEST_ANSWER_BYTES,
    LONGEST_RESPONSE,
    Answer,
    Asked,
    answer_refusal,
    is_empty,
    words_in,
)

__all__ = [
    "LARGEST_ANSWER_BYTES", "LONGEST_COMMENT", "LONGEST_RESPONSE", "NUMBER_FORMATS", "Answer", "Asked",
    "ItemScore", "Mark", "MarkKind", "Marking", "NumberFormat", "Part", "answer_refusal", "is_empty",
    "item_score", "mark_refusal", "marking", "names_of", "number_in", "parts_of", "response_score",
    "right_answer", "words_in", "wrong_answer",
]  # fmt: skip
