"""Exam science: from responses to calibrated items, comparable scores and a defensible cut."""

from tauliah.core.psychometrics.calibration import Calibration, Step, calibrate, fit_1pl, fit_2pl
from tauliah.core.psychometrics.consistency import Omega, alpha, measurement_error, omega
from tauliah.core.psychometrics.expectation import Counts, Grid, Parameters, counts, normal_grid
from tauliah.core.psychometrics.identification import Remark
from tauliah.core.psychometrics.item_analysis import (
    ItemFigures,
    KeySuspicion,
    OptionFigures,
    distractor_analysis,
    item_figures,
    key_check,
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
from tauliah.core.psychometrics.maximisation import Priors
from tauliah.core.psychometrics.refusals import FaultyResponses, NotEstimable
from tauliah.core.psychometrics.responses import (
    Patterns,
    Responses,
    from_long,
    patterns,
    scores_of,
)
from tauliah.core.psychometrics.tokens import Layout, Partition, layout_for, partition, partitions
