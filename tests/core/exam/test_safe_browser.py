"""Safe Exam Browser: the Config Key as its documentation describes it, and the proof of a request."""

from __future__ import annotations

import hashlib
import plistlib
from datetime import UTC, datetime

import pytest

from tauliah.core.exam.safe_browser import config_key, exam_settings, request_hash, settings_file


def key_of_text(text):
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({}, "{}"),
        ({"b": True, "a": False}, '{"a":false,"b":true}'),
        ({"n": 120000, "s": "x y"}, '{"n":120000,"s":"x y"}'),
        # the order of the example in the documentation: by name, whatever the case
        (
            {"allowFlashFullscreen": 0, "allowedDisplaysMaxNumber": 1, "allowDownUploads": 2},
            '{"allowDownUploads":2,"allowedDisplaysMaxNumber":1,"allowFlashFullscreen":0}',
        ),
        (
            {"URLFilterRules": [], "urlFilterRegex": True, "URLFilterMessage": 1},
            '{"URLFilterMessage":1,"urlFilterRegex":true,"URLFilterRules":[]}',
        ),
        # nothing is escaped, nested dictionaries are sorted too, empty ones left out
        ({"e": '^.*?:\\/\\/a"b'}, '{"e":"^.*?:\\/\\/a"b"}'),
        ({"r": [{"z": 1, "A": 2}], "d": {}}, '{"r":[{"A":2,"z":1}]}'),
        ({"k": b"\x00\xff"}, '{"k":"AP8="}'),
        ({"t": datetime(2026, 2, 10, tzinfo=UTC)}, '{"t":"2026-02-10T00:00:00+00:00"}'),
        ({"m": "Peperiksaan – é"}, '{"m":"Peperiksaan – é"}'),
    ],
)
def test_the_key_is_the_hash_of_the_settings_in_one_spelling(settings, text):
    assert config_key(settings) == key_of_text(text)


def test_who_saved_the_settings_does_not_matter():
    assert config_key({"a": 1, "originatorVersion": "X"}) == config_key({"a": 1})


def test_the_order_in_which_settings_are_written_does_not_matter():
    settings = exam_settings("https://house.example/en/exams/")

    assert config_key(dict(reversed(settings.items()))) == config_key(settings)


def test_the_file_holds_exactly_the_settings_of_the_key():
    settings = exam_settings("https://house.example/en/exams/")

    assert config_key(plistlib.loads(settings_file(settings))) == config_key(settings)


def test_another_setting_or_another_house_has_another_key():
    settings = exam_settings("https://house.example/en/exams/")
    keys = {
        config_key(settings),
        config_key({**settings, "allowScreenSharing": True}),
        config_key(exam_settings("https://other.example/en/exams/")),
        config_key(exam_settings("https://house.example/ms/exams/")),
    }

    assert len(keys) == 4


def test_a_request_proves_its_own_address_alone_and_without_its_fragment():
    key = config_key({"a": 1})

    proof = request_hash("https://house.example/en/exams/?a=b", key)

    assert proof == key_of_text("https://house.example/en/exams/?a=b" + key)
    assert request_hash("https://house.example/en/exams/?a=b#q7", key) == proof
    assert request_hash("https://house.example/en/exams/", key) != proof
