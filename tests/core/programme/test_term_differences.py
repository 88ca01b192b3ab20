"""What changes in prices, timetables, prerequisites, runs and limits is said in both languages."""

from __future__ import annotations

import pytest

from tauliah.core.programme.courses import Course
from tauliah.core.programme.differences import about, courses, designations
from tauliah.core.programme.model import Designation, ProgrammeFile
from tests.core.programme.small import COURSE, PAGE, SMALL, replaced
from tests.core.programme.test_differences import between

API = "designations/api.yaml"
PUM = "courses/PUM/course.yaml"
PROG = "programme.yaml"
MEMBERS = "members: {yearly: 12000, matriculation: 0, exam: 36000}"
FIRST = 'opens: "01-05", closes: "03-26"}'
PPM = {
    "courses/PPM/course.en.md": PAGE,
    "courses/PPM/course.ms.md": PAGE,
    "courses/PPM/course.yaml": COURSE.replace("PUM", "PPM").replace(
        "status: open", "status: in-preparation"
    ),
}


def said(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str]]:
    found = between({**before, **PPM}, {**after, **PPM})
    return [(one.sentence.en, one.sentence.ms) for one in found]


def with_members(prices: str | None) -> dict[str, str]:
    return (
        dict(SMALL)
        if prices is None
        else replaced(PROG, "exam: 42000}", f"exam: 42000, {prices}}}")
    )


def with_limit(n: int | None) -> dict[str, str]:
    more = f"exam_counts_for_at_most: {n}\n" if n else ""
    return replaced(PROG, "currency: MYR\n", f"currency: MYR\n{more}")


def with_attempts(n: int | None) -> dict[str, str]:
    more = f"attempts: {{at_most: {n}}}\n" if n else ""
    return replaced(API, "continuing_education: none\n", f"continuing_education: none\n{more}")


def with_course(terms: str) -> dict[str, str]:
    return replaced(PUM, "study_hours: 60\n", f"study_hours: 60\n{terms}")


def with_papers(*papers: str) -> dict[str, str]:
    timetable = f", timetable: [{', '.join(papers)}]" if papers else ""
    return replaced(PROG, FIRST, f"{FIRST[:-1]}{timetable}}}")


def paper(exam: str, on: str = "03-05", starts: str = "09:00") -> str:
    return f'{{exams: [{exam}], on: "{on}", starts: "{starts}", ends: "12:00"}}'


def with_runs(*runs: str) -> dict[str, str]:
    listed = ", ".join(runs)
    return with_course(
        f"classroom: [{{place: {{en: Penang, ms: Pulau Pinang}}, sessions: 4, runs: [{listed}]}}]\n"
    )


def test_prices_of_members_that_come_change_and_go_are_told() -> None:
    dearer = MEMBERS.replace("12000", "13000")

    assert said(with_members(None), with_members(MEMBERS)) == [
        (
            "New: An exam costs members MYR 360.00.",
            "Baharu: Bayaran satu peperiksaan bagi ahli ialah MYR 360.00.",
        ),
        (
            "New: Matriculation costs members MYR 0.00.",
            "Baharu: Bayaran matrikulasi bagi ahli ialah MYR 0.00.",
        ),
        (
            "New: A year of membership costs MYR 120.00.",
            "Baharu: Bayaran keahlian setahun ialah MYR 120.00.",
        ),
    ]
    assert said(with_members(MEMBERS), with_members(dearer)) == [
        (
            "A year of membership costs MYR 130.00 instead of MYR 120.00.",
            "Bayaran keahlian setahun ialah MYR 130.00 dan bukan lagi MYR 120.00.",
        )
    ]
    assert said(with_members(MEMBERS), with_members(None)) == [
        (
            "Members have no prices of their own any more.",
            "Ahli tidak lagi mempunyai bayaran tersendiri.",
        )
    ]


@pytest.mark.parametrize(
    ("before", "after", "en", "ms"),
    [
        (None, 2, "From now on an exam counts for at most 2 designations.",
         "Mulai kini satu peperiksaan dikira bagi paling banyak 2 gelaran."),
        (None, 1, "From now on an exam counts for at most one designation.",
         "Mulai kini satu peperiksaan dikira bagi paling banyak 1 gelaran."),
        (2, 3, "The most designations for which an exam counts: 3 instead of 2.",
         "Bilangan gelaran terbanyak yang dikira bagi satu peperiksaan: 3 dan bukan lagi 2."),
        (2, None, "An exam counts for any number of designations again.",
         "Satu peperiksaan kembali dikira bagi seberapa banyak gelaran."),
    ],
)  # fmt: skip
def test_for_how_many_designations_an_exam_counts_is_told(before, after, en, ms) -> None:
    assert said(with_limit(before), with_limit(after)) == [(en, ms)]


