"""Why something is not done with a study, where its rules have no word on it."""

from __future__ import annotations

from tauliah.core.kernel import LocalText, Refused


def no_such_study() -> Refused:
    """There is no study of that id."""
    return Refused(
        "no-such-study",
        LocalText(
            en="There is no such study. Look at the list again.",
            ms="Tiada kajian sedemikian. Lihat senarai semula.",
        ),
    )


def no_such_course(course: str) -> Refused:
    """The programme has no exam of that course."""
    return Refused(
        "no-such-course",
        LocalText(
            en=f"The programme has no exam of the course {course}.",
            ms=f"Program ini tiada peperiksaan bagi kursus {course}.",
        ),
    )


def too_few_items() -> Refused:
    """What is to be rated is less than a study needs."""
    return Refused(
        "too-few-items",
        LocalText(
            en="A study needs at least two exam items of the course that are in use.",
            ms="Kajian memerlukan sekurang-kurangnya dua item peperiksaan kursus ini yang sedang "
            "digunakan.",
        ),
    )


def unknown_items(codes: list[str]) -> Refused:
    """Items that were named are not in use in the course's exams."""
    named = ", ".join(codes[:10])
    return Refused(
        "unknown-items",
        LocalText(
            en=f"These are no exam items of the course that are in use: {named}. Check their ids.",
            ms=f"Yang berikut bukan item peperiksaan kursus ini yang sedang digunakan: {named}. "
            "Semak pengenalnya.",
        ),
    )


def no_such_form() -> Refused:
    """No form of the course has that id."""
    return Refused(
        "no-such-form",
        LocalText(
            en="The course has no form of this id. Copy the whole id of a form.",
            ms="Kursus ini tiada set soalan dengan pengenal ini. Salin keseluruhan pengenal set "
            "soalan.",
        ),
    )


def no_border() -> Refused:
    """The just competent candidate is not described, or at too great a length."""
    return Refused(
        "no-border",
        LocalText(
            en="Describe the just competent candidate in 20 to 4000 characters: what such a person "
            "can do, and cannot do yet.",
            ms="Huraikan calon yang sekadar kompeten dalam 20 hingga 4000 aksara: perkara yang "
            "mampu dan yang belum mampu dilakukannya.",
        ),
    )


def no_judge() -> Refused:
    """The person has not the role of a judge."""
    return Refused(
        "no-judge",
        LocalText(
            en="Only an account with the role of a judge can be appointed.",
            ms="Hanya akaun dengan peranan juri boleh dilantik.",
        ),
    )


def no_such_item() -> Refused:
    """The study has no item at that place."""
    return Refused(
        "no-such-item",
        LocalText(en="The study has no such item.", ms="Kajian ini tiada item sedemikian."),
    )


def not_for_a_booklet() -> Refused:
    """The scores are of less than a study needs."""
    return Refused(
        "too-few-items",
        LocalText(
            en="A study needs scores on at least two items.",
            ms="Kajian memerlukan skor bagi sekurang-kurangnya dua item.",
        ),
    )


def too_few_calibrated() -> Refused:
    """Too few items have parameters by which a booklet could be ordered."""
    return Refused(
        "too-few-calibrated",
        LocalText(
            en="A booklet needs at least two items of one point whose calibration gave a "
            "discrimination above 0. Calibrate the exam first, under Analyses.",
            ms="Buku kecil memerlukan sekurang-kurangnya dua item bernilai satu mata yang "
            "penentukurannya memberikan diskriminasi melebihi 0. Tentukur peperiksaan dahulu, di "
            "bawah Analisis.",
        ),
    )


def no_such_calibration() -> Refused:
    """There is no calibration of that id that may be used."""
    return Refused(
        "no-such-calibration",
        LocalText(
            en="There is no such calibration that was made and has settled. Choose one of the list.",
            ms="Tiada penentukuran sedemikian yang selesai dan menumpu. Pilih satu daripada senarai.",
        ),
    )


def other_method() -> Refused:
    """The study does not ask this of its judges."""
    return Refused(
        "other-method",
        LocalText(
            en="This study is by another method. Look at your sheet again.",
            ms="Kajian ini menggunakan kaedah lain. Lihat semula helaian anda.",
        ),
    )


def no_such_candidate(number: str) -> Refused:
    """No candidate of the study has that number."""
    return Refused(
        "no-such-candidate",
        LocalText(
            en=f"The study has no candidate with the number {number}.",
            ms=f"Kajian ini tiada calon dengan nombor {number}.",
        ),
    )
