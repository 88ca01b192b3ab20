"""The signing key: made once, for its owner only, and refused where others can read it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from tauliah.apps.awards.issuer import issuer_document
from tauliah.apps.awards.keys import make_signing_key, signing_key
from tauliah.core.credentials import SigningKey

KEY = SigningKey(b"k" * 32)


@pytest.fixture
def key_file(settings: Any, tmp_path: Path) -> Path:
    """Where the key of this test is looked for; nothing is there yet."""
    settings.SIGNING_KEY_FILE = tmp_path / "keys" / "own.key"
    return tmp_path / "keys" / "own.key"


def written(file: Path, text: str, *, mode: int = 0o600) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    file.chmod(mode)
    return file


def test_a_key_is_made_once_and_only_its_owner_can_read_it(key_file: Path) -> None:
    assert make_signing_key(key_file)
    first = key_file.read_text()

    assert not make_signing_key(key_file)
    assert key_file.read_text() == first
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


def test_the_umask_opens_it_to_nobody(key_file: Path) -> None:
    before = os.umask(0)
    try:
        make_signing_key(key_file)
    finally:
        os.umask(before)

    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_a_key_that_others_can_reach_is_refused(key_file: Path, mode: int) -> None:
    written(key_file, KEY.secret_multibase, mode=mode)

    with pytest.raises(ImproperlyConfigured, match="others can read the signing key"):
        signing_key()


def test_a_key_that_is_not_there_is_named_with_what_makes_one(key_file: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"own\.key: no signing key; `tauliah init`"):
        signing_key()


@pytest.mark.parametrize("text", ["", "hello", "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"])
def test_a_file_that_holds_no_secret_key_is_named(key_file: Path, text: str) -> None:
    written(key_file, text)

    with pytest.raises(ImproperlyConfigured, match=r"own\.key: holds no signing key"):
        signing_key()


def test_a_message_about_a_broken_key_does_not_give_it_away(key_file: Path) -> None:
    written(key_file, KEY.secret_multibase + "tail")

    with pytest.raises(ImproperlyConfigured) as caught:
        signing_key()

    assert "z3u2" not in str(caught.value)


def test_the_public_document_names_the_public_key_and_never_the_secret(
    db: None, key_file: Path, settings: Any
) -> None:
    written(key_file, KEY.secret_multibase)

    document = issuer_document()

    assert document["id"] == settings.ISSUER
    assert [one["publicKeyMultibase"] for one in document["verificationMethod"]] == [
        KEY.public.multibase
    ]
    assert KEY.secret_multibase not in str(document)
