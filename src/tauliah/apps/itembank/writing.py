"""The only writers of what people do with items: versions, steps, comments, and readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tauliah.apps.itembank.actions import version_digest
from tauliah.apps.itembank.life import (
    PERMISSION_FOR,
    duties_of,
    life_of,
    may_read_text,
    state_of,
    subject_of,
)
from tauliah.apps.itembank.models import Item, ItemStep, ItemVersion
from tauliah.apps.itembank.queries import attached_to, pooled_item
from tauliah.apps.itembank.refusals import (
    changed_meanwhile,
    has_flaws,
    id_taken,
    moved_elsewhere,
    no_such_item,
    not_yours_to_read,
    written_meanwhile,
)
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.core.exam.item_life import (
    LONGEST_ITEM_COMMENT,
    ItemAct,
    comment_too_long,
    duty_of,
    moved,
    writing_refusal,
)
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.programme import PooledItem
from tauliah.core.programme.item_flaws import Surroundings, item_flaws
from tauliah.core.programme.items import item_text


@dataclass(frozen=True, slots=True)
class Written:
    """A version as it was kept; `is_new` is False where the newest one says the same."""

    code: str
    number: int
    digest: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """A version that somebody reads: which it is, and what it says."""

    number: int
    digest: str
    topic: str
    content: Mapping[str, Any]
    pooled: PooledItem
    sources: tuple[str, ...]


@transaction.atomic
def write_item(
    author: User,
    pooled: PooledItem,
    *,
    sources: Sequence[str] = (),
    read: int | None = None,
    at: datetime,
) -> Written | Refused:
    """A new item in draft, or a new version of an own one.

    A version stays as it is for ever. What the newest says already is no new one. With a new version
    an item is a draft again; the version in use stays in use, but a pilot ends.

    `read` is the number of the version that was read before this one was written, 0 for a new item:
    refused where it is not the newest, so that nobody writes over what they have not seen. None does
    not ask.
    """
    require(author, Permission.ITEM_WRITE)
    code = pooled.item.id
    item, is_first = Item.objects.select_for_update().get_or_create(
        code=code, defaults={"course": pooled.course, "pool": pooled.pool, "state": "draft"}
    )
    newest = None if is_first else _newest(item)
    if newest:
        refused = writing_refusal(life_of(item), by=str(author.pk)) or moved_elsewhere(item, pooled)
        if refused:
            return refused
    content, attached = item_text(pooled.item), attached_to(pooled)
    seen = version_digest(pooled.topic, content, attached)
    named = list(sources) or None
    if newest and newest.digest == seen and newest.sources == named:
        return Written(code, newest.number, seen, is_new=False)
    if read is not None and newest and newest.number != read:
        return written_meanwhile(code) if read else id_taken(code)
    version = ItemVersion.objects.create(
        item=item,
        number=newest.number + 1 if newest else 1,
        release=0,
        topic=pooled.topic,
        digest=seen,
        content=content,
        attached=attached,
        written_by=author.pk,
        written_at=at,
        sources=named,
    )
    if item.state == "pilot":
        item.live = None
    _step(item, version, "write", to="draft", by=author, comment="", at=at)
    return Written(code, version.number, seen, is_new=True)


@transaction.atomic
def act_on_item(
    user: User,
    code: str,
    act: ItemAct,
    *,
    version: int,
    comment: str,
    around: Surroundings,
    at: datetime,
) -> Refused | None:
    """Do the next thing with an item: submit, pass, send back, pilot, take into use, retire.

    Asks for the duty that the act has in the item's state, for a version that is still the newest,
    and, to be submitted, for an item that the programme's own check would take.
    """
    item = Item.objects.select_for_update().filter(code=code).first()
    if item is None:
        return no_such_item(code)
    duty = duty_of(state_of(item), act)
    if duty:
        require(user, PERMISSION_FOR[duty])
    newest = _newest(item)
    to = moved(life_of(item), act, by=str(user.pk), comment=comment)
    if isinstance(to, Refused):
        return to
    if newest.number != version:
        return changed_meanwhile()
    if act == "submit":
        faulty = [flaw for flaw in item_flaws(pooled_item(newest), around) if flaw.is_refused]
        if faulty:
            return has_flaws([flaw.message for flaw in faulty])
    if act in ("pilot", "operate"):
        item.live = newest
    elif act == "retire":
        item.live = None
    _step(item, newest, act, to=to, by=user, comment=comment.strip(), at=at)
    return None


@transaction.atomic
def comment_on_item(user: User, code: str, comment: str, *, at: datetime) -> Refused | None:
    """Say something about an item, without doing anything with it."""
    require(user, Permission.BANK_READ)
    item = Item.objects.select_for_update().filter(code=code).first()
    if item is None:
        return no_such_item(code)
    if not may_read_text(user, item):
        return not_yours_to_read()
    if not comment.strip():
        return Refused(
            "no-comment",
            LocalText(en="Write the comment first.", ms="Tulis ulasan dahulu."),
        )
    if len(comment) > LONGEST_ITEM_COMMENT:
        return comment_too_long()
    _step(item, _newest(item), "comment", to=item.state, by=user, comment=comment.strip(), at=at)
    return None


@transaction.atomic
def read_text(
    user: User, code: str, number: int | None = None, *, purpose: str, at: datetime
) -> ReadVersion | Refused | None:
    """A version of an item to be read, the newest without a number; None where there is none.

    Each reading of an exam item is an entry of the audit trail.
    """
    require(user, Permission.ITEM_TEXT_READ)
    item = Item.objects.filter(code=code).first()
    if item is None:
        return None
    if not may_read_text(user, item):
        return not_yours_to_read()
    versions = item.versions.select_related("item").order_by("-number")
    found = versions.filter(number=number).first() if number else versions.first()
    if found is None:
        return None
    if item.pool == "secure":
        details = {"version": found.number, "digest": found.digest, "purpose": purpose}
        write_audit_entry(user, "item.read", subject=subject_of(item), at=at, details=details)
    return ReadVersion(
        number=found.number,
        digest=found.digest,
        topic=found.topic,
        content=found.content,
        pooled=pooled_item(found),
        sources=tuple(found.sources or ()),
    )


def _newest(item: Item) -> ItemVersion:
    found = item.versions.select_related("item").order_by("-number").first()
    if found is None:
        raise AssertionError(item.code)
    return found


def _step(
    item: Item,
    version: ItemVersion,
    act: str,
    *,
    to: str,
    by: User,
    comment: str,
    at: datetime,
) -> None:
    ItemStep.objects.create(
        item=item, version=version, act=act, state=item.state, to=to, by=by, comment=comment, at=at
    )
    details = {
        "version": version.number,
        "digest": version.digest,
        "from": item.state,
        "to": to,
        "duties": list(duties_of(by)),
    }
    write_audit_entry(by, _EVENTS[act], subject=subject_of(item), at=at, details=details)
    item.state = to
    item.save(update_fields=["state", "live"])


_EVENTS = {
    "write": "item.written",
    "submit": "item.submitted",
    "pass": "item.passed",
    "return": "item.returned",
    "pilot": "item.piloted",
    "operate": "item.taken-into-use",
    "retire": "item.retired",
    "comment": "item.commented",
}
