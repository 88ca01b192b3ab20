from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tauliah
from tauliah.core.psychometrics import (
    distractor_analysis,
    distribution_of_counts,
    items,
    observed_shares,
    probability,
    smoothed,
)
from tauliah.core.psychometrics.plots import (
    Labels,
    dif_plot,
    equating_plot,
    for_page,
    form_information_plot,
    item_curve_plot,
    item_information_plot,
    option_plot,
    score_plot,
    wright_map,
)
from tauliah.core.psychometrics.plots.drawing import style, ticks

SVG = "{http://www.w3.org/2000/svg}"
BANK = items([0.8, 1.2, 1.6], [-1.0, 0.2, 1.1], floor=[0, 0.2, 0])


def _labels(*legend: str) -> Labels:
    return Labels(
        title="Lengkung ciri item <PUM-3> & kadar betul yang diperhatikan dalam sepuluh kumpulan",
        description="Item ini sukar.",
        across="keupayaan (logit)",
        up="kebarangkalian",
        legend=legend,
    )


def _observed():
    chance = np.random.default_rng(3)
    theta = chance.normal(size=2_000)
    return observed_shares(chance.random(2_000) < probability(theta, BANK)[:, 1], theta)


def _options():
    chance = np.random.default_rng(4)
    answers = chance.choice(["A", "B", "C", "D"], (200, 3)).tolist()
    return [one for one in distractor_analysis(answers, ["B", "A", "C"]) if one.item == "1"]


def _pictures() -> dict[str, str]:
    counts = distribution_of_counts([1, 3, 8, 14, 20, 17, 9, 4])
    return {
        "curve": item_curve_plot(
            BANK, 1, labels=_labels("model", "diperhatikan"), observed=_observed()
        ),
        "item information": item_information_plot(BANK, [0, 2], labels=_labels("1", "3")),
        "information": form_information_plot(BANK, labels=_labels("a", "b", "c"), cut=0.4),
        "options": option_plot(_options(), labels=_labels("B", "A", "C", "D")),
        "equating": equating_plot(
            np.arange(8) + 0.4, labels=_labels("a", "b"), errors=np.full(8, 0.2)
        ),
        "scores": score_plot(
            counts,
            labels=_labels("a", "b", "c", "d"),
            cut=4.2,
            cut_error=0.3,
            smooth=smoothed(counts, degree=2),
        ),
        "dif": dif_plot(
            [0.2, -1.9, np.nan, 1.2],
            [0.3, 0.3, np.nan, 0.2],
            ["A", "C", "?", "B"],
            labels=_labels("A", "B", "C"),
        ),
        "wright": wright_map(
            np.random.default_rng(5).normal(size=300),
            BANK.difficulty,
            labels=_labels("orang", "item", "skor lulus"),
            cut=0.3,
        ),
    }


PICTURES = _pictures()


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_tells_its_title_and_what_it_shows_first(name):
    root = ET.fromstring(PICTURES[name])

    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == _labels().title
    assert root[1].text == "Item ini sukar."


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_is_drawn_outside_the_picture(name):
    root = ET.fromstring(PICTURES[name])
    _, _, width, height = map(float, root.get("viewBox").split())

    for mark in root.iter():
        for x in map(float, filter(None, (mark.get(key) for key in ("x", "cx")))):
            assert 0 <= x <= width
        for y in map(float, filter(None, (mark.get(key) for key in ("y", "cy")))):
            assert 0 <= y <= height
        for x, y in re.findall(r"[ML]([-\d.]+) ([-\d.]+)", mark.get("d") or ""):
            assert 0 <= float(x) <= width
            assert 0 <= float(y) <= height


@pytest.mark.parametrize("name", PICTURES)
def test_every_class_has_a_colour_in_light_and_in_dark(name):
    root = ET.fromstring(PICTURES[name])
    style = root.find(f"{SVG}style").text
    light, dark = style.split("@media (prefers-color-scheme:dark)")

    used = {word for mark in root.iter() for word in (mark.get("class") or "").split()}
    for word in used - {"plot", "plot-head"}:
        assert f".{word}{{" in light
        assert f".{word}{{" in dark


