"""Papers to be kept for decades: what ISO 19005-3 (PDF/A-3, level A) asks, a statement at a time.

Clauses are those of ISO 19005-3:2012; nothing here knows how the file was made. Not looked into here,
but by veraPDF where it is: the spelling of objects and of the cross-reference table (6.1.4 to 6.1.9),
the inner tables and widths of typefaces (6.2.11.4 to 6.2.11.6), letters without a shape (6.2.11.8),
and the order and nesting of tags (6.7.3).
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from tauliah.apps.awards.documents import certificate, transcript
from tauliah.apps.awards.models import Award
from tauliah.apps.awards.queries import check_code, verify_credential
from tauliah.apps.people.queries import User

ARABIC, CHINESE = "لطيفة بنت أحمد", "李明"


INTENTS = ("/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation")
BLENDING = {
    "/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten",
    "/ColorDodge", "/ColorBurn", "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue",
    "/Saturation", "/Color", "/Luminosity",
}  # fmt: skip

Statement = Callable[[pypdf.PdfReader, bytes], None]
STATEMENTS: dict[str, Statement] = {}


def clause(number: str) -> Callable[[Statement], Statement]:
    """Takes a statement, which asserts, by its clause."""

    def take(statement: Statement) -> Statement:
        STATEMENTS[number] = statement
        return statement

    return take


@pytest.mark.parametrize(
    "kind", ["certificate en", "certificate ms", "certificate 李明", "transcript"]
)
def test_a_paper_is_as_pdf_a_3_asks(
    kind: str, award: Award, aisyah: User, moment: datetime
) -> None:
    what, _, told = kind.partition(" ")
    if told == CHINESE:
        award.holder_name = CHINESE
    language = told if told in ("en", "ms") else "en"
    data = (
        certificate(award, language)
        if what == "certificate"
        else transcript(aisyah, language, at=moment)
    )
    pdf = pypdf.PdfReader(io.BytesIO(data), strict=True)

    for number, statement in STATEMENTS.items():
        try:
            statement(pdf, data)
        except AssertionError as error:
            raise AssertionError(f"{number}: {error}") from error


def objects(pdf: pypdf.PdfReader) -> Iterator[Any]:
    """Everything that is reached from the trailer, each once."""
    left: list[Any] = [pdf.trailer]
    seen: set[int] = set()
    while left:
        one = left.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        yield one
        if isinstance(one, DictionaryObject):
            left.extend(one.raw_get(name) for name in one)
        elif isinstance(one, ArrayObject):
            left.extend(list.__iter__(one))


def of_type(pdf: pypdf.PdfReader, name: str) -> list[DictionaryObject]:
    return [
        one
        for one in objects(pdf)
        if isinstance(one, DictionaryObject) and one.get("/Type") == name
    ]


def contents(pdf: pypdf.PdfReader) -> Iterator[bytes]:
    """What is drawn: on the pages, and in forms that they use."""
    for page in pdf.pages:
        drawn = page.get_contents()
        assert drawn is not None
        yield drawn.get_data()
    for one in objects(pdf):
        if isinstance(one, StreamObject) and one.get("/Subtype") == "/Form":
            yield one.get_data()


def metadata(pdf: pypdf.PdfReader) -> str:
    found = pdf.xmp_metadata
    assert found is not None
    return found.stream.get_data().decode()


@clause("6.1.2")
def it_begins_with_its_version_and_a_line_of_bytes(_pdf: pypdf.PdfReader, data: bytes) -> None:
    """A header with its version, and a line of bytes."""
    header, comment = data.split(b"\n")[:2]
    assert re.fullmatch(rb"%PDF-1\.[0-7]", header)
    assert comment.startswith(b"%")
    assert len([byte for byte in comment if byte > 127]) >= 4


@clause("6.1.3")
def it_has_an_identity_and_no_lock(pdf: pypdf.PdfReader, _data: bytes) -> None:
    """An identity, and no lock."""
    assert len(pdf.trailer["/ID"]) == 2
    assert "/Encrypt" not in pdf.trailer


@clause("6.1.7")
def nothing_of_it_is_kept_elsewhere_or_packed_in_a_forbidden_way(
    pdf: pypdf.PdfReader, _data: bytes
) -> None:
    """Streams within the file, without LZW or encryption."""
    streams = [one for one in objects(pdf) if isinstance(one, StreamObject)]
    assert streams
    for one in streams:
        assert not {"/F", "/FFilter", "/FDecodeParms"} & set(one)
        filters = one.get("/Filter", [])
        assert not {"/LZWDecode", "/Crypt"} & set(
            [filters] if isinstance(filters, str) else filters
        )


@clause("6.2.3")
def its_colours_are_those_of_a_named_profile(pdf: pypdf.PdfReader, _data: bytes) -> None:
    """One output intent of PDF/A with an ICC profile."""
    (intent,) = pdf.trailer["/Root"]["/OutputIntents"]
    found = intent.get_object()
    assert found["/S"] == "/GTS_PDFA1"
    profile = found["/DestOutputProfile"].get_object()
    assert profile["/N"] == 3
    assert profile.get_data()[36:40] == b"acsp"  # ICC.1, 7.2.11


@clause("6.1.13")
def it_keeps_within_what_every_reader_can_hold(pdf: pypdf.PdfReader, _data: bytes) -> None:
    """Names to 127 bytes, strings to 32,767, fewer than 8,388,607 objects, pages of sane sizes."""
    found = list(objects(pdf))
    assert len(found) < 8_388_607
    names = [one for one in found if isinstance(one, NameObject)]
    names += [name for one in found if isinstance(one, DictionaryObject) for name in one]
    assert all(len(str(name).encode()) <= 128 for name in names)
    assert all(
        len(one.original_bytes) <= 32_767 for one in found if isinstance(one, TextStringObject)
    )
    for page in pdf.pages:
        assert 3 <= page.mediabox.width <= 14_400
        assert 3 <= page.mediabox.height <= 14_400


@clause("6.2.4.3")
def no_colour_is_that_of_another_device(pdf: pypdf.PdfReader, _data: bytes) -> None:
    """Red, green and blue mean what the profile says; no inks."""
    assert not [one for one in objects(pdf) if one == "/DeviceCMYK"]
    for data in contents(pdf):
        assert not re.search(rb"(?:[\d.]+\s+){4}[kK]\s", data)


@clause("6.2.5, 6.2.6 and 6.2.10")
def no_state_of_drawing_depends_on_the_device(pdf: pypdf.PdfReader, _data: bytes) -> None:
    """No transfer functions or halftones, intents and blend modes of the standard."""
    for one in objects(pdf):
        if not isinstance(one, DictionaryObject):
            continue
        assert not {"/TR", "/HTP"} & set(one)
        assert one.get("/TR2", "/Default") == "/Default"
        assert one.get("/RI", "/Perceptual") in INTENTS
        modes = one.get("/BM", "/Normal")
        assert set(modes if isinstance(modes, list) else [modes]) <= BLENDING


@clause("6.2.8 and 6.2.9")
def its_pictures_are_whole_and_stand_for_themselves(pdf: pypdf.PdfReader, _data: bytes) -> None:
    """No other pictures for other devices, nothing from other files, no PostScript."""
    for one in objects(pdf):
        if isinstance(one, DictionaryObject) and one.get("/Subtype") in ("/Image", "/Form"):
            assert not {"/Alternates", "/OPI", "/Ref", "/PS"} & set(one)
            assert not one.get("/Interpolate", False)
            assert one.get("/Subtype2") != "/PS"


@clause("6.2.11.3")
def letters_are_found_by_their_numbers_without_guessing(pdf: pypdf.PdfReader, _data: bytes) -> None:
    """Identity from code to letter, and a map to shapes where the typeface is TrueType."""
    composite = [one for one in of_type(pdf, "/Font") if one["/Subtype"] == "/Type0"]
    for one in composite:
        assert one["/Encoding"] in ("/Identity-H", "/Identity-V")
        (descendant,) = (font.get_object() for font in one["/DescendantFonts"])
        if descendant["/Subtype"] == "/CIDFontType2":
            assert "/CIDToGIDMap" in descendant


@clause("6.3.2")
def what_is_marked_on_its_pages_is_printed_too(pdf: pypdf.PdfReader, _data: bytes) -> None:
    """Links are printed, and neither hidden nor only on paper."""
    for page in pdf.pages:
        for one in page.get("/Annots", []):
            marks = one.get_object()
            assert marks["/Subtype"] == "/Link"
            assert marks["/F"] & 4
            assert not marks["/F"] & (1 | 2 | 32 | 256)


@clause("6.2.11.4 and 6.2.11.7")
def every_typeface_is_within_it_and_says_its_letters(pdf: pypdf.PdfReader, _data: bytes) -> None:
    """Typefaces within it, which say their letters."""
    descriptors = of_type(pdf, "/FontDescriptor")
    assert descriptors
    for one in descriptors:
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(one), one["/FontName"]
    used = [
        font.get_object()
        for page in pdf.pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]
    assert used
    assert all("/ToUnicode" in font for font in used)


@clause("6.3, 6.4 and 6.5")
def it_does_nothing(pdf: pypdf.PdfReader, _data: bytes) -> None:
    """No forms, no actions but links, nothing that plays."""
    root = pdf.trailer["/Root"]
    assert not {"/AA", "/OpenAction", "/AcroForm", "/NeedsRendering"} & set(root)
    for one in objects(pdf):
        if isinstance(one, DictionaryObject):
            assert one.get("/S") not in (
                "/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide",
                "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView",
            )  # fmt: skip
            assert one.get("/Subtype") not in ("/PS", "/Movie", "/Sound", "/Screen", "/3D")


@clause("6.6")
def it_says_of_itself_what_it_is(pdf: pypdf.PdfReader, _data: bytes) -> None:
    """Metadata in the open, part 3, level A, and no other title than the file's."""
    stream = pdf.trailer["/Root"]["/Metadata"].get_object()
    assert stream["/Subtype"] == "/XML"
    assert "/Filter" not in stream
    told = metadata(pdf)
    assert "<pdfaid:part>3</pdfaid:part>" in told
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in told
    assert pdf.metadata is not None
    assert f">{pdf.metadata.title}</rdf:li>" in told


