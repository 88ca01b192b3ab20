"""What a browser is given to practise without a network: cards and items in both languages, with the key.

Only the practice pool is asked for it, whose keys and reasons practice shows anyway.
"""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from tauliah.apps.catalogue.queries import programme, zone
from tauliah.apps.itembank.queries import BankItem
from tauliah.apps.study.decks import Unit
from tauliah.apps.study.offline_days import TakenAlong
from tauliah.core.exam import shuffled
from tauliah.core.exam.answers import names_of, right_answer
from tauliah.core.kernel import LANGUAGES, LocalText
from tauliah.core.kernel.calendar import spoken_day
from tauliah.core.programme.items import Hotspot, Match, Order
from tauliah.web.items import asked_item, judged_item
from tauliah.web.items.asked import SHAPES

FORMAT = 1
COMPARED_BY_THE_BROWSER = frozenset({"one", "many", "truths", "names", "places"})
"""The shapes whose answers are right exactly when they are the key; numbers and texts are not so."""


def practice_pack(along: TakenAlong, *, mark: str) -> dict[str, Any]:
    """What was chosen for the next days, as JSON; `mark` says for whom."""
    course = along.course
    return {
        "format": FORMAT,
        "person": mark,
        "course": course.code,
        "title": _texts(course.title),
        "made_at": along.made_at.isoformat(),
        "reviews": along.reviews,
        "until": along.until.isoformat(),
        "until_words": _texts(spoken_day(along.until)),
        "zone": str(zone()),
        "days": [
            {"day": one.day.isoformat(), "units": [_key(unit) for unit in one.units]}
            for one in along.days
        ],
        "units": {_key(unit): _unit(along, unit) for unit in along.units},
    }


def _key(unit: Unit) -> str:
    return f"{unit.kind} {unit.code}"


def _unit(along: TakenAlong, unit: Unit) -> dict[str, Any]:
    course = along.course
    lesson = next(
        (one for one in programme().lessons_of(course.code) if one.slug == unit.lesson), None
    )
    told: dict[str, Any] = {
        "kind": unit.kind,
        "code": unit.code,
        "topic": _texts(course.blueprint[unit.topic].title),
        "lesson": {
            language: lesson.in_language(language).title if lesson else "" for language in LANGUAGES
        },
        "is_leech": unit.code in along.leeches,
    }
    if unit.card:
        told |= {"front": _texts(unit.card.front), "back": _texts(unit.card.back)}
    if unit.item:
        told |= _item(unit.item)
    return told


def _item(item: BankItem) -> dict[str, Any]:
    shape = SHAPES[item.text.type]
    order = names_of(item.text)
    if isinstance(item.text, Order | Match):
        order = shuffled(order, seed=item.code)
    asked, told = {}, {}
    for language in LANGUAGES:
        with override(language):
            shown = asked_item(item, order=order, picture_url=_picture(item))
            asked[language] = render_to_string("item/item.html", {"item": shown})
            judged = judged_item(item, None)
            told[language] = render_to_string("study/offline-told.html", {"judged": judged})
    return {
        "shape": shape,
        "key": right_answer(item.text) if shape in COMPARED_BY_THE_BROWSER else None,
        "is_marked_by_people": item.text.type == "extended-response",
        "asked": asked,
        "told": told,
    }


def _picture(item: BankItem) -> str:
    """The picture itself, for there is no network to fetch it by."""
    picture = item.picture if isinstance(item.text, Hotspot) else None
    return f"data:{picture.media_type};base64,{picture.base64}" if picture else ""


def _texts(text: LocalText) -> dict[str, str]:
    return {language: text.in_language(language) for language in LANGUAGES}
