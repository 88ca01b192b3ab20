"""From bytes of unknown origin to plain JSON values, and which values a credential may hold.

What a signature over linked data would not notice is refused here, before anything is signed or
checked: empty values, fractions, duplicate members, members that are spelled as addresses.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NoReturn

from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.own_words import is_language_value, is_own_vocabulary
from tauliah.core.credentials.quads import has_detour

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MOST_BYTES = 1_000_000
MOST_NESTED = 32
MOST_VALUES = 4_000
MOST_EXACT = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly (RFC 8259, section 6)."""

_FEW_BRACKETS = 200
_HASHABLE = (str, bool, int)

# Possessive, and content with a missing end quote: the time stays linear on hostile text.
_PIECES = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
# A picture or a PDF is told apart here, before its brackets are counted as nesting.
_BEGINS_JSON = re.compile(rb'(?:\xef\xbb\xbf)?[ \t\r\n]*[\[{"tfnNI0-9-]')
_UNFIT_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_FIT_MEMBER = re.compile(r"[a-z_][A-Za-z0-9_-]*")
_LONGEST_KEPT = 100  # characters; strangers could fill the memory with longer names
_CONTAINED = ("VerifiableCredential", "EnvelopedVerifiableCredential")


def read_document(
    data: bytes, *, is_known: Callable[[dict[str, Any]], bool] = lambda _: False
) -> dict[str, Any]:
    """The JSON object in these bytes, fit to be checked; CredentialFault says why not.

    `is_known` may tell sooner that nothing in it is to be refused.

    Time and memory are bounded by MOST_BYTES, MOST_NESTED and MOST_VALUES; a larger file is not
    looked into.
    """
    if len(data) > MOST_BYTES:
        raise CredentialFault(
            "too-large",
            en=f"The file is larger than a credential can be: {len(data):,} bytes; at most {MOST_BYTES:,} are read.",
            ms=f"Fail ini lebih besar daripada saiz kredensial: {len(data):,} bait; paling banyak {MOST_BYTES:,} dibaca.",
        )
    if not _BEGINS_JSON.match(data):
        raise _not_json()
    # So few cannot exhaust the reader; how deep they go is asked only when something is wrong.
    is_small = data.count(b"{") + data.count(b"[") <= _FEW_BRACKETS
    if not is_small:
        _refuse_deep_nesting(data)
    try:
        value = _parsed(data)
    except CredentialFault:
        _refuse_deep_nesting(data)
        raise
    if not is_known(value) and not is_plainly_fit(value):
        _refuse_deep_nesting(data)
        _refuse_first_unfit(value)
    return value


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        # A byte order mark means nothing, and some editors leave one.
        value = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_members,
            parse_float=_refuse_fraction,
            parse_constant=_refuse_fraction,
            parse_int=_whole_number,
        )
    except CredentialFault:
        raise
    except (ValueError, RecursionError):
        raise _not_json() from None
    if not isinstance(value, dict):
        raise CredentialFault(
            "not-an-object",
            en="The file holds JSON, but not a credential: a credential is one JSON object.",
            ms="Fail ini mengandungi JSON, tetapi bukan kredensial: kredensial ialah satu objek JSON.",
        )
    return value


def _not_json() -> CredentialFault:
    return CredentialFault(
        "not-json",
        en="The file is not a credential in JSON. It may be another kind of file, or cut short.",
        ms="Fail ini bukan kredensial dalam bentuk JSON. Mungkin fail ini jenis lain atau tidak lengkap.",
    )


def refuse_unfit_values(document: dict[str, Any]) -> None:
    """Raises CredentialFault for the first value or member that a credential may not hold.

    Refused: null, fractions, numbers that are not exact everywhere, empty lists, lists within
    lists, the same value twice in a list, other types than JSON's, control characters but tab, line
    feed and carriage return, lone surrogates, addresses with `/./` or `/../`, members beginning with
    a capital letter or spelled as an address, and more than MOST_VALUES values or MOST_NESTED levels.
    Members beginning with `@` are `@context` of a credential, also of one within another, and of a
    proof, and the three of a text with its language (Verifiable Credentials 2.0, section 11.1); of
    these, `@direction` is how the text runs on a page, which a signature over linked data leaves out.
    Whether the words that they define may stand beside each other, `statements` tells.
    """
    if not is_plainly_fit(document):
        _refuse_first_unfit(document)


