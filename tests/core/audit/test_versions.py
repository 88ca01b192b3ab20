"""Rules that change: by which version a person is audited, and how it is told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tauliah.core.kernel import Entry, EntryKind
from tauliah.core.programme import RuleVersion
from tests.core.audit.rules import TODAY, Record, audited, both, codes, exams, programme_asking
from tests.core.audit.rules import at_least as at_least_of

OLD, NEW_RULES = date(2020, 1, 1), date(2024, 1, 1)


def version(since, *codes_asked, **applies):
    return RuleVersion.model_validate(
        {
            "from": since,
            "source": both("Rules"),
            "applies_to": applies or None,
            "requires": at_least_of(len(codes_asked), *exams(*codes_asked)),
        }
    )


def ruled_by(grandfathering, *versions):
    programme = programme_asking(exams("PUM")[0])
    first, *others = programme.designations
    api = first.model_copy(update={"versions": versions, "grandfathering": grandfathering})
    return programme.model_copy(update={"designations": (api, *others)})


def person(matriculated_on=None, *passed):
    entries = []
    if matriculated_on:
        entries.append((EntryKind.MATRICULATED, {"designation": "API"}, matriculated_on))
    entries += [(EntryKind.EXAM_RESULT, {"exam": e, "passed": True}, TODAY) for e in passed]
    return Record(
        Entry("aisyah", n, kind, facts, datetime(d.year, d.month, d.day, 2, tzinfo=UTC),
              "farid", "", "1", "", "")
        for n, (kind, facts, d) in enumerate(entries, start=1)
    )  # fmt: skip


TWO = (version(OLD, "PUM"), version(NEW_RULES, "PIN", "PLI"))


@pytest.mark.parametrize(
    ("grandfathering", "matriculated_on", "applies"),
    [
        ("none", date(2022, 5, 1), NEW_RULES),
        ("fixed", date(2022, 5, 1), OLD),
        ("fixed", date(2019, 5, 1), OLD),
        ("fixed", date(2023, 12, 31), OLD),
        ("fixed", date(2024, 1, 1), NEW_RULES),
        ("fixed", None, NEW_RULES),
        ("best_of", date(2022, 5, 1), OLD),
        ("best_of", date(2024, 5, 1), NEW_RULES),
        ("best_of", None, NEW_RULES),
    ],
)
def test_the_version_depends_on_matriculation_and_grandfathering(
    grandfathering, matriculated_on, applies
):
    found = audited(ruled_by(grandfathering, *TWO), person(matriculated_on))

    assert found.rules.from_date == applies


def test_best_of_takes_the_newer_rules_where_they_leave_less():
    programme = ruled_by("best_of", *TWO)

    found = audited(programme, person(date(2022, 5, 1), "PIN", "PLI"))

    assert found.met
    assert found.rules.from_date == NEW_RULES


def test_of_equally_good_versions_the_newest_applies():
    programme = ruled_by("best_of", version(OLD, "PUM"), version(NEW_RULES, "PIN"))

    assert audited(programme, person(date(2022, 5, 1))).rules.from_date == NEW_RULES


def test_a_version_may_be_kept_open_for_those_who_come_a_little_later():
    kept = version(OLD, "PUM", matriculated_before=date(2024, 7, 1))
    newer = version(NEW_RULES, "PIN", matriculated_from=date(2024, 7, 1))
    programme = ruled_by("fixed", kept, newer)

    assert codes(audited(programme, person(date(2024, 6, 30))).missing) == ["PUM"]
    assert codes(audited(programme, person(date(2024, 7, 1))).missing) == ["PIN"]


def test_a_version_for_later_people_only_is_no_choice_for_earlier_ones():
    newer = version(NEW_RULES, "PIN", matriculated_from=date(2024, 1, 1))
    programme = ruled_by("best_of", version(OLD, "PUM"), newer)

    assert not audited(programme, person(date(2022, 5, 1), "PIN")).met


def test_a_version_that_is_not_in_force_yet_is_no_choice():
    programme = ruled_by("best_of", version(OLD, "PUM"), version(date(2027, 1, 1), "PIN"))

    assert audited(programme, person(date(2022, 5, 1), "PIN")).rules.from_date == OLD


@pytest.mark.parametrize(
    ("grandfathering", "matriculated_on", "en", "ms"),
    [
        ("none", date(2022, 5, 1),
         "The rules of 1 January 2024 apply, which are in force on the day of this audit.",
         "Peraturan bertarikh 1 Januari 2024 terpakai kerana ia berkuat kuasa pada hari audit ini."),
        ("fixed", date(2022, 5, 1),
         "The rules of 1 January 2020 apply, because of matriculation on 1 May 2022.",
         "Peraturan bertarikh 1 Januari 2020 terpakai kerana pendaftaran dibuat pada 1 Mei 2022."),
        ("fixed", None,
         "The rules of 1 January 2024 apply, as they would to a person who matriculates today.",
         "Peraturan bertarikh 1 Januari 2024 terpakai, seperti bagi orang yang mendaftar hari ini."),
        ("best_of", date(2022, 5, 1),
         ("The rules of 1 January 2020 apply: of the 2 versions open to those who matriculated on "
          "1 May 2022, they leave the least to do."),
         ("Peraturan bertarikh 1 Januari 2020 terpakai: daripada 2 versi yang terbuka kepada mereka "
          "yang mendaftar pada 1 Mei 2022, versi ini meninggalkan keperluan paling sedikit.")),
    ],
)  # fmt: skip
def test_the_audit_says_which_version_applies_and_why(grandfathering, matriculated_on, en, ms):
    why = audited(ruled_by(grandfathering, *TWO), person(matriculated_on)).why_rules

    assert (why.en, why.ms) == (en, ms)
