"""Forms: drawn from the secure pool to the blueprint, the same again for the same seed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tauliah.apps.catalogue.actions import Published, publish
from tauliah.apps.itembank.actions import assemble_form
from tauliah.apps.itembank.models import Form, FormItem, Item
from tauliah.apps.itembank.queries import current_items, form_items, form_release
from tauliah.apps.people.permissions import SYSTEM
from tauliah.core.kernel import Refused
from tests.apps.invented_programme import ids_of, invented_programme, item_file, items_path

BLUEPRINT = {"basics": 2}


def draw(seed: str, at: datetime, *, blueprint: dict[str, int] | None = None) -> UUID | Refused:
    return assemble_form("PUM", blueprint=blueprint or BLUEPRINT, release=1, seed=seed, at=at)


def drawn(seed: str, at: datetime) -> list[str]:
    form = draw(seed, at)
    assert isinstance(form, UUID)
    return [item.code for item in form_items(form)]


def test_a_form_has_what_the_blueprint_asks_for_and_nothing_practised(
    published: Published, moment: datetime
) -> None:
    form = draw("a seed", moment)

    assert isinstance(form, UUID)
    codes = {item.code for item in form_items(form)}
    assert len(codes) == 2
    assert codes <= {item.code for item in current_items("PUM", "secure")}
    assert form_release(form) == 1


def test_the_same_seed_draws_the_same_items(published: Published, moment: datetime) -> None:
    assert drawn("a seed", moment) == drawn("a seed", moment)


def test_other_seeds_draw_other_items(published: Published, moment: datetime) -> None:
    assert len({tuple(drawn(str(number), moment)) for number in range(20)}) > 1


def test_a_pool_too_small_is_refused_with_what_lacks(
    published: Published, moment: datetime
) -> None:
    refused = draw("a seed", moment, blueprint={"basics": 4, "other": 1})

    assert isinstance(refused, Refused)
    assert refused.code == "pool-too-small"
    assert "basics (3/4)" in refused.message.en
    assert "other (0/1)" in refused.message.ms
    assert not Form.objects.exists()


def test_a_level_with_too_few_items_is_named_in_both_languages(
    published: Published, moment: datetime
) -> None:
    refused = assemble_form(
        "PUM",
        blueprint={"basics": 3},
        levels={"basics": {"apply": 2, "analyse": 1}},
        release=1,
        seed="a seed",
        at=moment,
    )

    assert isinstance(refused, Refused)
    assert "basics, level analyse (0/1)" in refused.message.en
    assert "basics, aras menganalisis (0/1)" in refused.message.ms
    assert not Form.objects.exists()


def test_a_form_keeps_its_items_as_they_were(published: Published, moment: datetime) -> None:
    form = draw("a seed", moment)
    assert isinstance(form, UUID)
    before = form_items(form)
    changed = item_file("secure", *ids_of("PUM", "secure", (4, 5)), stem="Which is")

    publish(invented_programme({items_path("PUM", "secure"): changed}), actor=SYSTEM, at=moment)

    assert form_items(form) == before
    assert Item.objects.filter(code=before[0].code, retired_in=2).exists()


def test_the_database_keeps_one_item_to_a_place_and_one_place_to_an_item(
    published: Published, moment: datetime
) -> None:
    form = draw("a seed", moment)
    first, second = FormItem.objects.filter(form=form).order_by("position")

    for position, version in ((first.position, 0), (99, second.version_id)):
        spare = version or current_items("PIN", "secure")[0].version
        with pytest.raises(IntegrityError), transaction.atomic():
            FormItem.objects.create(form_id=form, position=position, version_id=spare)
