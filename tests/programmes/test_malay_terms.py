"""The shipped list of terms: what it decides, and that the check finds whoever departs from it."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tauliah.core.kernel import Language
from tauliah.core.programme.folder import Folder, read_folder
from tauliah.core.programme.malay_consistency import malay_problems
from tauliah.core.programme.said import Said, said_in, texts_of
from tauliah.core.programme.term_list import TermList
from tests.programmes.test_personal_insurance import files

LIST = "glossary/terms.yaml"
ENGLISH = "glossary/utmost-good-faith.en.md"
TEXTS = {
    "lesson": ("courses/PLI/lessons/07-liability-policies.ms.md", "## Ringkasan\n"),
    "item": ("courses/PIN/items/secure-motor.yaml", 'ms: "'),
    "card": ("courses/PLI/cards/02-reading-a-policy.yaml", 'ms: "'),
    "glossary": ("glossary/salvage.ms.md", "\n## "),
    "figure": ("courses/PIN/figures/average.ms.svg", "<title>"),
    "page": ("pages/about.ms.md", "\n## "),
}
DECIDED = {
    "split-limits": ("had berasingan", "had berpecah"),
    "trade-basis": ("asas dagangan", "asas perdagangan"),
    "strict-liability": ("liabiliti ketat", "liabiliti mutlak"),
    "total-loss": ("kerugian menyeluruh", "kerugian keseluruhan"),
    "joint-and-several": ("liabiliti bersesama dan berasingan", "bersama dan berasingan"),
    "stop-loss": ("henti rugi", "henti kerugian"),
    "surplus-treaty": ("triti surplus", "triti lebihan"),
    "group-insurance": ("insurans berkelompok", "insurans kelompok"),
    "bodily-injury": ("kecederaan tubuh badan", "kecederaan badan"),
    "self-check": ("semak diri", "uji diri"),
}


def list_of(folder: Folder) -> TermList:
    assert folder.term_list is not None
    return folder.term_list.value


@cache
def terms() -> TermList:
    return list_of(read_folder({LIST: files()[LIST]}))


@cache
def values(language: Language) -> tuple[Said, ...]:
    """The texts of items, cards and courses, which stand side by side in both languages."""
    folder = read_folder({path: text for path, text in files().items() if path.endswith(".yaml")})
    return tuple(said_in(folder, language))


def with_words(kind: str, words: str) -> tuple[Folder, str, int]:
    """Words put into one shipped text, read with the list: the folder, the file and the line."""
    path, before = TEXTS[kind]
    text = files()[path].decode()
    start = text.index(before) + len(before)
    line = text.count("\n", 0, start) + 1
    planted = text[:start] + words + " " + text[start:]
    beside = {LIST, ENGLISH, path.replace(".ms.", ".en.")}
    read = {**{name: files()[name] for name in beside}, path: planted.encode()}
    return read_folder(read), path, line


def test_the_list_has_at_least_150_concepts_and_refuses_words_for_a_third_of_them():
    found = terms().terms

    assert len(found) >= 150
    assert sum(bool(term.never) for term in found) >= len(found) / 3


@pytest.mark.parametrize("concept", DECIDED)
def test_where_two_malay_terms_were_in_use_the_list_takes_one_and_refuses_the_other(concept):
    (term,) = [one for one in terms().terms if one.concept == concept]

    taken, refused = DECIDED[concept]
    assert term.ms == taken
    assert refused in term.never


@pytest.mark.parametrize(
    ("english", "malay"),
    [
        # the clause of property insurance, and the patient's share of a bill
        ("coinsurance", "koinsurans"),
        ("co-insurance", "insurans bersama"),
        ("average", "purata"),
        ("total loss", "kerugian menyeluruh"),
        ("subrogation", "subrogasi"),
        ("sum insured", "jumlah diinsuranskan"),
        ("no-claim discount", "diskaun tanpa tuntutan"),
        ("utmost good faith", "kepercayaan penuh"),
        ("strict liability", "liabiliti ketat"),
        ("elimination period", "tempoh eliminasi"),
        ("excess of loss", "lebihan kerugian"),
    ],
)
def test_an_item_or_card_that_has_the_english_term_has_its_one_malay_term(english, malay):
    word = re.compile(rf"(?<![\w-]){english}(?!\w)", re.IGNORECASE)

    with_term = [one for one in values("en") if word.search(one.text)]
    said = {(one.file, one.path[:-1]): one.text for one in values("ms")}

    lacking = [
        f"{one.file}:{one.first_line}: {one.text}"
        for one in with_term
        if malay not in " ".join(said[one.file, one.path[:-1]].casefold().split())
    ]
    assert len(with_term) >= 3
    assert lacking == []


@pytest.mark.parametrize("kind", TEXTS)
def test_a_refused_word_is_found_wherever_it_is_written(kind):
    folder, path, line = with_words(kind, "Had berpecah")

    (said,) = malay_problems(folder, texts_of(folder))

    assert (said.file, said.line) == (path, line)
    assert "“had berasingan”" in said.message.en


@pytest.mark.parametrize("kind", TEXTS)
def test_english_is_found_wherever_it_was_left_over(kind):
    folder, path, line = with_words(kind, "Bayaran depends syarat")

    (said,) = malay_problems(folder, texts_of(folder))

    assert (said.file, said.line) == (path, line)
    assert "“depends”" in said.message.en


def test_every_shared_word_is_needed():
    folder = read_folder(files())
    listed = list_of(folder)
    assert folder.term_list is not None
    bare = listed.model_copy(update={"shared_words": ()})
    folder.term_list = type(folder.term_list)(bare, folder.term_list.reading)

    told = " ".join(said.message.en for said in malay_problems(folder, texts_of(folder)))

    needless = [
        one for one in listed.shared_words if not any(f"“{word}”" in told for word in one.split())
    ]
    assert needless == []
