"""Adaptive exams: items chosen one by one for the ability of who sits, and programmes simulated."""

from tauliah.core.psychometrics.adaptive.design import Content, Cut, Design, balanced
from tauliah.core.psychometrics.adaptive.exposure import ExposureControl, calibrated_exposure
from tauliah.core.psychometrics.adaptive.programme import ProgrammeFigures, programme_figures
from tauliah.core.psychometrics.adaptive.session import Next, Standing, next_item, standing
from tauliah.core.psychometrics.adaptive.shadow import (
    ShadowDesign,
    next_of_shadow,
    shadow_test,
    shadowed,
    simulate_shadow,
)
from tauliah.core.psychometrics.adaptive.simulation import ENDINGS, Simulation, simulate
from tauliah.core.psychometrics.adaptive.tables import Tables, kullback_leibler, prepared

__all__ = [
    "ENDINGS",
    "Content",
    "Cut",
    "Design",
    "ExposureControl",
    "Next",
    "ProgrammeFigures",
    "ShadowDesign",
    "Simulation",
    "Standing",
    "Tables",
    "balanced",
    "calibrated_exposure",
    "kullback_leibler",
    "next_item",
    "next_of_shadow",
    "prepared",
    "programme_figures",
    "shadow_test",
    "shadowed",
    "simulate",
    "simulate_shadow",
    "standing",
]
