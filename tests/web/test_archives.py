"""A ZIP file of a folder is read within bounds, and nothing in it is believed."""

from __future__ import annotations

import stat
import struct
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.kernel import Refused
from tauliah.web import archives
from tauliah.web.archives import files_in


def zipped(files: Mapping[str, bytes], *, compression: int = ZIP_DEFLATED) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", compression=compression) as folder:
        for path, content in files.items():
            folder.writestr(path, content)
    return packed.getvalue()


def refused(archive: bytes) -> str:
    """The code of the refusal."""
    found = files_in(archive)
    assert isinstance(found, Refused), found
    assert found.message.en
    assert found.message.ms
    return found.code


def test_files_come_by_their_paths() -> None:
    files = {"programme.yaml": b"a", "courses/PUM/course.yaml": b"b"}

    assert files_in(zipped(files)) == files


def test_one_folder_around_everything_is_taken_off() -> None:
    assert files_in(zipped({"mine/programme.yaml": b"a", "mine/pages/x.en.md": b"b"})) == {
        "programme.yaml": b"a",
        "pages/x.en.md": b"b",
    }


def test_hidden_files_are_left_out() -> None:
    files = {
        "programme.yaml": b"a",
        ".git/config": b"b",
        "__MACOSX/._x": b"c",
        "pages/.DS_Store": b"",
    }

    assert files_in(zipped(files)) == {"programme.yaml": b"a"}


@pytest.mark.parametrize(
    "path",
    ["../programme.yaml", "/etc/passwd", "a/../../b", "C:/b", "a\\..\\b", "a/..", "file:///x"],
)
def test_a_path_that_leads_out_is_refused(path: str) -> None:
    assert refused(zipped({"programme.yaml": b"a", path: b"b"})) == "foreign-entry"


def test_a_link_is_refused() -> None:
    packed = BytesIO()
    link = ZipInfo("programme.yaml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(packed, "w") as folder:
        folder.writestr(link, "/etc/passwd")

    assert refused(packed.getvalue()) == "foreign-entry"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as folder:
        folder.writestr("programme.yaml", "a")
        folder.writestr("programme.yaml", "b")

    assert refused(packed.getvalue()) == "foreign-entry"


def test_another_compression_is_refused() -> None:
    assert refused(zipped({"programme.yaml": b"a"}, compression=ZIP_BZIP2)) == "foreign-entry"


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused() -> None:
    bomb = zipped({"programme.yaml": bytes(50_000_000)})

    assert len(bomb) < 100_000
    assert refused(bomb) == "too-large"


def test_a_header_that_lies_of_its_size_is_not_believed() -> None:
    bomb = zipped({"programme.yaml": bytes(archives.LARGEST_FILE + 1)})
    size = struct.pack("<L", archives.LARGEST_FILE + 1)
    assert bomb.count(size) == 2

    assert refused(bomb.replace(size, struct.pack("<L", 10))) in {"too-large", "no-zip"}


def test_many_files_that_are_huge_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1_000)

    assert refused(zipped({f"{n}.md": bytes(300) for n in range(4)})) == "too-large"
    assert isinstance(files_in(zipped({f"{n}.md": bytes(300) for n in range(3)})), dict)


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 3)

    assert refused(zipped({f"{n}.md": b"" for n in range(4)})) == "too-large"


def test_a_zip_file_that_is_too_large_itself_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 10)

    assert refused(zipped({"programme.yaml": b"a"})) == "too-large"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"programme: yes", bytes(1000)])
def test_what_is_no_zip_file_is_refused(data: bytes) -> None:
    assert refused(data) == "no-zip"


def test_an_entry_without_a_name_is_refused() -> None:
    nameless = zipped({"a": b"x"}, compression=ZIP_STORED).replace(b"a", b"\0")

    assert refused(nameless) == "foreign-entry"


def test_an_entry_that_was_damaged_is_refused() -> None:
    sound = bytearray(zipped({"programme.yaml": bytes(range(256)) * 40}))
    sound[60] ^= 0xFF

    assert refused(bytes(sound)) == "no-zip"


@given(place=st.integers(0, 400), value=st.integers(0, 255), cut=st.integers(0, 400) | st.none())
def test_no_damage_brings_anything_but_files_or_a_refusal(
    place: int, value: int, cut: int | None
) -> None:
    data = bytearray(zipped({"programme.yaml": b"code: x\n" * 20, "pages/a.en.md": b"text"}))
    data[place % len(data)] = value

    assert isinstance(files_in(bytes(data[:cut])), dict | Refused)
