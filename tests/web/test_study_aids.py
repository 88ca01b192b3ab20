"""Figures and cards on a lesson's page, and how a figure is sent."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tauliah.apps.catalogue.queries import programme
from tauliah.web.markdown import ShownFigure, render_markdown
from tests.web.reading import words

LESSON = "/en/study/pum/lessons/03-rating-and-premium/"
FIGURE = "/en/study/pum/figures/rate-to-price/"
KNOWN = {"rates": ShownFigure("/en/study/pum/figures/rates/", 360, 200)}


def test_a_lesson_shows_its_figure_with_text_alternative_size_and_caption(
    her_browser: Client,
) -> None:
    page = her_browser.get(LESSON).content.decode()

    (figure,) = re.findall(r'<figure class="figure">.*?</figure>', page)
    assert f'src="{FIGURE}?' in figure
    assert 'alt="Four bars: the pure premium of RM450 becomes a gross rate of RM600' in figure
    assert 'width="360"' in figure
    assert "<figcaption>From the pure premium of the book" in figure


def test_a_figure_is_sent_in_the_language_of_the_page(her_browser: Client) -> None:
    english = her_browser.get(FIGURE).content.decode()
    malay = her_browser.get(FIGURE.replace("/en/", "/ms/")).content.decode()

    assert "Pure premium" in english
    assert "Premium tulen" in malay


def test_a_figure_is_sent_so_that_it_can_do_nothing_but_be_looked_at(her_browser: Client) -> None:
    response = her_browser.get(FIGURE)

    assert response["Content-Type"] == "image/svg+xml"
    policy = response["Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def test_a_figure_that_does_not_exist_is_not_found(her_browser: Client) -> None:
    assert her_browser.get("/en/study/pum/figures/nothing/").status_code == 404
    assert her_browser.get("/en/study/nix/figures/rate-to-price/").status_code == 404


def test_a_lesson_has_its_cards_each_answer_closed(her_browser: Client) -> None:
    course = programme()
    deck = next(one for one in course.decks if one.course == "PUM")
    card = deck.cards[0]

    page = her_browser.get(f"/ms/study/pum/lessons/{deck.lesson}/")

    assert "Kad Sebutkan jawapannya dalam hati, kemudian buka kad." in words(page)
    assert card.front.ms in words(page)
    assert page.content.decode().count('<details class="flash-card">') == len(deck.cards)


def test_a_caption_that_repeats_the_alternative_is_not_read_out_twice() -> None:
    html = render_markdown("![A rate.](figure:rates)", figures=KNOWN).html

    assert 'alt="A rate."' in html
    assert '<figcaption aria-hidden="true">A rate.</figcaption>' in html


@pytest.mark.parametrize(
    "text",
    [
        "![A rate.](figure:other)",
        "![A rate.](https://example.com/a.svg)",
        "See ![A rate.](figure:rates) here.",
    ],
)
def test_no_other_image_is_ever_shown(text: str) -> None:
    html = render_markdown(text, figures=KNOWN).html

    assert "<img" not in html
    assert "A rate." in html


def test_signs_in_an_alternative_stay_text() -> None:
    html = render_markdown('![a "b" <c> & d](figure:rates \'"><script>\')', figures=KNOWN).html

    assert "<script" not in html
    assert html.count("<img") == 1
    assert 'alt="a &quot;b&quot; &lt;c&gt; &amp; d"' in html
