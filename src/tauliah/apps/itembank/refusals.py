"""Why something is not done with an item of the bank, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from tauliah.apps.itembank.models import Item
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.programme import PooledItem


def moved_elsewhere(item: Item, pooled: PooledItem) -> Refused | None:
    """The id belongs to an item of another course or pool; None where it does not."""
    if (item.course, item.pool) == (pooled.course, pooled.pool):
        return None
    return Refused(
        "item-moved",
        LocalText(
            en=f"The id {item.code} is taken by an item of another course or pool. Choose another id.",
            ms=f"Pengenal {item.code} digunakan oleh item kursus atau kumpulan lain. Pilih yang lain.",
        ),
    )


def moved_in_text(item: Item, pooled: PooledItem) -> Refused | None:
    """A release has the item in the other pool or in another course; None where it does not."""
    if item.pool != pooled.pool:
        return Refused(
            "item-changed-pool",
            LocalText(
                en=f"The item {item.code} would move to the other pool. Give it a new id instead.",
                ms=f"Item {item.code} akan berpindah ke kumpulan lain. "
                "Berikan pengenal baharu kepadanya.",
            ),
        )
    if item.course != pooled.course:
        return Refused(
            "item-changed-course",
            LocalText(
                en=f"The item {item.code} would move to another course. Give it a new id instead.",
                ms=f"Item {item.code} akan berpindah ke kursus lain. "
                "Berikan pengenal baharu kepadanya.",
            ),
        )
    return None


def no_such_item(code: str) -> Refused:
    """The bank has no item of that id."""
    return Refused(
        "no-such-item",
        LocalText(
            en=f"The bank has no such item: {code}. Check its id.",
            ms=f"Tiada item sedemikian dalam bank: {code}. Semak pengenalnya.",
        ),
    )


def changed_meanwhile() -> Refused:
    """What was read is no longer the newest version."""
    return Refused(
        "changed-meanwhile",
        LocalText(
            en="A newer version was written meanwhile. Read it first.",
            ms="Versi yang lebih baharu telah ditulis. Baca dahulu.",
        ),
    )


def written_meanwhile(code: str) -> Refused:
    """Another version was kept since the one that was read before writing."""
    return Refused(
        "written-meanwhile",
        LocalText(
            en=f"Another version of {code} was kept while you wrote. Yours is not kept yet: read both.",
            ms=f"Versi lain bagi {code} telah disimpan semasa anda menulis. Versi anda belum disimpan: "
            "baca kedua-duanya.",
        ),
    )


def id_taken(code: str) -> Refused:
    """A new item has the id of one that is there."""
    return Refused(
        "id-taken",
        LocalText(
            en=f"You have an item {code} already. Write on that one, or choose another id.",
            ms=f"Anda sudah mempunyai item {code}. Sambung menulis pada item itu, atau pilih pengenal "
            "lain.",
        ),
    )


def not_yours_to_read() -> Refused:
    """The text of an item is for others."""
    return Refused(
        "not-yours-to-read",
        LocalText(
            en="You may not read this item now. Exam items are read by those who work on them.",
            ms="Anda tidak boleh membaca item ini sekarang. Item peperiksaan dibaca oleh mereka yang "
            "mengerjakannya.",
        ),
    )


def has_flaws(said: Sequence[LocalText]) -> Refused:
    """The programme's check would refuse the item."""
    return Refused(
        "has-flaws",
        LocalText(
            en="Mend this before it is submitted: " + "; ".join(one.en for one in said) + ".",
            ms="Betulkan perkara ini sebelum dihantar: " + "; ".join(one.ms for one in said) + ".",
        ),
    )
