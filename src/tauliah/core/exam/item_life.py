"""The life of an item from draft to retirement: which act leads where, whose it is, and why not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

from tauliah.core.kernel import LocalText, Refused

ItemState = Literal["draft", "content-review", "language-review", "fairness-review", "approved", "pilot",
                    "operational", "retired"]  # fmt: skip
ItemAct = Literal["submit", "pass", "return", "pilot", "operate", "retire"]
Duty = Literal["author", "content-review", "language-review", "fairness-review", "officer"]

ITEM_STATES: tuple[ItemState, ...] = get_args(ItemState)
ITEM_ACTS: tuple[ItemAct, ...] = get_args(ItemAct)
DUTIES: tuple[Duty, ...] = get_args(Duty)
REVIEWS: tuple[ItemState, ...] = ("content-review", "language-review", "fairness-review")
MUST_SAY_WHY: frozenset[ItemAct] = frozenset({"return", "retire"})
LONGEST_ITEM_COMMENT = 4_000

_NEXT: Mapping[tuple[ItemState, ItemAct], ItemState] = MappingProxyType(
    {
        ("draft", "submit"): "content-review",
        ("content-review", "pass"): "language-review",
        ("language-review", "pass"): "fairness-review",
        ("fairness-review", "pass"): "approved",
        **{(review, "return"): "draft" for review in REVIEWS},
        ("approved", "return"): "draft",
        ("approved", "pilot"): "pilot",
        ("approved", "operate"): "operational",
        ("pilot", "operate"): "operational",
        **{(state, "retire"): "retired" for state in ITEM_STATES if state != "retired"},
    }
)


@dataclass(frozen=True, slots=True)
class ItemStep:
    """One act that was done: by whom, and in which state it found the item."""

    act: str
    by: str
    state: str


@dataclass(frozen=True, slots=True)
class ItemLife:
    """An item as its life stands.

    `writers` have written any version of it; `passed` says who has passed which review since it was
    last submitted. What `is_in_text` stands in the programme's text, which alone decides about it.
    """

    state: ItemState
    pool: str
    writers: frozenset[str]
    passed: Mapping[str, str] = field(default_factory=dict)
    is_in_text: bool = False


def reviews_passed(steps: Iterable[ItemStep]) -> dict[str, str]:
    """Who has passed which review since the item was last submitted; steps in their order."""
    passed: dict[str, str] = {}
    for step in steps:
        if step.act == "submit":
            passed = {}
        elif step.act == "pass":
            passed[step.state] = step.by
    return passed


def duty_of(state: ItemState, act: ItemAct) -> Duty | None:
    """Whose act it is in that state; None where the act leads nowhere from there."""
    if (state, act) not in _NEXT:
        return None
    if act == "submit":
        return "author"
    match state:
        case "content-review" | "language-review" | "fairness-review" if act != "retire":
            return state
        case _:
            return "officer"


def moved(life: ItemLife, act: ItemAct, *, by: str, comment: str) -> ItemState | Refused:
    """The state to which an act leads, or why this person may not do it.

    Who has the duty is asked before, by `duty_of`. Nobody decides about an item that they wrote, and
    the reviews of one submission are passed by three different people.
    """
    to = _NEXT.get((life.state, act))
    if life.is_in_text:
        return stands_in_text()
    if to is None:
        return _not_from_here(life.state)
    if act == "submit":
        if by not in life.writers:
            return _not_the_writer()
    elif by in life.writers:
        return _own_item()
    if act == "pass" and by in life.passed.values():
        return _reviewed_already()
    if act == "pilot" and life.pool != "secure":
        return _practice_needs_no_pilot()
    if act in MUST_SAY_WHY and not comment.strip():
        return _say_why()
    if len(comment) > LONGEST_ITEM_COMMENT:
        return comment_too_long()
    return to


def acts_open_to(life: ItemLife, *, by: str, duties: Collection[Duty]) -> tuple[ItemAct, ...]:
    """What a person with these duties may do with the item now."""
    return tuple(
        act
        for act in ITEM_ACTS
        if duty_of(life.state, act) in duties
        and not isinstance(moved(life, act, by=by, comment="why"), Refused)
    )


def writing_refusal(life: ItemLife, *, by: str) -> Refused | None:
    """Why a person may not write another version of an item; None where they may.

    A version under review waits for its reviewers, so that they pass what they have read.
    """
    if life.is_in_text:
        return stands_in_text()
    if by not in life.writers:
        return _not_the_writer()
    if life.state in REVIEWS:
        return Refused(
            "under-review",
            LocalText(
                en="This item is under review and cannot be changed. Ask the reviewer to send it back.",
                ms="Item ini sedang disemak dan tidak boleh diubah. Minta penyemak memulangkannya.",
            ),
        )
    if life.state == "retired":
        return _not_from_here(life.state)
    return None


def stands_in_text() -> Refused:
    """The programme's folder has the item, and what it says counts."""
    return Refused(
        "in-text",
        LocalText(
            en="This item stands in the programme's text. Change or remove it there, and publish.",
            ms="Item ini terdapat dalam teks program. Ubah atau buang di sana, kemudian terbitkan.",
        ),
    )


