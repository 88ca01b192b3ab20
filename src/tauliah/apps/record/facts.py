"""The facts that people may enter into a record, checked against the programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tauliah.core.kernel import EntryKind, LocalText, Refused, spoken_day
from tauliah.core.programme import Programme

EvidenceKind = Literal["degree", "designation", "assessment", "licence", "other"]
EVIDENCE_KINDS: tuple[EvidenceKind, ...] = (
    "degree",
    "designation",
    "assessment",
    "licence",
    "other",
)
LONGEST = 300
HOURS_OF_A_WEEK = 168
MOST_HOURS = 1000
"""Of continuing education in one entry."""

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """On what an exemption rests: what it is, who issued it, when, and until when it counts."""

    kind: EvidenceKind
    title: str
    issued_by: str
    issued_on: date
    expires: date | None = None

    def facts(self) -> Facts:
        """As an entry holds it; `evidence` says it in one line, in no language of its own."""
        title, issuer = self.title.strip(), self.issued_by.strip()
        facts = {
            "evidence": f"{title}, {issuer} ({self.issued_on.isoformat()})",
            "evidence_kind": self.kind,
            "evidence_title": title,
            "issued_by": issuer,
            "issued_on": self.issued_on.isoformat(),
        }
        return facts | ({"expires": self.expires.isoformat()} if self.expires else {})

    @staticmethod
    def of(facts: Mapping[str, Any]) -> Evidence | None:
        """The evidence that facts hold; None where they hold none in this form."""
        if "evidence_kind" not in facts:
            return None
        expires = facts.get("expires")
        return Evidence(
            facts["evidence_kind"],
            facts["evidence_title"],
            facts["issued_by"],
            date.fromisoformat(facts["issued_on"]),
            date.fromisoformat(expires) if expires else None,
        )


def checked_evidence(evidence: Evidence, *, today: date) -> Refused | None:
    """Why this evidence carries nothing; None where it may."""
    if evidence.kind not in EVIDENCE_KINDS:
        return Refused(
            "no-such-evidence",
            LocalText(
                en=f"Evidence is one of: {', '.join(EVIDENCE_KINDS)}.",
                ms=f"Bukti ialah salah satu daripada: {', '.join(EVIDENCE_KINDS)}.",
            ),
        )
    missing = said_refusal(evidence.title) or said_refusal(evidence.issued_by)
    if missing:
        return missing
    if evidence.issued_on > today:
        return to_come(evidence.issued_on)
    if evidence.expires is not None and evidence.expires < today:
        day = spoken_day(evidence.expires)
        return Refused(
            "over-already",
            LocalText(
                en=f"It would have expired on {day.en} already. Give a later day, or leave it out.",
                ms=f"Ia sudah tamat pada {day.ms}. Berikan tarikh yang lebih lewat, atau kosongkan.",
            ),
        )
    return None


def checked_facts(
    programme: Programme, kind: EntryKind, facts: Mapping[str, Any], *, today: date
) -> Refused | None:
    """Why these facts cannot stand in an entry of that kind; None where they can."""
    for name in ("exam", "course", "designation"):
        if name in facts:
            refused = _code_refusal(programme, kind, name, facts[name])
            if refused:
                return refused
    match kind:
        case EntryKind.CREDIT_GRANTED:
            return said_refusal(facts["source"])
        case EntryKind.EXEMPTION_GRANTED:
            evidence = Evidence.of(facts)
            if evidence is None:
                return said_refusal(facts["evidence"])
            return said_refusal(evidence.title) or said_refusal(evidence.issued_by)
        case EntryKind.EXPERIENCE_RECORDED:
            return _experience_refusal(facts, today=today)
        case EntryKind.EDUCATION_RECORDED:
            return _range_refusal(facts["hours"], most=MOST_HOURS) or said_refusal(facts["title"])
        case EntryKind.ETHICS_ACCEPTED:
            return _ethics_refusal(programme, facts["code"], facts["version"])
        case _:
            return None


_WHOLE = ("hours", "hours_a_week")
_DAYS = ("from", "to", "issued_on", "expires", "until")
_NAMES: Mapping[EntryKind, tuple[str, ...]] = {
    EntryKind.MATRICULATED: ("designation",),
    EntryKind.COURSE_COMPLETED: ("course",),
    EntryKind.CLASS_ATTENDED: ("course",),
    EntryKind.CREDIT_GRANTED: ("exam", "source"),
    EntryKind.ETHICS_ACCEPTED: ("code", "version"),
    EntryKind.EXPERIENCE_RECORDED: ("from", "to", "hours_a_week", "employer"),
    EntryKind.EDUCATION_RECORDED: ("designation", "hours", "title"),
    EntryKind.RETIRED: ("designation",),
    EntryKind.RESUMED: ("designation",),
    EntryKind.MEMBER_JOINED: ("until",),
}
_EVIDENCE_NAMES = ("exam", "evidence_kind", "evidence_title", "issued_by", "issued_on", "expires")


def rewritten(
    kind: EntryKind, before: Mapping[str, Any], changes: Mapping[str, str]
) -> Facts | Refused:
    """The facts of an entry with some of them as they are written here; the others stay.

    An empty text takes away what need not be there. Who approved an entry cannot be rewritten.
    """
    names = _NAMES.get(kind, ())
    if kind is EntryKind.EXEMPTION_GRANTED:
        typed = Evidence.of(before) is not None
        names = _EVIDENCE_NAMES if typed else ("exam", "evidence", "expires")
    facts = dict(before)
    for name, text in changes.items():
        value = _read(name, text.strip()) if name in names else None
        if name in ("expires", "until") and name in names and not text.strip():
            facts.pop(name, None)
        elif value is None:
            return _not_understood(name, text, names)
        else:
            facts[name] = value
    evidence = Evidence.of(facts)
    return facts | evidence.facts() if evidence is not None else facts


def _read(name: str, text: str) -> str | int | None:
    if name in _WHOLE:
        return int(text) if text.isdecimal() and len(text) <= 6 else None
    if name in _DAYS:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            return None
    if name == "evidence_kind" and text not in EVIDENCE_KINDS:
        return None
    return text


def _not_understood(name: str, text: str, names: tuple[str, ...]) -> Refused:
    known = ", ".join(names)
    return Refused(
        "fact-not-understood",
        LocalText(
            en=f"“{name}={text}” cannot stand in this entry. It says: {known}; days are written "
            "2026-03-01 and hours as whole numbers.",
            ms=f"“{name}={text}” tidak boleh berada dalam entri ini. Faktanya: {known}; hari ditulis "
            "2026-03-01 dan jam sebagai nombor bulat.",
        ),
    )


def said_refusal(text: str) -> Refused | None:
    """Why a text is none; None where it says something."""
    if not text.strip():
        return Refused(
            "nothing-said",
            LocalText(
                en="Say what it is, and who gave it: an entry must be understood by itself.",
                ms="Nyatakan perkaranya, dan siapa yang memberikannya: entri mesti difahami dengan "
                "sendirinya.",
            ),
        )
    if len(text) > LONGEST:
        return Refused(
            "said-too-long",
            LocalText(
                en=f"Say it in at most {LONGEST} letters; the reason may be longer.",
                ms=f"Nyatakan dalam paling banyak {LONGEST} huruf; sebabnya boleh lebih panjang.",
            ),
        )
    return None


def to_come(day: date) -> Refused:
    """A day that has not come yet cannot be recorded."""
    spoken = spoken_day(day)
    return Refused(
        "day-to-come",
        LocalText(
            en=f"{spoken.en} has not come yet. Record what has happened, once it has.",
            ms=f"{spoken.ms} belum tiba. Rekodkan perkara yang telah berlaku sahaja.",
        ),
    )


def _code_refusal(programme: Programme, kind: EntryKind, name: str, code: str) -> Refused | None:
    courses = {one.code for one in programme.courses}
    if name == "designation":
        if code in {one.code for one in programme.designations}:
            return None
        return Refused(
            "no-such-designation",
            LocalText(
                en=f"There is no designation {code} in the programme in force.",
                ms=f"Tiada gelaran {code} dalam program yang berkuat kuasa.",
            ),
        )
    if kind is EntryKind.CREDIT_GRANTED:
        courses |= {one.code for one in programme.about.other_courses}
    if code in courses:
        return None
    if name == "course":
        return Refused(
            "no-such-course",
            LocalText(en=f"There is no course {code}.", ms=f"Tiada kursus {code}."),
        )
    return Refused(
        "no-such-exam", LocalText(en=f"There is no exam {code}.", ms=f"Tiada peperiksaan {code}.")
    )


def _experience_refusal(facts: Mapping[str, Any], *, today: date) -> Refused | None:
    first, last = date.fromisoformat(facts["from"]), date.fromisoformat(facts["to"])
    if first > last:
        return Refused(
            "days-in-another-order",
            LocalText(
                en="The first day of the work is after its last day. Exchange them.",
                ms="Hari pertama kerja ini selepas hari terakhirnya. Tukarkan kedua-duanya.",
            ),
        )
    if last > today:
        return Refused(
            "day-to-come",
            LocalText(
                en="The work may go on, but only what is done counts: give today as its last day "
                "and record the rest later.",
                ms="Kerja ini mungkin berterusan, tetapi hanya yang telah dilakukan dikira: berikan "
                "hari ini sebagai hari terakhir dan rekodkan selebihnya kemudian.",
            ),
        )
    return _range_refusal(facts["hours_a_week"], most=HOURS_OF_A_WEEK) or said_refusal(
        facts["employer"]
    )


def _range_refusal(hours: int, *, most: int) -> Refused | None:
    if 1 <= hours <= most:
        return None
    return Refused(
        "hours-out-of-range",
        LocalText(
            en=f"Give whole hours from 1 to {most}.", ms=f"Berikan jam penuh dari 1 hingga {most}."
        ),
    )


def _ethics_refusal(programme: Programme, code: str, version: str) -> Refused | None:
    if (code, version) in {(one.code, one.version) for one in programme.about.ethics}:
        return None
    return Refused(
        "no-such-code",
        LocalText(
            en=f"There is no code of ethics {code} in a version {version}.",
            ms=f"Tiada kod etika {code} dalam versi {version}.",
        ),
    )
