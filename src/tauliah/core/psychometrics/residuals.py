"""What persons answered against what calibrated items expect of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, Truths
from tauliah.core.psychometrics.category_items import CategoryItems, category_shares
from tauliah.core.psychometrics.category_responses import scores_for
from tauliah.core.psychometrics.items import Items
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.responses import Responses
from tauliah.core.psychometrics.scoring import Abilities


@dataclass(frozen=True, slots=True, eq=False)
class Residuals:
    """For persons with a finite ability, (persons, items): `residual` of the score from its
    expectation, 0 where missing; the `variance` and fourth central `moment` that the model gives
    it; and what was `seen`. `is_kept` (all persons,) says who they are.
    """

    residual: Floats
    variance: Floats
    moment: Floats
    seen: Truths
    is_kept: Truths


def residuals(
    responses: ArrayLike | Responses, of: Items | CategoryItems, scored: Abilities
) -> Residuals:
    """The residuals of all persons with a finite ability; NotEstimable when there are none."""
    scores = scores_for(responses, of)
    if len(scored.theta) != len(scores):
        raise ValueError(f"expected the abilities of {len(scores)} persons")
    is_kept = np.isfinite(scored.theta) & (scores >= 0).any(1)
    if not is_kept.any():
        raise NotEstimable(
            "no-finite-ability",
            en="Nobody has a finite ability and a response, so there is nothing to compare.",
            ms="Tiada sesiapa yang mempunyai keupayaan terhingga dan jawapan, maka tiada apa "
            "untuk dibandingkan.",
        )
    kept = scores[is_kept]
    shares = category_shares(scored.theta[is_kept], of)
    far = np.arange(shares.shape[2]) - (shares @ np.arange(shares.shape[2]))[:, :, None]
    seen = kept >= 0
    own = np.take_along_axis(far, np.maximum(kept, 0)[:, :, None].astype(np.int64), axis=2)
    return Residuals(
        np.where(seen, own[:, :, 0], 0.0),
        np.maximum((shares * far**2).sum(2), 1e-12),
        (shares * far**4).sum(2),
        seen,
        is_kept,
    )
