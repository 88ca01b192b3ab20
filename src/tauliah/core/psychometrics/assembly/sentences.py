"""What conflicts and what would help, in both languages."""

from __future__ import annotations

from tauliah.core.kernel import LocalText
from tauliah.core.psychometrics.assembly.model import Statement
from tauliah.core.psychometrics.assembly.pool import Pool
from tauliah.core.psychometrics.assembly.request import Request


def conflict_sentence() -> LocalText:
    """What stands above the demands of a conflict."""
    return LocalText(
        en="These demands cannot all be kept with the items of the pool:",
        ms="Tuntutan berikut tidak dapat dipenuhi bersama dengan item dalam kumpulan ini:",
    )


def together_sentence(conflicts: int) -> LocalText:
    """The verdict."""
    if not conflicts:
        return LocalText(
            en="There are no such forms. Which demands conflict was not found; allow more effort.",
            ms="Tiada set soalan sedemikian. Tuntutan yang bercanggah tidak ditemui; benarkan lebih "
            "banyak usaha.",
        )
    if conflicts == 1:
        return LocalText(
            en="There are no such forms: some demands conflict.",
            ms="Tiada set soalan sedemikian: ada tuntutan yang bercanggah.",
        )
    return LocalText(
        en=f"There are no such forms: demands conflict in {conflicts} places.",
        ms=f"Tiada set soalan sedemikian: tuntutan bercanggah di {conflicts} tempat.",
    )


def statement_sentence(pool: Pool, request: Request, statement: Statement) -> LocalText:
    """One demand as a line under the conflict."""
    kind = statement[0]
    if kind == "forms":
        return _both(f"{request.forms} forms", f"{request.forms} set soalan")
    if kind == "overlap":
        return _overlap(request.overlap)
    if kind == "exposure":
        return _exposure(request)
    if kind == "languages":
        without = int((~pool.is_bilingual).sum())
        return _both(
            f"every item exists in English and Malay ({without} of the pool do not)",
            f"setiap item ada dalam bahasa Inggeris dan Melayu ({without} dalam kumpulan tiada)",
        )
    if kind == "enemies":
        ids = ", ".join(sorted(pool.enemies[int(statement[1])]))
        return _both(f"at most one of the enemies {ids}", f"paling banyak satu daripada item musuh {ids}")  # fmt: skip
    return _bound(request, statement)


def relaxation_sentence(
    pool: Pool, request: Request, statement: Statement, by: float, *, is_least: bool = False
) -> LocalText:
    """What to do, with the new bound; whether it is the least is said where it is proven."""
    kind, n = statement[0], round(by)
    if kind == "forms":
        found = _both(
            f"make {_counted(request.forms - n, 'form')} instead of {request.forms}",
            f"buat {request.forms - n} set soalan dan bukan {request.forms}",
        )
    elif kind == "overlap":
        to = request.overlap + n
        found = _both(
            f"let two forms share {_counted(to, 'item')} instead of {request.overlap}",
            f"benarkan dua set soalan berkongsi {to} item dan bukan {request.overlap}",
        )
    elif kind == "exposure":
        found = _both(
            f"let an item be in {_counted(n, 'more form')} over its life",
            f"benarkan satu item berada dalam {n} set soalan lagi sepanjang hayatnya",
        )
    elif kind == "languages":
        found = _both(
            f"put {_counted(n, 'item')} a form into both languages",
            f"sediakan {n} item bagi setiap set soalan dalam kedua-dua bahasa",
        )
    elif kind == "enemies":
        ids = ", ".join(sorted(pool.enemies[int(statement[1])]))
        found = _both(
            f"let {n + 1} of the enemies {ids} be in one form",
            f"benarkan {n + 1} daripada item musuh {ids} dalam satu set soalan",
        )
    else:
        found = _new_bound(request, statement, by)
    if is_least:
        return _both(f"{found.en} (less does not do)", f"{found.ms} (kurang daripada itu tidak cukup)")  # fmt: skip
    return found


def _both(en: str, ms: str) -> LocalText:
    return LocalText(en=en, ms=ms)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _overlap(items: int) -> LocalText:
    if not items:
        return _both("no item in two forms", "tiada item dalam dua set soalan")
    return _both(
        f"any two forms share at most {_counted(items, 'item')}",
        f"mana-mana dua set soalan berkongsi paling banyak {items} item",
    )


def _exposure(request: Request) -> LocalText:
    return _both(
        f"no item in more than {_counted(request.exposure or 0, 'form')} over its life",
        f"tiada item dalam lebih daripada {request.exposure} set soalan sepanjang hayatnya",
    )


def _bound(request: Request, statement: Statement) -> LocalText:
    en, ms = _what(request, statement)
    figure = _figure(_limit(request, statement), statement)
    if statement[-1] == "least":
        return _both(f"{en}: at least {figure}", f"{ms}: sekurang-kurangnya {figure}")
    return _both(f"{en}: at most {figure}", f"{ms}: paling banyak {figure}")


def _new_bound(request: Request, statement: Statement, by: float) -> LocalText:
    en, ms = _what(request, statement)
    limit = _limit(request, statement)
    is_least = statement[-1] == "least"
    new, old = (
        _figure(value, statement)
        for value in (max(0.0, limit - by) if is_least else limit + by, limit)
    )
    if is_least:
        return _both(
            f"{en}: at least {new} instead of {old}",
            f"{ms}: sekurang-kurangnya {new} dan bukan {old}",
        )
    return _both(
        f"{en}: at most {new} instead of {old}", f"{ms}: paling banyak {new} dan bukan {old}"
    )


def _what(request: Request, statement: Statement) -> tuple[str, str]:
    """What is bounded."""
    kind = statement[0]
    if kind == "length":
        return "items in a form", "item dalam satu set soalan"
    place = int(statement[1])
    if kind == "count":
        count = request.counts[place]
        label = f"{count.classification} {count.label}"
        named = count.called or _both(label, label)
        return (f"items of {named.en} in a form", f"item {named.ms} dalam satu set soalan")
    if kind == "amount":
        amount = request.amounts[place]
        named = amount.called or _both(amount.name, amount.name)
        return f"{named.en} in a form", f"{named.ms} dalam satu set soalan"
    point = request.target.points[place] if request.target else 0.0
    return (
        f"information at {point:g}, in percent of the target",
        f"maklumat pada {point:g}, dalam peratus sasaran",
    )


def _limit(request: Request, statement: Statement) -> float:
    kind, is_least = statement[0], statement[-1] == "least"
    if kind == "length":
        return request.length
    place = int(statement[1])
    if kind == "count":
        count = request.counts[place]
        return count.at_least if is_least else float(count.at_most or 0)
    if kind == "amount":
        amount = request.amounts[place]
        return amount.at_least if is_least else float(amount.at_most or 0)
    within = (request.target.within if request.target else None) or 0.0
    return 1 - within if is_least else 1 + within


def _figure(value: float, statement: Statement) -> str:
    return f"{100 * value:.0f}" if statement[0] == "information" else f"{value:g}"
