def test_only_exams_that_do_not_count_yet_can_be_chosen(
    desk: Any, aisyah: Any, farid: Any
) -> None:
    grant_credit(aisyah, "PIN", source="Diploma", reason="Same", actor=farid, at=moment)

    form = desk.get(of(aisyah, "credit/")).context["form"]

    assert [code for code, _ in form.fields["exam"].choices] == ["", "PPM", "PUM"]

def test_credit_is_granted_recorded_and_said(desk: Any, aisyah: Any, farid: Any) -> None:
    answer = {"exam": "PUM", "source": "Diploma, 2019", "reason": "Same syllabus"}

    response = desk.post(of(aisyah, "credit/"), answer, follow=True)

    entry = entries_of(aisyah)[-1]
    assert response.redirect_chain == [(of(aisyah), 302)]
    assert "The credit is granted" in words(response)
    assert entry.facts == {"exam": "PUM", "source": "Diploma, 2019"}
    assert (entry.reason, entry.recorded_by) == ("Same syllabus", str(farid.pk))

def test_what_lacks_is_said_at_its_field_and_nothing_is_recorded(
    desk: Any, aisyah: Any
) -> None:
    before = count_of_changes()

    response = desk.post(of(aisyah, "credit/"), {"source": " ", "reason": ""})

    assert response.status_code == 400
    for words_of_error in ("Choose the exam", "Name what was earned", "Write the reason"):
        assert words_of_error in words(response)
    assert count_of_changes() == before

@pytest.mark.parametrize("exam", ["PIN", "XYZ"])
def test_an_exam_that_counts_or_does_not_exist_cannot_be_credited(
    desk: Any, aisyah: Any, farid: Any, exam: str
) -> None:
    grant_credit(aisyah, "PIN", source="Diploma", reason="Same", actor=farid, at=moment)
    before = count_of_changes()

    answer = {"exam": exam, "source": "Diploma", "reason": "Same"}
    response = desk.post(of(aisyah, "credit/"), answer)

    assert response.status_code == 400
    assert "Choose an exam of the list" in words(response)
    assert count_of_changes() == before

def test_when_every_exam_counts_there_is_nothing_to_grant(
    desk: Any, aisyah: Any, farid: Any
) -> None:
    for exam in ("PUM", "PIN", "PPM"):
        grant_credit(aisyah, exam, source="Diploma", reason="Same", actor=farid, at=moment)

    assert "Every exam counts already" in words(desk.get(of(aisyah, "credit/")))