@pytest.mark.parametrize(
    ("before", "after", "en", "ms"),
    [
        (None, 3, "For API an exam that was failed 3 times counts no more when it is passed later.",
         "Bagi API, peperiksaan yang telah gagal 3 kali tidak dikira lagi walaupun dilepasi kemudian."),
        (3, 1, "Failures after which an exam counts for API no more: 1 instead of 3.",
         "Bilangan kegagalan selepas mana peperiksaan tidak dikira lagi bagi API: 1 dan bukan lagi 3."),
        (3, None, "For API a pass counts from now on however often the exam was failed before.",
         "Bagi API, kelulusan kini dikira walau berapa kali peperiksaan itu pernah gagal."),
    ],
)  # fmt: skip
def test_a_limit_of_attempts_is_told(before, after, en, ms) -> None:
    ((told, diberitahu),) = said(with_attempts(before), with_attempts(after))

    assert told.replace("Associate (API)", "API") == en
    assert diberitahu.replace("Rakan (API)", "API") == ms


@pytest.mark.parametrize(
    ("before", "after", "en", "ms"),
    [
        ("", "fee: {exam: 50000}\n",
         "has a price of its own: MYR 500.00.", "mempunyai bayaran tersendiri: MYR 500.00."),
        ("fee: {exam: 50000}\n", "fee: {exam: 50000, members: 40000}\n",
         "costs MYR 500.00 (MYR 400.00 for members) instead of MYR 500.00.",
         "ialah MYR 500.00 (MYR 400.00 bagi ahli) dan bukan lagi MYR 500.00."),
        ("fee: {exam: 50000}\n", "",
         "has no price of its own any more; it costs what exams cost.",
         "tidak lagi mempunyai bayaran tersendiri; bayarannya seperti peperiksaan lain."),
        ("", "prerequisites: [PPM]\n",
         "can be booked, Underwriting (PPM) must be passed.",
         "boleh ditempah, Pengunderaitan (PPM) perlu dilepasi."),
        ("prerequisites: [PPM]\n", "",
         "can be booked without Underwriting (PPM) from now on.",
         "boleh ditempah tanpa Pengunderaitan (PPM)."),
    ],
)  # fmt: skip
def test_the_price_and_the_prerequisites_of_an_exam_are_told(before, after, en, ms) -> None:
    old, new = with_course(before), with_course(after)
    if "members" in after:
        members = with_members(MEMBERS)[PROG]
        old, new = {**old, PROG: members}, {**new, PROG: members}

    ((told, diberitahu),) = said(old, new)
    assert told.endswith(en)
    assert diberitahu.endswith(ms)
    assert "PUM" in told
    assert "PUM" in diberitahu


def test_a_timetable_that_comes_changes_and_goes_is_told_exam_by_exam() -> None:
    window = "exam window 1 (“First”)"

    came = said(with_papers(), with_papers(paper("PUM"), paper("PPM")))
    assert [en for en, _ in came] == [
        f"There is now a timetable for {window}: only exams with a time in it are held.",
        f"In {window} the exam PPM is held on 5 March, 09:00 to 12:00.",
        f"In {window} the exam PUM is held on 5 March, 09:00 to 12:00.",
    ]
    changed = said(with_papers(paper("PUM"), paper("PPM")), with_papers(paper("PUM", "03-06")))
    assert [en for en, _ in changed] == [
        f"The exam PPM is no longer held in {window}.",
        (
            f"In {window} the exam PUM is held on 6 March, 09:00 to 12:00 instead of on 5 March, 09:00 to "
            "12:00."
        ),
    ]
    assert changed[1][1] == (
        "Dalam tetingkap peperiksaan 1 (“Pertama”) peperiksaan PUM diadakan pada 6 Mac, 09:00 hingga "
        "12:00 dan bukan lagi pada 5 Mac, 09:00 hingga 12:00."
    )
    assert [en for en, _ in said(with_papers(paper("PUM")), with_papers())] == [
        f"There is no timetable for {window} any more: any exam can be sat on any day of it."
    ]


def test_exams_of_one_time_that_stand_in_one_paper_or_in_two_are_the_same() -> None:
    assert said(with_papers(paper("PUM"), paper("PPM")), with_papers(paper("PUM, PPM"))) == []


def test_runs_of_a_class_that_come_and_go_are_told_with_their_days() -> None:
    spring, autumn = (
        "{starts: 2027-02-01, ends: 2027-02-20}",
        "{starts: 2027-09-01, ends: 2027-09-20}",
    )

    assert said(with_runs(spring), with_runs(autumn)) == [
        (
            "A class of Underwriting (PUM) runs in Penang from 1 September 2027 to 20 September 2027.",
            (
                "Kelas Pengunderaitan (PUM) diadakan di Pulau Pinang dari 1 September 2027 hingga 20 "
                "September 2027."
            ),
        ),
        (
            (
                "The class of Underwriting (PUM) in Penang from 1 February 2027 to 20 February 2027 does "
                "not run any more."
            ),
            (
                "Kelas Pengunderaitan (PUM) di Pulau Pinang dari 1 Februari 2027 hingga 20 Februari 2027 "
                "tidak lagi diadakan."
            ),
        ),
    ]
    assert said(with_runs(spring, autumn), with_runs(autumn, spring)) == []


@pytest.mark.parametrize(
    ("model", "in_words"),
    [
        (ProgrammeFile, {*about._OTHER_FIELDS, *about._TOLD_APART}),
        (Course, {*courses._FIELDS, *courses._TOLD_APART, "code"}),
        (Designation, {*designations._FIELDS, "code", "versions", "attempts"}),
    ],
)
def test_every_key_of_a_file_is_told_in_words_when_it_changes(model, in_words) -> None:
    assert set(model.model_fields) == in_words
