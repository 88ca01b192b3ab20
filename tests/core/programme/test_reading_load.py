"""The words of an item that candidates read, by language."""

from __future__ import annotations

from tauliah.core.kernel import LocalText
from tauliah.core.programme.items import CaseSet, item_from
from tauliah.core.programme.reading_load import words_of, words_of_case

BASE = {"id": "PUM-S-01", "outcome": "PUM-1", "level": "apply", "lesson": "01-first"}


def both(en: str, ms: str) -> dict[str, str]:
    return {"en": en, "ms": ms}


def test_stem_and_options_count_and_explanations_do_not():
    options = {
        name: {
            "text": both("Two words", "Tiga patah kata"),
            "explanation": both("So it is.", "Ya."),
        }
        for name in "abc"
    }
    item = item_from(
        BASE | {"stem": both("What is it?", "Apakah itu?"), "key": "a", "options": options}
    )

    assert words_of(item, "en") == 3 + 3 * 2
    assert words_of(item, "ms") == 2 + 3 * 3


def test_a_number_is_read_without_its_accepted_answer():
    item = item_from(
        BASE
        | {
            "type": "numeric",
            "stem": both("How many days?", "Berapa hari?"),
            "value": 14,
            "tolerance": {"absolute": 0},
            "explanation": both("A fortnight has fourteen.", "Dua minggu."),
        }
    )

    assert (words_of(item, "en"), words_of(item, "ms")) == (3, 2)


def test_gaps_count_their_text_and_what_can_be_chosen():
    gap = {
        "key": "a",
        "options": {
            name: {"text": both(word, word), "explanation": both("So it is.", "Ya.")}
            for name, word in (("a", "insurer"), ("b", "broker"))
        },
    }
    item = item_from(
        BASE
        | {
            "type": "inline-choice",
            "stem": both("Fill the gap.", "Isi tempat kosong."),
            "text": both("The {a} bears it.", "{a} menanggungnya."),
            "gaps": {"a": gap},
            "scoring": "per-part",
        }
    )

    assert words_of(item, "en") == 3 + 4 + 2


def test_a_case_counts_its_title_and_its_scenario():
    case = CaseSet(
        id="a-house",
        title=LocalText(en="A house", ms="Sebuah rumah"),
        scenario=LocalText(en="It burned down.", ms="Rumah itu terbakar habis."),
    )

    assert (words_of_case(case, "en"), words_of_case(case, "ms")) == (5, 6)
