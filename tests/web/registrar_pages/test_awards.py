def test_an_award_shows_its_number_and_what_has_happened_to_it(
    desk: Any, aisyah: Any, award: Any
) -> None:
    page = words(desk.get(of(aisyah, "awards/")))

    assert f"Associate API (API) In force Number {award.number}" in page
    assert "Designation conferred Recorded by Aisyah binti Rahman." in page

def test_without_an_award_the_page_says_so(desk: Any, aisyah: Any) -> None:
    assert "Nothing was conferred yet" in words(desk.get(of(aisyah, "awards/")))

def test_the_reason_is_asked_for_before_anything_happens(desk: Any, award: Any) -> None:
    before = count_of_changes()

    page = desk.get(turn(award, "revoke"))
    answered = desk.post(turn(award, "revoke"), {"reason": " ", "confirmed": "yes"})

    assert page.status_code == 200
    assert answered.status_code == 400
    assert "Write the reason" in words(answered)
    assert count_of_changes() == before

def test_what_will_happen_is_shown_before_it_happens(desk: Any, award: Any) -> None:
    before = count_of_changes()

    response = desk.post(turn(award, "revoke"), {"reason": REASON})

    assert response.status_code == 200
    assert f"Reason {REASON} This will happen at once" in words(response)
    assert count_of_changes() == before

def test_a_confirmed_revocation_is_recorded_and_verification_says_so(
    desk: Any, aisyah: Any, farid: Any, award: Any
) -> None:
    answer = {"reason": REASON, "confirmed": "yes"}
    response = desk.post(turn(award, "revoke"), answer, follow=True)

    shown: Any = public_award(award.number)
    entry = entries_of(aisyah)[-1]
    assert response.redirect_chain == [(of(aisyah, "awards/"), 302)]
    assert "The award is revoked." in words(response)
    assert f"Designation revoked Reason: {REASON}" in words(response)
    assert not shown.is_in_force
    assert (entry.kind, entry.reason) == (EntryKind.REVOKED, REASON)
    assert entry.recorded_by == str(farid.pk)

def test_an_award_is_revoked_once(desk: Any, aisyah: Any, award: Any) -> None:
    answer = {"reason": REASON, "confirmed": "yes"}
    desk.post(turn(award, "revoke"), answer)
    before = count_of_changes()

    response = desk.post(turn(award, "revoke"), answer)

    assert response.headers["Location"] == of(aisyah, "awards/")
    assert count_of_changes() == before

def test_a_revoked_award_can_be_reinstated_in_the_same_steps(
    desk: Any, award: Any
) -> None:
    desk.post(turn(award, "revoke"), {"reason": REASON, "confirmed": "yes"})

    shown = words(desk.post(turn(award, "reinstate"), {"reason": "Appeal upheld"}))
    done = desk.post(
        turn(award, "reinstate"), {"reason": "Appeal upheld", "confirmed": "yes"}, follow=True
    )

    public: Any = public_award(award.number)
    assert "API is held again" in shown
    assert "The award is in force again." in words(done)
    assert public.is_in_force

def test_an_award_in_force_cannot_be_reinstated(desk: Any, award: Any) -> None:
    before = count_of_changes()

    response = desk.post(turn(award, "reinstate"), {"reason": "Why", "confirmed": "yes"})

    assert response.status_code == 302
    assert count_of_changes() == before

def test_a_number_that_no_award_has_is_not_found(desk: Any) -> None:
    assert desk.get("/en/registrar/awards/API-2026-999999/revoke/").status_code == 404

def test_a_candidate_revokes_nothing(client: Any, aisyah: Any, award: Any) -> None:
    client.force_login(aisyah)
    before = count_of_changes()

    response = client.post(turn(award, "revoke"), {"reason": REASON, "confirmed": "yes"})

    assert response.status_code == 403
    assert count_of_changes() == before
