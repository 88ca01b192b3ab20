"""Ten thousand random fillings of one shape, in the letters of every script: the fast path and the slow."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from tauliah.core.credentials import (
    AchievementFacts,
    SigningKey,
    Templates,
    achievement_credential,
    sign,
)
from tauliah.core.credentials.shapes import parts_of
from tauliah.core.kernel import LocalText
from tests.core.credentials.conftest import AWARDED

FILLINGS = 10_000
SEED = 20_261_126
KEY = SigningKey(bytes(range(32)))
METHOD = f"did:web:body.example#{KEY.public.multibase}"
FIT = tuple(
    sign
    for sign in map(chr, range(0x20, 0x110000))
    if unicodedata.category(sign) not in ("Cc", "Cs", "Cn", "Co")
)
"""Every letter, mark, figure and sign that Unicode has assigned, in all scripts."""


def words(chance: Random) -> str:
    """Some signs next to each other in Unicode, as in one script, or from anywhere."""
    length = chance.randint(1, 24)
    if chance.random() < 0.7:
        at = chance.randrange(len(FIT) - 40)
        letters = [FIT[at + chance.randrange(40)] for _ in range(length)]
    else:
        letters = chance.choices(FIT, k=length)
    if chance.random() < 0.2:
        letters.insert(chance.randrange(length), chance.choice('"\\\n\t\r%'))
    return "".join(letters).replace("/.", "/")


def filling(facts: AchievementFacts, chance: Random) -> AchievementFacts:
    """The same credential of another person."""
    return replace(
        facts,
        credential_id=f"https://body.example/credentials/{chance.randrange(10**9)}",
        credential_number=words(chance),
        letters=words(chance),
        title=LocalText(en=words(chance), ms=words(chance)),
        description=LocalText(en=words(chance), ms=words(chance)),
        criteria=LocalText(en=words(chance), ms=words(chance)),
        holder=replace(facts.holder, name=words(chance), salt=f"{chance.getrandbits(80):020x}"),
        awarded_at=AWARDED + timedelta(seconds=chance.randrange(10**8)),
        status=replace(facts.status, index=chance.randrange(131_072)),
    )


@pytest.mark.slow
def test_ten_thousand_proofs_are_those_of_the_slow_path_to_the_byte(
    facts: AchievementFacts,
) -> None:
    chance, templates = Random(SEED), Templates()
    taken = 0
    for _ in range(FILLINGS):
        document = achievement_credential(filling(facts, chance))
        by_template = sign(
            document, KEY, verification_method=METHOD, created=AWARDED, templates=templates
        )
        slowly = sign(document, KEY, verification_method=METHOD, created=AWARDED)
        assert by_template == slowly, document
        parts = parts_of(document)
        taken += parts is not None and templates.canonical(parts) is not None

    # else the slow path would have been held against itself
    assert taken > 0.99 * FILLINGS