def is_plainly_fit(document: dict[str, Any]) -> bool:
    """Whether a quick look is enough to know that nothing in the document is refused."""
    names: set[str] = set()
    texts: list[str] = []
    level: list[Any] = [document]
    values = 1
    for _ in range(MOST_NESTED):
        below: list[Any] = []
        for container in level:
            if isinstance(container, dict):
                if "@value" in container or ("@context" in container and container is not document):
                    return False
                names.update(container)
                items: Any = container.values()
            else:
                items = container
                if not _is_fit_list(container):
                    return False
            values += len(items)
            for item in items:
                kind = type(item)
                if kind is str:
                    texts.append(item)
                elif kind is dict or kind is list:
                    below.append(item)
                elif kind is not bool and (kind is not int or abs(item) > MOST_EXACT):
                    return False
        if not below:
            break
        level = below
    else:
        return False
    return (
        values <= MOST_VALUES
        and _names_by_address(document.get("@context", ""))
        and not is_unfit_text("".join(texts))
        and all(map(_is_fit_member, names - {"@context"}))
    )


def is_unfit_text(text: str) -> bool:
    """Whether the text may hold what makes a text unfit; for texts put together, maybe wrongly so."""
    # most texts are printable throughout, and that is told sooner
    return "/." in text or not (text.isprintable() or _UNFIT_CHARACTERS.search(text) is None)


def _is_fit_list(items: list[Any]) -> bool:
    plain = [item for item in items if type(item) is not dict]
    if not plain:
        return bool(items)
    return all(type(item) in _HASHABLE for item in plain) and len(set(plain)) == len(plain)


def _is_fit_member(name: object) -> bool:
    if not isinstance(name, str):
        return False
    if len(name) > _LONGEST_KEPT:
        return _FIT_MEMBER.fullmatch(name) is not None
    return _is_fit_name(name)


@lru_cache(maxsize=1024)
def _is_fit_name(name: str) -> bool:
    return _FIT_MEMBER.fullmatch(name) is not None


def _refuse_first_unfit(document: dict[str, Any]) -> None:
    for seen, (place, value, depth) in enumerate(_values(document)):
        if seen >= MOST_VALUES:
            raise CredentialFault(
                "too-many-values",
                en=f"The file holds more than {MOST_VALUES:,} values; that is not read.",
                ms=f"Fail ini mengandungi lebih daripada {MOST_VALUES:,} nilai dan tidak dibaca.",
            )
        if depth > MOST_NESTED:
            _refuse_depth()
        _refuse_unfit(place, value, is_list_item=place.endswith("]"))


def _values(document: dict[str, Any]) -> Iterator[tuple[str, object, int]]:
    """Every value with its place, such as `credentialSubject.result[1]`, without recursion."""
    left: list[tuple[str, object, int]] = [("", document, 0)]
    while left:
        place, value, depth = left.pop()
        yield place, value, depth
        if isinstance(value, dict):
            for name, item in value.items():
                _refuse_unfit_member(place, name, value)
                inner = f"{place}.{name}" if place else name
                # what a vocabulary within the file may define is told where it is used
                if (
                    name == "@context"
                    and isinstance(item, list)
                    and any(map(is_own_vocabulary, item))
                ):
                    others = [one for one in item if not is_own_vocabulary(one)]
                    left.extend((f"{inner}[]", one, depth + 1) for one in others)
                else:
                    left.append((inner, item, depth + 1))
        elif isinstance(value, list):
            left.extend((f"{place}[{n}]", item, depth + 1) for n, item in enumerate(value))


def _refuse_unfit_member(place: str, name: object, container: dict[str, Any]) -> None:
    if _is_fit_member(name) or is_language_value(container):
        return
    if name == "@context" and (not place or _may_name_vocabularies(container)):
        return
    where = place or "JSON"
    raise CredentialFault(
        "unfit-member",
        en=f"The file has a member that no signature can cover: {str(name)[:80]!r} in {where[:200]}",
        ms=f"Fail ini mempunyai ahli yang tidak dapat dilindungi oleh tandatangan: {str(name)[:80]!r} dalam {where[:200]}",
    )


