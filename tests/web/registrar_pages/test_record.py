def test_an_entry_shows_number_moment_kind_facts_recorder_reason_release_and_seals(
    desk: Any, aisyah: Any, farid: Any
) -> None:
    entry: Any = grant_credit(
        aisyah, "PIN", source="Diploma", reason="Same syllabus", actor=farid, at=moment
    )

    page = words(desk.get(of(aisyah, "record/")))

    assert "10 November 2026, 10:00 2. Credit granted" in page
    assert "for what was earned elsewhere: Diploma. Reason: Same syllabus" in page
    assert "Recorded by Farid bin Osman. Under programme release 1." in page
    assert f"Seal {entry.seal[7:19]}… · previous {entry.previous[7:19]}…" in page
    assert page.count(entry.seal) == 1
    assert page.count(entry.previous) == 2  # its own seal, and the one before of the next

def test_a_whole_record_says_so_with_its_count(desk: Any, aisyah: Any) -> None:
    page = words(desk.get(of(aisyah, "record/")))

    assert "The record is whole 1 entry, checked against its seal" in page

def test_an_empty_record_says_what_begins_it(desk: Any) -> None:
    kumar = account("Kumar a/l Rajan")

    assert "Nothing is recorded yet" in words(desk.get(of(kumar, "record/")))

def test_an_altered_entry_is_named_and_its_words_are_not_relied_on(
    desk: Any, aisyah: Any
) -> None:
    alter_by_force("facts", json.dumps({"designation": "AINS"}))

    page = words(desk.get(of(aisyah, "record/")))

    assert "This record is not as it was written" in page
    assert "Entry 1: It was altered." in page
    assert "cannot be relied on" in page
    assert "The record is whole" not in page

def test_the_record_is_told_in_malay(desk: Any, aisyah: Any) -> None:
    page = words(desk.get(of(aisyah, "record/", language="ms")))

    assert "10 November 2026, 10:00 1. Pendaftaran masuk Didaftarkan untuk Rakan API (API)." in page


def test_each_exam_shows_what_was_right_and_what_it_takes_to_pass(
    desk: Any, aisyah: Any
) -> None:
    examhall.sat(aisyah, "PUM", right=0, at=moment)
    examhall.sat(aisyah, "PUM", right=2, at=moment)

    page = words(desk.get(of(aisyah, "results/")))

    assert "Course PUM (PUM) 10 November 2026, 10:00 Passed 2 of 2 1" in page
    assert "Not passed 0 of 2 1" in page
    assert "Basics: 2 of 2" in page

def test_without_an_exam_the_page_says_so(desk: Any, aisyah: Any) -> None:
    assert "No exam was sat yet" in words(desk.get(of(aisyah, "results/")))
