"""How the value of each numeric practice item comes about, from the figures of its question."""

from __future__ import annotations

from fractions import Fraction
from math import floor


def whole(exact: Fraction | int) -> Fraction:
    """To the nearest whole number, a half upwards."""
    return Fraction(floor(exact + Fraction(1, 2)))


def tenth(exact: Fraction | int) -> Fraction:
    """To one decimal, a half upwards."""
    return whole(exact * 10) / 10


PUM = {
    "PUM-P-FON-01": 6_000 * 900 * (1 - Fraction(40, 100)) - 2_760_000,
    "PUM-P-FON-02": (6_000 * 900 * (1 - Fraction(40, 100)) - 2_760_000) / 2 / 4_800,
    "PUM-P-SLN-01": Fraction(sum(max(loss - 1_000, 0) for loss in (350, 420, 800, 1_300, 2_600))),
    "PUM-P-RTN-01": Fraction(1_200, 15_000) * Fraction(5_400_000, 1_200),
    "PUM-P-RTN-02": Fraction(5_400_000, 15_000) / (1 - Fraction(28, 100)),
    "PUM-P-RTN-04": 640 * Fraction("1.15") * Fraction("1.10") * Fraction("0.95") * Fraction("0.70"),
    "PUM-P-RTN-05": Fraction(550_000, 1_000) * Fraction("1.40"),
    "PUM-P-RTN-06": Fraction(69 - 60, 60) * Fraction("0.80") * 100,
    "PUM-P-RTN-07": Fraction(936) * (12 - 5) / 12,
    "PUM-P-RTN-09": Fraction("0.75") * (Fraction(1_296_000, 4_000) / Fraction(3_600_000, 20_000))
    + Fraction("0.25") * Fraction("1.40"),
    "PUM-P-RTN-10": Fraction(3_600_000, 20_000) / Fraction("0.75") * Fraction("1.70")
    + 36 / Fraction("0.75"),
    "PUM-P-RTN-11": 245 * (20_000 + 4_000 * Fraction("1.40")) / (20_000 + 4_000 * Fraction("1.70")),
    "PUM-P-RTN-12": (1_480 * Fraction("0.55") + 90) * Fraction("1.08") + 10,
    "PUM-P-PMN-01": Fraction(1_800 * 200 + 40_000),
    "PUM-P-PMN-02": 64_000 * Fraction(300_000, 400_000) - 1_000,
    "PUM-P-PMN-04": (90_000_000 - 186 * 450_000) / Fraction(420_000),
    "PUM-P-MKN-01": 12_000 / (500 * Fraction(30, 100)),
    "PUM-P-MKN-02": 150 * Fraction("0.30") * (1 + Fraction("0.80") + Fraction("0.80") ** 2)
    - 12_000 / (800 * Fraction(25, 100)),
    "PUM-P-CNN-01": Fraction(840, 1_120) * 9_600,
}

