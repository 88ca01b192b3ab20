"""Forms drawn from a pool to a blueprint, and orders shuffled from a seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PoolItem:
    """An item of a pool as the draw sees it."""

    id: str
    topic: str


@dataclass(frozen=True, slots=True)
class Shortage:
    """A topic whose pool is smaller than the blueprint asks for."""

    topic: str
    wanted: int
    available: int


def draw_form(
    pool: Iterable[PoolItem], blueprint: Mapping[str, int], *, seed: str
) -> tuple[str, ...] | tuple[Shortage, ...]:
    """The ids of a form: for each topic as many items as the blueprint asks for, topic by topic.

    Every item of a topic is equally likely. The same pool, blueprint and seed give the same form
    on any machine. Shortages instead of ids where the pool is too small.
    """
    by_topic: dict[str, set[str]] = {topic: set() for topic in blueprint}
    for item in pool:
        if item.topic in by_topic:
            by_topic[item.topic].add(item.id)
    shortages = tuple(
        Shortage(topic, wanted, len(by_topic[topic]))
        for topic, wanted in blueprint.items()
        if len(by_topic[topic]) < wanted
    )
    if shortages:
        return shortages
    return tuple(
        id
        for topic, wanted in blueprint.items()
        for id in shuffled(by_topic[topic], seed=f"{seed}/{topic}")[:wanted]
    )


def shuffled(ids: Iterable[str], *, seed: str) -> tuple[str, ...]:
    """The ids in an order that the seed alone decides, the same in any language and version.

    Each id is sorted by the SHA-256 of seed and id, so every order is as likely as any other.
    """

    def place(id: str) -> bytes:
        return hashlib.sha256(f"{seed}\n{id}".encode()).digest()

    return tuple(sorted(ids, key=place))
