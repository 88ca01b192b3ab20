"""The picture of a round by a method without ratings, in one language."""

from __future__ import annotations

from tauliah.apps.standards.outcomes import Compromise, Outcome, PlacedPages
from tauliah.core.exam.study_methods import GROUPS
from tauliah.core.kernel import LocalText
from tauliah.core.psychometrics import distribution_of_counts
from tauliah.core.psychometrics.plots import Labels, bookmark_plot, groups_plot, hofstee_plot


def picture_of(outcome: Outcome, language: str) -> str:
    """The round as SVG text that stands alone; the tables of `told` say the same."""

    def say(en: str, ms: str) -> str:
        return LocalText(en=en, ms=ms).in_language(language)

    detail = outcome.detail
    cut = None if outcome.panel.refused else outcome.panel.cut
    if isinstance(detail, PlacedPages):
        labels = Labels(
            title=say("Bookmarks in the booklet", "Penanda dalam buku kecil"),
            description=say(
                "The location of each page in logits, the pages of the judges' bookmarks, and the cut.",
                "Kedudukan setiap halaman dalam logit, halaman penanda juri, dan skor lulus.",
            ),
            across=say("page", "halaman"),
            up=say("logits", "logit"),
            legend=(
                say("items, easiest first", "item, termudah dahulu"),
                say("bookmarks of judges", "penanda juri"),
                say("cut, the median", "skor lulus, median"),
            ),
        )
        pages = [page for _, page, _ in detail.judges]
        return bookmark_plot(detail.locations, pages, labels=labels, cut=detail.theta)
    if isinstance(detail, Compromise):
        labels = Labels(
            title=say("What the judges allow and what would happen", "Yang dibenarkan juri dan kesannya"),
            description=say(
                "The share of candidates below each cut score, the box of what the judges allow with "
                "its falling diagonal, and the cut score where both meet.",
                "Bahagian calon di bawah setiap skor lulus, kotak yang dibenarkan oleh juri dengan "
                "pepenjurunya yang menurun, dan skor lulus tempat kedua-duanya bertemu.",
            ),
            across=say("points", "mata"),
            up=say("share that fails", "bahagian yang gagal"),
            legend=(
                say("candidates below the cut score", "calon di bawah skor lulus"),
                say("what the judges allow, on average", "yang dibenarkan juri, secara purata"),
                say("from strict to lenient", "daripada ketat kepada longgar"),
                say("cut score", "skor lulus"),
            ),
        )  # fmt: skip
        return hofstee_plot(distribution_of_counts(detail.counts), detail.found, labels=labels)
    names = GROUPS[outcome.method]
    labels = Labels(
        title=say("Scores of the groups", "Skor kumpulan"),
        description=say(
            "How many candidates of each group have each number of points, and the cut score.",
            "Bilangan calon setiap kumpulan bagi setiap jumlah mata, dan skor lulus.",
        ),
        across=say("points", "mata"),
        up=say("candidates", "calon"),
        legend=(
            *(name.in_language(language) for name in names.values()),
            say("cut score", "skor lulus"),
        ),
    )
    return groups_plot([detail.counts[group] for group in names], labels=labels, cut=cut)
