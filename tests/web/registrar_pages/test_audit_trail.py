def test_acts_come_newest_first_with_who_and_about_whom(desk: Any, aisyah: Any) -> None:
    page = words(desk.get("/en/registrar/audit-trail/"))

    assert "Matriculated Aisyah binti Rahman Aisyah binti Rahman" in page
    assert "Programme published The system release:1" in page
    assert page.index("Matriculated Aisyah") < page.index("Programme published The system")

def test_facts_are_shown_whatever_they_are_called(desk: Any, aisyah: Any) -> None:
    details = {"items": 50, "keys": "all"}
    write_audit_entry(aisyah, "looked", subject="x", at=moment, details=details)

    assert "items: 50 keys: all" in words(desk.get("/en/registrar/audit-trail/"))

def test_one_person_and_one_event_can_be_asked_for(
    desk: Any, aisyah: Any, farid: Any
) -> None:
    asked = {"person": aisyah.candidate_number, "event": "record.matriculated"}

    page = words(desk.get("/en/registrar/audit-trail/", asked))

    assert "1 act " in page

def test_an_unknown_person_is_said_to_be_unknown(desk: Any) -> None:
    page = words(desk.get("/en/registrar/audit-trail/", {"person": "nobody"}))

    assert "No account has this number or address." in page
    assert "Programme published The system" not in page

def test_what_was_asked_for_goes_on_to_the_next_page(desk: Any, aisyah: Any) -> None:
    for _ in range(30):
        write_audit_entry(aisyah, "again", subject="x", at=moment)

    page = desk.get("/en/registrar/audit-trail/", {"event": "again"}).content.decode()

    assert "?event=again&amp;page=2" in page

def test_a_page_asks_the_database_no_more_often_for_more_acts(
    desk: Any, aisyah: Any, django_assert_num_queries: Any
) -> None:
    desk.get("/en/registrar/audit-trail/")
    with django_assert_num_queries(TRAIL_QUERIES):
        desk.get("/en/registrar/audit-trail/")
    for _ in range(40):
        write_audit_entry(aisyah, "again", subject=str(aisyah.pk), at=moment)

    with django_assert_num_queries(TRAIL_QUERIES):
        desk.get("/en/registrar/audit-trail/")

def test_every_event_that_an_action_writes_has_words() -> None:
    code = "".join(p.read_text() for p in Path(tauliah.apps.__path__[0]).rglob("actions*.py"))
    written = set(re.findall(r'write_audit_entry\(\s*\w+,\s*"([a-z.-]+)"', code))

    assert written | {f"record.{kind}" for kind in EntryKind} <= set(TITLES)
    assert len(written) > 5
