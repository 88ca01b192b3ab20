"""Credentials of one achievement for many people: one is made whole, the others by filling its texts.

From one to the next differ the number, by what the holder is known again, how the rules were met, and
the places on the lists; all else is the same, so that it is put together, taken apart and spelled
once. What a filling gives is to the byte what `achievement_credential`, `sign` and `json.dumps` give.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, NamedTuple

from tauliah.core.credentials.achievement import AchievementFacts, achievement_credential
from tauliah.core.credentials.identities import HolderFacts, identities_of
from tauliah.core.credentials.multibase import encode_base58
from tauliah.core.credentials.proofs import common_proof, sign
from tauliah.core.credentials.shapes import Parts, parts_of
from tauliah.core.credentials.status import StatusPlace
from tauliah.core.kernel import LocalText

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tauliah.core.credentials.keys import SigningKey
    from tauliah.core.credentials.templates import Templates

_MARKER = "urn:tauliah-place:"
_spelled = json.JSONEncoder(ensure_ascii=False).encode


class Filling(NamedTuple):
    """What one credential says that the others do not; `criteria` in the language of all."""

    credential_id: str
    credential_number: str
    holder: HolderFacts
    criteria: str
    status: StatusPlace
    suspension: StatusPlace | None


class Mould:
    """The credential of an achievement with places for what differs, signed with one key.

    All holders have a candidate number, or none has; all are named, or none is; and all credentials
    have a place on a list of suspensions, or none has.
    """

    def __init__(
        self,
        facts: AchievementFacts,
        key: SigningKey,
        *,
        verification_method: str,
        created: datetime,
        templates: Templates,
    ) -> None:
        self._facts, self._key, self._templates = facts, key, templates
        self._verification_method, self._created = verification_method, created
        document = achievement_credential(facts)
        options, self._common = common_proof(
            document, verification_method=verification_method, created=created
        )
        markers = []
        for number, (part, name) in enumerate(_places(document)):
            markers.append(f"{_MARKER}{number:03}")
            part[name] = markers[-1]
        parts = parts_of(document)
        if parts is None:
            raise ValueError("this achievement cannot be taken apart")
        self._parts, self._places = parts, [parts.texts.index(one) for one in markers]
        markers.append(f"{_MARKER}proof")
        form = _spelled({**document, "proof": {**options, "proofValue": markers[-1]}})
        self._order = sorted(
            range(len(markers)), key=lambda place: form.index(f'"{markers[place]}"')
        )
        form = form.replace("%", "%%")
        for one in markers:
            form = form.replace(f'"{one}"', "%s")
        self._form = form

    def signed(self, filling: Filling) -> str:
        """The signed credential as JSON on one line. Raises as `sign` does."""
        values = list(_values(filling))
        if len(values) != len(self._places):
            raise ValueError("this credential says another number of things than the others")
        texts = list(self._parts.texts)
        for place, value in zip(self._places, values, strict=True):
            texts[place] = value
        lines = self._templates.canonical(Parts(self._parts.shape, tuple(texts)))
        if lines is None:
            return self._slowly(filling)
        message = self._common + hashlib.sha256(lines.encode()).digest()
        values.append(encode_base58(self._key.sign(message)))
        return self._form % tuple([encode_basestring(values[place]) for place in self._order])

    def _slowly(self, filling: Filling) -> str:
        """The same from the beginning; a shape that is new is learned by it."""
        facts = replace(
            self._facts,
            credential_id=filling.credential_id,
            credential_number=filling.credential_number,
            holder=filling.holder,
            criteria=LocalText(en=filling.criteria, ms=filling.criteria),
            status=filling.status,
            suspension=filling.suspension,
        )
        signed = sign(
            achievement_credential(facts),
            self._key,
            verification_method=self._verification_method,
            created=self._created,
            templates=self._templates,
        )
        return _spelled(signed)


def _places(document: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Where what differs stands, in the order of `_values`."""
    subject, status = document["credentialSubject"], document["credentialStatus"]
    yield document, "id"
    yield subject, "licenseNumber"
    for one in subject["identifier"]:
        yield one, "identityHash"
        if "salt" in one:
            yield one, "salt"
    yield subject["achievement"]["criteria"], "narrative"
    for one in status if isinstance(status, list) else [status]:
        for name in ("id", "statusListIndex", "statusListCredential"):
            yield one, name


def _values(filling: Filling) -> Iterator[str]:
    yield filling.credential_id
    yield filling.credential_number
    for one in identities_of(filling.holder):
        yield one["identityHash"]
        if "salt" in one:
            yield one["salt"]
    yield filling.criteria
    for place in (filling.status, filling.suspension):
        if place is not None:
            index = str(place.index)
            yield f"{place.list_address}#{index}"
            yield index
            yield place.list_address
