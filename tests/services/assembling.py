"""Forms on their way in tests: a request of one officer, assembled, and approved by a second one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from tests.services import examhall
from tests.services.examhall import MORNING

SHARED = 38
"""The fewest items that two forms of the exam hall's courses share: it has 12 more than one takes."""


def officers() -> tuple[Any, Any]:
    """Who asks for forms, and who approves them."""
    return (
        examhall.account("Azman", role="bank-officer"),
        examhall.account("Hui Min", role="bank-officer"),
    )


def course(code: str = "PUM") -> Any:
    """A course of the release in force."""
    from tauliah.apps.catalogue.queries import programme

    return programme().course(code)


def asked(code: str = "PUM", **values: Any) -> Any:
    """The blueprint's request with other values; two forms may share what they must."""
    from tauliah.apps.itembank.assembly.asked import asked_by_blueprint, changed
    from tauliah.core.kernel import Refused

    found = changed(asked_by_blueprint(course(code)), {"overlap": SHARED} | values)
    assert not isinstance(found, Refused), found.message.en
    return found


def asked_for(officer: Any, code: str = "PUM", **values: Any) -> UUID:
    """A request that is kept and not worked on yet."""
    from tauliah.apps.itembank.assembly.runs import ask_for_forms

    id = ask_for_forms(officer, course(code), asked(code, **values), release=1, at=MORNING)
    assert isinstance(id, UUID), id
    return id


def assembled(officer: Any, code: str = "PUM", **values: Any) -> Any:
    """A request that has its answer."""
    from tauliah.apps.itembank.assembly.runs import assemble_forms, assembly

    id = asked_for(officer, code, **values)
    assemble_forms(id, course(code), now=lambda: MORNING)
    return assembly(id)


def approved(officer: Any, second: Any, code: str = "PUM", **values: Any) -> tuple[UUID, ...]:
    """The ids of forms that a second person has approved."""
    from tauliah.apps.itembank.assembly.approving import approve_forms
    from tauliah.apps.itembank.models import ApprovedForm

    run = assembled(officer, code, **values)
    numbers = approve_forms(second, run.id, course(code), release=1, at=MORNING)
    assert isinstance(numbers, tuple), numbers
    found = ApprovedForm.objects.filter(course=code, number__in=numbers).order_by("number")
    return tuple(found.values_list("pk", flat=True))


def codes_of(form: UUID) -> list[str]:
    """The items of a form in its order, without those on pilot."""
    from tauliah.apps.itembank.queries import form_items

    return [item.code for item in form_items(form) if not item.is_pilot]


def approved_form_of(form: UUID) -> UUID | None:
    """The approved form whose items a form has."""
    from tauliah.apps.itembank.models import Form

    return Form.objects.values_list("approved", flat=True).get(pk=form)


def later(days: int) -> datetime:
    """So many days after the morning."""
    from datetime import timedelta

    return MORNING + timedelta(days=days)
