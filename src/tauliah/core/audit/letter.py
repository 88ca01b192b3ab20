"""A decision as a letter to the person: by which rules, what counts, what does not and why."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tauliah.core.audit.auditing import Audit, Person
from tauliah.core.audit.letter_sentences import (
    EVERYTHING_COUNTS,
    NOTHING_COUNTS,
    NOTHING_MISSING,
    PATHWAYS,
    SHORT_OF_ITS_OWN,
    WHAT_COUNTS,
    WHAT_COUNTS_NOT,
    WHAT_IS_MISSING,
    closing_sentences,
    counted_with_entry,
    matriculation_sentence,
    met_sentence,
    missing_phrase,
    not_passed_sentence,
    opening_sentence,
    rules_sentence,
    subject_sentence,
)
from tauliah.core.audit.sharing import CreditAccount, JointAudit, audit_all, credit_accounts
from tauliah.core.audit.sharing_sentences import not_asked_for
from tauliah.core.audit.unknown import unknown_entries
from tauliah.core.kernel import Entry, LocalText
from tauliah.core.programme import Designation, Programme


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A heading and the sentences under it, one a line."""

    heading: LocalText
    sentences: tuple[LocalText, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What an audit amounts to, in the order in which a person asks: so, by what, why, what now."""

    designation: Designation
    on: date
    subject: LocalText
    opening: tuple[LocalText, ...]
    parts: tuple[LetterPart, ...]
    closing: tuple[LocalText, ...]


def letter(
    programme: Programme, designation: str, *, entries: Iterable[Entry], on: date, release: str
) -> Letter | None:
    """The letter about one designation on that day; None where it has no rules in force yet.

    Entries that happened after `on` are the caller's to leave out. `release` is the number of the
    programme's release. KeyError for a designation that the programme does not have.
    """
    programme.designation(designation)
    chain = tuple(entries)
    joint = audit_all(programme, chain, on)
    audit = next((one for one in joint.audits if one.designation.code == designation), None)
    if audit is None:
        return None
    person = Person.of(programme, chain, on=on)
    matriculation = person.standing.matriculated.get(designation)
    return Letter(
        designation=audit.designation,
        on=on,
        subject=subject_sentence(audit.designation, on),
        opening=(
            opening_sentence(audit.designation, on),
            matriculation_sentence(
                audit.designation.letters,
                matriculation.happened_at.date() if matriculation else None,
            ),
            audit.sentence,
        ),
        parts=_parts(person, audit, joint, release=release),
        closing=closing_sentences(person.entries),
    )


def _parts(
    person: Person, audit: Audit, joint: JointAudit, *, release: str
) -> tuple[LetterPart, ...]:
    rules = LetterPart(
        LocalText(en="The rules that apply", ms="Peraturan yang terpakai"),
        (audit.why_rules, rules_sentence(audit.rules.source, release)),
    )
    unknown = unknown_entries(person.programme, person.entries)
    strange = {one.entry.number for one in unknown}
    accounts = [one for one in credit_accounts(joint) if one.entry.number not in strange]
    counted = _counted(audit, accounts)
    reasons = (*_not_counted(person, audit, accounts, strange), *(one.sentence for one in unknown))
    parts = [
        rules,
        LetterPart(WHAT_COUNTS, counted or (NOTHING_COUNTS,)),
        LetterPart(WHAT_COUNTS_NOT, reasons or (EVERYTHING_COUNTS,)),
        LetterPart(WHAT_IS_MISSING, _missing(audit, joint, accounts)),
    ]
    if len(audit.pathways) > 1 and not audit.held and not audit.revoked:
        parts.append(LetterPart(PATHWAYS, tuple(one.sentence for one in audit.pathways)))
    if audit.continuing.state != "not-asked":
        heading = LocalText(en="Continuing education", ms="Pendidikan berterusan")
        parts.append(LetterPart(heading, (audit.continuing.sentence,)))
    return tuple(parts)


def _counted(audit: Audit, accounts: Sequence[CreditAccount]) -> tuple[LocalText, ...]:
    """Every credit that counts, then what else does: acceptances, experience, designations."""
    answers = (one.answer_of(audit.designation.code) for one in accounts)
    credit = {one.entry.number for one in accounts}
    others = (
        counted_with_entry(one.sentence, one.met_by.number)
        for one in audit.finding.counted()
        if one.met_by is not None and one.met_by.number not in credit
    )
    return (*(one.sentence for one in answers if one is not None and one.counts), *others)


def _not_counted(
    person: Person, audit: Audit, accounts: Sequence[CreditAccount], strange: Container[int]
) -> tuple[LocalText, ...]:
    """Every credit that does not count and every result that gave none, in order, each with why."""
    code, letters = audit.designation.code, audit.designation.letters
    told: dict[int, LocalText] = {}
    for one in accounts:
        answer = one.answer_of(code)
        if answer is None:
            elsewhere = [other.letters for other in one.answers if other.counts]
            told[one.entry.number] = not_asked_for(one.name, letters, elsewhere=elsewhere)
        elif not answer.counts:
            told[one.entry.number] = answer.sentence
    met = {one.code for one in audit.finding.counted() if one.kind in ("exam", "course")}
    for exam, results in person.standing.failed.items():
        for result in results:
            # once it is met, an earlier failure explains nothing any more
            if exam not in met and result.number not in strange:
                title = person.programme.title_of(exam)
                told[result.number] = not_passed_sentence(title, exam, result)
    return tuple(told[number] for number in sorted(told))


def _missing(
    audit: Audit, joint: JointAudit, accounts: Sequence[CreditAccount]
) -> tuple[LocalText, ...]:
    if audit.held or audit.revoked:
        return (met_sentence(audit),)
    answers = (one.answer_of(audit.designation.code) for one in accounts)
    told = {one.leaf for one in answers if one is not None}
    if audit.missing:
        return tuple(
            missing_phrase(one) if (one.kind, one.code) in told else one.sentence
            for one in audit.missing
        )
    short = [one.sentence for one in joint.shortages if one.designation == audit.designation.code]
    if short:
        return (SHORT_OF_ITS_OWN, *short)
    return (NOTHING_MISSING if not audit.matriculated else met_sentence(audit),)
