"""The people of the bank and an item on its way, for tests of the bank and its pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.services import examhall
from tests.services.examhall import MORNING

ROLES = {
    "author": "item-author",
    "content": "content-reviewer",
    "language": "language-reviewer",
    "fairness": "fairness-reviewer",
    "officer": "bank-officer",
}
NAMES = {
    "author": "Mei Ling",
    "content": "Kumar",
    "language": "Siti",
    "fairness": "Devi",
    "officer": "Farid",
}
CODE = "PUM-S-NEW-01"
SECRET = "Who bears the risk of a loss that nobody insured?"


def staff() -> dict[str, Any]:
    """One account for each duty of the bank."""
    return {duty: examhall.account(NAMES[duty], role=role) for duty, role in ROLES.items()}


def also(person: Any, role: str) -> Any:
    """The same person with one more role."""
    from tauliah.apps.people.models import RoleAssignment, User

    RoleAssignment.objects.create(user=person, role=role, since=MORNING)
    return User.objects.get(pk=person.pk)


OPTIONS = {
    "a": ("Whoever owns the thing", "Pemilik barang itu"),
    "b": ("The insurer of the neighbour", "Penanggung insurans jiran sebelah"),
    "c": ("The court of the state", "Mahkamah negeri"),
}


def content(
    code: str = CODE,
    *,
    stem: str = SECRET,
    options: Mapping[str, tuple[str, str]] = OPTIONS,
    **more: Any,
) -> dict[str, Any]:
    """A single choice without flaws."""
    return {
        "id": code,
        "outcome": "PUM-1",
        "level": "apply",
        "lesson": "01-first",
        "stem": {"en": stem, "ms": f"{stem} (ms)"},
        "key": "a",
        "options": {
            name: {"text": {"en": en, "ms": ms}, "explanation": {"en": "So.", "ms": "Ya."}}
            for name, (en, ms) in options.items()
        },
        **more,
    }


def pooled(code: str = CODE, *, pool: str = "secure", topic: str = "market", **more: Any) -> Any:
    from tauliah.core.programme import PooledItem
    from tauliah.core.programme.items import item_from

    item = item_from(content(code, **more))
    return PooledItem(course="PUM", pool=pool, topic=topic, item=item)  # type: ignore[arg-type]


def write(author: Any, code: str = CODE, **more: Any) -> Any:
    from tauliah.apps.itembank.writing import write_item

    return write_item(author, pooled(code, **more), at=MORNING)


def act(who: Any, what: str, code: str = CODE, *, comment: str = "", version: int = 0) -> Any:
    """Do something with the newest version of an item, or with the one that is named."""
    from tauliah.apps.catalogue.surroundings import surroundings_of
    from tauliah.apps.itembank.life import newest_versions
    from tauliah.apps.itembank.writing import act_on_item

    newest = newest_versions().filter(item__code=code).first()
    return act_on_item(
        who,
        code,
        what,  # type: ignore[arg-type]
        version=version or (newest.number if newest else 1),
        comment=comment,
        around=surroundings_of("PUM"),
        at=MORNING,
    )


def approve(people: dict[str, Any], code: str = CODE, **more: Any) -> None:
    """Write an item and take it through its reviews."""
    from tauliah.core.kernel import Refused

    written = write(people["author"], code, **more)
    assert not isinstance(written, Refused), written
    review(people, code)


def review(people: dict[str, Any], code: str = CODE) -> None:
    """Submit an item that is written and take it through its reviews."""
    for duty, what in (
        ("author", "submit"),
        ("content", "pass"),
        ("language", "pass"),
        ("fairness", "pass"),
    ):
        refused = act(people[duty], what, code)
        assert refused is None, refused
