"""Words for the record: headings of its entries, and what is wrong with a broken chain."""

from __future__ import annotations

import re

from tauliah.core.kernel import ChainFault, EntryKind, LocalText

_TITLES: dict[EntryKind, LocalText] = {
    EntryKind.MATRICULATED: LocalText(en="Matriculated", ms="Matrikulasi"),
    EntryKind.COURSE_COMPLETED: LocalText(en="Course completed", ms="Kursus diselesaikan"),
    EntryKind.CLASS_ATTENDED: LocalText(en="Class attended", ms="Kelas dihadiri"),
    EntryKind.EXAM_RESULT: LocalText(en="Exam result", ms="Keputusan peperiksaan"),
    EntryKind.CREDIT_GRANTED: LocalText(en="Credit granted", ms="Kredit diberikan"),
    EntryKind.EXEMPTION_GRANTED: LocalText(en="Exemption granted", ms="Pengecualian diberikan"),
    EntryKind.ETHICS_ACCEPTED: LocalText(en="Ethics accepted", ms="Kod etika diterima"),
    EntryKind.CONFERRED: LocalText(en="Designation conferred", ms="Gelaran dianugerahkan"),
    EntryKind.REVOKED: LocalText(en="Designation revoked", ms="Gelaran dibatalkan"),
    EntryKind.SUSPENDED: LocalText(en="Designation suspended", ms="Gelaran digantung"),
    EntryKind.REINSTATED: LocalText(en="Designation reinstated", ms="Gelaran dipulihkan"),
    EntryKind.EXPERIENCE_RECORDED: LocalText(en="Experience recorded", ms="Pengalaman direkodkan"),
    EntryKind.EDUCATION_RECORDED: LocalText(
        en="Continuing education recorded", ms="Pendidikan berterusan direkodkan"
    ),
    EntryKind.RETIRED: LocalText(en="Holder retired", ms="Pemegang bersara"),
    EntryKind.RESUMED: LocalText(en="Holder resumed", ms="Pemegang aktif semula"),
    EntryKind.MEMBER_JOINED: LocalText(en="Member joined", ms="Ahli mendaftar"),
    EntryKind.MEMBER_LEFT: LocalText(en="Member left", ms="Keahlian ditamatkan"),
    EntryKind.SITTING_VOIDED: LocalText(en="Sitting voided", ms="Percubaan dibatalkan"),
    EntryKind.CORRECTED: LocalText(en="Entry corrected", ms="Entri dibetulkan"),
}

ALTERED = LocalText(en="Altered entry", ms="Entri yang diubah")
ALTERED_SENTENCE = LocalText(
    en="This entry was altered after it was sealed: what it says cannot be relied on.",
    ms="Entri ini diubah selepas dimeterai: kandungannya tidak boleh dipercayai.",
)


def kind_title(kind: EntryKind) -> LocalText:
    """A kind of entry, as a heading."""
    return _TITLES[kind]


EVIDENCE_TITLES: dict[str, LocalText] = {
    "degree": LocalText(en="Degree or diploma", ms="Ijazah atau diploma"),
    "designation": LocalText(en="Designation of another body", ms="Gelaran daripada badan lain"),
    "assessment": LocalText(
        en="Earlier assessment of what was learned", ms="Penilaian pembelajaran terdahulu"
    ),
    "licence": LocalText(en="Licence or registration", ms="Lesen atau pendaftaran"),
    "other": LocalText(en="Other evidence", ms="Bukti lain"),
}
"""The kinds of evidence that an exemption can rest on."""


_FAULTS: dict[str, LocalText] = {
    "altered": LocalText(en="It was altered.", ms="Entri ini telah diubah."),
    "replaced": LocalText(
        en="Another entry was put in its place.", ms="Entri lain telah diletakkan di tempatnya."
    ),
    "missing": LocalText(en="It is missing.", ms="Entri ini hilang."),
    "of another person": LocalText(
        en="It belongs to another person.", ms="Entri ini milik orang lain."
    ),
    "does not begin the chain": LocalText(
        en="It names an entry before it, yet it is the first.",
        ms="Entri ini menamakan entri sebelumnya, sedangkan ia yang pertama.",
    ),
    "numbered below 1": LocalText(en="Its number is below 1.", ms="Nombornya kurang daripada 1."),
    "not known to the head of the chain": LocalText(
        en="It was added past the end of the chain.",
        ms="Entri ini ditambah selepas hujung rantaian.",
    ),
    "stands twice": LocalText(
        en="Two entries have this number.", ms="Dua entri mempunyai nombor ini."
    ),
    "out of order": LocalText(
        en="It stands in another order.", ms="Susunan entri ini telah berubah."
    ),
}
_GAP = re.compile(r"missing, as are all up to (?P<last>[0-9]+)")


def fault_sentence(fault: ChainFault) -> LocalText:
    """What is wrong with an entry, in words."""
    gap = _GAP.fullmatch(fault.fault)
    if gap:
        return LocalText(
            en=f"It is missing, and so is every entry up to {gap['last']}.",
            ms=f"Entri ini hilang, begitu juga setiap entri hingga {gap['last']}.",
        )
    return _FAULTS[fault.fault]
