@pytest.mark.parametrize("language", ["en", "ms"])
def test_looking_at_every_page_changes_nothing(
    desk: Any, aisyah: Any, award: Any, language: str
) -> None:
    before = count_of_changes()
    parts = ["", "record/", "results/", "awards/", "credit/"]
    pages = [of(aisyah, part, language=language) for part in parts]
    pages += [turn(award, "revoke", language=language)]
    pages += [f"/{language}/registrar/{p}/" for p in ("candidates", "releases", "audit-trail")]
    pages += [f"/{language}/registrar/record-check/"]

    for page in pages:
        response = desk.get(page)
        assert response.status_code == 200
        assert f'<html lang="{language}">' in response.content.decode()
        assert 'content="noindex"' in response.content.decode()

    assert count_of_changes() == before
