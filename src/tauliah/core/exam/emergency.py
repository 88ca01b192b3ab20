"""The emergency file of a browser whose network never returned: what it says, and whether it may be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from tauliah.core.exam import refusals
from tauliah.core.exam.attempt import (
    GRACE,
    LARGEST_STEP,
    AttemptState,
    append,
    is_repeat,
    spelled,
)
from tauliah.core.exam.chain import SAVES, Act, AttemptEvent, Value, is_plain
from tauliah.core.kernel import LocalText, Refused, digest

LONGEST_REASON = 2_000
MOST_SAVES = 20_000


@dataclass(frozen=True, slots=True)
class Written:
    """One save that waited in the browser: when it was made by the clock of the exam, and what it says."""

    client_sequence: int
    item: str
    act: Act
    value: Value
    at: datetime


@dataclass(frozen=True, slots=True)
class EmergencyFile:
    """What a browser wrote that could not send.

    `lease` is the digest of the token of its tab. `known` is the digest of the last link that it
    had a reply for, and `digest` that of the file itself.
    """

    attempt: str
    lease: str
    known: str
    made_at: datetime
    written: tuple[Written, ...]
    digest: str


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Save(_Part):
    client_sequence: Annotated[int, Field(ge=1, le=2_147_483_647)]
    item: Annotated[str, Field(max_length=40)]
    at: AwareDatetime


class _Answer(_Save):
    value: Any


class _Flag(_Save):
    flagged: bool


class _File(_Part):
    format: Literal["tauliah exam emergency 1"]
    attempt: Annotated[str, Field(max_length=40)]
    lease: Annotated[str, Field(min_length=1, max_length=64)]
    known: Annotated[str, Field(max_length=80)]
    made_at: AwareDatetime
    saves: Annotated[list[_Answer | _Flag], Field(max_length=MOST_SAVES)]


def read_emergency_file(plain: bytes) -> EmergencyFile | Refused:
    """The file from its decrypted text; refused where it is not exactly one."""
    try:
        said = _File.model_validate_json(plain)
    except (ValidationError, RecursionError):
        return _refused("not-a-file")
    return EmergencyFile(
        attempt=said.attempt,
        lease=digest(said.lease.encode()),
        known=said.known,
        made_at=said.made_at,
        written=tuple(_written(one) for one in said.saves),
        digest=digest(plain),
    )


def take_in(
    state: AttemptState,
    chain: Sequence[AttemptEvent],
    file: EmergencyFile,
    *,
    by: str,
    reason: str,
    at: datetime,
) -> tuple[AttemptState, tuple[AttemptEvent, ...]] | Refused:
    """The links by which a file is taken: one that says who took it and why, then each of its saves.

    `chain` is the attempt's, whole. All of the file is taken or nothing. What was kept before is
    passed over, so that a file may be taken although some of its saves had arrived after all.
    """
    refusal = _refusal(state, file, reason=reason, at=at) or _of_another_time(state, chain, file)
    if refusal:
        return refusal
    kept = {link.client_sequence: link for link in chain if link.act in SAVES}
    fresh = [one for one in file.written if one.client_sequence > state.client_sequence]
    if any(not _is_kept(one, kept) for one in file.written if one not in fresh):
        return _refused("other-answers-kept")
    if not fresh:
        return _refused("nothing-new")
    if fresh[-1].client_sequence > state.client_sequence + len(fresh) + LARGEST_STEP:
        return refusals.too_far_ahead()
    if any(not _fits(one, state) for one in fresh):
        return refusals.not_on_this_form()
    facts: Mapping[str, Any] = {
        "by": by,
        "reason": reason.strip()[:LONGEST_REASON],
        "file": file.digest,
        "saves": len(fresh),
    }
    state, first = append(state, "emergency", at=at, facts=facts)
    links = [first]
    for one in fresh:
        state, link = append(
            state,
            one.act,
            at=at,
            client_sequence=one.client_sequence,
            item=one.item,
            value=one.value,
            facts={"written": spelled(one.at)},
        )
        links.append(link)
    return state, tuple(links)


def _refusal(
    state: AttemptState, file: EmergencyFile, *, reason: str, at: datetime
) -> Refused | None:
    if file.attempt != state.attempt:
        return _refused("other-attempt")
    if not reason.strip():
        return refusals.no_reason()
    if state.submitted_at is not None:
        return _refused("sealed")
    if state.is_paused(at):
        return _refused("resume-first")
    if not state.lease or file.lease != state.lease:
        return _refused("other-tab")
    if file.made_at > at + GRACE:
        return _refused("wrong-times")
    return None


def _of_another_time(
    state: AttemptState, chain: Sequence[AttemptEvent], file: EmergencyFile
) -> Refused | None:
    """Why a file cannot be of this chain or of this time; None where it can."""
    if file.known not in {link.digest for link in chain}:
        return _refused("not-in-the-chain")
    sequence, moment = 0, state.started_at
    for one in file.written:
        if one.client_sequence <= sequence:
            return _refused("out-of-sequence")
        # a reply may have corrected the browser's clock by a little between two saves
        if one.at < moment - GRACE or one.at > file.made_at:
            return _refused("wrong-times")
        if one.at > state.deadline + GRACE:
            return _refused("too-late")
        sequence, moment = one.client_sequence, max(moment, one.at)
    return None


def _written(said: _Answer | _Flag) -> Written:
    if isinstance(said, _Flag):
        act: Act = "flagged" if said.flagged else "unflagged"
        return Written(said.client_sequence, said.item, act, None, said.at)
    return Written(said.client_sequence, said.item, "answered", said.value, said.at)


def _is_kept(one: Written, kept: Mapping[int, AttemptEvent]) -> bool:
    link = kept.get(one.client_sequence)
    return link is not None and is_repeat(
        link, one.item, act=one.act, value=one.value, client_sequence=one.client_sequence
    )


def _fits(one: Written, state: AttemptState) -> bool:
    if not is_plain(one.value) or one.item not in state.items:
        return False
    return one.value is None or state.items[one.item].accepts(one.value)


def _refused(code: str) -> Refused:
    return Refused(code, _SENTENCES[code])


_SENTENCES = {
    "not-a-file": LocalText(
        en="This is no emergency file of an exam. Nothing was changed.",
        ms="Ini bukan fail kecemasan peperiksaan. Tiada apa-apa diubah.",
    ),
    "other-attempt": LocalText(
        en="This file belongs to another exam than the one chosen. Nothing was changed.",
        ms="Fail ini milik peperiksaan lain, bukan yang dipilih. Tiada apa-apa diubah.",
    ),
    "sealed": LocalText(
        en="This exam is sealed already; no answer can be added to it any more.",
        ms="Peperiksaan ini telah dimeterai; tiada jawapan boleh ditambah lagi.",
    ),
    "resume-first": LocalText(
        en="This exam is paused. Resume it first, then take the file. Nothing was changed.",
        ms="Peperiksaan ini dijeda. Sambung dahulu, kemudian terima fail ini. "
        "Tiada apa-apa diubah.",
    ),
    "other-tab": LocalText(
        en="This file was not written by the tab that holds the exam: it went on elsewhere "
        "since, or the file is forged. Nothing was changed.",
        ms="Fail ini tidak ditulis oleh tab yang memegang peperiksaan: peperiksaan telah "
        "diteruskan di tempat lain, atau fail ini palsu. Tiada apa-apa diubah.",
    ),
    "not-in-the-chain": LocalText(
        en="The last reply that this file names is not in the record of the exam: the file is "
        "forged. Nothing was changed.",
        ms="Jawapan balas terakhir yang dinamakan fail ini tiada dalam rekod peperiksaan: fail "
        "ini palsu. Tiada apa-apa diubah.",
    ),
    "out-of-sequence": LocalText(
        en="The answers of this file are not in their order: the file was altered. "
        "Nothing was changed.",
        ms="Jawapan dalam fail ini tidak mengikut turutan: fail ini diubah. Tiada apa-apa diubah.",
    ),
    "wrong-times": LocalText(
        en="The times in this file cannot be right: the file was altered. Nothing was changed.",
        ms="Masa dalam fail ini tidak mungkin betul: fail ini diubah. Tiada apa-apa diubah.",
    ),
    "too-late": LocalText(
        en="This file has answers that were written after the time of the exam had ended. "
        "Nothing was changed.",
        ms="Fail ini mengandungi jawapan yang ditulis selepas masa peperiksaan tamat. "
        "Tiada apa-apa diubah.",
    ),
    "other-answers-kept": LocalText(
        en="Other answers than those of this file were saved under the same numbers. "
        "Nothing was changed.",
        ms="Jawapan yang berlainan daripada fail ini telah disimpan di bawah nombor yang sama. "
        "Tiada apa-apa diubah.",
    ),
    "nothing-new": LocalText(
        en="All answers of this file are saved already. Nothing was changed.",
        ms="Semua jawapan dalam fail ini telah disimpan. Tiada apa-apa diubah.",
    ),
}
