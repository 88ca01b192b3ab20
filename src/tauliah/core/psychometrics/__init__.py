"""Exam science: from responses to calibrated items, comparable scores and a defensible cut."""

from tauliah.core.psychometrics.anchoring import Anchors
from tauliah.core.psychometrics.bookmark import Booklet, BookmarkCut, bookmark_cut, ordered_booklet
from tauliah.core.psychometrics.calibrated import (
    Calibration,
    CategoryCalibration,
    Population,
    Reached,
    Step,
)
from tauliah.core.psychometrics.calibration import calibrate
from tauliah.core.psychometrics.category_items import (
    CategoryCurves,
    CategoryItems,
    category_curves,
    category_items_from_intercepts,
    category_probability,
    graded_items,
    items_with_steps,
    partial_credit_items,
)
from tauliah.core.psychometrics.category_responses import Grouped, categories_of, in_groups
from tauliah.core.psychometrics.classification import (
    Classification,
    ability_at,
    lee,
    livingston_lewis,
    rudner,
)
from tauliah.core.psychometrics.concurrent_calibration import calibrate_concurrently
from tauliah.core.psychometrics.consistency import (
    Omega,
    alpha,
    alpha_error,
    measurement_error,
    omega,
)
from tauliah.core.psychometrics.dif import (
    LogisticDif,
    MantelHaenszel,
    logistic_dif,
    mantel_haenszel,
)
from tauliah.core.psychometrics.drift import Drift, StableLink, anchor_drift, stable_link
from tauliah.core.psychometrics.equating import (
    Equating,
    bootstrap_errors,
    equate,
    percentile_rank,
)
from tauliah.core.psychometrics.expectation import Counts, Grid, Parameters, counts, normal_grid
from tauliah.core.psychometrics.identification import Remark
from tauliah.core.psychometrics.irt_equating import observed_score_equating, true_score_equivalents
from tauliah.core.psychometrics.irt_equating_errors import irt_equating_errors
from tauliah.core.psychometrics.item_analysis import (
    ItemFigures,
    KeySuspicion,
    OptionFigures,
    distractor_analysis,
    item_figures,
    key_check,
)
from tauliah.core.psychometrics.item_curves import ObservedShares, observed_shares
from tauliah.core.psychometrics.item_fit import (
    MeanSquares,
    ScoreGroupFit,
    local_dependence,
    mean_squares,
    score_group_fit,
)
from tauliah.core.psychometrics.items import (
    Items,
    information,
    intercepts,
    items,
    items_from_intercepts,
    items_from_normal_metric,
    probability,
)
from tauliah.core.psychometrics.likelihood_ratio_dif import LikelihoodRatioDif, likelihood_ratio_dif
from tauliah.core.psychometrics.linking import Link, link
from tauliah.core.psychometrics.maximisation import Priors
from tauliah.core.psychometrics.model_fits import (
    fit_1pl,
    fit_2pl,
    fit_3pl,
    fit_graded,
    fit_partial_credit,
)
from tauliah.core.psychometrics.models.expectation import CategoryCounts, ModelParameters
from tauliah.core.psychometrics.models.priors import GuessingPriors
from tauliah.core.psychometrics.panels import PanelGroups, groups_by_most, hofstee_error
from tauliah.core.psychometrics.person_fit import PersonFit, person_fit
from tauliah.core.psychometrics.precision import (
    empirical_reliability,
    expected_score,
    marginal_reliability,
    score_distribution,
    total_information,
)
from tauliah.core.psychometrics.presmoothing import (
    ScoreDistribution,
    distribution_of_counts,
    distribution_of_scores,
    smoothed,
)
from tauliah.core.psychometrics.refusals import FaultyResponses, NotEstimable
from tauliah.core.psychometrics.response_lists import (
    items_in_csv,
    pieces_from_csv,
    responses_from_csv,
)
from tauliah.core.psychometrics.response_rows import pieces_from_rows, responses_from_rows
from tauliah.core.psychometrics.responses import (
    Patterns,
    Responses,
    from_long,
    patterns,
    scores_of,
)
from tauliah.core.psychometrics.scoring import Abilities, ability
from tauliah.core.psychometrics.speededness import (
    RapidGuesses,
    Speededness,
    rapid_guesses,
    speededness,
)
from tauliah.core.psychometrics.standards import (
    AngoffCut,
    GroupsCut,
    HofsteeCut,
    angoff_cut,
    borderline_group_cut,
    contrasting_groups_cut,
    hofstee_cut,
)
from tauliah.core.psychometrics.tokens import (
    Layout,
    Partition,
    Summary,
    layout_for,
    partition,
    partitions,
)

__all__ = [
    "Abilities",
    "Anchors",
    "AngoffCut",
    "Booklet",
    "BookmarkCut",
    "Calibration",
    "CategoryCalibration",
    "CategoryCounts",
    "CategoryCurves",
    "CategoryItems",
    "Classification",
    "Counts",
    "Drift",
    "Equating",
    "FaultyResponses",
    "Grid",
    "Grouped",
    "GroupsCut",
    "GuessingPriors",
    "HofsteeCut",
    "ItemFigures",
    "Items",
    "KeySuspicion",
    "Layout",
    "LikelihoodRatioDif",
    "Link",
    "LogisticDif",
    "MantelHaenszel",
    "MeanSquares",
    "ModelParameters",
    "NotEstimable",
    "ObservedShares",
    "Omega",
    "OptionFigures",
    "PanelGroups",
    "Parameters",
    "Partition",
    "Patterns",
    "PersonFit",
    "Population",
    "Priors",
    "RapidGuesses",
    "Reached",
    "Remark",
    "Responses",
    "ScoreDistribution",
    "ScoreGroupFit",
    "Speededness",
    "StableLink",
    "Step",
    "Summary",
    "ability",
    "ability_at",
    "alpha",
    "alpha_error",
    "anchor_drift",
    "angoff_cut",
    "bookmark_cut",
    "bootstrap_errors",
    "borderline_group_cut",
    "calibrate",
    "calibrate_concurrently",
    "categories_of",
    "category_curves",
    "category_items_from_intercepts",
    "category_probability",
    "contrasting_groups_cut",
    "counts",
    "distractor_analysis",
    "distribution_of_counts",
    "distribution_of_scores",
    "empirical_reliability",
    "equate",
    "expected_score",
    "fit_1pl",
    "fit_2pl",
    "fit_3pl",
    "fit_graded",
    "fit_partial_credit",
    "from_long",
    "graded_items",
    "groups_by_most",
    "hofstee_cut",
    "hofstee_error",
    "in_groups",
    "information",
    "intercepts",
    "irt_equating_errors",
    "item_figures",
    "items",
    "items_from_intercepts",
    "items_from_normal_metric",
    "items_in_csv",
    "items_with_steps",
    "key_check",
    "layout_for",
    "lee",
    "likelihood_ratio_dif",
    "link",
    "livingston_lewis",
    "local_dependence",
    "logistic_dif",
    "mantel_haenszel",
    "marginal_reliability",
    "mean_squares",
    "measurement_error",
    "normal_grid",
    "observed_score_equating",
    "observed_shares",
    "omega",
    "ordered_booklet",
    "partial_credit_items",
    "partition",
    "partitions",
    "patterns",
    "percentile_rank",
    "person_fit",
    "pieces_from_csv",
    "pieces_from_rows",
    "probability",
    "rapid_guesses",
    "responses_from_csv",
    "responses_from_rows",
    "rudner",
    "score_distribution",
    "score_group_fit",
    "scores_of",
    "smoothed",
    "speededness",
    "stable_link",
    "total_information",
    "true_score_equivalents",
]
