"""The registrar's page of the programme's health."""

from __future__ import annotations

from datetime import datetime

from django.test import Client

from tauliah.apps.catalogue.actions import publish
from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.queries import pooled_items
from tauliah.apps.people.permissions import SYSTEM
from tests.apps.invented_programme import invented_programme
from tests.web.reading import links, words

PAGE = "/en/registrar/releases/health/"


def test_releases_lead_to_the_health_of_the_programme(desk: Client) -> None:
    assert PAGE in links(desk.get("/en/registrar/releases/"))


def test_each_written_course_shows_its_outcomes_and_its_pools(desk: Client) -> None:
    text = words(desk.get(PAGE))

    for course in programme().courses:
        assert f"({course.code})" in text
    course = programme().course("PUM")
    secure = sum(1 for one in pooled_items() if (one.course, one.pool) == ("PUM", "secure"))
    assert f"Secure items {secure}" in text
    assert f"{course.outcomes[0].code} {course.outcomes[0].text.en}" in text
    lesson = programme().lessons_of("PUM")[0]
    assert f"{lesson.en.title} {', '.join(lesson.outcomes)}" in text


def test_what_is_thin_stands_in_words_in_both_languages(desk: Client) -> None:
    assert "Lessons without a figure: " in words(desk.get(PAGE))
    assert "Pelajaran tanpa rajah: " in words(desk.get(PAGE.replace("/en/", "/ms/")))


def test_what_an_item_says_is_not_shown(desk: Client) -> None:
    text = words(desk.get(PAGE))

    assert not [one.item.id for one in pooled_items() if one.item.stem.en in text]


def test_each_cell_of_a_blueprint_stands_beside_the_secure_items_there_are(
    desk: Client, moment: datetime
) -> None:
    path = "courses/PUM/course.yaml"
    course = invented_programme()[path].decode()
    levelled = course.replace("items: 2,", "items: 2, levels: {apply: 2},")
    publish(invented_programme({path: levelled}), actor=SYSTEM, at=moment)

    page = words(desk.get(PAGE))

    assert "Topics by level" in page
    assert "Basics 0 of 0 0 of 0 2 of 3 Thin 0 of 0" in page
    assert "Basics, level apply: 3 secure items do not fill 2 forms of 2" in page
    assert "Asas, aras mengaplikasi: 3 item peperiksaan tidak mencukupi" in words(
        desk.get(PAGE.replace("/en/", "/ms/"))
    )
