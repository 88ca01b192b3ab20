"""What bank officers do: items entrusted to others, enemies, exports, and figures put beside versions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tauliah.apps.itembank.life import life_of, newest_versions, subject_of
from tauliah.apps.itembank.models import Item, ItemEnemy, ItemStep, VersionFigures
from tauliah.apps.itembank.queries import pooled_item
from tauliah.apps.itembank.refusals import no_such_item
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Actor, Permission, permissions_of, require
from tauliah.apps.people.queries import User
from tauliah.core.exam.item_life import stands_in_text
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.programme.item_files import item_files

EXPORTED = ("approved", "pilot", "operational")
LONGEST_REASON = 400


@transaction.atomic
def entrust_item(officer: User, code: str, author: User, *, at: datetime) -> Refused | None:
    """Let another author write on an item of the bank, as if it were their own."""
    require(officer, Permission.BANK_MANAGE)
    item = Item.objects.select_for_update().filter(code=code).first()
    if item is None:
        return no_such_item(code)
    if item.is_in_text:
        return stands_in_text()
    if Permission.ITEM_WRITE not in permissions_of(author):
        return Refused(
            "no-author",
            LocalText(
                en="Items are entrusted to authors. Choose another person.",
                ms="Item diamanahkan kepada penulis. Pilih orang lain.",
            ),
        )
    if str(author.pk) in life_of(item).writers:
        return None
    ItemStep.objects.create(
        item=item,
        version=item.versions.latest("number"),
        act="entrust",
        state=item.state,
        to=item.state,
        by=officer,
        to_person=author.pk,
        at=at,
    )
    details = {"author": str(author.pk)}
    write_audit_entry(officer, "item.entrusted", subject=subject_of(item), at=at, details=details)
    return None


@transaction.atomic
def declare_enemies(
    officer: User, code: str, other: str, *, reason: str, at: datetime
) -> Refused | None:
    """Two items of a course's secure pool that must not stand in one form from now on."""
    require(officer, Permission.BANK_MANAGE)
    found = {item.code: item for item in Item.objects.filter(code__in=[code, other])}
    if other not in found or code not in found:
        return no_such_item(other)
    first, second = (found[one] for one in sorted((code, other)))
    if first == second or first.course != second.course or {first.pool, second.pool} != {"secure"}:
        return Refused(
            "no-enemies",
            LocalText(
                en="Enemies are two different exam items of one course.",
                ms="Musuh ialah dua item peperiksaan yang berbeza bagi satu kursus.",
            ),
        )
    if not reason.strip() or len(reason) > LONGEST_REASON:
        return Refused(
            "no-reason",
            LocalText(
                en=f"Say why, in at most {LONGEST_REASON} characters.",
                ms=f"Nyatakan sebabnya, selebih-lebihnya {LONGEST_REASON} aksara.",
            ),
        )
    _, is_new = ItemEnemy.objects.get_or_create(
        one=first,
        other=second,
        defaults={"reason": reason.strip(), "declared_by": officer, "declared_at": at},
    )
    if is_new:
        details = {"other": second.code, "reason": reason.strip()}
        write_audit_entry(
            officer, "item.enemy-declared", subject=subject_of(first), at=at, details=details
        )
    return None


@transaction.atomic
def end_enmity(officer: User, code: str, other: str, *, at: datetime) -> Refused | None:
    """Two items that may stand in one form again."""
    require(officer, Permission.BANK_MANAGE)
    first, second = sorted((code, other))
    ended, _ = ItemEnemy.objects.filter(one__code=first, other__code=second).delete()
    if not ended:
        return no_such_item(other)
    details = {"other": second}
    write_audit_entry(officer, "item.enmity-ended", subject=f"item:{first}", at=at, details=details)
    return None


@transaction.atomic
def export_items(
    actor: Actor, course: str = "", *, at: datetime, on_ethics: Collection[str] = ()
) -> dict[str, bytes]:
    """Files of items as a programme's folder has them: what the bank has approved and the text lacks.

    Of one course where given; the day stands in their names. `on_ethics` are the courses that stand under `ethics` in the folder.
    Exporting is reading, and is in the audit trail with every digest.
    """
    require(actor, Permission.BANK_MANAGE)
    found = newest_versions().filter(item__is_in_text=False, item__state__in=EXPORTED)
    if course:
        found = found.filter(item__course=course)
    rows = list(found.order_by("item__code"))
    details = {"items": {row.item.code: row.digest for row in rows}}
    write_audit_entry(actor, "items.exported", subject="bank", at=at, details=details)
    items = [pooled_item(row) for row in rows]
    return item_files(items, name=f"{at:%Y-%m-%d}", on_ethics=on_ethics)


@transaction.atomic
def keep_figures(actor: Actor, figures: Mapping[Any, Mapping[str, Any]], *, at: datetime) -> None:
    """Put what responses say beside each version (version id -> figures)."""
    require(actor, Permission.BANK_MANAGE)
    VersionFigures.objects.bulk_create(
        [
            VersionFigures(version_id=version, figures=dict(one), counted_at=at)
            for version, one in figures.items()
        ],
        update_conflicts=True,
        unique_fields=["version"],
        update_fields=["figures", "counted_at"],
        batch_size=500,
    )
    details = {"versions": len(figures)}
    write_audit_entry(actor, "items.figures-counted", subject="bank", at=at, details=details)
