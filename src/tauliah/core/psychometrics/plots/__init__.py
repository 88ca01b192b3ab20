"""Pictures of exam science: arrays and labels in, SVG text out, in the look of the house."""

from tauliah.core.psychometrics.plots.categories import category_curve_plot, person_fit_plot
from tauliah.core.psychometrics.plots.comparisons import dif_plot, option_plot, wright_map
from tauliah.core.psychometrics.plots.curves import (
    form_information_plot,
    item_curve_plot,
    item_information_plot,
)
from tauliah.core.psychometrics.plots.cut_scores import bookmark_plot, groups_plot, hofstee_plot
from tauliah.core.psychometrics.plots.drawing import Labels, for_page
from tauliah.core.psychometrics.plots.scores import equating_plot, score_plot

__all__ = [
    "Labels",
    "bookmark_plot",
    "category_curve_plot",
    "dif_plot",
    "equating_plot",
    "for_page",
    "form_information_plot",
    "groups_plot",
    "hofstee_plot",
    "item_curve_plot",
    "item_information_plot",
    "option_plot",
    "person_fit_plot",
    "score_plot",
    "wright_map",
]
