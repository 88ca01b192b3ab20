"""How the amount of a key comes about where the explanation does not write out the equation."""

from __future__ import annotations

from fractions import Fraction

FACTS = {"PFP-S-INV-19", "PFP-S-RET-04"}
"""Items whose key is an amount that a law sets, and no calculation."""

PFP = {
    "PFP-P-PRT-06": Fraction(3_000 - 1_200 + 1_200),
    "PFP-S-CAF-03": Fraction(380_000 + 18_000 + 35_000 - 245_000 - 22_000),
    "PFP-S-INV-10": (1 / (1 - Fraction("0.20")) - 1) * 100,
    "PFP-S-INV-11": Fraction("0.4") * 9 + Fraction("0.4") * 4 + Fraction("0.2") * 2,
    "PFP-S-INV-16": 1_500 / (500 / Fraction("1.25") + 500 / Fraction("1.00") + Fraction(500, 2)),
}

PIN = {
    "PIN-P-CAT-04": Fraction(70 - 50),
    "PIN-P-HEA-04": 4_800 * Fraction(8_000 - 5_000, 8_000),
    "PIN-P-HOM-04": min(15_000, 120_000 * Fraction("0.05")) + 4_000,
    "PIN-P-MOT-03": 1_800 - 1_800 * (1 - Fraction("0.55")),
    "PIN-S-CAT-07": 85_000 - 500_000 * Fraction("0.10"),
    "PIN-S-HEA-06": min(2_000 + Fraction("0.20") * (32_000 - 2_000), Fraction(6_000)),
    "PIN-S-HEA-07": 10_000 * Fraction("0.65") * (8 - 2),
    "PIN-S-HEA-08": Fraction(100_000 + 50_000 - 5_000),
    "PIN-S-HOM-10": 5_000 * (1 - Fraction(2, 5)) - 250,
    "PIN-S-HOM-11": Fraction(min(6_000, 1_500) + 4_000 - 500),
    "PIN-S-LIA-06": Fraction(min(1_000_000, 800_000 - 250_000)),
    "PIN-S-LIA-09": 600_000 * (1 - Fraction("0.25")) - 300_000,
    "PIN-S-LIF-07": Fraction(180_000 + 100_000 + 36_000 * 15 - 70_000 - 200_000),
    "PIN-S-LIF-09": Fraction(200_000 - 25_000 - 1_500),
    "PIN-S-MOT-05": Fraction(
        min(60_000, sum(min(30_000, one) for one in (40_000, 20_000, 18_000))) + min(25_000, 32_000)
    ),
    "PIN-S-MOT-07": Fraction(8_200 - 1_000 - 400),
    "PIN-S-MOT-08": 6_400 - 3_000 * Fraction("0.20") - 400,
}

PLI = {
    "PLI-P-STR-03": Fraction(min(9_000, 5_000)),
    "PLI-P-STR-10": Fraction(0 + 6_000 + min(13_000, 10_000)),
    "PLI-P-PRO-05": Fraction(900 + 2_600 + 7_500),
    "PLI-S-CLA-13": Fraction(50_000 + (130_000 - 2 * 50_000)),
    "PLI-S-LIA-10": Fraction(
        max(0, 900_000 - min(500_000, 450_000) - min(500_000, 900_000 - 450_000, 600_000))
    ),
    "PLI-S-LIA-11": Fraction(min(100_000, sum(min(50_000, x) for x in (65_000, 30_000, 35_000)))),
    "PLI-S-LIA-18": Fraction(90_000 - 0),
    "PLI-S-STR-17": 1_200 * Fraction(12 - 4, 12) - 1_200 * (1 - Fraction("0.45")),
    "PLI-S-STR-18": Fraction(5_000 - 500),
    "PLI-S-PRI-07": Fraction(min(310_000, 750_000)),
    "PLI-S-PRI-16": Fraction(min(45_000, 60_000, 40_000)),
    "PLI-S-PRO-10": Fraction(65_000 - 1_000),
    "PLI-S-PRO-12": Fraction((2_100 + 3_300) - 3_300),
    "PLI-S-PRO-20": Fraction(0),
    "PLI-S-PRO-21": Fraction(22_000 + 5_000),
    "PLI-S-VAL-06": 100_000 * 450_000 / (750_000 * Fraction("0.80")) - 2_500,
    "PLI-S-VAL-08": 16_000 * Fraction(5, 20),
    "PLI-S-VAL-09": 80_000
    * (Fraction(1) if Fraction(560, 640) >= Fraction("0.85") else Fraction(560, 640)),
    "PLI-S-VAL-14": (20_000 - 2_000) * Fraction(120_000, 150_000) - 400,
    "PLI-S-VAL-15": max(Fraction(38_000), 40_000 * 350_000 / (500_000 * Fraction("0.80"))),
    "PLI-S-VAL-16": Fraction(min(3_400, 2_700)),
    "PLI-S-VAL-17": 50_000 - 50_000 * 648_000 / (800_000 * Fraction("0.90")),
    "PLI-S-VAL-18": 100_000 - 100_000 * Fraction(400, 500),
}

