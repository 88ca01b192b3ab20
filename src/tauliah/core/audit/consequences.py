"""What an entry would change for a person, before it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tauliah.core.audit.auditing import Audit
from tauliah.core.audit.effect_sentences import change_sentence
from tauliah.core.audit.finding import Finding
from tauliah.core.audit.sharing import audit_all
from tauliah.core.kernel import Entry, LocalText
from tauliah.core.programme import Programme

Turn = Literal["better", "worse", "other"]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What changes for one designation: which way, and sentences that say so."""

    designation: str
    letters: str
    turn: Turn
    sentences: tuple[LocalText, ...]


def consequences(
    programme: Programme, *, before: Iterable[Entry], after: Iterable[Entry], on: date
) -> tuple[Consequence, ...]:
    """Every designation whose audit on that day is another one under the later entries.

    All designations are audited at once, since an exam that counts here may be withheld there.
    """
    was = {one.designation.code: one for one in audit_all(programme, before, on).audits}
    now = audit_all(programme, after, on).audits
    found = (_consequence(was[one.designation.code], one) for one in now)
    return tuple(one for one in found if one is not None)


def _consequence(was: Audit, now: Audit) -> Consequence | None:
    sentences = tuple(_sentences(was, now))
    if not sentences:
        return None
    # something may be open that nothing can be done about, such as points of a retired course
    worth = [(one.met, -one.finding.left, one.continuing.state != "lapsed") for one in (was, now)]
    turn: Turn = "better" if worth[1] > worth[0] else "worse" if worth[1] < worth[0] else "other"
    return Consequence(now.designation.code, now.designation.letters, turn, sentences)


def _sentences(was: Audit, now: Audit) -> Iterator[LocalText]:
    letters = now.designation.letters
    if was.matriculated != now.matriculated:
        yield _matriculation(letters, is_matriculated=now.matriculated)
    if was.rules != now.rules:
        yield now.why_rules
    if was.finding.left != now.finding.left:
        yield change_sentence(letters, before=was.finding.left, after=now.finding.left)
    said = {(one.kind, one.code): one.sentence for one in _leaves(was)}
    for leaf, sentence in {(one.kind, one.code): one.sentence for one in _leaves(now)}.items():
        if said.get(leaf) != sentence:
            yield sentence
    if was.continuing.sentence != now.continuing.sentence:
        yield now.continuing.sentence
    if now.held and was.met and not now.met:
        yield LocalText(
            en=f"{letters} stays conferred, although its requirements would no longer be met. "
            "Whether it is revoked is a decision of its own.",
            ms=f"{letters} kekal dianugerahkan walaupun keperluannya tidak lagi dipenuhi. "
            "Pembatalannya ialah keputusan yang berasingan.",
        )


def _leaves(audit: Audit) -> Iterator[Finding]:
    return (one for one in audit.finding.all_findings() if not one.parts)


def _matriculation(letters: str, *, is_matriculated: bool) -> LocalText:
    if is_matriculated:
        return LocalText(
            en=f"The person is matriculated for {letters}.",
            ms=f"Orang ini bermatrikulasi untuk {letters}.",
        )
    return LocalText(
        en=f"The person is no longer matriculated for {letters}.",
        ms=f"Orang ini tidak lagi bermatrikulasi untuk {letters}.",
    )
