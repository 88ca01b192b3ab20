"""From a JSON-LD document to the statements that a signature covers, with nothing left out.

PyLD does the expansion and the translation; it leaves out in silence what it cannot express. Here
every such thing is refused, so that what a reader sees and what was signed are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from pyld import jsonld

from tauliah.core.credentials.contexts import document_loader, known_context, known_meanings
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.own_words import is_own_vocabulary, words_of
from tauliah.core.credentials.quads import Quad, iri, is_absolute, literal, not_an_address
from tauliah.core.credentials.reading import listed, refuse_unfit_values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Loader = Callable[[str, Mapping[str, Any] | None], Mapping[str, Any]]

# Open Badges spells the namespace of XML Schema with https.
_NATIVE = frozenset(
    f"{scheme}://www.w3.org/2001/XMLSchema#{name}"
    for scheme in ("http", "https")
    for name in ("boolean", "integer", "double", "float", "decimal")
)

# PyLD would complete relative names with an address of its own; with this one they show.
_UNRESOLVED = "unresolved:"
_BASE = f"{_UNRESOLVED}//base/"

# Whatever PyLD makes of a document that it was not written for, it is the document's fault.
_EXPANSION_ERRORS = (
    jsonld.JsonLdError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def statements(document: Mapping[str, Any], *, loader: Loader = document_loader) -> frozenset[Quad]:
    """What the document says, as statements; every member and value is in at least one.

    Raises CredentialFault for values that `refuse_unfit_values` refuses, for a vocabulary that the
    loader does not know or a word written into the document, or into a credential within it, that
    means the same as another, for terms that no vocabulary defines, and for identifiers that are not absolute. Array order, and
    alternative names that a vocabulary gives to one class (`AchievementCredential` is
    `OpenBadgeCredential`), say the same.
    """
    plain = dict(document)
    refuse_unfit_values(plain)
    contexts_of(plain)
    _refuse_ambiguous_words(plain)
    options: Any = {
        "documentLoader": loader,
        "base": _BASE,
        "processingMode": "json-ld-1.1",
    }
    try:
        expanded = jsonld.expand(plain, options, on_property_dropped=_refuse_undefined)
        _refuse_left_out(expanded)
        dataset = jsonld.to_rdf(expanded, options)
        return frozenset(
            _quad(triple, graph) for graph, triples in dataset.items() for triple in triples
        )
    except CredentialFault:
        raise
    except _EXPANSION_ERRORS as error:
        raise CredentialFault(
            "not-linked-data",
            en=f"The file is not built as a credential is: {_reason(error)}",
            ms=f"Fail ini tidak disusun seperti kredensial: {_reason(error)}",
        ) from error


def contexts_of(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The addresses of the vocabularies that the document names, in order, none twice.

    Beside them it may define words of its own, each with a meaning that no other word has: else a
    member could be renamed, and a signature would not notice. Raises CredentialFault `bad-context`
    otherwise. Whether an address is known is for the loader to say.
    """
    named = document.get("@context")
    addresses = [one for one in listed(named) if isinstance(one, str)]
    own = [one for one in listed(named) if not isinstance(one, str)]
    if own and (not isinstance(named, list) or not _are_new_words(own)):
        raise _bad_context()
    if len(set(addresses)) < len(addresses):
        raise _bad_context()
    return tuple(addresses)


def _are_new_words(vocabularies: list[Any]) -> bool:
    if not all(map(is_own_vocabulary, vocabularies)):
        return False
    meanings = [
        _spelled_out(meaning)[0]
        for words in map(words_of, vocabularies)
        for meaning in words.values()
    ]
    return len(set(meanings)) == len(meanings) and not known_meanings() & set(meanings)


def _refuse_ambiguous_words(document: Mapping[str, Any]) -> None:
    """Refuses words written into credentials within the document that could stand for one another.

    Through all of it a word has one meaning and a meaning one word, as within one vocabulary: what is
    defined for the whole may also reach what is within. Saying the same again is no harm.
    """
    words: dict[str, tuple[str, str]] = {}
    left: list[Any] = [document]
    while left:
        item = left.pop()
        if isinstance(item, list):
            left.extend(item)
            continue
        if not isinstance(item, dict):
            continue
        if "@context" in item:
            contexts_of(item)
            for own in (one for one in listed(item["@context"]) if not isinstance(one, str)):
                for word, meaning in words_of(own).items():
                    spelled_out = _spelled_out(meaning)
                    if words.setdefault(word, spelled_out) != spelled_out:
                        raise _bad_context()
        left.extend(value for name, value in item.items() if name != "@context")
    if len({address for address, _ in words.values()}) < len(words):
        raise _bad_context()


