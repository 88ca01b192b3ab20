"""Items written one by one: their text round trips, two versions are compared, flaws are told at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.kernel import LocalText
from tauliah.core.programme.folder import ItemFile
from tauliah.core.programme.item_comparison import compared, words_compared
from tauliah.core.programme.item_files import item_files, item_yaml, read_item
from tauliah.core.programme.item_flaws import Surroundings, item_flaws
from tauliah.core.programme.items import CaseSet, PooledItem, item_from, item_text
from tauliah.core.programme.reading import check_shape, read_yaml

ROOT = Path(__file__).parents[3]


def single(**changes) -> dict:
    options = changes.pop("options", None) or {
        "a": ("The insurer", "Penanggung insurans"),
        "b": ("The broker", "Broker"),
        "c": ("The court of the state", "Mahkamah negeri yang berkenaan"),
    }
    return {
        "id": "PUM-S-RAT-99",
        "outcome": "PUM-1",
        "level": "apply",
        "lesson": "01-first",
        "stem": {"en": "Who bears the risk?", "ms": "Siapakah menanggung risiko?"},
        "key": "a",
        "options": {
            name: {"text": {"en": en, "ms": ms}, "explanation": {"en": "So.", "ms": "Ya."}}
            for name, (en, ms) in options.items()
        },
        **changes,
    }


def pooled(content: dict, *, topic: str = "rating", **more) -> PooledItem:
    return PooledItem(course="PUM", pool="secure", topic=topic, item=item_from(content), **more)


AROUND = Surroundings({"PUM-1"}, {"rating"}, {"01-first"}, ())


def told(content: dict, *, others: tuple = (), **more) -> list[tuple[str, bool]]:
    around = Surroundings({"PUM-1"}, {"rating"}, {"01-first"}, others)
    found = item_flaws(pooled(content, **more), around)
    return [(flaw.message.en, flaw.is_refused) for flaw in found]


def files_of_the_house() -> list[Path]:
    folders = ROOT / "programmes", ROOT / "tests" / "services" / "every-type"
    return sorted(file for folder in folders for file in folder.rglob("items/*.yaml"))


# The folder's format


@pytest.mark.parametrize("path", files_of_the_house(), ids=lambda path: path.name)
def test_every_item_of_the_house_is_the_same_after_it_was_written_and_read_again(path) -> None:
    file = check_shape(read_yaml(path.name, path.read_text()), ItemFile)
    cases = {case.id: case for case in file.cases}
    items = [
        PooledItem(
            course="PUM", pool=file.pool, topic=file.topic, item=item,
            case=cases.get(item.case or ""), place=number if item.case else 0,
        )
        for number, item in enumerate(file.items)
    ]  # fmt: skip

    ((written_to, written),) = item_files(items, name="new").items()
    again = check_shape(read_yaml(written_to, written.decode()), ItemFile)

    assert {item.id: item for item in again.items} == {item.id: item for item in file.items}
    assert {case.id: case for case in again.cases} == {
        id: case for id, case in cases.items() if any(item.case == id for item in file.items)
    }


def test_the_items_of_a_case_stay_in_their_order() -> None:
    case = CaseSet(
        id="fire",
        title=LocalText(en="Fire", ms="Api"),
        scenario=LocalText(en="A fire.", ms="Satu kebakaran."),
    )
    found = [
        pooled(single(id=f"PUM-S-RAT-{number}", case="fire"), case=case, place=place)
        for number, place in ((5, 2), (7, 1))
    ]

    (file,) = item_files(found, name="new").values()
    read = check_shape(read_yaml("items.yaml", file.decode()), ItemFile)

    assert [item.id for item in read.items] == ["PUM-S-RAT-7", "PUM-S-RAT-5"]
    assert read.cases == (case,)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"]), min_size=1))
def test_whatever_a_stem_says_is_read_as_it_was_written(text) -> None:
    if not text.strip():
        return
    item = item_from(single(stem={"en": text, "ms": "Soalan?"}))

    assert read_item(item_yaml(item), file="item.yaml").item == item


def test_words_that_yaml_takes_for_other_things_stay_words() -> None:
    options = {"a": ("true", "null"), "b": ("12", "NO"), "c": ("2024-01-01", "~")}
    item = item_from(single(options=options))

    assert read_item(item_yaml(item), file="item.yaml").item == item


def test_mistakes_of_an_items_text_are_told_with_their_lines() -> None:
    text = item_yaml(item_from(single())).replace("key: a", "key: z").replace("apply", "guess")

    problems = read_item(text, file="item.yaml")

    assert [(one.line, one.path) for one in problems] == [(3, "level")]
    faulty = read_item(text.replace("guess", "apply"), file="item.yaml")
    assert [(one.line, one.path) for one in faulty] == [(8, "key")]


# Two versions


def test_only_the_words_that_changed_are_marked() -> None:
    pieces = words_compared("Who bears the risk?", "Who carries the whole risk?")

    assert [(one.fate, one.words) for one in pieces] == [
        ("same", "Who "),
        ("removed", "bears"),
        ("added", "carries"),
        ("same", " the "),
        ("added", "whole "),
        ("same", "risk?"),
    ]


@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_make_both_texts_again(before, after) -> None:
    pieces = words_compared(before, after)

    assert "".join(one.words for one in pieces if one.fate != "added") == before
    assert "".join(one.words for one in pieces if one.fate != "removed") == after


def test_texts_are_compared_in_both_languages_and_facts_once() -> None:
    before = single()
    after = single(key="b", stem={"en": "Who bears the risk?", "ms": "Siapa menanggung risiko?"})

    texts, facts = compared(before, after)

    assert [text.path for text in texts if text.is_changed] == ["stem"]
    stem = next(text for text in texts if text.path == "stem")
    assert {one.fate for one in stem.pieces["en"]} == {"same"}
    assert {one.fate for one in stem.pieces["ms"]} == {"removed", "added", "same"}
    assert [(one.path, one.before, one.after) for one in facts if one.is_changed] == [
        ("key", "a", "b")
    ]


def test_an_option_that_is_new_is_added_as_a_whole() -> None:
    before, after = single(), single()
    del before["options"]["c"]

    texts, _ = compared(before, after)

    added = next(text for text in texts if text.path == "options.c.text")
    assert [one.fate for one in added.pieces["en"]] == ["added"]


# Flaws


def test_an_item_without_flaws_has_none() -> None:
    assert told(single()) == []


def test_a_key_that_is_longer_than_every_other_option_is_told_in_the_language_where_it_is() -> None:
    options = {
        "a": ("The company that insures", "Syarikat"),
        "b": ("A broker", "Seorang broker"),
        "c": ("A court", "Mahkamah"),
    }

    assert told(single(options=options)) == [
        ("the key is longer than every other option (en)", False)
    ]


@pytest.mark.parametrize(("en", "ms"), [("All of the above", "Semua di atas")])
def test_options_that_speak_of_all_are_refused(en, ms) -> None:
    options = {"a": ("The insurer", "Penanggung insurans"), "b": ("X", "Y"), "c": (en, ms)}

    refused = [message for message, is_refused in told(single(options=options)) if is_refused]

    assert len(refused) == 2
    assert "all" in refused[0]


def test_an_option_that_begins_with_its_own_letter_is_refused() -> None:
    options = {
        "a": ("The insurer", "Penanggung insurans"),
        "b": ("b Lower it", "Y"),
        "c": ("X", "Z"),
    }

    refused = [message for message, is_refused in told(single(options=options)) if is_refused]

    assert refused == ["begins with its own letter, b: expected the text alone"]


def test_a_negative_that_does_not_stand_out_is_refused() -> None:
    stem = {"en": "Which of them is not insured?", "ms": "Manakah BUKAN?"}

    assert any("is not" in message and refused for message, refused in told(single(stem=stem)))
    assert told(single(stem={**stem, "en": "Which of them is NOT insured?"})) == []


def test_an_article_that_fits_the_key_alone_is_told() -> None:
    stem = {"en": "Who bears the risk is an", "ms": "Siapakah?"}
    options = {
        "a": ("insurer", "penanggung"),
        "b": ("broker that helps", "broker yang membantu"),
        "c": ("court", "mahkamah"),
    }

    (flaw,) = told(single(stem=stem, options=options))

    assert "does not fit every option" in flaw[0]
    assert not flaw[1]


def test_a_long_word_of_the_stem_in_the_key_alone_is_told() -> None:
    stem = {"en": "Who pays a deductible?", "ms": "Siapakah?"}
    options = {
        "a": ("The bearer of the deductible", "Pihak"),
        "b": ("The broker of the policy, or its bearer", "Broker itu"),
        "c": ("The court", "Mahkamah"),
    }

    assert told(single(stem=stem, options=options)) == [
        ("“deductible” stands in the stem and of all options in the key alone", False)
    ]


def test_absolute_words_in_wrong_options_alone_are_told() -> None:
    options = {
        "a": ("The insurer in most cases", "Insurans"),
        "b": ("Always the broker and nobody else", "Broker"),
        "c": ("Never the broker, but a court", "Mahkamah"),
    }

    assert [message for message, _ in told(single(options=options))] == [
        "wrong options say “always”, “never” or “only” and the key does not (en)"
    ]


def test_a_sentence_that_nobody_understands_in_one_reading_is_refused() -> None:
    stem = {"en": " ".join(["Who"] + ["bears"] * 50) + "?", "ms": "Siapakah?"}

    (flaw,) = told(single(stem=stem))

    assert flaw[0].startswith("a sentence of 51 words")
    assert flaw[1]


def test_a_number_that_only_one_language_has_is_told() -> None:
    stem = {"en": "A house of RM300,000 burns. Who pays?", "ms": "Rumah RM30,000 terbakar. Siapa?"}

    assert told(single(stem=stem)) == [
        ("numbers that only one language has: English 300,000, Malay 30,000", False)
    ]


def test_a_text_that_was_not_translated_is_told_but_not_a_sum() -> None:
    stem = {"en": "Who bears the risk?", "ms": "Who bears the risk?"}
    options = {
        "a": ("RM2 + RM3", "RM2 + RM3"),
        "b": ("RM4 + RM50", "RM4 + RM50"),
        "c": ("RM4 + RM60", "RM4 + RM60"),
    }

    assert told(single(stem=stem, options=options)) == [
        ("both languages say it in the same words", False)
    ]


def test_the_same_stem_in_another_pool_is_refused_and_only_its_id_is_told() -> None:
    other = PooledItem(
        course="PUM", pool="practice", topic="rating", item=item_from(single(id="PUM-P-RAT-1"))
    )

    assert told(single(), others=(other,)) == [("the same words as the stem of PUM-P-RAT-1", True)]


def test_an_item_with_other_amounts_is_told_as_alike() -> None:
    long = (
        "A house is insured for RM300,000 and would cost RM500,000 to rebuild. A fire causes damage "
        "of RM100,000. What is paid under the condition of average in this case?"
    )
    other = pooled(single(id="PUM-S-RAT-1", stem={"en": long, "ms": "Satu?"}))
    again = single(stem={"en": long.replace("300", "240"), "ms": "Dua?"})

    refused = [flaw for flaw in told(again, others=(other,)) if flaw[1]]

    assert refused == [("alike to PUM-S-RAT-1 in 100% of its words in a row", True)]


def test_what_the_course_does_not_have_is_refused() -> None:
    flaws = told(single(outcome="PUM-9", lesson="99-none"), topic="stars")

    assert flaws == [
        ("PUM has no outcome PUM-9", True),
        ("PUM has no lesson 99-none", True),
        ("PUM has no topic stars", True),
    ]


def test_a_text_reads_back_to_the_same_values() -> None:
    assert item_text(item_from(single())) == single()
