"""The search over lessons and glossary, on the full-text search of each database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tauliah.apps.reading.indexing import (
    is_anything_indexed,
    is_index_current,
    make_index,
    refresh_index,
    vocabulary_of,
)
from tauliah.apps.reading.models import Passage
from tauliah.apps.reading.searching import Found, Scope, count_in, search
from tauliah.core.reading import words_of
from tests.apps.reading.texts import MOMENT, PERILS, lesson_files, publish_lessons

ENGLISH = Scope("en", with_lessons=True)
MALAY = Scope("ms", with_lessons=True)
PUBLIC = Scope("en", with_lessons=False)


@pytest.fixture
def published(db: None) -> Any:
    released = publish_lessons()
    make_index(at=MOMENT)
    return released


def places(found: Found) -> list[tuple[str, str]]:
    return [(one.passage.slug, one.passage.heading) for one in found.results]


def marked(found: Found) -> list[str]:
    first = found.results[0]
    return [
        one.text for part in (first.heading, first.text) for one in part.pieces if one.is_marked
    ]


def test_a_section_is_found_by_its_words_and_shown_with_them_marked(published: Any) -> None:
    found = search("moral hazard", ENGLISH)

    assert places(found) == [("01-first", "Perils and hazards")]
    assert {"Moral", "hazard"} <= set(marked(found))


def test_a_word_in_a_title_counts_for_more_than_one_in_a_text(published: Any) -> None:
    assert places(search("premium", ENGLISH))[0] == ("01-first", "Premiums")
    assert search("subrogation", ENGLISH).results[0].passage.kind == "term"


@pytest.mark.parametrize("typed", ["hazzard", "hazrad", "premuims", "subrogatoin"])
def test_a_slip_of_the_finger_is_read_as_the_word_that_was_meant(
    published: Any, typed: str
) -> None:
    found = search(typed, ENGLISH)

    assert found.corrected
    assert found.count > 0


def test_malay_words_are_found_by_others_of_their_root(published: Any) -> None:
    # the text has perlindungan and dipilih
    assert places(search("melindungi", MALAY)) == [("01-first", "Premium")]
    assert places(search("lindung", MALAY)) == [("01-first", "Premium")]
    assert places(search("memilih", MALAY))[0] == ("01-first", "Premium")
    assert places(search("rugi", MALAY))[0][0] == "01-first"


def test_where_no_passage_has_every_word_those_with_some_are_shown(published: Any) -> None:
    found = search("subrogation carelessness", ENGLISH)

    assert not found.has_every
    assert {slug for slug, _ in places(found)} == {"subrogation", "01-first"}


def test_a_word_that_stands_nowhere_means_nothing_and_the_others_are_looked_for(
    published: Any,
) -> None:
    found = search("hazard xylophone", ENGLISH)

    assert [one.typed for one in found.wanted if not one.meant] == ["xylophone"]
    assert not found.has_every
    assert found.count == 1
    assert search("xylophone", ENGLISH).count == 0


def test_who_may_not_read_lessons_finds_the_glossary_alone(published: Any) -> None:
    assert search("hazard", PUBLIC).count == 0
    assert places(search("insurer", PUBLIC)) == [("subrogation", "")]


def test_a_search_can_be_restricted_to_a_course(published: Any) -> None:
    assert search("text", Scope("en", with_lessons=True, course="PIN")).count == 1
    assert search("hazard", Scope("en", with_lessons=True, course="PIN")).count == 0


def test_the_other_language_is_counted_as_it_is_spelled(published: Any) -> None:
    assert count_in("bencana", MALAY) == search("bencana", MALAY).count == 3
    assert count_in("bencana", ENGLISH) == 0
    assert count_in("bencna", MALAY) == 0


@pytest.mark.parametrize(
    "hostile",
    [
        '"', "'", "*", '" OR 1=1 --', "hazard*", "NEAR(hazard moral)", "title:hazard", "^hazard",
        "hazard AND", "NOT hazard", "(hazard", "hazard & | !", "a:*", "\\", "%", "{hazard}", "<->",
        "'hazard':1A", "hazard\x00moral", "-hazard", "hazard + moral", "\ud83d\ude00" * 3, "%s %(x)s",
    ],
)  # fmt: skip
def test_signs_of_the_databases_are_no_more_than_signs(published: Any, hostile: str) -> None:
    as_words = search(" ".join(words_of(hostile)), ENGLISH)

    found = search(hostile, ENGLISH)

    assert (found.count, places(found)) == (as_words.count, places(as_words))


def test_a_very_long_search_is_cut(published: Any) -> None:
    assert search("hazard " * 5_000, ENGLISH).count == 1


def test_every_word_of_every_passage_finds_it(published: Any) -> None:
    for language in ("en", "ms"):
        scope = Scope(language, with_lessons=True)
        for passage in Passage.objects.filter(language=language):
            wanted = f"{passage.title} {passage.heading}"
            pages = range(1, 4)
            found = {
                one.passage.pk for page in pages for one in search(wanted, scope, page=page).results
            }
            assert passage.pk in found, wanted


def test_pages_of_results_follow_one_another(published: Any, monkeypatch: Any) -> None:
    from tauliah.apps.reading import searching

    monkeypatch.setattr(searching, "RESULTS_PER_PAGE", 1)

    pages = [search("first lesson text more", ENGLISH, page=number) for number in (1, 2, 3)]

    ids = [one.passage.pk for page in pages for one in page.results]
    assert len(ids) == len(set(ids)) == min(3, pages[0].count)


# When it is made


def test_a_new_release_is_looked_in_when_the_index_is_made_anew(published: Any) -> None:
    changed = lesson_files(PERILS.replace("dishonesty", "a swindle"))
    publish_lessons(changed, at=MOMENT + timedelta(days=1))

    was_current = is_index_current()
    before = search("dishonesty", ENGLISH).count
    made = refresh_index(at=MOMENT)
    again = refresh_index(at=MOMENT)

    assert (was_current, before) == (False, 1)
    assert (made, again) == (True, False)
    assert places(search("swindle", ENGLISH)) == [("01-first", "Perils and hazards")]
    assert search("dishonesty", ENGLISH).count == 0


def test_before_anything_is_published_there_is_nothing_to_look_in(db: None) -> None:
    assert not refresh_index(at=MOMENT)
    assert not is_anything_indexed()
    assert vocabulary_of("en").counts == {}


def test_making_it_twice_leaves_each_passage_once(published: Any) -> None:
    count = Passage.objects.count()

    assert make_index(at=MOMENT) == count == Passage.objects.count()
    assert search("carelessness", ENGLISH).count == 1
