"""How many responses an analysis needs before its figures mean something, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tauliah.core.kernel import LocalText
from tauliah.core.psychometrics.refusals import NotEstimable


@dataclass(frozen=True, slots=True)
class Need:
    """At least so many responses to each item (or persons on each form), and the reason in words."""

    fewest: int
    reason: LocalText


ITEM_ANALYSIS = Need(
    50,
    LocalText(
        en="With fewer than 50 responses the share of right answers may be off by more than "
        "7 points in a hundred (one standard error).",
        ms="Dengan kurang daripada 50 respons, peratusan jawapan betul boleh tersasar lebih "
        "daripada 7 mata peratusan (satu ralat piawai).",
    ),
)
CALIBRATION: Mapping[str, Need] = {
    "1PL": Need(
        100,
        LocalText(
            en="With fewer than 100 responses a difficulty is not sure to half a logit "
            "(Linacre, 1994).",
            ms="Dengan kurang daripada 100 respons, kesukaran tidak pasti dalam lingkungan "
            "setengah logit (Linacre, 1994).",
        ),
    ),
    "2PL": Need(
        250,
        LocalText(
            en="With fewer than 250 responses discriminations are mostly chance "
            "(Harwell and Janosky, 1991). Take the 1PL, or wait for more sittings.",
            ms="Dengan kurang daripada 250 respons, diskriminasi kebanyakannya kebetulan "
            "(Harwell dan Janosky, 1991). Gunakan 1PL, atau tunggu lebih banyak peperiksaan.",
        ),
    ),
    "3PL": Need(
        1_000,
        LocalText(
            en="With fewer than 1,000 responses guessing parameters are not determined "
            "(Lord, 1968). Take the 2PL or the 1PL.",
            ms="Dengan kurang daripada 1,000 respons, parameter tekaan tidak dapat ditentukan "
            "(Lord, 1968). Gunakan 2PL atau 1PL.",
        ),
    ),
}
GROUP = Need(
    100,
    LocalText(
        en="With fewer than 100 candidates the mean ability of a group is not sure to a tenth of "
        "its standard deviation (one standard error). Leave it out, or join it with another.",
        ms="Dengan kurang daripada 100 calon, min keupayaan sesuatu kumpulan tidak pasti dalam "
        "lingkungan sepersepuluh sisihan piawainya (satu ralat piawai). Keluarkan kumpulan itu, atau "
        "gabungkan dengan yang lain.",
    ),
)
ANCHORS = LocalText(
    en="At least a fifth of the items that count must be held, else they do not carry the scale "
    "(Kolen and Brennan, 2014, chapter 8).",
    ms="Sekurang-kurangnya satu perlima daripada item yang dikira mesti ditetapkan; jika tidak, item "
    "itu tidak membawa skalanya (Kolen dan Brennan, 2014, bab 8).",
)
DIF_SMALLER_GROUP = 200
DIF = Need(
    500,
    LocalText(
        en="Differences between languages are looked for from 500 responses on, 200 of them in the "
        "smaller group: with fewer, large differences are missed and small ones alarm "
        "(Zwick, 2012).",
        ms="Perbezaan antara bahasa dicari mulai 500 respons, 200 daripadanya dalam kumpulan yang "
        "lebih kecil: dengan kurang daripada itu, perbezaan besar terlepas dan yang kecil "
        "menimbulkan kebimbangan (Zwick, 2012).",
    ),
)
EQUATING = Need(
    400,
    LocalText(
        en="With fewer than 400 candidates on each form the error of equating is larger than the "
        "differences that it takes away (Kolen and Brennan, 2014, chapter 8).",
        ms="Dengan kurang daripada 400 calon bagi setiap set soalan, ralat penyamaan lebih besar "
        "daripada perbezaan yang dihapuskannya (Kolen dan Brennan, 2014, bab 8).",
    ),
)
COMMON_SHARE = 0.2
COMMON_ITEMS = LocalText(
    en="Common items must make up at least a fifth of the form, else they do not stand for it "
    "(Kolen and Brennan, 2014, chapter 8).",
    ms="Item yang sama mesti meliputi sekurang-kurangnya satu perlima daripada set soalan; jika "
    "tidak, item itu tidak mewakilinya (Kolen dan Brennan, 2014, bab 8).",
)


def too_few(need: Need, *, en: str, ms: str) -> NotEstimable:
    """The refusal of an analysis: what there is, in words, and the need with its reason."""
    return NotEstimable("too-few", en=f"{en} {need.reason.en}", ms=f"{ms} {need.reason.ms}")
