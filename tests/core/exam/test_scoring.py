"""A score counts right answers by identity, and the pass mark is never rounded in anybody's favour."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.exam import ScoredItem, score
from tests.core.exam.answers.written import single_choice

TOPICS = ("rating", "motor", "home")


def form_of(count: int) -> list[ScoredItem]:
    return [
        ScoredItem(f"item-{n}", TOPICS[n % 3], single_choice("abcd"[n % 4])) for n in range(count)
    ]


def right_answers(form, count: int) -> dict[str, str]:
    return {item.id: item.item.key for item in form[:count]}


forms = st.integers(1, 60).map(form_of)
percents = st.integers(1, 100)
answers_drawn = st.dictionaries(
    st.integers(0, 70).map(lambda n: f"item-{n}"), st.sampled_from("abcde")
)


def test_seventy_percent_of_fifty_items_are_thirty_five():
    form = form_of(50)

    assert score(form, {}, pass_mark_percent=70).pass_mark == 35
    assert score(form, right_answers(form, 35), pass_mark_percent=70).passed
    assert not score(form, right_answers(form, 34), pass_mark_percent=70).passed


@pytest.mark.parametrize(
    ("items", "percent", "mark"), [(50, 70, 35), (51, 70, 36), (3, 50, 2), (1, 1, 1), (7, 100, 7)]
)
def test_a_mark_between_two_numbers_of_items_is_the_higher_one(items, percent, mark):
    assert score(form_of(items), {}, pass_mark_percent=percent).pass_mark == mark


@given(forms, percents, answers_drawn)
def test_who_passes_has_the_percentage_and_who_has_it_passes(form, percent, answers):
    marked = score(form, answers, pass_mark_percent=percent)

    assert marked.passed == (Fraction(marked.correct, len(form)) >= Fraction(percent, 100))


@given(forms, answers_drawn)
def test_right_is_who_gives_the_key_of_that_item(form, answers):
    marked = score(form, answers, pass_mark_percent=70)

    assert marked.correct == sum(answers.get(item.id) == item.item.key for item in form)
    assert marked.items == len(form)


@given(forms, answers_drawn, st.randoms())
def test_the_order_of_items_and_answers_does_not_matter(form, answers, random):
    shuffled = list(form)
    random.shuffle(shuffled)
    backwards = dict(reversed(answers.items()))

    one = score(form, answers, pass_mark_percent=70)
    other = score(shuffled, backwards, pass_mark_percent=70)

    assert (one.correct, one.passed, set(one.topics)) == (
        other.correct,
        other.passed,
        set(other.topics),
    )


@given(forms, answers_drawn)
def test_topics_add_up_to_the_score_and_stand_once(form, answers):
    marked = score(form, answers, pass_mark_percent=70)

    assert sum(topic.correct for topic in marked.topics) == marked.correct
    assert sum(topic.items for topic in marked.topics) == marked.items
    assert [topic.topic for topic in marked.topics] == list(dict.fromkeys(i.topic for i in form))


@given(forms, answers_drawn, st.data())
def test_one_more_right_answer_is_one_more_point(form, answers, data):
    item = data.draw(st.sampled_from(form))
    wrong = {**answers, item.id: "e"}
    right = {**answers, item.id: item.item.key}

    before = score(form, wrong, pass_mark_percent=70)
    after = score(form, right, pass_mark_percent=70)

    assert after.correct == before.correct + 1
    assert after.passed or not before.passed


@given(forms, answers_drawn)
def test_answers_to_items_of_another_form_count_for_nothing(form, answers):
    own = {id: option for id, option in answers.items() if id in {item.id for item in form}}

    assert score(form, own, pass_mark_percent=70) == score(form, answers, pass_mark_percent=70)


def test_an_empty_form_passes_nobody():
    assert not score([], {}, pass_mark_percent=70).passed


@given(forms, answers_drawn, st.data())
def test_items_on_pilot_change_nothing_whatever_is_answered(form, answers, data):
    on_pilot = data.draw(st.sets(st.sampled_from([item.id for item in form])))
    with_pilots = [replace(item, is_pilot=item.id in on_pilot) for item in form]
    scored = [item for item in form if item.id not in on_pilot]

    assert score(with_pilots, answers, pass_mark_percent=70) == score(
        scored, answers, pass_mark_percent=70
    )