PIN = {
    "PIN-P-MON-02": 6_300 - Fraction(20, 100) * 4_500 - 400,
    "PIN-P-MON-03": 6_300 * Fraction(85, 100) - Fraction(20, 100) * 4_500 * Fraction(85, 100) - 400,
    "PIN-P-MON-04": Fraction(23_500 - 10_000),
    "PIN-P-MON-05": (7_000 + 12 * 50) * (1 - Fraction(30, 100)),
    "PIN-P-HON-01": 80_000 * Fraction(260_000) / (Fraction(80, 100) * 400_000),
    "PIN-P-HON-02": Fraction(4 * (5_200 - 3_600)),
    "PIN-P-HON-04": 9_000 * Fraction(70_000, 70_000 + 50_000),
    "PIN-P-HON-05": 400
    * (1 - Fraction(40, 100))
    * (Fraction("8.0") - Fraction("6.6") - Fraction("0.2"))
    / 2
    / 8,
    "PIN-P-CAN-01": 81_000 - Fraction(15, 100) * 360_000,
    "PIN-P-CAN-02": tenth((1 - Fraction("0.9044")) * 100),
    "PIN-P-CAN-03": 3_000 * Fraction(40, 100) * 250_000 * Fraction(24, 100) - 55_000_000,
    "PIN-P-LAN-01": 610_000 * Fraction(80, 100) - 250_000,
    "PIN-P-LAN-02": Fraction(27_000 - 2_000),
    "PIN-P-HEN-01": 2_000 + Fraction(20, 100) * (9_000 - 2_000),
    "PIN-P-HEN-02": min(Fraction(20, 100) * 30_000, Fraction(6_000 - 3_400)),
    "PIN-P-HEN-04": Fraction(300 - 90, 30) * Fraction(60, 100) * 5_000,
    "PIN-P-HEN-05": Fraction(20 // 6 * 150),
    "PIN-P-HEN-06": Fraction(10, 100) * 150_000,
    "PIN-P-LFN-01": Fraction(180_000 + 12_000 + 36_000 * 10 + 90_000 - 70_000 - 120_000),
    "PIN-P-LFN-02": 150_000 * Fraction(480, 600),
    "PIN-P-LFN-03": 12 * (400 * (1 - Fraction(30, 100)) - 80),
    "PIN-P-LFN-04": 120_000 * Fraction(720, 960) - 6_000 - 300,
}

PLI = {
    "PLI-P-PRI-06": (1 - Fraction(460, 575)) * 100,
    "PLI-P-PRI-09": 6_000 - 6_000 * (1 - Fraction(4, 10)),
    "PLI-P-STR-05": 876 * Fraction(365, 365 - 73),
    "PLI-P-STR-06": Fraction(4_000 + 900 - (1_500 + 900 - 500)),
    "PLI-P-PRO-07": Fraction(5_150 - 3_500) * 4,
    "PLI-P-PRO-12": Fraction(2_700 + 1_900 + 8_300),
    "PLI-P-VAN-01": Fraction(360_000, 480_000) * 100,
    "PLI-P-VAN-02": (70_000 - 6_000) * Fraction(360_000, 480_000) - 1_500,
    "PLI-P-VAN-03": (70_000 - 6_000) * (1 - Fraction(360_000, 480_000)),
    "PLI-P-VAN-04": 900_000 * Fraction(80, 100),
    "PLI-P-VAN-05": 120_000 * Fraction(540_000, 720_000) - 5_000,
    "PLI-P-VAN-06": 1_800 * Fraction(12 - 9, 12),
    "PLI-P-LIN-01": 84_000 * Fraction(85, 100),
    "PLI-P-LIN-02": 120_000 * Fraction(55, 100),
    "PLI-P-LIN-03": Fraction(
        38_000 + 14_000 - min(50_000, min(25_000, 38_000) + min(25_000, 14_000))
    ),
    "PLI-P-LIN-04": Fraction(850_000 + 350_000 - min(1_000_000, min(800_000, 850_000) + 350_000)),
    "PLI-P-CLN-01": 120_000 * Fraction(90, 240),
    "PLI-P-CLN-02": 120_000 * Fraction(90, 90 + 120),
    "PLI-P-CLN-03": Fraction(120_000 - 90_000),
    "PLI-P-CLN-04": 20_000 * Fraction(80, 100) * Fraction(19, 20),
    "PLI-P-CLA-04": Fraction(15_000 - 2_000),
}

PPM = {
    "PPM-P-DTN-01": Fraction(19, 24) * Fraction("4.8"),
    "PPM-P-DTN-02": 9_000 + 5_500 - 12_000,
    "PPM-P-PRN-01": (19 + Fraction("13.6") - 11) / Fraction(34 + 14 - 16) * 100,
    "PPM-P-PRN-02": (Fraction("6.5") + Fraction("3.4") - 3 + Fraction("5.7"))
    / Fraction(15 + 7 - 7)
    * 100,
    "PPM-P-PRN-04": (18 + Fraction("19.2")) / 31 * Fraction("19.8") / 18,
    "PPM-P-PRN-05": Fraction("17.5") * Fraction("1.20") * Fraction("1.10") / 33 * 100,
    "PPM-P-PRN-07": Fraction(4, 100) * 9_900 / Fraction(55, 100),
    "PPM-P-ADN-01": 25 * Fraction("1.04"),
    "PPM-P-ADN-02": tenth(13 * Fraction("1.04") * Fraction("1.05") ** 2 / 26 * 100),
    "PPM-P-ADN-04": 600 * (1 - Fraction(21, 100) - Fraction(4, 100)) - 36,
    "PPM-P-ACN-01": 2_500 * Fraction("0.36") * Fraction(30, 100) * Fraction(20, 100),
    "PPM-P-ACN-02": 10 + (54 - 50),
    "PPM-P-ACN-04": Fraction(25 - 10, 40) * Fraction("3.2"),
    "PPM-P-ACN-05": (Fraction(1, 100) * 50 + Fraction(25, 1_000) * 16) / 15 * 100,
    "PPM-P-GRN-01": Fraction(16_400, 20_000) * 100,
    "PPM-P-GRN-02": Fraction(25, 100) * (76 + 32) + Fraction(75, 100) * (60 + 24),
    "PPM-P-GRN-04": 50 * (1 + Fraction(90, 100) + Fraction(90, 100) ** 2),
    "PPM-P-GVN-01": Fraction(6, 75) * 3_000,
}

PFP = {
    "PFP-P-CFN-01": 22_500 + 30_000 + 560_000 + 70_000 - 410_000 - 52_500,
    "PFP-P-CFN-02": Fraction(2_400 + 1_100, 10_000) * 100,
    "PFP-P-CFN-03": Fraction(22_500, 2_400 + 1_100 + 4_000),
    "PFP-P-CFN-05": 48_000 * Fraction(3, 100) * 7,
    "PFP-P-CFN-06": 350 - Fraction("0.015") * 8_000,
    "PFP-P-ESN-01": (1 - Fraction(1, 4) - Fraction(1, 4)) * 480_000 / 2,
    "PFP-P-ESN-02": whole(320_000 * (1 - Fraction(1, 8)) * Fraction(2, 3)),
    "PFP-P-ESN-03": 90_000 + 15_000 - 25_000 - 30_000,
    "PFP-P-INN-01": whole(12_000 * Fraction("2.1911")),
    "PFP-P-INN-02": whole(80_000 / Fraction("2.3966")),
    "PFP-P-INN-03": whole(60_000 / Fraction("13.1808")),
    "PFP-P-INN-04": (Fraction("1.07") / Fraction("1.04") - 1) * 100,
    "PFP-P-INN-05": Fraction("2.50") * Fraction("1.06") - Fraction("0.05"),
    "PFP-P-INN-06": 90_000 - Fraction(60, 100) * (90_000 + 40_000),
    "PFP-P-PRN-01": Fraction(13_500 - 4_500, 850 - 100),
    "PFP-P-PRN-03": Fraction(36_000 - 9_000, 40),
    "PFP-P-PTN-01": whole(36_000 * Fraction("11.9379")),
    "PFP-P-PTN-02": whole(
        15_000 + 185_000 + 90_000 + 36_000 * Fraction("11.9379") - (55_000 + 120_000 + 100_000)
    ),
    "PFP-P-PTN-04": min(5_600 - 2_000, Fraction(60, 100) * 7_000),
    "PFP-P-PTN-05": (4 - 1) * (5_600 - 2_000),
    "PFP-P-PTN-07": 27_000 / Fraction(3, 100),
    "PFP-P-REN-01": whole(30_000 * Fraction("19.5235") * Fraction("1.5580")),
    "PFP-P-REN-02": whole(200_000 * Fraction("2.0789") + 14_000 * Fraction("21.5786")),
    "PFP-P-REN-03": whole(
        (
            30_000 * Fraction("19.5235") * Fraction("1.5580")
            - 200_000 * Fraction("2.0789")
            - 14_000 * Fraction("21.5786")
        )
        / Fraction("21.5786")
    ),
    "PFP-P-REN-05": 2_200 * (1 + 3 * Fraction(8, 100)),
    "PFP-P-REN-06": ((400_000 - 25_000) * Fraction(12, 10) - 25_000) * Fraction(8, 10)
    - ((400_000 - 25_000) * Fraction(8, 10) - 25_000) * Fraction(12, 10),
}

PRM = {
    "PRM-P-PRN-01": Fraction(4_500 - 3_480 - 295 - 85),
    "PRM-P-PRN-02": Fraction(5_260 - 620 + 410 + 95),
    "PRM-P-EXN-01": Fraction(300 + 600 + 420),
    "PRM-P-EXN-04": tenth(4 * 8 - (1 - Fraction("0.92") ** 4) * 100),
    "PRM-P-EXN-05": Fraction("0.05") * 2_400 + Fraction("0.20") * 300,
    "PRM-P-TEN-01": Fraction(210, 2_000 - 500),
    "PRM-P-TEN-02": 1_050 + Fraction("0.10") * 2_000,
    "PRM-P-TEN-04": Fraction(480, 95 + 20 - 15),
    "PRM-P-PPN-01": (1_400 * 160 + 16_000) * Fraction("1.12"),
    "PRM-P-PPN-02": 40_000 * Fraction(188_160, 268_800),
    "PRM-P-PPN-04": Fraction("0.15") * 980 - 54,
    "PRM-P-PPN-05": tenth((Fraction("1.06") ** 4 - 1) * 100),
    "PRM-P-LIN-01": Fraction(100_000 + 65_000),
    "PRM-P-LIN-02": Fraction(420_000 - 250_000),
    "PRM-P-LIN-04": 180_000 + 70_000 + Fraction(1, 5) * 75_000 * 10 - 300_000,
    "PRM-P-LIN-05": Fraction(125, 1_000_000 // 100_000),
    "PRM-P-PLN-01": Fraction(31_500 - 18_000),
    "PRM-P-PLN-02": Fraction(2_400 - (1_180 + 150 + 240 + 610 + 95)),
    "PRM-P-PLN-03": Fraction(1_500 + 500 + 2 * 2_000 + 1_200 - 6_000),
}

WORKED_OUT = {**PUM, **PPM, **PLI, **PIN, **PRM, **PFP}
