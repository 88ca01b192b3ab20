"""Filters for what the core gives out: texts in both languages, days, moments, money."""

from __future__ import annotations

import json
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from babel.numbers import format_currency
from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tauliah.apps.catalogue.queries import zone
from tauliah.core.kernel import LocalText, spoken_day
from tauliah.core.practice.plan_sentences import spoken_minutes
from tauliah.core.programme.items import points_text
from tauliah.web.markdown import render_markdown

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

register = template.Library()
page_zone: ContextVar[ZoneInfo | None] = ContextVar("page_zone", default=None)
"""The programme's zone as looked up for this page, so that a long list asks for it once."""


def _there(value: datetime) -> datetime:
    return value.astimezone(page_zone.get() or zone())


def _language() -> str:
    return get_language() or "en"


@register.filter
def text(value: LocalText | str | None) -> str:
    """A LocalText in the language of the page; plain text as it is; nothing for None."""
    if value is None:
        return ""
    return value if isinstance(value, str) else value.in_language(_language())


@register.filter
def page_text(value: Any) -> Any:
    """A page, lesson or glossary term in the language of the page."""
    return value.in_language(_language())


@register.filter
def markdown(value: LocalText) -> SafeString:
    """Markdown in the language of the page, as safe HTML."""
    return render_markdown(value.in_language(_language())).html


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as written in a letter; of a moment, the day in the programme's own zone."""
    if value is None:
        return ""
    on = _there(value).date() if isinstance(value, datetime) else value
    return spoken_day(on).in_language(_language())


@register.filter
def month(value: date) -> str:
    """A month as an axis of time names it: Mar 2026, Mac 2026."""
    return format_date(value, "MMM yyyy", locale=_language())


@register.filter
def weekday(value: date) -> str:
    """The name of a day of the week."""
    return format_date(value, "EEEE", locale=_language())


@register.filter
def hours(minutes: int) -> str:
    """A length of time in hours and minutes: 45 min, 2 h, 3 h 20 min."""
    return spoken_minutes(minutes).in_language(_language())


@register.filter
def moment(value: datetime | None) -> str:
    """A day and a time to the minute, in the programme's own zone, which is named."""
    if value is None:
        return ""
    there = _there(value)
    return f"{day(value)}, {there:%H:%M} ({_zone_name(there)})"


@register.filter
def clock(value: datetime | None) -> str:
    """The time of a moment to the minute, in the programme's own zone."""
    return "" if value is None else f"{_there(value):%H:%M}"


@register.filter
def minutes(seconds: int) -> str:
    """A length of time as minutes and seconds: 64:09."""
    return f"{seconds // 60}:{seconds % 60:02}"


def _zone_name(there: datetime) -> str:
    """UTC+8 for zones that have no letters of their own, such as that of Kuala Lumpur."""
    name = there.tzname() or ""
    if name[:1] not in {"+", "-"}:
        return name
    hours, minutes = int(name[1:3]), name[3:5]
    return f"UTC{name[0]}{hours}{':' + minutes if minutes else ''}"


@register.filter
def iso(value: date | datetime | None) -> str:
    """For the `datetime` attribute of `<time>`."""
    return "" if value is None else value.isoformat()


@register.filter
def money(minor_units: int, currency: str) -> str:
    """An amount in minor units, as people write it: RM150 or RM150.50."""
    whole = minor_units % 100 == 0
    locale = "ms_MY" if _language() == "ms" else "en_MY"
    amount = minor_units // 100 if whole else minor_units / 100
    form = "¤#,##0" if whole else "¤#,##0.00"
    return format_currency(amount, currency, format=form, locale=locale, currency_digits=not whole)


@register.filter
def points(value: Decimal | int) -> str:
    """Points as people write them: 12, 12.5, 12.67."""
    return points_text(value)


@register.filter
def percent(share: Decimal | int, of: int) -> int:
    """How many whole per cent a part is; 0 of nothing."""
    return round(100 * share / of) if of else 0


@register.filter
def item_in(label: str) -> str:
    """The item of a label such as PUM-S-RAT-01 v2, as the address of its file has it."""
    return label.partition(" ")[0].lower()


@register.simple_tag
def json_ld(data: Any) -> SafeString:
    """Data for machines, as a block that browsers do not run."""
    spelled = json.dumps(data, ensure_ascii=False)
    for sign, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        spelled = spelled.replace(sign, escaped)
    return mark_safe(f'<script type="application/ld+json">{spelled}</script>')  # noqa: S308 - escaped above