def _spelled_out(meaning: Any) -> tuple[str, str]:
    """The address of a word of a document, and the type of its values, "" for none."""
    if isinstance(meaning, dict):
        return meaning["@id"], meaning.get("@type", "")
    return meaning, ""


def _bad_context() -> CredentialFault:
    return CredentialFault(
        "bad-context",
        en="The file does not name its vocabularies by address, each once, or defines words that mean the same as others.",
        ms="Fail ini tidak menamakan perbendaharaan istilahnya dengan alamat, setiap satu sekali sahaja, atau mentakrifkan istilah yang sama maksudnya dengan yang lain.",
    )


def refuse_unknown_contexts(document: Mapping[str, Any]) -> None:
    """Raises CredentialFault `bad-context` or `unknown-context`; asks nobody."""
    for address in contexts_of(document):
        known_context(address)


def _refuse_undefined(term: object) -> NoReturn:
    raise CredentialFault(
        "undefined-term",
        en=f"The file has a member that no vocabulary of it defines, so no signature can cover it: {str(term)[:80]!r}",
        ms=f"Fail ini mempunyai ahli yang tidak ditakrifkan oleh mana-mana perbendaharaan istilahnya, maka tiada tandatangan dapat melindunginya: {str(term)[:80]!r}",
    )


def _refuse_left_out(expanded: list[Any]) -> None:
    """Refuses what the translation to statements would leave out or merge with something else."""
    if len(expanded) != 1:
        _refuse_shape("@graph")
    left: list[Any] = list(expanded)
    while left:
        item = left.pop()
        if "@value" in item:
            _refuse_ambiguous_value(item)
        elif "@list" in item:
            left.extend(item["@list"])
        else:
            left.extend(_refuse_unnamed(item))


def _refuse_unnamed(node: Mapping[str, Any]) -> list[Any]:
    """Refuses relative names in a node; gives the values of the node, still to be looked at."""
    values: list[Any] = []
    for name, content in node.items():
        match name:
            case "@id":
                _refuse_relative(content)
            case "@type":
                for one in content:
                    _refuse_undefined_type(one)
            case "@graph":
                values.extend(content)
            case _ if name.startswith("@"):
                _refuse_shape(name)
            case _:
                values.extend(content)
    return values


def _refuse_relative(name: object) -> None:
    if not isinstance(name, str) or name.lower().startswith(_UNRESOLVED):
        name = str(name).removeprefix(_BASE)
        raise not_an_address(name)
    iri(name)


def _refuse_undefined_type(name: object) -> None:
    text = str(name)
    if text.lower().startswith(_UNRESOLVED) or not is_absolute(text):
        _refuse_undefined(text.removeprefix(_BASE))


def _refuse_ambiguous_value(item: Mapping[str, Any]) -> None:
    """`true` and `"true"` would become one statement when the vocabulary gives the type."""
    value, datatype = item["@value"], item.get("@type", "")
    if datatype == "@json" or not datatype:
        return
    if isinstance(value, str) is (datatype in _NATIVE):
        raise CredentialFault(
            "ambiguous-value",
            en=f"The file writes a value in another type than its vocabulary gives: {str(value)[:80]!r}",
            ms=f"Fail ini menulis nilai dalam jenis yang lain daripada yang ditetapkan perbendaharaan istilahnya: {str(value)[:80]!r}",
        )


def _refuse_shape(name: str) -> NoReturn:
    raise CredentialFault(
        "not-linked-data",
        en=f"The file is not built as a credential is: {name}",
        ms=f"Fail ini tidak disusun seperti kredensial: {name}",
    )


def _quad(triple: Mapping[str, Any], graph: str) -> Quad:
    return Quad(
        _term(triple["subject"]),
        _term(triple["predicate"]),
        _term(triple["object"]),
        "" if graph == "@default" else graph if graph.startswith("_:") else iri(graph),
    )


def _term(term: Mapping[str, Any]) -> str:
    if term["type"] == "literal":
        return literal(term["value"], datatype=term["datatype"], language=term.get("language", ""))
    value: str = term["value"]
    return value if term["type"] == "blank node" else iri(value)


def _reason(error: Exception) -> str:
    """The code that JSON-LD 1.1 gives to the error, or the kind of the error."""
    return str(getattr(error, "code", None) or type(error).__name__)
