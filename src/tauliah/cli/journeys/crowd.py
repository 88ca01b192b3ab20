"""A crowd of invented candidates with one exam each, so that there is something to analyse.

They take two approved forms in turn, in two windows and both languages, and answer by abilities and
curves of items that a fixed seed draws: what an analysis finds is invented, and known.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from math import exp

from django.db import transaction

from tauliah.apps.catalogue.queries import current_release, programme
from tauliah.apps.itembank.assembly.approving import approve_forms
from tauliah.apps.itembank.assembly.asked import asked_by_blueprint, changed
from tauliah.apps.itembank.assembly.pools import pool_of
from tauliah.apps.itembank.assembly.runs import ask_for_forms, assemble_forms
from tauliah.apps.people.queries import User
from tauliah.cli.journeys.traveller import House, Traveller, morning, went_well
from tauliah.core.exam.answers import Answer, right_answer, wrong_answer
from tauliah.core.programme.items import ItemType, SingleChoice

COURSE = "PUM"
ANCHORS = 12
"""Items that both forms have: more than the fifth by which an equating links them."""
SHARED = 16
"""Items that they may have in common, those among them."""
SEED = 2026


@dataclass(frozen=True, slots=True)
class Sitters:
    """Who makes the forms that the crowd sits: one asks for them, the other approves."""

    asks: User
    approves: User


def let_a_crowd_sit(
    house: House,
    forms_by: Sitters,
    *,
    people: int,
    until: datetime,
    sat: Callable[[], None] = lambda: None,
) -> None:
    """So many people sign up and sit one exam each; `sat` is told after each of them."""
    chance = random.Random(SEED)  # noqa: S311 - invented people, not secrets
    first, second = (morning(until - timedelta(days=days)) for days in (220, 100))
    _make_forms(forms_by, at=first - timedelta(days=30))
    for number in range(people):
        person = Traveller(
            house,
            name=f"Invented Candidate {number + 1:04}",
            email=f"crowd{number + 1:04}@example.org",
            language="ms" if number % 4 in {1, 2} else "en",
            at=first if number < people // 2 else second,
        )
        ability = chance.gauss(0, 1)
        with transaction.atomic():  # one write to the disk for all that a person does
            list(person.enrol("API"))
            list(person.sit_answering(COURSE, partial(_given, ability, chance)))
        sat()


def _make_forms(by: Sitters, *, at: datetime) -> None:
    """Two parallel forms with some items in common, approved by a second person."""
    course, release = programme().course(COURSE), current_release()
    pool = pool_of(course).items
    anchors = [pool[place * len(pool) // ANCHORS].code for place in range(ANCHORS)]
    wanted = {"forms": 2, "anchors": anchors, "overlap": SHARED}
    asked = went_well(changed(asked_by_blueprint(course), wanted))
    id = went_well(ask_for_forms(by.asks, course, asked, release=release, at=at))
    assemble_forms(id, course, now=lambda: at)
    went_well(approve_forms(by.approves, id, course, release=release, at=at))


def _given(ability: float, chance: random.Random, code: str, item: ItemType) -> Answer:
    """What somebody of an ability answers, by the two-parameter curve that belongs to an item."""
    curve = random.Random(code)  # noqa: S311 - the same curve for an item each time
    slope, difficulty = curve.lognormvariate(0, 0.25), curve.gauss(-0.7, 0.8)
    if chance.random() < 1 / (1 + exp(-slope * (ability - difficulty))):
        return right_answer(item)
    if isinstance(item, SingleChoice):
        return chance.choice([option for option in item.options if option != item.key])
    return wrong_answer(item)
