"""What must hold in Malay texts: one term for each concept, and no English that was left over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from tauliah.core.kernel import LocalText, Problem
from tauliah.core.programme.check_sentences import stands
from tauliah.core.programme.folder import Folder, Placed
from tauliah.core.programme.said import Said, Texts
from tauliah.core.programme.term_list import ListedTerm, TermList

_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# a link's target is no word; a figure's caption stands behind it
_LINK_TARGET = re.compile(r"\]\([^)\s]*(?:\s+\"([^\"]*)\")?\)")
# Foreign words are marked as such: in brackets behind the Malay ones, in quotes, or in italics.
_MARKED = (
    re.compile(r"\(([^()\n]+)\)|\"([^\"\n]+)\"|“([^”\n]+)”|`([^`\n]+)`"),
    re.compile(r"(?<!\*)\*(?!\*)([^*\n]+)\*(?!\*)"),
)
_ENDING = r"(?:-?(?:nya|lah|kah|pun))?"


def malay_problems(folder: Folder, texts: Texts) -> Iterator[Problem]:
    """Every mistake in the list of terms, and every Malay text that does not keep to it.

    A programme without a list of terms is not asked for its words.
    """
    if folder.term_list is None:
        return
    yield from _list_problems(folder, folder.term_list)
    terms = folder.term_list.value
    yield from _variants_used(terms.terms, texts["ms"])
    yield from _english_left(_english_words(texts["en"]), terms, texts["ms"])


def _list_problems(folder: Folder, placed: Placed[TermList]) -> Iterator[Problem]:
    terms = placed.value.terms
    for concept, times in Counter(term.concept for term in terms).items():
        if times > 1:
            yield placed.problem(("terms",), stands(concept, times))
    used = {_folded(term.ms): term.concept for term in terms}
    refused: dict[str, str] = {}
    for position, term in enumerate(terms):
        for number, variant in enumerate(term.never):
            folded = _folded(variant)
            other = used.get(folded) or refused.get(folded)
            if other:
                message = LocalText(
                    en=f"“{variant}” stands for {other} already",
                    ms=f"“{variant}” sudah digunakan bagi {other}",
                )
                yield placed.problem(("terms", position, "never", number), message)
            refused[folded] = term.concept
    yield from _glossary_problems(folder, placed)


def _glossary_problems(folder: Folder, placed: Placed[TermList]) -> Iterator[Problem]:
    """Glossary pages that the list lacks, or that have another title than the list's term."""
    listed = {term.concept: term for term in placed.value.terms}
    for page in folder.glossary:
        term = listed.get(page.value.slug)
        if term is None:
            message = LocalText(
                en=f"no concept {page.value.slug} in {placed.reading.file}",
                ms=f"tiada konsep {page.value.slug} dalam {placed.reading.file}",
            )
            yield page.problem((), message)
            continue
        for said, title, file in (
            (term.en, page.value.en.title, page.reading.file),
            (term.ms, page.value.ms.title, page.reading.file.replace(".en.md", ".ms.md")),
        ):
            if _folded(said) not in _folded(title):
                message = LocalText(
                    en=f"expected a title with “{said}”, the term in {placed.reading.file}",
                    ms=f"dijangka tajuk dengan “{said}”, istilah dalam {placed.reading.file}",
                )
                yield Problem(file, page.reading.line(("title",)), "title", message)


def _variants_used(terms: Iterable[ListedTerm], texts: Iterable[Said]) -> Iterator[Problem]:
    """Malay words that the list refuses, each time that they stand in a text."""
    everything = "\n".join(_folded(said.text) for said in texts)
    refused = {_folded(variant): term for term in terms for variant in term.never}
    found_somewhere = [variant for variant in refused if variant in everything]
    if not found_somewhere:
        return
    # a longer term of the list wins over a variant inside it
    kept = {_folded(term.ms) for term in terms} - refused.keys()
    kept = {one for one in kept if any(variant in one for variant in found_somewhere)}
    either = _words(sorted((*found_somewhere, *kept), key=len, reverse=True))
    for said in texts:
        times: Counter[str] = Counter()
        for found in either.finditer(said.text):
            variant = _folded(found["words"])
            if variant in refused:
                term = refused[variant]
                message = LocalText(
                    en=f"“{variant}” is not the word used here for {term.en}: expected “{term.ms}”",
                    ms=f"“{variant}” bukan istilah yang digunakan di sini bagi {term.en}: dijangka "
                    f"“{term.ms}”",
                )
                yield said.problem(_words([variant]), message, nth=times[variant])
                times[variant] += 1


def _english_left(
    english: frozenset[str], terms: TermList, texts: Iterable[Said]
) -> Iterator[Problem]:
    """Words of the English texts that stand unmarked in a Malay one, each told once for a text."""
    malay = {word for term in terms.terms for word in _small_words(_folded(term.ms))}
    shared = [_folded(one) for one in terms.shared_words]
    foreign = english - malay - set(shared)
    phrases = _words(one for one in shared if " " in one)
    for said in texts:
        if foreign.isdisjoint(_small_words(said.text)):
            continue
        plain = phrases.sub("", _without_marked(_LINK_TARGET.sub(r"] \1", said.text), english))
        for word in sorted(_small_words(plain) & foreign):
            message = LocalText(
                en=f"English in a Malay text: “{word}”; write it in Malay, mark it as foreign "
                "by asterisks or quotes, or list it among shared_words",
                ms=f"bahasa Inggeris dalam teks Melayu: “{word}”; tulis dalam bahasa Melayu, "
                "tandakan sebagai kata asing dengan asterisk atau tanda petik, atau "
                "senaraikan dalam shared_words",
            )
            yield said.problem(_words([word]), message)


def _english_words(texts: Iterable[Said]) -> frozenset[str]:
    """The words of English texts, but names, which begin with a capital wherever they stand."""
    everything = "\n".join(said.text for said in texts)
    return frozenset(_small_words(_LINK_TARGET.sub(r"] \1", everything)))


def _small_words(text: str) -> set[str]:
    """Words of two letters and more in small letters: neither names nor letters of formulae."""
    return {word for word in set(_WORD.findall(text)) if len(word) > 1 and word.islower()}


def _without_marked(text: str, english: Collection[str]) -> str:
    """The text without what is marked as foreign: marked, and of English words and names alone."""

    def kept(found: re.Match[str]) -> str:
        inside = next(group for group in found.groups() if group is not None)
        return "" if all(word in english for word in _small_words(inside)) else found.group()

    for marked in _MARKED:
        text = marked.sub(kept, text)
    return text


def _words(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of these words, whatever the space between them, with a Malay ending or without."""
    either = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases)
    return re.compile(rf"(?<![\w:/-])(?P<words>{either}){_ENDING}(?![\w-])", re.IGNORECASE)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
