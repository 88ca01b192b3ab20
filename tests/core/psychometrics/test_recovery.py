"""A moderate number of the replications that `benchmarks/recovery.py` runs in full."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.recovery import DESIGNS, compared, coverage

REPLICATIONS = 40


@pytest.mark.slow
@pytest.mark.parametrize("design", DESIGNS)
def test_every_model_finds_the_items_that_made_the_data_and_knows_how_well(design):
    for kind, (estimate, error, truth, low, high) in compared(
        design, REPLICATIONS, first_seed=9_000
    ).items():
        assert np.isfinite(error).all(), kind
        # three binomial errors, widened because items of one replication err together
        slack = 3 * np.sqrt(0.05 * 0.95 / estimate.size) + 0.015
        assert abs(coverage(truth, low, high) - 0.95) < slack, kind
        far = (estimate - truth) / error
        assert abs(np.std(far) - 1) < 0.15 + 3 / np.sqrt(2 * far.size), kind
        assert abs(np.mean(far)) < 0.25 + 3 / np.sqrt(far.size), kind
