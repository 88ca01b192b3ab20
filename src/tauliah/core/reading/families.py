"""Which words belong together: singular and plural in English, words of one root in Malay.

English: the S-stemmer of Harman (1991), which folds plurals and nothing else, so that it never
joins words that mean something else; beside her rules, -sses, -ches, -shes and -xes lose two
letters. Malay: each spelling that is left when prefixes and suffixes are taken away, with the letter
given back that a nasal prefix takes (memilih: pilih). Taking away too much does no harm: what is left
is then a root of nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

_SHORTEST_ROOT = 4

# prefix, and the letters that it may have taken from the root
_MALAY_PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("menge", ("",)),
    ("penge", ("",)),
    ("meny", ("s",)),
    ("peny", ("s",)),
    ("meng", ("", "k")),
    ("peng", ("", "k")),
    ("mem", ("", "p")),
    ("pem", ("", "p")),
    ("men", ("", "t")),
    ("pen", ("", "t")),
    ("ber", ("",)),
    ("bel", ("",)),
    ("per", ("",)),
    ("pel", ("",)),
    ("ter", ("",)),
    ("me", ("",)),
    ("pe", ("",)),
    ("be", ("",)),
    ("di", ("",)),
    ("ke", ("",)),
    ("se", ("",)),
)
_MALAY_SUFFIXES = ("kan", "nya", "lah", "kah", "an", "i")


def roots_of(word: str, *, language: str) -> frozenset[str]:
    """The spellings under which a word meets others of its family, itself among them."""
    if language == "ms":
        return frozenset(_malay_roots(word))
    return frozenset({word, _singular(word)})


def _singular(word: str) -> str:
    """The first rule whose ending the word has decides."""
    if len(word) < _SHORTEST_ROOT:
        return word
    if word.endswith("ies"):
        return word if word.endswith(("eies", "aies")) else f"{word[:-3]}y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    if word.endswith("es"):
        return word if word.endswith(("aes", "ees", "oes")) else word[:-1]
    if word.endswith("s"):
        return word if word.endswith(("us", "ss")) else word[:-1]
    return word


def _malay_roots(word: str) -> Iterator[str]:
    yield word
    left, front = {word}, {word}
    for _ in range(2):  # as in memper-: at most two prefixes stand before a root
        front = {root for one in front for root in _without_prefix(one)}
        left |= front
    for one in left:
        yield from _without_suffixes(one)


def _without_prefix(word: str) -> Iterator[str]:
    for prefix, taken in _MALAY_PREFIXES:
        rest = word.removeprefix(prefix)
        if rest == word:
            continue
        for letter in taken:
            if len(letter + rest) >= _SHORTEST_ROOT and _fits(prefix, letter, rest):
                yield letter + rest


def _fits(prefix: str, letter: str, rest: str) -> bool:
    """Whether a letter can have been taken: only before a vowel, where nasal and vowel meet."""
    if letter:
        return rest[0] in "aeiou"
    return prefix not in {"meny", "peny"}


def _without_suffixes(word: str) -> Iterator[str]:
    yield word
    for suffix in _MALAY_SUFFIXES:
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) >= _SHORTEST_ROOT:
            yield rest
            if suffix in {"nya", "lah", "kah"}:
                yield from _without_suffixes(rest)
