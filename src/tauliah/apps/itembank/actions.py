"""The only writers of items and forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tauliah.apps.itembank.models import Form, FormItem, Item, ItemVersion
from tauliah.apps.itembank.queries import attached_to, current_items, pool_item
from tauliah.core.exam import Shortage, draw_form
from tauliah.core.kernel import LocalText, Refused, digest
from tauliah.core.programme import PooledItem
from tauliah.core.programme.items import item_text


@transaction.atomic
def import_items(items: Iterable[PooledItem], *, release: int) -> Refused | None:
    """Take the items of a release into the bank: new ones, new versions of changed ones.

    Items that the release no longer has are retired. Refused, with nothing changed, where an item
    would move to the other pool or to another course.
    """
    wanted = {pooled.item.id: pooled for pooled in items}
    known = {item.code: item for item in Item.objects.all()}
    newest: dict[UUID, ItemVersion] = {}
    for version in ItemVersion.objects.order_by("number").defer("content"):
        newest[version.item_id] = version
    for code, pooled in wanted.items():
        if code in known and known[code].pool != pooled.pool:
            return _changed_pool(code)
        if code in known and known[code].course != pooled.course:
            return _changed_course(code)
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
        told = {"topic": pooled.topic, "content": content}
        seen = digest(told | {"attached": attached} if attached else told)
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
    gone = [item.pk for code, item in known.items() if code not in wanted]
    Item.objects.filter(pk__in=gone, retired_in=None).update(retired_in=release)
    back = [known[code].pk for code in wanted]
    Item.objects.filter(pk__in=back).exclude(retired_in=None).update(retired_in=None)
    return None


@transaction.atomic
def assemble_form(
    course: str, *, blueprint: Mapping[str, int], release: int, seed: str, at: datetime
) -> UUID | Refused:
    """A new form drawn from the secure pool to the blueprint; the same seed draws the same items."""
    pool = {item.code: item for item in current_items(course, "secure")}
    drawn = draw_form([pool_item(item) for item in pool.values()], blueprint, seed=seed)
    short = [one for one in drawn if isinstance(one, Shortage)]
    if short:
        topics = ", ".join(f"{s.topic} ({s.available}/{s.wanted})" for s in short)
        return Refused(
            "pool-too-small",
            LocalText(
                en=f"The pool of {course} has too few items for a form: {topics}.",
                ms=f"Kumpulan item {course} tidak mencukupi untuk satu borang: {topics}.",
            ),
        )
    form = Form.objects.create(course=course, release=release, seed=seed, assembled_at=at)
    FormItem.objects.bulk_create(
        FormItem(form=form, position=position, version_id=pool[str(code)].version)
        for position, code in enumerate(drawn, start=1)
    )
    return form.pk


def _changed_pool(code: str) -> Refused:
    return Refused(
        "item-changed-pool",
        LocalText(
            en=f"The item {code} would move to the other pool. Give it a new id instead.",
            ms=f"Item {code} akan berpindah ke kumpulan lain. Berikan pengenal baharu kepadanya.",
        ),
    )


def _changed_course(code: str) -> Refused:
    return Refused(
        "item-changed-course",
        LocalText(
            en=f"The item {code} would move to another course. Give it a new id instead.",
            ms=f"Item {code} akan berpindah ke kursus lain. Berikan pengenal baharu kepadanya.",
        ),
    )
