"""What a round says by a method without ratings, in words: facts and tables in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from statistics import mean, stdev
from typing import TypeAlias

from tauliah.apps.standards.outcomes import Compromise, Outcome, PlacedPages, SortedCandidates
from tauliah.core.exam.study_methods import GROUPS
from tauliah.core.kernel import NOTHING, Cell, Fact, LocalText, Table

Row: TypeAlias = tuple[Cell, ...]
MOST_STEPS = 26


@dataclass(frozen=True, slots=True)
class Told:
    """A round in words."""

    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]


def told(outcome: Outcome) -> Told:
    """What a round says, beside the cut and its error which every method has."""
    detail = outcome.detail
    if isinstance(detail, PlacedPages):
        return _bookmarks(detail)
    if isinstance(detail, Compromise):
        return _compromise(detail)
    return _groups(detail, GROUPS[outcome.method])


def _bookmarks(detail: PlacedPages) -> Told:
    pages = [page for _, page, _ in detail.judges]
    facts: tuple[Fact, ...] = (
        (_MEDIAN, f"{detail.theta:.2f} ± {detail.theta_error:.2f}"),
        (_DEVIATION_OF_JUDGES, f"{detail.deviation:.2f}"),
        (_FROM_PAGE, f"{min(pages)}–{max(pages)}"),
    )
    judges = Table(
        _JUDGES,
        (_JUDGE, _PAGE_OF_BOOKMARK, _CUT_IN_LOGITS),
        tuple((name, str(page), f"{cut:.2f}") for name, page, cut in detail.judges),
    )
    booklet = Table(
        _BOOKLET,
        (_ITEM, _PAGE, _LOCATION, _BOOKMARKS),
        tuple(
            (item.code, str(item.position), f"{at:.2f}", str(pages.count(item.position) or NOTHING))
            for item, at in zip(detail.items, detail.locations, strict=True)
        ),
        is_detail=True,
        is_of_items=True,
    )
    return Told(facts, (judges, booklet))


def _compromise(detail: Compromise) -> Told:
    found, bounds = detail.found, [one for _, one in detail.judges]
    highest, persons = len(detail.counts) - 1, max(sum(detail.counts), 1)
    facts: list[Fact] = [(_LOOKED_AT, str(sum(detail.counts)))]
    if isfinite(found.cut):
        facts.append((_RATE_AT_CUT, f"{100 * found.fail_rate:.1f} %"))
    given = (
        (_LOWEST_CUT, [one.lowest_cut for one in bounds], ""),
        (_HIGHEST_CUT, [one.highest_cut for one in bounds], ""),
        (_LOWEST_RATE, [one.lowest_fail for one in bounds], " %"),
        (_HIGHEST_RATE, [one.highest_fail for one in bounds], " %"),
    )
    own: list[Row] = [
        (name, *(f"{values[at]}{sign}" for _, values, sign in given))
        for at, (name, _) in enumerate(detail.judges)
    ]
    means: Row = (_MEAN, *(f"{mean(values):.1f}{sign}" for _, values, sign in given))
    spread: Row = (_DEVIATION, *(f"{_deviation(values):.1f}" for _, values, _ in given))
    judges = Table(_JUDGES, (_JUDGE, *(name for name, _, _ in given)), (*own, means, spread))
    cuts = range(0, highest + 1, max(1, -(-highest // MOST_STEPS)))
    scores = Table(
        _BELOW,
        (_CUT, _WOULD_FAIL),
        tuple((str(cut), f"{100 * sum(detail.counts[:cut]) / persons:.1f} %") for cut in cuts),
        is_detail=True,
    )
    return Told(tuple(facts), (judges, scores))


def _groups(detail: SortedCandidates, names: Mapping[str, LocalText]) -> Told:
    agreement = NOTHING if detail.agreement is None else f"{detail.agreement:.2f}"
    facts: tuple[Fact, ...] = (
        *((_first_large(name), str(detail.size(group))) for group, name in names.items()),
        (_BY_NOBODY, str(detail.unsorted)),
        (_DIVIDED, str(detail.unsettled)),
        (_KAPPA, agreement),
    )
    judges = Table(
        _JUDGES,
        (_JUDGE, *names.values()),
        tuple((name, *(str(sizes[group]) for group in names)) for name, sizes in detail.judges),
    )
    by_points = list(zip(*(detail.counts[group] for group in names), strict=True))
    scores = Table(
        _BY_POINTS,
        (_POINTS, *names.values()),
        tuple((str(at), *map(str, sizes)) for at, sizes in enumerate(by_points) if any(sizes)),
        is_detail=True,
    )
    return Told(facts, (judges, scores))


def _deviation(values: Sequence[int]) -> float:
    return stdev(values) if len(values) > 1 else 0.0


def _first_large(name: LocalText) -> LocalText:
    return _both(name.en[0].upper() + name.en[1:], name.ms[0].upper() + name.ms[1:])


def _both(en: str, ms: str) -> LocalText:
    return LocalText(en=en, ms=ms)


_JUDGE, _JUDGES = _both("Judge", "Juri"), _both("Judges", "Juri")
_ITEM, _PAGE = _both("Item", "Item"), _both("Page", "Halaman")
_MEAN, _DEVIATION = _both("Mean", "Min"), _both("Standard deviation", "Sisihan piawai")
_CUT, _POINTS = _both("Cut score", "Skor lulus"), _both("Points", "Mata")
_MEDIAN = _both("Cut in logits, the median of the judges", "Skor lulus dalam logit, median juri")
_DEVIATION_OF_JUDGES = _both(
    "Deviation between judges, in logits", "Sisihan antara juri, dalam logit"
)
_FROM_PAGE = _both("Pages from and to", "Halaman dari dan hingga")
_PAGE_OF_BOOKMARK = _both("Page of the bookmark", "Halaman penanda")
_CUT_IN_LOGITS = _both("Cut in logits", "Skor lulus dalam logit")
_BOOKLET = _both(
    "Booklet, from the easiest item to the hardest",
    "Buku kecil, daripada item termudah hingga tersukar",
)
_LOCATION = _both("Location in logits", "Kedudukan dalam logit")
_BOOKMARKS = _both("Bookmarks", "Penanda")
_LOOKED_AT = _both("Candidates whose scores are looked at", "Calon yang skornya diteliti")
_RATE_AT_CUT = _both("Failure rate at the cut score", "Kadar gagal pada skor lulus")
_LOWEST_CUT = _both("Lowest cut score", "Skor lulus terendah")
_HIGHEST_CUT = _both("Highest cut score", "Skor lulus tertinggi")
_LOWEST_RATE = _both("Lowest failure rate", "Kadar gagal terendah")
_HIGHEST_RATE = _both("Highest failure rate", "Kadar gagal tertinggi")
_BELOW = _both("Candidates below each cut score", "Calon di bawah setiap skor lulus")
_WOULD_FAIL = _both("Would fail", "Akan gagal")
_BY_NOBODY = _both("Sorted by nobody", "Tidak dikelaskan oleh sesiapa")
_DIVIDED = _both("Judges divided equally", "Pendapat juri terbahagi sama banyak")
_KAPPA = _both("Agreement of the judges (kappa)", "Persetujuan juri (kappa)")
_BY_POINTS = _both("Candidates by points and group", "Calon mengikut mata dan kumpulan")