def test_words_are_those_of_the_caller_and_cannot_break_the_picture():
    texts = [text.text for text in ET.fromstring(PICTURES["curve"]).iter(f"{SVG}text")]

    assert "keupayaan (logit)" in texts
    assert "diperhatikan" in texts
    assert " ".join(texts[:2]) == _labels().title


def test_for_a_page_there_is_no_style_inside():
    plain = for_page(PICTURES["dif"])

    assert "<style" not in plain
    assert ET.fromstring(plain).find(f"{SVG}desc") is not None


def test_the_curve_goes_where_the_model_says():
    """At ability b the curve of an item with floor c is halfway from c to 1."""
    picture = item_curve_plot(BANK, 1, labels=_labels("model"), across=(-0.8, 1.2))

    root = ET.fromstring(picture)
    curve = next(one for one in root.iter(f"{SVG}path") if one.get("fill") == "none")
    points = re.findall(r"[ML]([-\d.]+) ([-\d.]+)", curve.get("d"))
    sample = next(one for one in points if float(one[0]) == pytest.approx(50 + 294 / 2, abs=0.01))
    grid = [
        float(one.get("d").split()[1].split("H")[0])
        for one in root.iter(f"{SVG}path")
        if one.get("class") == "plot-grid"
    ]
    bottom, top = max(grid), min(grid)
    assert (bottom - float(sample[1])) / (bottom - top) == pytest.approx(0.6, abs=1e-3)


def test_an_item_of_class_c_is_named_and_one_without_a_size_is_not_drawn():
    root = ET.fromstring(PICTURES["dif"])

    assert "2" in [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "plot-ink"]
    dots = [one for one in root.iter() if one.tag in {f"{SVG}circle", f"{SVG}polygon"}]
    assert len(dots) == 3 + 3  # the legend, and the three items with a size


def test_a_legend_without_enough_words_is_refused():
    with pytest.raises(ValueError, match="expected 2 words in the legend, got 1"):
        item_curve_plot(BANK, 1, labels=_labels("model"), observed=_observed())


def test_options_without_their_key_are_refused():
    with pytest.raises(ValueError, match="the key among them"):
        option_plot([one for one in _options() if not one.is_key], labels=_labels("a", "b", "c"))


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_ticks_are_few_even_and_inside(low, width):
    found = ticks(low, low + width)

    values = [value for value, _ in found]
    assert 1 <= len(values) <= 8
    assert low - 1e-6 * width <= min(values)
    assert max(values) <= low + width * (1 + 1e-6)
    if len(values) > 2:
        np.testing.assert_allclose(np.diff(values), values[1] - values[0], rtol=1e-6, atol=1e-9)


def test_shares_of_groups_by_hand():
    found = observed_shares([1, 0, 1, -1, 1, 1], [-1.0, -1.0, 0.5, 0.1, 2.0, np.inf], groups=2)

    np.testing.assert_allclose(found.persons, [2, 2])
    np.testing.assert_allclose(found.theta, [-1.0, 1.25])
    np.testing.assert_allclose(found.share, [0.5, 1.0])


def test_the_interval_of_a_share_is_that_of_wilson():
    """15 of 148: 0.0624 to 0.1605; Newcombe (1998), table I, method 3."""
    found = observed_shares(np.repeat([1, 0], [15, 133]), np.zeros(148), groups=1)

    low, high = found.interval()

    assert (round(low[0], 4), round(high[0], 4)) == (0.0624, 0.1605)


def test_a_page_knows_every_class_that_a_picture_has():
    sheet = Path(tauliah.__file__).parent / "web/static/tauliah/css/plots.css"
    known = set(re.findall(r"\.(plot[a-z-]*)", sheet.read_text(encoding="utf-8")))

    assert set(re.findall(r"\.(plot[a-z-]*)", style())) == known
