"""The browser tests see what a visitor would complain about."""

from __future__ import annotations

import pytest

SOUND = "<!doctype html><html lang='en'><title>Sound</title><main><h1>Sound</h1></main>"


def test_a_sound_page_has_no_complaint(page, watch, axe):
    page.set_content(SOUND)

    axe(page)
    assert watch.unexpected() == []


def test_an_error_in_a_script_is_a_complaint(page, watch):
    watch.expect("page error: broken")

    with page.expect_event("pageerror"):
        page.set_content(SOUND + "<script>setTimeout(() => { throw new Error('broken') })</script>")

    assert watch.complaints == ["page error: broken"]


@pytest.mark.slow
def test_an_error_on_the_console_is_a_complaint(page, watch):
    watch.expect("console: not saved")

    page.evaluate("console.error('not saved')")

    assert [complaint.partition(" (")[0] for complaint in watch.complaints] == [
        "console: not saved"
    ]


def test_a_picture_from_another_host_is_a_complaint_and_is_not_fetched(page, watch):
    watch.expect("tauliah.example")
    watch.expect("ERR_NAME_NOT_RESOLVED")

    with page.expect_event("requestfailed"):
        page.set_content(SOUND + "<img alt='' src='https://tauliah.example/x.png'>")

    assert "request to another host: https://tauliah.example/x.png" in watch.complaints


def test_a_picture_without_a_text_is_refused_by_axe(page, axe):
    page.set_content(SOUND + "<img src='data:,'>")

    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


@pytest.mark.slow
def test_two_pages_are_two_visitors(open_page, site):
    first, second = open_page(), open_page(locale="ms")

    first.context.add_cookies([{"name": "who", "value": "Aisyah", "url": site}])

    assert second.context.cookies() == []
    assert second.evaluate("navigator.language") == "ms"


@pytest.mark.slow
def test_a_picture_is_kept_when_a_folder_is_named(page, screenshot, tmp_path, monkeypatch):
    monkeypatch.setenv("TAULIAH_SCREENSHOTS", str(tmp_path))
    page.set_content(SOUND)

    screenshot(page, "sound")

    assert (tmp_path / "sound.png").stat().st_size > 0
