"""The words of which designation a credit counts for, and of why it does not for another."""

from __future__ import annotations

from collections.abc import Sequence

from tauliah.core.kernel import Entry, EntryKind, LocalText, spoken_day


def credit_named(title: LocalText, code: str, entry: Entry) -> LocalText:
    """A credit as the beginning of a sentence: what it is of, when it was earned, and its entry."""
    day, number = spoken_day(entry.happened_at.date()), entry.number
    en, ms = f"{title.en} ({code})", f"{title.ms} ({code})"
    match entry.kind:
        case EntryKind.CREDIT_GRANTED:
            return LocalText(
                en=f"The credit for {en}, granted on {day.en} (entry {number}),",
                ms=f"Kredit bagi {ms}, yang diberikan pada {day.ms} (entri {number}),",
            )
        case EntryKind.EXEMPTION_GRANTED:
            return LocalText(
                en=f"The exemption from {en}, granted on {day.en} (entry {number}),",
                ms=f"Pengecualian daripada {ms}, yang diberikan pada {day.ms} (entri {number}),",
            )
        case EntryKind.COURSE_COMPLETED:
            return LocalText(
                en=f"The course {en}, completed on {day.en} (entry {number}),",
                ms=f"Kursus {ms}, yang diselesaikan pada {day.ms} (entri {number}),",
            )
        case EntryKind.CLASS_ATTENDED:
            return LocalText(
                en=f"The class of {en}, attended on {day.en} (entry {number}),",
                ms=f"Kelas {ms}, yang dihadiri pada {day.ms} (entri {number}),",
            )
        case _:
            return LocalText(
                en=f"The exam {en}, passed on {day.en} (entry {number}),",
                ms=f"Peperiksaan {ms}, yang dilepasi pada {day.ms} (entri {number}),",
            )


def counts_for(
    credit: LocalText,
    letters: str,
    *,
    standing_for: LocalText | None,
    through: LocalText | None,
    until: LocalText | None,
    shorter: LocalText | None,
) -> LocalText:
    """That a credit counts for a designation: as which exam, through what, how long, what is shorter."""
    en, ms = f"{credit.en} counts for {letters}", f"{credit.ms} dikira bagi {letters}"
    if standing_for is not None:
        en, ms = f"{en} as {standing_for.en}", f"{ms} sebagai {standing_for.ms}"
    if until is not None:
        en, ms = f"{en} until {until.en}", f"{ms} sehingga {until.ms}"
    if through is not None:
        en, ms = f"{en}, through “{through.en}”", f"{ms}, melalui “{through.ms}”"
    if shorter is not None:
        en = f"{en}, which is not needed where “{shorter.en}” is the shorter way"
        ms = f"{ms}, yang tidak diperlukan kerana “{shorter.ms}” ialah laluan yang lebih pendek"
    return LocalText(en=f"{en}.", ms=f"{ms}.")


def counts_not_for(credit: LocalText, letters: str, reason: LocalText) -> LocalText:
    """That a credit does not count for a designation, and why."""
    return LocalText(
        en=f"{credit.en} does not count for {letters}. {reason.en}",
        ms=f"{credit.ms} tidak dikira bagi {letters}. {reason.ms}",
    )


def counts_for_nothing(credit: LocalText) -> LocalText:
    """That a credit is asked for by no rules."""
    return LocalText(
        en=f"{credit.en} counts for nothing, because the rules of no designation ask for it.",
        ms=f"{credit.ms} tidak dikira kerana peraturan mana-mana gelaran tidak memerlukannya.",
    )


def not_asked_for(credit: LocalText, letters: str, *, elsewhere: Sequence[str]) -> LocalText:
    """That the rules of a designation do not ask for a credit, and for which others it counts."""
    if elsewhere:
        listed = ", ".join(elsewhere)
        return LocalText(
            en=f"{credit.en} counts for {listed}; the rules of {letters} do not ask for it.",
            ms=f"{credit.ms} dikira bagi {listed}; peraturan {letters} tidak memerlukannya.",
        )
    return LocalText(
        en=f"{credit.en} does not count, because the rules of {letters} do not ask for it.",
        ms=f"{credit.ms} tidak dikira kerana peraturan {letters} tidak memerlukannya.",
    )


def counts_already(earned_on: LocalText) -> LocalText:
    """That something else that was earned counts in its place."""
    return LocalText(
        en=f"What was earned on {earned_on.en} counts in its place.",
        ms=f"Apa yang diperoleh pada {earned_on.ms} dikira sebagai gantinya.",
    )


def only_with(standing_for: LocalText, others: LocalText) -> LocalText:
    """That a credit stands for an exam only together with others."""
    return LocalText(
        en=f"It counts as {standing_for.en} only together with {others.en}.",
        ms=f"Ia dikira sebagai {standing_for.ms} hanya bersama {others.ms}.",
    )


