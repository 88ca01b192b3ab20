"""A credential of this house is believed only as the house writes it.

Linked data can say the same in several ways, and a signature holds for all of them: one value alone
or in a list, a part twice, another name for the same class. A reader would take such a file for the
one that was issued, though it is not. So the file is compared, place by place, with how the house
writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from tauliah.core.credentials.achievement import (
    CREDENTIAL_TYPES,
    AchievementFacts,
    AlignmentFacts,
    EvidenceFacts,
    ExamFacts,
    IssuerFacts,
    ScoreFacts,
    achievement_credential,
)
from tauliah.core.credentials.identities import HolderFacts
from tauliah.core.credentials.reading import listed
from tauliah.core.credentials.shapes import Mark, Parts, Shape, document_of
from tauliah.core.credentials.status import StatusPlace
from tauliah.core.kernel import LANGUAGES, LocalText

_EITHER_WAY = frozenset({("credentialStatus",)})
"""Places at which the house writes one value or several: a list of suspensions may join the other."""

_OTHER_NAMES = {"OpenBadgeCredential": CREDENTIAL_TYPES[1]}
"""Names that Open Badges 3.0 gives to a class beside the one that the house uses."""


def is_respelled(unsigned: Mapping[str, Any], parts: Parts | None) -> bool:
    """Whether a credential of an achievement is written otherwise than the house writes it.

    `unsigned` is the credential without its proof, `parts` the same taken apart. Places at which
    the house writes nothing are left as they are, and so are documents of other kinds. The order of
    lists says nothing and is not looked at.
    """
    if not _is_of_achievement(unsigned.get("type")):
        return False
    names = _names_in_house_spelling(parts.shape) if parts else None
    if parts is None or names is None:
        return True
    # the same part in two places: what is said of it could be spread over both
    named = [parts.texts[place] for place in names]
    return len(set(named)) < len(named)


def _is_of_achievement(kinds: object) -> bool:
    return any(_OTHER_NAMES.get(str(kind), kind) == CREDENTIAL_TYPES[1] for kind in listed(kinds))


# How a document is written is its shape; a house writes few, and only what is signed comes here.
@lru_cache(maxsize=256)
def _names_in_house_spelling(shape: Shape) -> tuple[int, ...] | None:
    """Which texts of the shape name a part that the house names; None for another spelling."""
    texts = tuple(map(str, range(shape.count(Mark.TEXT))))
    names: list[int] = []
    document = document_of(Parts(shape, texts))
    return tuple(names) if _is_house_spelling(document, (), names) else None


def _is_house_spelling(value: Any, path: tuple[str, ...], names: list[int]) -> bool:
    place = _house_places().get(path)
    is_list = isinstance(value, list)
    if place is not None and is_list is not place.is_list and path not in _EITHER_WAY:
        return False
    return all(_is_item_in_house_spelling(item, path, names, place) for item in listed(value))


def _is_item_in_house_spelling(
    item: Any, path: tuple[str, ...], names: list[int], place: _Place | None
) -> bool:
    if place is not None and isinstance(item, dict) is not place.is_object:
        return False
    if not isinstance(item, dict):
        return path[-1] != "type" or item not in _OTHER_NAMES
    if place is not None and "id" in item:
        names.append(int(item["id"]))
    return all(_is_house_spelling(held, (*path, name), names) for name, held in item.items())


@dataclass(frozen=True, slots=True)
class _Place:
    """What the house writes at a place: a list or one value, objects or plain values."""

    is_list: bool
    is_object: bool


@cache
def _house_places() -> Mapping[tuple[str, ...], _Place]:
    """Every place in the credentials of the house, by the members that lead to it."""
    places: dict[tuple[str, ...], _Place] = {}

    def note(value: object, path: tuple[str, ...]) -> None:
        items = listed(value)
        places[path] = _Place(isinstance(value, list), isinstance(items[0], dict))
        for item in items:
            if isinstance(item, dict):
                for name, held in item.items():
                    note(held, (*path, name))

    note(achievement_credential(_ALL_FACTS), ())
    return places


_TEXT = LocalText(en="-", ms="-")
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_ALL_FACTS = AchievementFacts(
    credential_id="urn:x:1",
    credential_number="-",
    language="en",
    issuer=IssuerFacts(did="did:web:x", name=_TEXT, url="urn:x:2"),
    holder=HolderFacts(email="-", salt="-" * 16, candidate_number="-", name="-"),
    letters="-",
    title=_TEXT,
    description=_TEXT,
    criteria=_TEXT,
    editions={language: f"urn:x:{language}" for language in LANGUAGES},
    awarded_at=_MOMENT,
    status=StatusPlace(list_address="urn:x:3", index=0),
    exams=(
        ExamFacts(
            code="-",
            title=_TEXT,
            score=ScoreFacts(points="1", least="0", most="1", required="1"),
        ),
    ),
    alignments=(AlignmentFacts(url="urn:x:4", name=_TEXT, code="-", framework="-"),),
    evidence=(EvidenceFacts(name="-", narrative="-", url="urn:x:5", genre="-"),),
    valid_until=_MOMENT,
)
"""A value for every fact that a credential of the house states itself: what other bodies say in an
endorsement is written as they write it."""
