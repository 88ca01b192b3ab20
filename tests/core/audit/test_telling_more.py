"""Exemptions, experience and continuing education in a record's own words."""

from __future__ import annotations

import pytest

from tauliah.core.audit import told
from tauliah.core.kernel import EntryKind
from tests.core.audit.rules import NEW, exam, programme_asking

PROGRAMME = programme_asking(exam("PUM"))
EXEMPT = {"exam": "PUM", "evidence": "a degree", "approved_by": "Mei Ling"}
WORK = {"from": "2020-01-01", "to": "2021-12-31", "hours_a_week": 40}


@pytest.mark.parametrize(
    ("kind", "facts", "en", "ms"),
    [
        (EntryKind.EXEMPTION_GRANTED, EXEMPT,
         "Exempted from Course PUM (PUM), on this evidence: a degree.",
         "Dikecualikan daripada Course PUM (ms) (PUM), berdasarkan bukti ini: a degree."),
        (EntryKind.EXEMPTION_GRANTED, {**EXEMPT, "expires": "2027-01-31"},
         "Exempted from Course PUM (PUM) until 31 January 2027, on this evidence: a degree.",
         ("Dikecualikan daripada Course PUM (ms) (PUM) sehingga 31 Januari 2027, berdasarkan bukti "
          "ini: a degree.")),
        (EntryKind.EXPERIENCE_RECORDED, WORK,
         "Worked from 1 January 2020 to 31 December 2021, 40 hours a week.",
         "Bekerja dari 1 Januari 2020 hingga 31 Disember 2021, 40 jam seminggu."),
        (EntryKind.EDUCATION_RECORDED, {"designation": "API", "hours": 20},
         "Recorded 20 hours of continuing education for Title API (API).",
         "Merekodkan 20 jam pendidikan berterusan bagi Title API (ms) (API)."),
        (EntryKind.RETIRED, {"designation": "API"},
         "Retired as a holder of Title API (API).",
         "Bersara sebagai pemegang Title API (ms) (API)."),
        (EntryKind.RESUMED, {"designation": "API"},
         "Resumed work as a holder of Title API (API).",
         "Kembali aktif sebagai pemegang Title API (ms) (API)."),
    ],
)  # fmt: skip
def test_each_kind_of_entry_is_told_in_both_languages(kind, facts, en, ms):
    record = NEW.add(kind, **facts)

    said = told(PROGRAMME, record.entries[0], chain=record.entries)
    assert (said.en, said.ms) == (en, ms)
