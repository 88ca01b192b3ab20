"""How the numbers in the drawings of lessons come about, from the figures that the lesson gives."""

from __future__ import annotations

from fractions import Fraction

from tests.programmes.worked_numbers import whole


def grown(rate: str, years: int) -> Fraction:
    """What 1 becomes at that rate in so many years."""
    return (1 + Fraction(rate)) ** years


def staying(retention: str, years: int) -> Fraction:
    """The expected years of a customer, of so many at most, if that share stays each year."""
    return sum((Fraction(retention) ** year for year in range(years)), Fraction(0))


def hundred(exact: Fraction) -> Fraction:
    """To the nearest hundred."""
    return whole(exact / 100) * 100


INCOME = whole(42_000 * Fraction("13.5777"))
NEEDS = 20_000 + 210_000 + 15_000 + 100_000 + INCOME
RESOURCES = Fraction(90_000 + 180_000 + 168_000)
# the factors of series as the lesson prints them
SERIES_OF_20, SERIES_OF_10 = Fraction("33.0660"), Fraction("12.5779")
CAPITAL = whole(whole(36_000 * Fraction("19.5235")) * Fraction("1.8061"))
EPF = whole(180_000 * grown("0.05", 20))
PAID_IN = whole(15_000 * SERIES_OF_20)
GAP = CAPITAL - EPF - PAID_IN
ESTATE = Fraction(260_000 - 20_000)
ASSETS = Fraction(480 + 160 + 45 + 14 + 22 + 9)
OWED = Fraction(352 + 38 + 6)
CAR_BY_AVERAGE = 9_000 * Fraction(40_000, 50_000)
CHARGED = 100_000 * (grown("0.06", 20) - grown("0.045", 20))
BY_FACTORS = 500 * Fraction("1.90") * Fraction("1.10") * Fraction("1.20")
BEFORE_NCD = BY_FACTORS + 70
TAXED = BEFORE_NCD * Fraction("0.75") + 120
WORKSHOP = 90_000 * Fraction(80, 100) - 1_000
RIVER_EVENT = 480 * Fraction("0.40") * Fraction("0.15")

PFP = {
    "compound-growth": {
        "16,289": 10_000 * grown("0.05", 10),
        "43,219": 10_000 * grown("0.05", 30),
        "15,000": 10_000 * (1 + 10 * Fraction("0.05")),
        "25,000": 10_000 * (1 + 30 * Fraction("0.05")),
        "1,289": 10_000 * (grown("0.05", 10) - Fraction("1.5")),
        "18,219": 10_000 * (grown("0.05", 30) - Fraction("2.5")),
    },
    "cost-of-charges": {
        "320,714": 100_000 * grown("0.06", 20),
        "241,171": 100_000 * grown("0.045", 20),
        "79,500": hundred(CHARGED),
    },
    "elimination-bridge": {
        "8,400": Fraction((3 - 1) * 4_200),
        "21,000": Fraction((6 - 1) * 4_200),
        "11,000": Fraction((6 - 1) * 4_200 - 10_000),
    },
    "life-cover-gap": {
        "570,263": INCOME,
        "135,000": Fraction(20_000 + 15_000 + 100_000),
        "915,263": NEEDS,
        "438,000": RESOURCES,
        "477,263": NEEDS - RESOURCES,
        "645,263": NEEDS - RESOURCES + 168_000,
    },
    "muslim-estate": {
        "240,000": ESTATE,
        "30,000": ESTATE / 8,
        "140,000": ESTATE * Fraction(7, 8) * Fraction(2, 3),
        "70,000": ESTATE * Fraction(7, 8) / 3,
        "80,000": ESTATE / 3,
        "160,000": ESTATE * 2 / 3,
    },
    "net-worth": {
        "45": Fraction(14 + 22 + 9),
        "44": Fraction(38 + 6),
        "730": ASSETS,
        "396": OWED,
        "334": ASSETS - OWED,
        "730,000": 1_000 * ASSETS,
        "396,000": 1_000 * OWED,
        "334,000": 1_000 * (ASSETS - OWED),
    },
    "retirement-gap": {
        "1,269,410": CAPITAL,
        "477,594": EPF,
        "495,990": PAID_IN,
        "295,826": GAP,
        "8,947": GAP / SERIES_OF_20,
        "23,520": GAP / SERIES_OF_10,
    },
}

