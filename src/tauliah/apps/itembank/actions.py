"""The only writers of items of the text and of forms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction

from tauliah.apps.itembank.assembly.taking import form_to_take
from tauliah.apps.itembank.models import Form, FormItem, Item, ItemStep, ItemVersion
from tauliah.apps.itembank.queries import (
    BankItem,
    attached_to,
    current_items,
    enemies_in,
    form_items,
    pilot_items,
    pool_item,
)
from tauliah.apps.itembank.refusals import moved_in_text
from tauliah.core.exam import Shortage, draw_form, pilots_for
from tauliah.core.exam.reported_scores import form_digest
from tauliah.core.kernel import LocalText, Refused, digest
from tauliah.core.programme import PooledItem
from tauliah.core.programme.items import LEVEL_NAMES, Level, item_text


@transaction.atomic
def import_items(items: Iterable[PooledItem], *, release: int, at: datetime) -> Refused | None:
    """Take the items of a release into the bank, in use: new ones, new versions of changed ones.

    Items of the text that the release no longer has are retired; those of the bank stay as they are.
    What the text has is the text's from then on, whatever the bank was doing with it. Refused, with
    nothing changed, where an item would move to the other pool or to another course.
    """
    wanted = {pooled.item.id: pooled for pooled in items}
    known = {item.code: item for item in Item.objects.all()}
    newest: dict[UUID, ItemVersion] = {}
    for version in ItemVersion.objects.order_by("number").defer("content"):
        newest[version.item_id] = version
    for code, pooled in wanted.items():
        refused = moved_in_text(known[code], pooled) if code in known else None
        if refused:
            return refused
    new = [
        Item(code=code, course=pooled.course, pool=pooled.pool)
        for code, pooled in wanted.items()
        if code not in known
    ]
    Item.objects.bulk_create(new)
    known |= {item.code: item for item in new}
    fresh: list[ItemVersion] = []
    for code, pooled in wanted.items():
        content, attached = item_text(pooled.item), attached_to(pooled)
        seen = version_digest(pooled.topic, content, attached)
        before = newest.get(known[code].pk)
        if before is None or before.digest != seen:
            number = before.number + 1 if before else 1
            fresh.append(
                ItemVersion(
                    item=known[code],
                    number=number,
                    release=release,
                    topic=pooled.topic,
                    digest=seen,
                    content=content,
                    attached=attached,
                )
            )
    ItemVersion.objects.bulk_create(fresh)
    newest |= {version.item_id: version for version in fresh}
    _put_to_use([known[code] for code in wanted], newest, release=release, at=at)
    gone = [item.pk for code, item in known.items() if code not in wanted and item.is_in_text]
    Item.objects.filter(pk__in=gone).update(
        retired_in=release, state="retired", live=None, is_in_text=False
    )
    return None


def version_digest(
    topic: str, content: Mapping[str, Any], attached: Mapping[str, Any] | None
) -> str:
    """The digest of a version: over its topic and its text, and what goes with it where something does."""
    told = {"topic": topic, "content": content}
    return digest(told | {"attached": attached} if attached else told)


def _put_to_use(
    items: Iterable[Item],
    newest: Mapping[UUID, ItemVersion],
    *,
    release: int,
    at: datetime,
) -> None:
    """Make the newest version of each item the text's own, in use."""
    changed = [
        item
        for item in items
        if not item.is_in_text or item.state != "operational" or item.live_id != newest[item.pk].pk
    ]
    known = set(ItemStep.objects.values_list("item", flat=True).distinct())
    taken = [item for item in changed if not item.is_in_text and item.pk in known]
    ItemStep.objects.bulk_create(
        ItemStep(
            item=item,
            version=newest[item.pk],
            act="publish",
            state=item.state,
            to="operational",
            comment=str(release),
            at=at,
        )
        for item in taken
    )
    for item in changed:
        item.is_in_text, item.state, item.live = True, "operational", newest[item.pk]
        item.retired_in = None
    # one statement for all, where bulk_update spells a case for each item and field
    Item.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["is_in_text", "state", "live", "retired_in"],
    )


@transaction.atomic
def assemble_form(
    course: str,
    *,
    blueprint: Mapping[str, int],
    levels: Mapping[str, Mapping[Level, int]] = MappingProxyType({}),
    release: int,
    seed: str,
    at: datetime,
    pilots: int = 0,
    sat: Collection[UUID] = (),
) -> UUID | Refused:
    """A new form with the items of an approved one; where none is of use, drawn to the blueprint.

    `sat` are the forms of this person's earlier exams: another approved one is taken while there is
    one, the least taken first. A drawn form is one of the secure pool, and the same seed draws the
    same items; `levels` says of a topic how many of them are at each cognitive level. At most so
    many items on pilot go with either, fewer where there are fewer.
    """
    approved = form_to_take(course, blueprint=blueprint, levels=levels, sat=sat, seed=seed)
    found = (
        form_items(approved)
        if approved
        else _drawn(course, blueprint=blueprint, levels=levels, seed=seed)
    )
    if isinstance(found, Refused):
        return found
    tried = {item.code: item for item in pilot_items(course)} if pilots else {}
    with_them = pilots_for(
        [item.code for item in found],
        map(pool_item, tried.values()),
        pilots,
        seed=seed,
        enemies=enemies_in(course) if pilots else (),
    )
    form = Form.objects.create(
        course=course,
        release=release,
        seed=seed,
        assembled_at=at,
        approved_id=approved,
        scores=form_digest(str(item.version) for item in found),
    )
    places = [(item, False) for item in found] + [(tried[code], True) for code in with_them]
    FormItem.objects.bulk_create(
        FormItem(form=form, position=position, version_id=item.version, is_pilot=is_pilot)
        for position, (item, is_pilot) in enumerate(places, start=1)
    )
    return form.pk


def _drawn(
    course: str,
    *,
    blueprint: Mapping[str, int],
    levels: Mapping[str, Mapping[Level, int]],
    seed: str,
) -> tuple[BankItem, ...] | Refused:
    """The items of a form of the secure pool, in their order, or what the pool lacks."""
    pool = {item.code: item for item in current_items(course, "secure")}
    drawn = draw_form(
        [pool_item(item) for item in pool.values()],
        blueprint,
        seed=seed,
        levels={
            topic: {str(level): count for level, count in counts.items()}
            for topic, counts in levels.items()
        },
        enemies=enemies_in(course),
    )
    short = [_told(one) for one in drawn if isinstance(one, Shortage)]
    if short:
        return Refused(
            "pool-too-small",
            LocalText(
                en=f"The pool of {course} has too few items for a form: "
                f"{'; '.join(one.en for one in short)}.",
                ms=f"Kumpulan item {course} tidak mencukupi untuk satu set soalan: "
                f"{'; '.join(one.ms for one in short)}.",
            ),
        )
    return tuple(pool[str(code)] for code in drawn)


def _told(short: Shortage) -> LocalText:
    """A topic, the level that lacks items where one is named, and what there is of what is wanted."""
    counts = f"({short.available}/{short.wanted})"
    level = next((name for one, name in LEVEL_NAMES.items() if one == short.level), None)
    if level is None:
        return LocalText(en=f"{short.topic} {counts}", ms=f"{short.topic} {counts}")
    return LocalText(
        en=f"{short.topic}, level {level.en} {counts}",
        ms=f"{short.topic}, aras {level.ms} {counts}",
    )
