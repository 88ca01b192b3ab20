"""Networks that lose, repeat and reorder: every save is kept once, in order, or is not acknowledged."""

from __future__ import annotations

import threading
from random import Random

import pytest

from tests.services.bad_network import HURTS, bad_network
from tests.services.desks import assert_nothing_acknowledged_is_lost, at_work, desks_of

SAVES = {"short": 150, "full": 5_000}

pytestmark = pytest.mark.slow


def test_a_network_that_loses_delays_repeats_and_reorders_loses_nothing(
    shared_house, shared_site, length
):
    with bad_network(shared_site, seed=11) as network:
        desks = desks_of(shared_house, network.port, slice(8, 16))
        with at_work(desks) as wait_for:
            wait_for(SAVES[length])

    assert set(network.hurt) == set(HURTS)
    assert_nothing_acknowledged_is_lost(shared_house, desks)


def test_saves_sent_twice_late_and_out_of_order_are_kept_once_and_in_order(
    shared_house, shared_site, length
):
    desks = desks_of(shared_house, shared_site, slice(1, 5))

    threads = [
        threading.Thread(target=_shuffle, args=(desk, Random(number), SAVES[length] // 10))
        for number, desk in enumerate(desks)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(len(desk.acknowledged) > 0 for desk in desks)
    assert_nothing_acknowledged_is_lost(shared_house, desks)


def _shuffle(desk, chance: Random, rounds: int) -> None:
    """Send saves again, later, at once and before their time; note a refusal where one is wrong."""
    replies = {}
    for _ in range(rounds):
        item = chance.choice(list(desk.items))
        save = (len(desk.acknowledged) + 1, item, chance.choice(desk.items[item]))
        status, replies[save] = desk.send(save)
        if status != 200:
            desk.refusals.append((status, "a first save was refused"))
            return
        desk.acknowledged.append(save)
        # any earlier save once more gets its old reply to the letter, and changes nothing
        again = chance.choice(desk.acknowledged)
        if desk.send(again) != (200, replies[again]):
            desk.refusals.append((0, f"{again} got another reply"))
        # another answer under an old sequence is never a yes
        changed = (again[0], again[1], _other(desk.items[again[1]], again[2]))
        if desk.send(changed)[0] != 409:
            desk.refusals.append((0, f"{changed} was not refused as stale"))


def _other(options: list[str], option: str) -> str:
    return next(one for one in options if one != option)


def test_the_same_save_sent_by_many_connections_at_once_is_kept_once(shared_house, shared_site):
    [desk] = desks_of(shared_house, shared_site, slice(5, 6))
    item = next(iter(desk.items))
    save = (1, item, desk.items[item][0])
    replies: list[tuple[int, object]] = []

    threads = [threading.Thread(target=lambda: replies.append(desk.send(save))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(replies) == 12
    assert all(reply == replies[0] for reply in replies)
    assert replies[0][0] == 200
    desk.acknowledged.append(save)
    assert_nothing_acknowledged_is_lost(shared_house, [desk])
