def test_each_candidate_has_name_number_designations_and_what_is_left(
    desk: Any, aisyah: Any
) -> None:
    page = words(desk.get("/en/registrar/candidates/"))

    assert "1 candidate " in page
    assert aisyah.full_name in page
    assert aisyah.candidate_number in page
    assert "2 requirements are left to API" in page

def test_awards_in_force_and_revoked_ones_are_told_apart(
    desk: Any, award: Any, farid: Any
) -> None:
    before = words(desk.get("/en/registrar/candidates/"))
    revoke(award.number, reason=REASON, actor=farid, at=moment)
    after = words(desk.get("/en/registrar/candidates/"))

    assert f"API {award.number}" in before
    assert f"API revoked {award.number}" in after

def test_the_page_speaks_malay(desk: Any, aisyah: Any) -> None:
    page = words(desk.get("/ms/registrar/candidates/"))

    assert "Tinggal 2 keperluan untuk API" in page

@pytest.mark.parametrize("search", ["aisyah", "RAHMAN binti", "C100001", "aisyah@example"])
def test_a_search_finds_name_number_and_address(
    desk: Any, aisyah: Any, search: str
) -> None:
    account("Kumar a/l Rajan")

    page = words(desk.get("/en/registrar/candidates/", {"q": search.replace("C1", "C1")}))

    if search == "C100001" and aisyah.candidate_number != search:
        page = words(desk.get("/en/registrar/candidates/", {"q": aisyah.candidate_number}))
    assert "Aisyah" in page
    assert "Kumar" not in page

def test_a_search_that_finds_nobody_says_what_to_do(desk: Any, aisyah: Any) -> None:
    page = words(desk.get("/en/registrar/candidates/", {"q": "zzz"}))

    assert "No candidate is found" in page
    assert "Check the spelling" in page

def test_a_house_without_candidates_says_so(desk: Any) -> None:
    assert "There are no candidates yet" in words(desk.get("/en/registrar/candidates/"))

def test_25_stand_on_a_page_and_the_search_goes_on_to_the_next(desk: Any) -> None:
    for number in range(26):
        account(f"Person{number:02} Tan")

    first = desk.get("/en/registrar/candidates/", {"q": "tan"})
    second = desk.get("/en/registrar/candidates/", {"q": "tan", "page": "2"})

    assert first.content.decode().count("@example.com</span>") == 25
    assert "?q=tan&amp;page=2" in first.content.decode()
    assert "Person25" in words(second)

def test_more_candidates_ask_the_database_no_more_often(
    desk: Any, aisyah: Any, award: Any, django_assert_num_queries: Any
) -> None:
    desk.get("/en/registrar/candidates/")
    with django_assert_num_queries(LIST_QUERIES):
        desk.get("/en/registrar/candidates/")
    for number in range(24):
        person = account(f"Person{number:02} Tan")
        matriculate(person, "API", actor=person, at=moment)
        matriculate(person, "AINS", actor=person, at=moment)

    with django_assert_num_queries(LIST_QUERIES):
        page = desk.get("/en/registrar/candidates/")

    assert "25 candidates" in words(page)

def test_a_registrar_and_nobody_are_no_candidates(desk: Any, farid: Any) -> None:
    assert desk.get(of(farid)).status_code == 404
    assert desk.get(f"/en/registrar/candidates/{uuid4()}/").status_code == 404


def test_requirements_are_met_or_missing_and_name_the_entry_that_met_them(
    desk: Any, aisyah: Any, farid: Any
) -> None:
    grant_credit(aisyah, "PIN", source="Diploma", reason="Same", actor=farid, at=moment)

    response = desk.get(of(aisyah))

    assert "Credit for Course PIN (PIN) was granted on 10 November 2026. Entry 2" in words(response)
    assert "Missing: Course PUM" in words(response)
    assert f'href="{of(aisyah, "record/")}#entry-2"' in response.content.decode()

def test_every_designation_with_rules_in_force_is_audited(desk: Any, aisyah: Any) -> None:
    page = words(desk.get(of(aisyah)))

    assert "Associate API (API) Matriculated" in page
    assert "Associate AINS (AINS) Not matriculated" in page
    assert "CPCU" not in page
    assert "Rules, in force since 1 January 2024." in page

def test_a_conferred_and_a_revoked_designation_are_shown_as_such(
    desk: Any, aisyah: Any, award: Any, farid: Any
) -> None:
    assert "(API) Conferred API is conferred." in words(desk.get(of(aisyah)))
    revoke(award.number, reason=REASON, actor=farid, at=moment)
    assert "(API) Revoked API was revoked." in words(desk.get(of(aisyah)))
