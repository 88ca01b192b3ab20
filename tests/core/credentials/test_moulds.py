"""Many credentials from one mould: each to the byte what it would be by itself."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.credentials import (
    AchievementFacts,
    CredentialFault,
    Filling,
    HolderFacts,
    Mould,
    SigningKey,
    StatusPlace,
    Templates,
    achievement_credential,
    sign,
)
from tauliah.core.credentials.status import SUSPENSION
from tauliah.core.kernel import LocalText
from tests.core.credentials.conftest import AWARDED, LIST_ADDRESS

KEY = SigningKey(bytes(range(32)))
METHOD = f"did:web:body.example#{KEY.public.multibase}"
SUSPENDED = StatusPlace(list_address=f"{LIST_ADDRESS}/suspension", index=7, purpose=SUSPENSION)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=30).map(
    lambda text: f"{text.replace('/.', '/')}x"
)


def mould(facts: AchievementFacts, templates: Templates) -> Mould:
    return Mould(facts, KEY, verification_method=METHOD, created=AWARDED, templates=templates)


def nameless(facts: AchievementFacts) -> AchievementFacts:
    holder = HolderFacts(email="a@example.org", salt="s" * 16, candidate_number="C1")
    return replace(facts, holder=holder, suspension=SUSPENDED)


def filling(number: str, words: str, index: int) -> Filling:
    return Filling(
        credential_id=f"https://body.example/credentials/{number}",
        credential_number=words,
        holder=HolderFacts(
            email=f"{number}@example.org", salt=f"{words}{'s' * 16}", candidate_number=words
        ),
        criteria=f"100 % of it: {words}",
        status=StatusPlace(list_address=LIST_ADDRESS, index=index),
        suspension=replace(SUSPENDED, index=index),
    )


def alone(facts: AchievementFacts, one: Filling) -> str:
    whole = replace(
        facts,
        credential_id=one.credential_id,
        credential_number=one.credential_number,
        holder=one.holder,
        criteria=LocalText(en=one.criteria, ms=one.criteria),
        status=one.status,
        suspension=one.suspension,
    )
    document = achievement_credential(whole)
    signed = sign(document, KEY, verification_method=METHOD, created=AWARDED)
    return json.dumps(signed, ensure_ascii=False)


@settings(max_examples=60)
@given(words=st.lists(WORDS, min_size=1, max_size=3), index=st.integers(0, 131_071))
def test_each_is_to_the_byte_what_it_would_be_alone(words: list[str], index: int) -> None:
    facts = nameless(FACTS[0])
    made = mould(facts, TEMPLATES)

    for number, said in enumerate(words):
        one = filling(f"API-{number}", said, index)
        assert made.signed(one) == alone(facts, one)


def test_the_first_of_a_shape_takes_the_slow_path_and_the_next_do_not(
    facts: AchievementFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    slowly: list[Filling] = []
    whole = Mould._slowly

    def noted(self: Mould, one: Filling) -> str:
        slowly.append(one)
        return whole(self, one)

    monkeypatch.setattr(Mould, "_slowly", noted)
    made = mould(nameless(facts), Templates())

    for number in range(5):
        made.signed(filling(f"API-{number}", "so", number))

    assert len(slowly) == 1


@pytest.mark.parametrize("worst", ["a bell \a", "half a pair \ud800"])
def test_what_may_not_be_signed_is_refused_all_the_same(
    facts: AchievementFacts, worst: str
) -> None:
    made = mould(nameless(facts), Templates())
    made.signed(filling("API-1", "so", 1))

    with pytest.raises(CredentialFault):
        made.signed(filling("API-2", "so", 2)._replace(credential_number=worst))


def test_a_credential_that_says_more_than_the_others_is_none_of_them(
    facts: AchievementFacts,
) -> None:
    made = mould(nameless(facts), Templates())
    one = filling("API-1", "so", 1)

    with pytest.raises(ValueError, match="another number of things"):
        made.signed(one._replace(suspension=None))
    with pytest.raises(ValueError, match="another number of things"):
        made.signed(one._replace(holder=replace(one.holder, candidate_number="")))


FACTS: list[AchievementFacts] = []
TEMPLATES = Templates()


@pytest.fixture(autouse=True)
def _facts_for_examples(facts: AchievementFacts) -> None:
    FACTS[:] = [facts]
