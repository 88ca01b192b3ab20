"""Assembled forms, against a search of everything that could be put together."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tauliah.core.psychometrics import items, total_information
from tauliah.core.psychometrics.assembly import (
    Amount,
    Assembled,
    Count,
    Impossible,
    Progress,
    Request,
    Undecided,
    assemble,
    evenly,
    pool,
    target,
)

POINTS = np.array([-1.0, 0.0, 1.0])


def bank(size: int, *, seed: int):
    chance = np.random.default_rng(seed)
    return items(chance.lognormal(0, 0.3, size), chance.normal(0, 1, size), floor=0.15)


def is_kept(of, request, forms) -> bool:
    """Whether forms of ids keep a request, told from pool and request alone."""
    place = {id: n for n, id in enumerate(of.ids)}
    for form in forms:
        own = [place[id] for id in form]
        if len(form) != request.length or len(set(form)) != len(form):
            return False
        for count in request.counts:
            held = sum(of.labels[count.classification][item] == count.label for item in own)
            if held < count.at_least or (count.at_most is not None and held > count.at_most):
                return False
        for amount in request.amounts:
            held = of.amounts[amount.name][own].sum()
            if held < amount.at_least or (amount.at_most is not None and held > amount.at_most):
                return False
        if any(len(group & set(form)) > 1 for group in of.enemies):
            return False
        if request.bilingual and not of.is_bilingual[own].all():
            return False
        cases = {of.sets[item] for item in own} - {""}
        if any(of.sets[n] in cases and id not in form for n, id in enumerate(of.ids)):
            return False
    if any(len(set(a) & set(b)) > request.overlap for a, b in combinations(forms, 2)):
        return False
    uses = {id: sum(id in form for form in forms) for id in of.ids}
    return request.exposure is None or all(
        not uses[id] or of.uses[n] + uses[id] <= request.exposure for id, n in place.items()
    )


def deviation(of_items, of, request, forms) -> float:
    """The value of forms: largest deviation, or less the smallest information over the target."""
    shares = []
    for form in forms:
        own = [of.ids.index(id) for id in form]
        part = items(
            of_items.discrimination[own], of_items.difficulty[own], floor=of_items.floor[own]
        )
        shares.append(total_information(POINTS, part) / request.target.wanted)
    if request.target.aim == "near":
        return float(np.abs(np.array(shares) - 1).max())
    return -float(np.min(shares))


def searched(of_items, of, request):
    """The best forms by trying all; nothing where there are none."""
    singles = [
        form
        for form in combinations(of.ids, request.length)
        if is_kept(of, replace(request, forms=1), [form])
    ]
    together = (
        forms
        for forms in product(singles, repeat=request.forms)
        if list(forms) == sorted(forms) and is_kept(of, request, forms)
    )
    return min((deviation(of_items, of, request, forms) for forms in together), default=None)


@st.composite
def asked(draw):
    """A small pool with a request of every kind of demand."""
    size, seed = draw(st.integers(5, 8)), draw(st.integers(0, 10**6))
    chance = np.random.default_rng(seed)
    ids = [f"i{n}" for n in range(size)]
    case = draw(st.sampled_from([0, 2]))
    of = pool(
        ids,
        labels={"topic": chance.choice(["a", "b"], size).tolist()},
        amounts={"words": chance.integers(10, 50, size)},
        enemies=[chance.choice(ids, 2, replace=False) for _ in range(draw(st.integers(0, 2)))],
        sets=["case"] * case + [""] * (size - case),
        uses=chance.integers(0, 4, size),
        is_bilingual=chance.random(size) < 0.9,
    )
    length = draw(st.integers(2, 3))
    of_items = bank(size, seed=seed)
    aim = target(
        of_items,
        POINTS,
        draw(st.floats(0.3, 1.2)) * total_information(POINTS, of_items) * length / size,
        aim=draw(st.sampled_from(["near", "most"])),
    )
    request = Request(
        forms=draw(st.integers(1, 2)),
        length=length,
        counts=(Count("topic", "a", draw(st.integers(0, 1)), draw(st.integers(1, 2))),),
        amounts=(Amount("words", 20 * length, draw(st.sampled_from([None, 35.0 * length]))),),
        target=aim,
        overlap=draw(st.integers(0, 2)),
        exposure=draw(st.sampled_from([None, 1, 3])),
    )
    return of_items, of, request


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(asked())
def test_small_requests_are_answered_as_a_search_of_everything_answers(question):
    of_items, of, request = question
    best = searched(of_items, of, request)

    found = assemble(of, request, gap=0.0, moves=50_000)

    if best is None:
        assert isinstance(found, Impossible)
    else:
        assert isinstance(found, Assembled)
        assert is_kept(of, request, found.forms)
        sign = 1 if request.target.aim == "near" else -1
        assert sign * found.value == pytest.approx(best, abs=2e-5)
        assert sign * found.bound <= best + 2e-5
        assert found.is_best
        assert deviation(of_items, of, request, found.forms) == pytest.approx(sign * found.value)


SIZE = 300


def _committee(*, seed: int = 1):
    """300 items with all that a committee asks for, and a request of three forms of 30."""
    chance = np.random.default_rng(seed)
    ids = [f"q{n:03}" for n in range(SIZE)]
    of = pool(
        ids,
        labels={
            "topic": chance.choice(list("abcd"), SIZE).tolist(),
            "key": chance.choice(list("ABCD"), SIZE).tolist(),
        },
        amounts={"words": chance.integers(20, 80, SIZE), "seconds": chance.uniform(40, 90, SIZE)},
        enemies=[chance.choice(ids, 3, replace=False) for _ in range(25)],
        sets=[f"case {n // 3}" if n < 24 else "" for n in range(SIZE)],
        uses=chance.integers(0, 3, SIZE),
        is_bilingual=chance.random(SIZE) < 0.95,
    )
    of_items = bank(SIZE, seed=seed)
    counts = tuple(Count("topic", topic, 6, 9) for topic in "abcd")
    request = Request(
        3,
        30,
        counts=counts + evenly(of, "key", length=30),
        amounts=(Amount("words", 1_400, 1_600), Amount("seconds", 0, 2_000)),
        target=target(of_items, POINTS, 1.1 * total_information(POINTS, of_items) * 30 / SIZE),
        overlap=2,
        exposure=4,
    )
    return of_items, of, request


@pytest.mark.parametrize(("aim", "gap"), [("near", 0.005), ("most", 0.02)])
def test_forms_keep_every_demand_of_a_committee_and_are_near_the_bound(aim, gap):
    of_items, of, request = _committee()
    request = replace(request, target=replace(request.target, aim=aim))

    found = assemble(of, request, gap=gap)

    assert is_kept(of, request, found.forms)
    assert found.gap <= gap + 1e-6
    np.testing.assert_allclose(
        found.information[1],
        total_information(
            POINTS,
            items(
                of_items.discrimination[[of.ids.index(id) for id in found.forms[1]]],
                of_items.difficulty[[of.ids.index(id) for id in found.forms[1]]],
                floor=0.15,
            ),
        ),
    )


def test_the_same_seed_gives_the_same_forms():
    _, of, request = _committee()

    first = assemble(of, request, seed=3, gap=0.02)

    assert first.forms == assemble(of, request, seed=3, gap=0.02).forms
    assert first.forms != assemble(of, request, seed=4, gap=0.02).forms


def test_forms_without_a_target_only_keep_the_demands():
    _, of, request = _committee()
    request = replace(request, target=None)

    found = assemble(of, request)

    assert is_kept(of, request, found.forms)
    assert (found.value, found.bound) == (0, 0)
    assert found.is_best


def test_the_first_forms_are_told_before_the_bound_is_known():
    _, of, request = _committee()
    told: list[Progress] = []

    assemble(of, request, gap=0.02, progress=told.append)

    assert told[0].bound == -np.inf
    assert all(later.value < earlier.value + 1e-9 for earlier, later in pairwise(told[1:]))
    assert told[-1].value - told[-1].bound <= 0.02 + 1e-6


def test_a_long_assembly_can_be_stopped():
    class Stopped(Exception):
        pass

    def stop(progress):
        raise Stopped

    _, of, request = _committee()

    with pytest.raises(Stopped):
        assemble(of, request, progress=stop)


def test_what_is_neither_found_nor_refuted_is_said_to_be_so():
    _, of, request = _committee()

    found = assemble(of, request, moves=1, effort=1e-6)

    assert isinstance(found, Undecided)
    assert "not proven that there are none" in found.message.en


def test_keys_are_spread_evenly():
    of = pool(list("wxyz"), labels={"key": list("ABCA")})

    assert evenly(of, "key", length=10) == tuple(Count("key", key, 2, 5) for key in "ABC")


def test_what_the_pool_does_not_know_is_named():
    of = pool(["x", "y"], labels={"topic": ["a", "b"]})

    with pytest.raises(ValueError, match="no classification 'area'"):
        assemble(of, Request(1, 1, counts=(Count("area", "a"),)))
    with pytest.raises(ValueError, match="no amount 'words'"):
        assemble(of, Request(1, 1, amounts=(Amount("words"),)))
    with pytest.raises(ValueError, match="not in the pool: z"):
        pool(["x", "y"], enemies=[["x", "z"]])
    with pytest.raises(ValueError, match="more than once: x"):
        pool(["x", "x"])
    with pytest.raises(ValueError, match="topic: expected 1 values, got 2"):
        pool(["x"], labels={"topic": ["a", "b"]})


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 4))
def test_any_bound_is_one_that_no_forms_can_better(seed, forms):
    """On requests too large to search: longer annealing never passes the bound."""
    of_items = bank(40, seed=seed)
    of = pool([str(n) for n in range(40)], labels={"topic": ["a", "b"] * 20})
    wanted = 1.3 * total_information(POINTS, of_items) * 8 / 40
    request = Request(
        forms, 8, (Count("topic", "a", 3, 5),), target=target(of_items, POINTS, wanted, aim="most")
    )

    found = assemble(of, request, gap=0.0, moves=300_000, effort=0.02)

    assume(isinstance(found, Assembled))
    assert found.value <= found.bound + 1e-9
