"""Invented people for the demonstration, from a fixed seed: each marked by an example.org address."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from tauliah.cli.journeys.traveller import House, Traveller, morning

SEED = 2024
_PEOPLE = (
    ("Nurul Izzah Salleh", "nurul", "ms"), ("Chong Wei Jie", "weijie", "en"),
    ("Priya Subramaniam", "priya", "en"), ("Hafiz Abdullah", "hafiz", "ms"),
    ("Emily Carter", "emily", "en"), ("Tan Sook Yee", "sookyee", "en"),
    ("Zulkifli Harun", "zulkifli", "ms"), ("Maria Gonzales", "maria", "en"),
    ("Farah Nadia Yusof", "farah", "ms"), ("James Whitaker", "james", "en"),
    ("Lakshmi Menon", "lakshmi", "en"), ("Amirul Hakim Zainal", "amirul", "ms"),
)  # fmt: skip


def invite_residents(house: House, *, until: datetime) -> int:
    """Twelve people at different points of the way; how many there are now."""
    chance = random.Random(SEED)  # noqa: S311 - invented people, not secrets
    for position, (name, address, language) in enumerate(_PEOPLE):
        start = morning(until - timedelta(days=chance.randrange(300, 420)))
        person = Traveller(
            house, name=name, email=f"{address}@example.org", language=language, at=start
        )
        if position == 0:
            # the newcomer has an account and nothing else
            _sign_up_only(person, at=morning(until - timedelta(days=2)))
            continue
        _WAYS[position % len(_WAYS)](person, chance)
    return len(_PEOPLE)


def _sign_up_only(person: Traveller, *, at: datetime) -> None:
    person.at = at
    next(person.enrol("API"))


def _reads(person: Traveller, chance: random.Random) -> None:
    list(person.enrol("API"))
    person.wait(days=chance.randrange(3, 20))
    list(person.study(chance.choice(["PUM", "PRM", "PIN", "PFP"])))


def _passes_one(person: Traveller, chance: random.Random) -> None:
    list(person.enrol("API"))
    list(person.study("PUM"))
    list(person.sit("PUM", right=chance.randrange(36, 47)))


def _passes_two(person: Traveller, chance: random.Random) -> None:
    list(person.enrol("AINS"))
    list(person.sit("PIN", right=chance.randrange(36, 47)))
    list(person.sit("PLI", right=chance.randrange(36, 47)))
    list(person.accept_ethics())
    list(person.be_conferred("AINS"))


_WAYS = (_reads, _passes_one, _passes_two)