PIN = {
    "average": {
        "60": Fraction(300_000, 500_000) * 100,
        "60,000": 100_000 * Fraction(300_000, 500_000),
        "40,000": 100_000 * Fraction(200_000, 500_000),
    },
    "disability-months": {
        "3,600": 6_000 * Fraction("0.60"),
        "1,800": 3_600 * Fraction(6_000 - 3_000, 6_000),
        "18,000": Fraction(5 * 3_600),
        "5,400": Fraction(3 * 1_800),
    },
    "event-layers": {
        "55": Fraction(10 + 45),
        "5": Fraction(60 - 45 - 10),
        "15": Fraction(10 + 60 - 45 - 10),
    },
    "ncd-ladder": {
        "1,500": 2_000 * (1 - Fraction("0.25")),
        "1,400": 2_000 * (1 - Fraction("0.30")),
        "1,233.40": 2_000 * (1 - Fraction("0.3833")),
        "1,100": 2_000 * (1 - Fraction("0.45")),
        "900": 2_000 * (1 - Fraction("0.55")),
        "2,733.40": 2_000
        * sum(
            (Fraction("0.55") - Fraction(step) for step in ("0", "0.25", "0.30", "0.3833", "0.45")),
            Fraction(0),
        ),
    },
    "settlement-steps": {
        "80": Fraction(40_000, 50_000) * 100,
        "7,200": CAR_BY_AVERAGE,
        "1,800": 9_000 - CAR_BY_AVERAGE,
        "6,800": CAR_BY_AVERAGE - 400,
        "2,200": 9_000 - (CAR_BY_AVERAGE - 400),
    },
    "takaful-fund": {
        "175": 500 * Fraction("0.35"),
        "325": 500 * Fraction("0.65"),
        "0.8": Fraction("6.5") - Fraction("5.2") - Fraction("0.5"),
        "0.4": (Fraction("6.5") - Fraction("5.2") - Fraction("0.5")) / 2,
        "20": 325 * Fraction("0.4") / Fraction("6.5"),
    },
    "umbrella-gap": {
        "350,000": Fraction(600_000 - 250_000),
        "150,000": Fraction(250_000 - 100_000),
    },
}

PLI = {
    "cause-chain": {"20,200": Fraction(15_000 + 4_000 + 1_200)},
    "contribution": {
        "20,000": 60_000 * Fraction(50, 150),
        "40,000": 60_000 * Fraction(100, 150),
        "27,272.73": 60_000 * Fraction(50, 50 + 60),
        "32,727.27": 60_000 * Fraction(60, 50 + 60),
        "30,000": Fraction(60_000, 2),
        "10,000": Fraction(60_000 - 50_000),
    },
    "indemnity": {
        "7,200": 24_000 * Fraction(3, 10),
        "16,800": 24_000 * Fraction(7, 10),
    },
    "payment-curve": {
        "400,000": 500_000 * Fraction("0.80"),
        "60,000": 80_000 * Fraction(300_000, 400_000),
        "48,000": 80_000 * Fraction(300_000, 500_000),
        "60": 80 * Fraction(300_000, 400_000),
        "48": 80 * Fraction(300_000, 500_000),
    },
    "policy-anatomy": {"9,000": Fraction(3_500 + 6_000 - 500)},
    "recovery": {
        "18,000": 90_000 * Fraction(20, 100),
        "71,000": WORKSHOP,
        "19,000": 90_000 - WORKSHOP,
    },
    "shared-fault": {
        "54,000": 90_000 * (1 - Fraction("0.40")),
        "36,000": 90_000 * (1 - Fraction("0.60")),
    },
    "two-lists": {
        "16,200": Fraction(12_000 + 4_200),
        "20,500": Fraction(12_000 + 4_200 + 1_800 + 2_500),
    },
}

PPM = {
    "accumulation-map": {
        "96": Fraction(480, 500) * 100,
        "70": Fraction(315, 450) * 100,
        "59": Fraction(704, 1_200) * 100,
    },
    "cat-layers": {
        "28.8": RIVER_EVENT,
        "20.8": RIVER_EVENT - 8,
        "12.0": Fraction(60 - 40 - 8),
        "20.0": Fraction(60 - 40),
    },
    "customer-worth": {
        "177.12": 60 * staying("0.80", 4),
        "201.70": 60 * staying("0.80", 5),
        "206.34": 60 * staying("0.90", 4),
        "245.71": 60 * staying("0.90", 5),
    },
    "development": {
        "13.39": Fraction("12.75") * Fraction("1.05"),
        "15.00": 12 * Fraction("1.25"),
        "15.75": 12 * Fraction("1.25") * Fraction("1.05"),
        "3.75": 12 * Fraction("1.25") * Fraction("1.05") - 12,
    },
    "earning-through": {"1.25": Fraction(10, 8), "8.75": Fraction(70, 8)},
    "segments-combined": {
        "95": Fraction(65 + 30),
        "90": Fraction(70 + 20),
        "85": Fraction(45 + 40),
    },
    "three-years": {"1,500": Fraction(9_500 - 8_000)},
}