@clause("6.7")
def its_parts_are_tagged_in_a_language(pdf: pypdf.PdfReader, _data: bytes) -> None:
    """Tagged, in a language."""
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] in ("en", "ms")


@clause("6.8")
def every_file_within_it_is_named_of_a_kind_and_belongs_to_it(
    pdf: pypdf.PdfReader, _data: bytes
) -> None:
    """Files within it are named, of a kind, and belong to it."""
    for one in of_type(pdf, "/Filespec"):
        assert one["/F"]
        assert one["/UF"]
        assert one["/Desc"]
        assert one["/AFRelationship"] in ("/Source", "/Data", "/Alternative", "/Supplement")
        embedded = one["/EF"]["/F"].get_object()
        assert "/" in embedded["/Subtype"][1:]
        assert embedded["/Params"]["/ModDate"]
        belonging = [listed.get_object() for listed in pdf.trailer["/Root"]["/AF"]]
        assert one in belonging


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["certificate", "transcript"])
@pytest.mark.parametrize("flavour", ["3a", "ua1"])
def test_verapdf_finds_nothing_wrong(
    kind: str, flavour: str, award: Award, aisyah: User, moment: datetime, tmp_path: Path
) -> None:
    """The reference checker of PDF/A and PDF/UA; it comes in none of the registries that we install from."""
    program = shutil.which("verapdf")
    if program is None:
        pytest.skip("veraPDF is not on the PATH: only our own statements were checked")
    file = tmp_path / "paper.pdf"
    file.write_bytes(
        certificate(award, "ms") if kind == "certificate" else transcript(aisyah, "ms", at=moment)
    )

    done = subprocess.run(
        [program, "--flavour", flavour, "--format", "text", str(file)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.stdout.startswith("PASS"), done.stdout + done.stderr


# What is attached


def test_the_credential_is_attached_letter_by_letter(award: Award) -> None:
    pdf = pypdf.PdfReader(io.BytesIO(certificate(award, "ms")))

    (specification,) = of_type(pdf, "/Filespec")

    assert specification["/UF"] == f"{award.number}.json"
    assert specification["/AFRelationship"] == "/Data"
    embedded = specification["/EF"]["/F"].get_object()
    assert embedded["/Subtype"] == "/application/vc"
    assert embedded.get_data().decode() == award.credential


@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_certificate_is_checked_by_its_attachment(
    award: Award, moment: datetime, language: str
) -> None:
    answer = verify_credential(certificate(award, language), at=moment)

    assert answer.valid
    assert answer.document == json.loads(award.credential)


def test_one_that_another_program_saved_anew_still_is(award: Award, moment: datetime) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(certificate(award, "en")))
    writer.compress_identical_objects()
    target = io.BytesIO()
    writer.write(target)

    assert verify_credential(target.getvalue(), at=moment).valid


def test_one_whose_attachment_was_changed_is_not_believed(award: Award, moment: datetime) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(300, 200)
    forged = award.credential.replace("Aisyah", "Nurul")
    writer.add_attachment("credential.json", forged.encode())
    target = io.BytesIO()
    writer.write(target)

    answer = verify_credential(target.getvalue(), at=moment)

    assert [check.code for check in answer.failed] == ["altered"]


# Its code


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the QR codes say of the papers that are made."""
    from tauliah.apps.awards.documents import certificates

    said: list[str] = []
    drawn = certificates.qr_svg

    def noted(text: str) -> str:
        said.append(text)
        return drawn(text)

    monkeypatch.setattr(certificates, "qr_svg", noted)
    return said


def test_the_code_leads_to_the_page_of_the_award_and_can_be_checked_alone(
    award: Award, moment: datetime, codes: list[str], settings: Any
) -> None:
    certificate(award, "en")
    (code,) = codes

    assert code.startswith(f"{settings.ADDRESS}/en/verify/{award.number}/#")
    checked = check_code(code, at=moment)
    assert checked.answer.valid
    assert checked.facts is not None
    assert checked.facts.number == award.number
    assert checked.facts.name == "Aisyah binti Rahman"
    assert checked.facts.conferred_on.isoformat() == "2026-03-03"


def test_the_code_keeps_back_a_name_that_the_holder_keeps_back(
    conferred: Callable[..., Award], aisyah: User, moment: datetime, codes: list[str]
) -> None:
    certificate(conferred(aisyah, show_name=False), "en")

    facts = check_code(codes[0], at=moment).facts

    assert facts is not None
    assert facts.name == ""
    assert facts.is_of("Aisyah binti Rahman")


def test_the_code_of_an_award_that_was_revoked_since_is_answered_so(
    award: Award, farid: User, moment: datetime, codes: list[str]
) -> None:
    from tauliah.apps.awards.actions import revoke

    certificate(award, "en")
    revoke(award.number, reason="A broken code", actor=farid, at=moment)

    answer = check_code(codes[0], at=moment).answer

    assert [check.code for check in answer.failed] == ["revoked"]


# Typefaces


def test_a_name_in_arabic_letters_is_printed_with_a_typeface_within(award: Award) -> None:
    award.holder_name = ARABIC

    pdf = pypdf.PdfReader(io.BytesIO(certificate(award, "en")))

    names = [font["/FontName"] for font in of_type(pdf, "/FontDescriptor")]
    assert [name for name in names if "Libertinus" not in name]


def test_a_house_may_put_typefaces_into_its_data_folder(
    award: Award, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typst

    given: list[list[str]] = []
    compile_ = typst.compile

    def noted(*args: Any, **more: Any) -> Any:
        given.append(more["font_paths"])
        return compile_(*args, **more)

    monkeypatch.setattr(typst, "compile", noted)
    certificate(award, "en")
    (settings.DATA / "fonts").mkdir()
    certificate(award, "en")

    assert given == [[], [str(settings.DATA / "fonts")]]