def limit_of_pair(stated_by: str, other: str, *, at_most: int, instead: str) -> LocalText:
    """The limit by which an exam counts for another designation instead."""
    return LocalText(
        en=f"It counts for {instead}, and the rules of {stated_by} let {stated_by} and {other} share "
        f"{_exams(at_most).en if at_most == 0 else f'at most {_exams(at_most).en}'}.",
        ms=f"Ia dikira bagi {instead}, dan peraturan {stated_by} membenarkan {stated_by} dan {other} "
        f"berkongsi paling banyak {_exams(at_most).ms}.",
    )


def limit_of_own(stated_by: str, other: str, *, unique_at_least: int) -> LocalText:
    """The limit by which an exam counts for a designation alone."""
    asked = _exams(unique_at_least)
    return LocalText(
        en=f"It counts for {stated_by}, whose rules ask for at least {asked.en} that count for "
        f"{stated_by} and not for {other}.",
        ms=f"Ia dikira bagi {stated_by}, yang peraturannya memerlukan sekurang-kurangnya {asked.ms} "
        f"yang dikira bagi {stated_by} dan bukan bagi {other}.",
    )


def limit_of_exam(at_most: int, *, instead: Sequence[str]) -> LocalText:
    """The limit by which an exam counts in so many designations only."""
    listed = ", ".join(instead)
    times = LocalText(
        en="one designation" if at_most == 1 else f"{at_most} designations",
        ms=f"{at_most} gelaran",
    )
    return LocalText(
        en=f"It counts for {listed}, and the programme lets an exam count for at most {times.en}.",
        ms=f"Ia dikira bagi {listed}, dan program ini membenarkan satu peperiksaan dikira bagi "
        f"paling banyak {times.ms}.",
    )


def limit_reached(instead: Sequence[str]) -> LocalText:
    """That limits taken together leave an exam to others."""
    if not instead:
        return LocalText(
            en="The limits on sharing are used up by other exams.",
            ms="Had perkongsian telah digunakan oleh peperiksaan lain.",
        )
    listed = ", ".join(instead)
    return LocalText(
        en=f"It counts for {listed}, and the limits on sharing leave it to no more.",
        ms=f"Ia dikira bagi {listed}, dan had perkongsian tidak membenarkan lebih daripada itu.",
    )


def _exams(n: int) -> LocalText:
    en = "no exam" if n == 0 else "one exam" if n == 1 else f"{n} exams"
    return LocalText(en=en, ms=f"{n} peperiksaan")


def counted_sentence(
    title: LocalText, exam: str, *, counts_for: Sequence[str], withheld_from: Sequence[str]
) -> LocalText:
    """Which designations an exam counts for and which not, because they share enough already."""
    here, there = ", ".join(counts_for), ", ".join(withheld_from)
    if not withheld_from:
        return LocalText(
            en=f"{title.en} ({exam}) counts for {here}.",
            ms=f"{title.ms} ({exam}) dikira bagi {here}.",
        )
    if not counts_for:
        return LocalText(
            en=f"{title.en} ({exam}) counts for none of {there}, which share enough without it.",
            ms=f"{title.ms} ({exam}) tidak dikira bagi {there} kerana had perkongsian telah dicapai.",
        )
    return LocalText(
        en=f"{title.en} ({exam}) counts for {here} and not for {there}, because designations may "
        "share only so many exams.",
        ms=f"{title.ms} ({exam}) dikira bagi {here} dan tidak bagi {there} kerana bilangan "
        "peperiksaan yang boleh dikongsi antara gelaran adalah terhad.",
    )


def unasked_sentence(title: LocalText, exam: str, *, asked_by: Sequence[str]) -> LocalText:
    """Why an exam that was passed counts for no designation."""
    if not asked_by:
        return LocalText(
            en=f"{title.en} ({exam}) counts for nothing, because no designation asks for it.",
            ms=f"{title.ms} ({exam}) tidak dikira kerana tiada gelaran yang memerlukannya.",
        )
    letters = ", ".join(asked_by)
    return LocalText(
        en=f"{title.en} ({exam}) does not count for {letters}; the audit of each says why.",
        ms=f"{title.ms} ({exam}) tidak dikira bagi {letters}; audit setiap satu menerangkan sebabnya.",
    )


def unique_sentence(letters: str, other: str, *, asked: int, unique: int) -> LocalText:
    """How many exams must count for one designation and not for the other."""
    return LocalText(
        en=f"At least {asked} exams must count for {letters} and not for {other}; so far {unique} do.",
        ms=f"Sekurang-kurangnya {asked} peperiksaan mesti dikira bagi {letters} dan bukan bagi "
        f"{other}; setakat ini {unique} dikira.",
    )