PRM = {
    "at-stake": {
        "225,000": Fraction("0.25") * 90_000 * 10,
        "695,000": Fraction(320_000 + 150_000 + 225_000),
        "395,000": Fraction(320_000 + 150_000 + 225_000 - 300_000),
        "1,300,000": Fraction(300_000 + 1_000_000),
    },
    "chance-over-years": {
        "40.1": (1 - Fraction("0.95") ** 10) * 100,
        "64.2": (1 - Fraction("0.95") ** 20) * 100,
        "50": Fraction(5 * 10),
        "100": Fraction(5 * 20),
    },
    "deductible-sum": {
        "1,140": 1_100 + Fraction("0.08") * 500,
        "1,100": 1_020 + Fraction("0.08") * 1_000,
        "1,080": 880 + Fraction("0.08") * 2_500,
        "1,220": 820 + Fraction("0.08") * 5_000,
        "200": Fraction("0.08") * 2_500,
        "400": Fraction("0.08") * 5_000,
    },
    "expected-loss-area": {
        "360": Fraction("0.03") * 12_000,
        "50": Fraction("0.01") * 5_000,
    },
    "old-car-cover": {
        "86": Fraction("0.01") * 8_600,
        "168": Fraction("0.08") * 2_100,
        "254": Fraction("0.01") * 8_600 + Fraction("0.08") * 2_100,
        "366": 620 - Fraction("0.01") * 8_600 - Fraction("0.08") * 2_100,
    },
    "rebuilding-cost": {
        "361,600": Fraction(306_000 + 14_000 + 16_000 + 25_600),
        "25,600": Fraction("0.08") * (306_000 + 14_000),
        "81,600": Fraction(361_600 - 280_000),
    },
    "retention-capacity": {
        "9,000": Fraction(24_000 - 15_000),
        "2,500": Fraction(18_500 - 16_000),
        "1,300": Fraction(3_800 - (18_500 - 16_000)),
    },
}

PUM = {
    "adverse-selection": {
        "400,000": Fraction(1_000 * 400),
        "300,000": Fraction((1_000 - 250) * 400),
        "350,000": Fraction(400_000 - 250 * 200),
        "50,000": Fraction(400_000 - 250 * 200 - (1_000 - 250) * 400),
    },
    "channel-years": {
        "112.80": 120 * staying("0.70", 3) - 150,
        "60.00": 120 * staying("0.50", 3) - 150,
        "81.30": (120 - 900 * Fraction("0.10")) * staying("0.90", 3),
    },
    "combined-ratio": {"95": Fraction(65 + 30), "105": Fraction(75 + 30), "5": Fraction(105 - 100)},
    "discount-cost": {
        "340": Fraction(2_000 - 1_600 - 60),
        "66,400": Fraction((1_600 + 60) * 40),
        "64,000": Fraction(1_600 * 40),
        "2,400": Fraction(60 * 40),
        "1,106.67": Fraction((1_600 + 60) * 40, 60),
    },
    "price-steps": {
        "754.00": BY_FACTORS - 500,
        "754": BY_FACTORS - 500,
        "1,324": BEFORE_NCD,
        "331.00": BEFORE_NCD * Fraction("0.25"),
        "331": BEFORE_NCD * Fraction("0.25"),
        "99.04": TAXED * Fraction("0.08") + 10,
        "1,212.04": TAXED * Fraction("1.08") + 10,
    },
    "rate-to-price": {
        "450.00": Fraction("0.09") * 5_000,
        "600.00": Fraction("0.09") * 5_000 / (1 - Fraction("0.25")),
        "752.40": 600 * Fraction("1.10") * Fraction("1.20") * Fraction("0.95"),
        "564.30": 600 * Fraction("1.10") * Fraction("1.20") * Fraction("0.95") * Fraction("0.75"),
    },
    "takaful-fund": {
        "12.0": Fraction(10_000 * 1_200, 10**6),
        "4.2": Fraction("0.35") * 12,
        "7.8": Fraction("0.65") * 12,
        "1.0": Fraction("7.8") - Fraction("6.8"),
        "500,000": Fraction(1_000_000, 2),
        "62.50": Fraction(500_000, 8_000),
    },
    "wrong-answer": {"12,000": Fraction(900, 1_200) * 16_000},
}

WORKED_FIGURES = {
    f"{course}/{name}": worked
    for course, figures in (
        ("PFP", PFP),
        ("PIN", PIN),
        ("PLI", PLI),
        ("PPM", PPM),
        ("PRM", PRM),
        ("PUM", PUM),
    )
    for name, worked in figures.items()
}
"""By figure, the numbers that it works out, as it prints them, each with its formula."""

AXES = {
    "PFP/compound-growth": "0",
    "PFP/cost-of-charges": "0 200,000 300,000 10 15",
    "PFP/elimination-bridge": "6 8 9",
    "PFP/retirement-gap": "50",
    "PIN/disability-months": "8 9 11",
    "PIN/event-layers": "0",
    "PIN/ncd-ladder": "0",
    "PLI/payment-curve": "0 20",
    "PLI/recovery": "0",
    "PLI/shared-fault": "0 100",
    "PPM/cat-layers": "48",
    "PPM/chance-band": "40 0 19",
    "PPM/customer-worth": "0 100 150",
    "PPM/development": "14 16",
    "PPM/earning-through": "8 7",
    "PPM/segments-combined": "100",
    "PRM/chance-over-years": "25 75 15",
    "PUM/channel-years": "100 0",
    "ETH/speaking-up": "4",
}
"""By figure, the numbers of its axes, months and steps that the lesson need not name."""
