"""What is held of one person, in words: for what, how long, and what an erasure leaves, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from tauliah.apps.holdings import WITH_THE_ACCOUNT, KeptDays, Table
from tauliah.apps.people.queries import User
from tauliah.apps.privacy.declared import personal_tables
from tauliah.apps.privacy.rows import rows_of
from tauliah.core.kernel import LocalText


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of data that is held of a person, in words."""

    title: LocalText
    purpose: LocalText
    kept: LocalText


@dataclass(frozen=True, slots=True)
class Staying:
    """What stays after an erasure for one reason."""

    reason: LocalText
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What is held of a person: what an erasure takes wholly, and what stays, by its reason."""

    going: tuple[Kind, ...]
    staying: tuple[Staying, ...]


def overview_of(person: User) -> Overview:
    """What is held of a person now, kind by kind; a question to the database for each."""
    held = [table for table in personal_tables() if _is_held(table, person)]
    reasons: dict[LocalText, list[Kind]] = {}
    for table in held:
        if table.stays is not None:
            reasons.setdefault(table.stays, []).append(_kind(table))
    return Overview(
        going=_kinds(table for table in held if table.stays is None),
        staying=tuple(Staying(reason, tuple(kinds)) for reason, kinds in reasons.items()),
    )


def kept_in_words(table: Table) -> LocalText:
    """How long the rows of a table are kept, by the settings in force."""
    if not isinstance(table.kept, KeptDays):
        return table.kept
    days = settings.RETENTION[table.kept.setting]
    if not days:
        return WITH_THE_ACCOUNT
    return LocalText(
        en=f"for {days:,} {'day' if days == 1 else 'days'}, at the latest until the account is erased",
        ms=f"selama {days:,} hari, selewat-lewatnya sehingga akaun dipadamkan",
    )


def _is_held(table: Table, person: User) -> bool:
    # of what only reading all rows would find, it is said without looking
    return table.rows is not None or next(rows_of(table, person), None) is not None


def _kinds(tables: Iterable[Table]) -> tuple[Kind, ...]:
    return tuple(map(_kind, tables))


def _kind(table: Table) -> Kind:
    return Kind(table.title, table.purpose, kept_in_words(table))
