"""Chains of entries to start from, and strategies that draw them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tauliah.core.kernel import Entry, EntryKind, seal

AISYAH = "aisyah"
FIRST_DAY = datetime(2026, 1, 5, 2, tzinfo=UTC)

# What a fact, a reason or a name may be: text that UTF-8 can spell.
texts = st.text(st.characters(codec="utf-8"))
plain_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(texts, inside, max_size=4),
    max_leaves=12,
)


def entry(
    number: int,
    kind: EntryKind = EntryKind.EXAM_RESULT,
    facts: Mapping[str, Any] | None = None,
    *,
    previous: str = "",
    at: datetime | None = None,
) -> Entry:
    """A sealed entry of Aisyah's; by default on the day of its number."""
    return seal(
        Entry(
            person=AISYAH,
            number=number,
            kind=kind,
            facts=facts or {"exam": "PUM", "passed": True},
            happened_at=at or FIRST_DAY + timedelta(days=number - 1),
            recorded_by="farid",
            reason="",
            release="1",
            previous=previous,
            seal="",
        )
    )


def chain_of(facts: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """A whole chain with these facts, one entry for each."""
    chain: list[Entry] = []
    for number, said in enumerate(facts, start=1):
        previous = chain[-1].seal if chain else ""
        chain.append(entry(number, facts=said, previous=previous))
    return tuple(chain)


def chains(*, least: int = 1) -> st.SearchStrategy[tuple[Entry, ...]]:
    """Whole chains of up to eight entries."""
    facts = st.fixed_dictionaries(
        {"exam": st.sampled_from(["PUM", "PIN"]), "passed": st.booleans()}
    )
    return st.lists(facts, min_size=least, max_size=8).map(chain_of)
