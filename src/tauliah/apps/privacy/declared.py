"""What every app of the house declares about the people in its tables, brought together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import apps

from tauliah.apps.holdings import Due, Says, Table
from tauliah.apps.people.queries import User
from tauliah.core.kernel import Refused

_OURS = "tauliah.apps."


@cache
def modules() -> tuple[ModuleType, ...]:
    """The module `privacy` of each app that has one, in the order of the settings."""
    names = [f"{one.name}.privacy" for one in apps.get_app_configs() if one.name.startswith(_OURS)]
    return tuple(import_module(name) for name in names if find_spec(name))


@cache
def tables() -> tuple[Table, ...]:
    """Every table as declared."""
    return tuple(table for module in modules() for table in getattr(module, "HELD", ()))


def personal_tables() -> tuple[Table, ...]:
    """The tables whose rows are somebody's: the account first, then as the apps come."""
    return tuple(table for table in tables() if table.is_personal)


@cache
def dues() -> tuple[Due, ...]:
    """All that a time sets an end to."""
    return tuple(due for module in modules() for due in getattr(module, "DUE", ()))


def erasers() -> tuple[Callable[[User, datetime], None], ...]:
    """What each app does to erase a person."""
    return tuple(module.erase for module in modules() if hasattr(module, "erase"))


def erasure_refusals(person: User) -> Iterator[Refused]:
    """Why a person cannot be erased yet, by each app that says so."""
    for module in modules():
        refused = module.erasure_refusal(person) if hasattr(module, "erasure_refusal") else None
        if refused is not None:
            yield refused


def missing() -> list[str]:
    """What no declaration says yet, each with exactly what to write and where."""
    declared = {table.model: table for table in tables()}
    wrong = []
    for model in apps.get_models():
        meta = model._meta  # noqa: SLF001 - Django names it so and documents it
        where = _where(model)
        table = declared.pop(meta.label, None)
        names = [one.name for one in meta.concrete_fields]
        if table is None:
            wrong.append(f"{where}: HELD lacks a table for {meta.label}; add:\n{_example(model)}")
            continue
        wrong.extend(
            f'{where}: Table(model="{meta.label}").fields lacks "{name}"; add one of:\n'
            f'    "{name}": nothing,\n'
            f'    "{name}": describes("What it is", "Apa itu"),  (or identifies, sensitive, secret)\n'
            f'    "{name}": whose("Who", "Siapa"),  and, of a person, its way in people or actors'
            for name in names
            if name not in table.fields
        )
        wrong.extend(
            f'{where}: Table(model="{meta.label}").fields has "{name}", which the model lacks; '
            "remove it"
            for name in table.fields
            if name not in names
        )
        wrong.extend(_ways_missing(model, table, where))
    wrong.extend(f"HELD has {label}, and there is no such model; remove it" for label in declared)
    return wrong


def _ways_missing(model: Any, table: Table, where: str) -> Iterator[str]:
    ways = {way.partition("__")[0] for way in (*table.people, *table.actors)}
    primary = model._meta.pk.name  # noqa: SLF001
    for one in model._meta.concrete_fields:  # noqa: SLF001
        says = table.fields[one.name].says if one.name in table.fields else None
        leads_to_account = one.remote_field is not None and one.remote_field.model is User
        if leads_to_account and says is not Says.WHOSE:
            yield (
                f'{where}: "{one.name}" of {table.model} leads to an account; write\n'
                f'    "{one.name}": whose("Who", "Siapa"),'
            )
        if says is Says.WHOSE and one.name not in ways and one.name != primary:
            yield (
                f'{where}: "{one.name}" of {table.model} says whose a row is, so that it must stand '
                f'in people=("{one.name}",), or in actors={{"{one.name}": ()}} of who acted'
            )
    for way, fields in table.actors.items():
        yield from (
            f'{where}: actors["{way}"] of {table.model} names "{name}", which is none of its fields'
            for name in fields
            if name not in table.fields
        )


def _where(model: Any) -> str:
    config = apps.get_app_config(model._meta.app_label)  # noqa: SLF001
    if not config.name.startswith(_OURS):
        return "tauliah/apps/people/privacy.py (for libraries)"
    return f"{config.name.replace('.', '/')}/privacy.py"


def _example(model: Any) -> str:
    fields = "".join(
        f'            "{one.name}": {_guess(one)},\n'
        for one in model._meta.concrete_fields  # noqa: SLF001
    )
    return (
        f"    Table(\n"
        f'        model="{model._meta.label}",\n'  # noqa: SLF001
        f'        title=LocalText(en="...", ms="..."),\n'
        f'        purpose=LocalText(en="to ...", ms="untuk ..."),\n'
        f"        kept=FOR_GOOD,  # or WITH_THE_ACCOUNT, or kept_days(SETTING) with a Due\n"
        f"        stays=PROOF,  # or TRAIL, or your own words; without it erase() removes the rows\n"
        f'        people=("person",),  # the way to whom a row is about\n'
        f'        actors={{"done_by": ("done_at",)}},  # and to who acted\n'
        f"        fields={{\n{fields}        }},\n"
        f"    ),\n"
        f"  or, where it holds nothing of anybody, impersonal("
        f'"{model._meta.label}", '  # noqa: SLF001
        f"{', '.join(repr(one.name) for one in model._meta.concrete_fields)}),\n"  # noqa: SLF001
        f"  with the words of tauliah.apps.holdings; tauliah/apps/study/privacy.py is short to read"
    )


def _guess(field: Any) -> str:
    if field.remote_field is not None and field.remote_field.model is User:
        return 'whose("...", "...")'
    return "nothing" if field.primary_key else 'describes("...", "...")'