def _may_name_vocabularies(value: dict[str, Any]) -> bool:
    """Whether this is a credential within another or a proof, and names vocabularies as they do."""
    return any(is_of_type(value, name) for name in ("DataIntegrityProof", *_CONTAINED)) and all(
        isinstance(one, str) or is_own_vocabulary(one) for one in listed(value["@context"])
    )


def _names_by_address(named: object) -> bool:
    return isinstance(named, str) or (
        isinstance(named, list) and all(isinstance(one, str) for one in named)
    )


def listed(value: object) -> list[Any]:
    """One value or several as a list: most members may be written either way."""
    return value if isinstance(value, list) else [value]


def is_of_type(value: Mapping[str, Any], name: str) -> bool:
    """Whether that is the type, or one of the types, of an object."""
    kinds = value.get("type")
    return kinds == name or (isinstance(kinds, list) and name in kinds)


def _refuse_unfit(place: str, value: object, *, is_list_item: bool) -> None:
    match value:
        case str():
            unfit = bool(_UNFIT_CHARACTERS.search(value)) or has_detour(value)
        case bool() | dict():
            unfit = False
        case int():
            unfit = abs(value) > MOST_EXACT
        case list():
            plain = [item for item in value if isinstance(item, str | int)]
            unfit = not value or is_list_item or len(set(plain)) < len(plain)
        case _:
            unfit = True
    if unfit:
        raise CredentialFault(
            "unfit-value",
            en=f"The file has a value that a credential may not hold, at {place[:200]}: "
            f"{_kind(value)}.",
            ms=f"Fail ini mempunyai nilai yang tidak dibenarkan dalam kredensial, di {place[:200]}: "
            f"{_kind_ms(value)}.",
        )


def _kind(value: object) -> str:
    match value:
        case None:
            return "nothing (null)"
        case str():
            return "text with control or broken characters, or an address with /./ or /../ in it"
        case int():
            return "a number too large to be exact"
        case list():
            return "an empty list, a list within a list, or the same value twice in one list"
        case _:
            return "a fraction or something that JSON does not know"


def _kind_ms(value: object) -> str:
    match value:
        case None:
            return "tiada nilai (null)"
        case str():
            return "teks dengan aksara kawalan atau aksara rosak, atau alamat yang mengandungi /./ atau /../"
        case int():
            return "nombor yang terlalu besar untuk tepat"
        case list():
            return "senarai kosong, senarai di dalam senarai, atau nilai yang sama dua kali dalam satu senarai"
        case _:
            return "pecahan atau sesuatu yang tidak dikenali oleh JSON"


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    names = sorted(name for name, _ in pairs)
    for one, next_one in pairwise(names):
        if one == next_one:
            raise CredentialFault(
                "duplicate-member",
                en=f"The file says the same thing twice: the member {one[:80]!r} is repeated.",
                ms=f"Fail ini menyatakan perkara yang sama dua kali: ahli {one[:80]!r} berulang.",
            )
    return members


def _whole_number(text: str) -> int:
    # Longer than MOST_EXACT; int() itself refuses thousands of digits with an error of its own.
    return int(text[:20])


def _refuse_fraction(text: str) -> NoReturn:
    raise CredentialFault(
        "fraction",
        en=f"The file holds the number {text[:40]}; a credential holds only whole numbers.",
        ms=f"Fail ini mengandungi nombor {text[:40]}; kredensial hanya mengandungi nombor bulat.",
    )


def _refuse_deep_nesting(data: bytes) -> None:
    depth = 0
    for piece in _PIECES.finditer(data):
        sign = piece.group()[:1]
        if sign in b"[{":
            depth += 1
            if depth > MOST_NESTED:
                _refuse_depth()
        elif sign in b"]}":
            depth -= 1


def _refuse_depth() -> NoReturn:
    raise CredentialFault(
        "too-deep",
        en=f"The file nests values more than {MOST_NESTED} levels deep; no credential does.",
        ms=f"Fail ini menyusun nilai lebih daripada {MOST_NESTED} aras ke dalam; tiada kredensial berbuat demikian.",
    )