PPM = {
    "PPM-S-ACC-07": 620 * Fraction("0.35") * Fraction("0.12"),
    "PPM-S-ACC-08": 300 * Fraction("0.50") * (Fraction("0.14") - Fraction("0.04")),
    "PPM-S-ACC-10": 40 * Fraction("0.01") + 10 * Fraction("0.04") + 2 * Fraction("0.10"),
    "PPM-S-ACC-13": Fraction("0.25") * (16 - 10 - Fraction("0.30") * 16),
    "PPM-S-ACC-14": 150_000 * Fraction(400_000, 1_000_000),
    "PPM-S-ACC-15": Fraction(41 - min(30, 41 - 6)),
    "PPM-S-ACC-16": Fraction(min(9, 6) + min(5, 6)),
    "PPM-S-ACC-17": Fraction("1.5") * Fraction(8, 20),
    "PPM-S-ADE-10": 8 * Fraction("1.10") * Fraction("1.04") ** 2,
    "PPM-S-ADE-16": Fraction(7, 8) * 12,
    "PPM-S-DAT-15": 1_800 * Fraction(12 - 8, 12),
    "PPM-S-DAT-16": 36 + 15 - Fraction("17.5"),
    "PPM-S-DAT-17": Fraction("14.2") + Fraction("8.7") - Fraction("9.5"),
    "PPM-S-GRO-09": 80_000 * (Fraction("0.85") - Fraction("0.82")),
    "PPM-S-GRO-10": 110 * Fraction("0.25") + 92 * Fraction("0.30") + 82 * Fraction("0.45"),
    "PPM-S-PRO-05": 14 * (Fraction("1.20") * Fraction("1.05") - 1),
    "PPM-S-PRO-07": 6 + Fraction("0.20") * Fraction("0.65") * 16,
    "PPM-S-PRO-15": (Fraction(32, 50) + Fraction(15, 60)) * 100,
    "PPM-S-PRO-18": Fraction(48 + 9 + 38),
    "PPM-S-PRO-20": (1 - (20 * Fraction("0.12") - Fraction("0.9")) / 50) * 100,
    "PPM-S-PRO-22": Fraction(103 - 6),
}

PRM = {
    "PRM-P-LIA-05": Fraction(310_000 - 25_000),
    "PRM-S-EXP-11": Fraction(46_000),
    "PRM-S-LIA-11": Fraction(
        min(300_000, sum(min(100_000, one) for one in (150_000, 90_000, 120_000)))
        + min(50_000, 40_000)
    ),
    "PRM-S-LIA-13": Fraction(620_000 - 50_000 - 500_000),
    "PRM-S-PRP-10": 60_000 * Fraction(360_000, 480_000) - 1_000,
}

PUM = {
    "PUM-P-FOU-04": 15_000_000 * (Fraction("0.96") - Fraction("0.31")),
    "PUM-P-FOU-07": Fraction(min(6_000, 10_000)),
    "PUM-P-PRO-03": 1_500 * 200 * Fraction("1.10"),
    "PUM-P-RAT-06": 400 * Fraction("1.50") + 60,
    "PUM-S-CON-08": 10_000 * Fraction(1_000, 1_250),
    "PUM-S-FOU-08": Fraction(26 + 11, 40) * 100,
    "PUM-S-FOU-14": (Fraction(13, 20) + Fraction(7, 25)) * 100,
    "PUM-S-FOU-16": 5_000 * 1_000 * (1 - Fraction("0.30")) - 3_100_000,
    "PUM-S-MAR-08": 90_000 / (4_500 * Fraction("0.20")),
    "PUM-S-PRO-07": 70_000 * Fraction(270_000, 450_000),
    "PUM-S-RAT-06": 350 * Fraction("4.20") * (1 - Fraction("0.10")),
    "PUM-S-RAT-07": Fraction(3_600_000, 12_000),
    "PUM-S-RAT-08": 260 / (1 - Fraction("0.30") - Fraction("0.05")),
    "PUM-S-RAT-09": 1_600 * (1 - Fraction("0.30")) + 150,
    "PUM-S-RAT-10": Fraction(1_095) * (365 - 219) / 365,
    "PUM-S-SEL-18": Fraction((500 - 200) * 300 + 500 * 700 - (1_000 - 200) * 500),
}

WORKED_CHOICES = {**PFP, **PIN, **PLI, **PPM, **PRM, **PUM}
"""By item, the number that its key prints, with its formula."""
