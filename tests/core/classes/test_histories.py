"""Thousands of random histories of a class keep to the model and break no rule of the waiting list."""

from __future__ import annotations

import pytest

from tests.services.class_histories import live


def test_random_histories_keep_to_the_model_and_to_every_rule():
    lived = [live(seed) for seed in range(400)]

    assert sum(done for done, _ in lived) > 4_000
    assert sum(offers for _, offers in lived) > 400


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_a_hundred_thousand_histories_keep_to_the_model_and_to_every_rule():
    for seed in range(1_000_000, 1_100_000):
        live(seed)