def comment_too_long() -> Refused:
    """A comment is longer than is kept."""
    return Refused(
        "comment-too-long",
        LocalText(
            en=f"Write at most {LONGEST_ITEM_COMMENT} characters.",
            ms=f"Tulis selebih-lebihnya {LONGEST_ITEM_COMMENT} aksara.",
        ),
    )


def _not_from_here(state: ItemState) -> Refused:
    named = STATE_NAMES[state]
    return Refused(
        "not-from-here",
        LocalText(
            en=f"The item is in the state “{named.en}”, in which this cannot be done. "
            "Look at it again: somebody may have acted meanwhile.",
            ms=f"Item ini dalam keadaan “{named.ms}”, dan tindakan ini tidak boleh dilakukan. "
            "Lihat semula: mungkin orang lain telah bertindak.",
        ),
    )


def _not_the_writer() -> Refused:
    return Refused(
        "not-the-writer",
        LocalText(
            en="Only those who wrote this item can do this.",
            ms="Hanya penulis item ini boleh melakukannya.",
        ),
    )


def _own_item() -> Refused:
    return Refused(
        "own-item",
        LocalText(
            en="You wrote this item. Somebody else decides about it.",
            ms="Anda menulis item ini. Orang lain perlu memutuskannya.",
        ),
    )


def _reviewed_already() -> Refused:
    return Refused(
        "reviewed-already",
        LocalText(
            en="You have passed another review of this item. Each review needs another person.",
            ms="Anda telah meluluskan semakan lain bagi item ini. Setiap semakan memerlukan orang lain.",
        ),
    )


def _practice_needs_no_pilot() -> Refused:
    return Refused(
        "no-pilot",
        LocalText(
            en="Only items of exams are piloted. Take this practice item into operation.",
            ms="Hanya item peperiksaan dirintis. Gunakan item latihan ini terus.",
        ),
    )


def _say_why() -> Refused:
    return Refused(
        "no-comment",
        LocalText(
            en="Say why in the comment: the author has to know what to change.",
            ms="Nyatakan sebabnya dalam ulasan: penulis perlu tahu apa yang perlu diubah.",
        ),
    )


STATE_NAMES: Mapping[ItemState, LocalText] = MappingProxyType(
    {
        "draft": LocalText(en="Draft", ms="Draf"),
        "content-review": LocalText(en="Content review", ms="Semakan kandungan"),
        "language-review": LocalText(en="Language review", ms="Semakan bahasa"),
        "fairness-review": LocalText(en="Fairness review", ms="Semakan kesaksamaan"),
        "approved": LocalText(en="Approved", ms="Diluluskan"),
        "pilot": LocalText(en="Pilot", ms="Rintis"),
        "operational": LocalText(en="Operational", ms="Digunakan"),
        "retired": LocalText(en="Retired", ms="Ditamatkan"),
    }
)
