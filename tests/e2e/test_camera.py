"""The code on a certificate read by a camera and from a photo: on the site, and from a folder without
a network. The camera is Chromium's own, which shows a film made here; no browser helps with codes.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import segno
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.e2e.conftest import QUIET, Watch
from tests.e2e.institute import Institute, said
from tests.services.browser import find_browser

WIDTH, HEIGHT = 960, 720

Picture = Any
"""Grey values, 0 to 255, by row and column."""


@pytest.fixture
def award(institute: Institute) -> Any:
    """The award of Aisyah, who holds API."""
    from tauliah.apps.awards.queries import awards_of

    return awards_of(institute.holder("Aisyah Rahman").user)[0]


@pytest.fixture
def code(award: Any) -> str:
    """The text of the code on its certificate."""
    from tauliah.apps.awards.issuing import check_address, signed_code

    return signed_code(award, letters="API", address=check_address(award.number, "en"))


@pytest.fixture
def offline(institute: Institute, code: str, tmp_path: Path) -> str:
    """The address of the page that checks by itself, in a folder."""
    from tauliah.core.kernel import LocalText
    from tauliah.web.offline_page import offline_page

    file = tmp_path / "verify.html"
    body = LocalText(en="The institute", ms="Institut")
    file.write_text(offline_page(body=body, at=institute.now), encoding="utf-8")
    return file.as_uri()


def photographed(text: str, *, turned: float = 0.12, side: float = 0.7) -> Picture:
    """A sheet with a code as a hand holds it before a camera: turned, leaning, in uneven light."""
    modules = np.array([[1 - bit for bit in row] for row in segno.make(text, error="m").matrix])
    paper = np.pad(modules, 4, constant_values=1)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    x, y = x - WIDTH / 2, y - HEIGHT / 2
    leaning = 1 + 0.0002 * x + 0.0001 * y
    across = (np.cos(turned) * x + np.sin(turned) * y) / leaning
    down = (-np.sin(turned) * x + np.cos(turned) * y) / leaning
    module = side * HEIGHT / len(paper)
    column = np.floor(across / module + len(paper) / 2).astype(int)
    row = np.floor(down / module + len(paper) / 2).astype(int)
    on_paper = (row >= 0) & (column >= 0) & (row < len(paper)) & (column < len(paper))
    light = 215 - 60 * (x / WIDTH + 0.5)
    seen = paper[np.clip(row, 0, len(paper) - 1), np.clip(column, 0, len(paper) - 1)]
    grey = np.where(on_paper, 35 + seen * (light - 35), 120)
    noise = np.random.default_rng(7).normal(0, 6, grey.shape)
    return np.clip(grey + noise, 0, 255).astype(np.uint8)


def film(text: str, file: Path, *, turned: float = 0.12) -> Path:
    """A film of a sheet with a code in a hand that trembles, as YUV4MPEG2."""
    header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    frames = [
        b"FRAME\n"
        + photographed(text, turned=turned + tremble, side=0.7 + tremble).tobytes()
        + b"\x80" * (WIDTH * HEIGHT // 2)
        for tremble in (0.0, 0.03, 0.06, 0.02, -0.02, -0.05)
    ]
    file.write_bytes(header + b"".join(frames))
    return file


def as_png(picture: Picture) -> bytes:
    """The picture as a PNG file without colours."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        told = kind + data
        return struct.pack(">I", len(data)) + told + struct.pack(">I", zlib.crc32(told))

    rows = b"".join(b"\0" + row.tobytes() for row in picture)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows, 1))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def with_camera(browser: Browser, site: str, watch: Watch) -> Callable[..., Any]:
    """Opens a page of a device whose camera shows a film; allowed or not."""

    @contextmanager
    def opened(shown: Path, *, allowed: bool = True, **options: Any) -> Iterator[Page]:
        flags = [
            *QUIET,
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={shown}",
            *(["--use-fake-ui-for-media-stream"] if allowed else []),
        ]
        device = browser.browser_type.launch(executable_path=find_browser(), args=flags)
        try:
            context = device.new_context(base_url=site, **options)
            context.set_default_timeout(15_000)
            context.on("request", watch.see_request)
            context.on("page", watch.follow)
            yield context.new_page()
        finally:
            device.close()

    return opened


def test_an_employer_holds_a_certificate_before_the_camera(
    with_camera: Callable[..., Any], code: str, tmp_path: Path, axe: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
) -> None:  # fmt: skip
    shown = film(code, tmp_path / "certificate.y4m")
    with with_camera(shown, viewport={"width": 360, "height": 740}) as page:
        page.goto("/ms/verify/")
        axe(page)
        page.get_by_role("button", name=said("ms", "Read the code with the camera")).click()
        page.wait_for_url("**/ms/verify/")
        expect(page.get_by_role("heading", level=1)).to_have_text(
            said("ms", "Genuine and in force")
        )
        expect(page.get_by_text("Aisyah Rahman").first).to_be_visible()
        screenshot(page, "code-by-camera")


def test_from_a_folder_without_a_network_too(
    with_camera: Callable[..., Any], offline: str, code: str, tmp_path: Path,
    screenshot: Callable[[Page, str], None],
) -> None:  # fmt: skip
    shown = film(code, tmp_path / "certificate.y4m", turned=-0.3)
    with with_camera(shown) as page:
        page.context.set_offline(True)
        page.goto(offline)
        page.get_by_role("button", name="Read the code with the camera").click()
        expect(page.get_by_role("heading", name="Genuine", exact=True)).to_be_visible()
        expect(page.locator("#facts")).to_contain_text("Aisyah Rahman")
        expect(page.locator("#looking")).to_be_hidden()
        screenshot(page, "offline-code-by-camera")


@pytest.mark.slow
def test_a_code_of_something_else_is_said_and_the_camera_can_be_stopped(
    with_camera: Callable[..., Any], offline: str, tmp_path: Path,
    screenshot: Callable[[Page, str], None],
) -> None:  # fmt: skip
    shown = film("https://menu.example/table/7", tmp_path / "menu.y4m")
    with with_camera(shown) as page:
        for address in ("/en/verify/", offline):
            page.goto(address)
            look = page.get_by_role("button", name="Read the code with the camera")
            look.click()
            told = page.get_by_text("This is a code, but not one of a certificate.")
            expect(told).to_be_visible()
            screenshot(page, "another-code" if address.startswith("/") else "offline-another-code")
            page.get_by_role("button", name="Stop the camera").click()
            expect(look).to_be_focused()
            expect(page.locator("video")).to_be_hidden()


@pytest.mark.slow
def test_without_permission_or_without_a_camera_a_photo_is_asked_for_in_both_languages(
    with_camera: Callable[..., Any], page: Page, offline: str, code: str, tmp_path: Path
) -> None:
    shown = film(code, tmp_path / "certificate.y4m")
    with with_camera(shown, allowed=False) as refused:
        refused.goto("/en/verify/")
        refused.get_by_role("button", name="Read the code with the camera").click()
        expect(refused.get_by_text("The camera was not allowed.")).to_be_visible()
        refused.goto(offline)
        refused.get_by_role("button", name="Bahasa Melayu").click()
        refused.get_by_role("button", name="Baca kod dengan kamera").click()
        expect(refused.get_by_text("Kamera tidak dibenarkan.")).to_be_visible()

    page.goto("/ms/verify/")
    page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = async () => {"
        " throw new DOMException('', 'NotFoundError'); }; }"
    )
    page.get_by_role("button", name=said("ms", "Read the code with the camera")).click()
    none = said(
        "ms", "This page finds no camera on this device. Choose a photo of the code instead."
    )
    expect(page.get_by_text(none)).to_be_visible()


def test_a_photo_of_the_code_is_read_here_and_from_a_folder(
    page: Page, offline: str, code: str
) -> None:
    photo = {
        "name": "IMG_0001.png",
        "mimeType": "image/png",
        "buffer": as_png(photographed(code, turned=0.4, side=0.5)),
    }
    empty = {**photo, "buffer": as_png(np.full((HEIGHT, WIDTH), 200, dtype=np.uint8))}
    page.goto("/en/verify/")
    page.get_by_label("Or choose a photo of the code").set_input_files(empty)
    expect(page.get_by_text("No code was found in this picture.")).to_be_visible()
    page.get_by_label("Or choose a photo of the code").set_input_files(photo)
    expect(page.get_by_role("heading", level=1)).to_have_text("Genuine and in force")

    page.context.set_offline(True)
    page.goto(offline)
    for label in ("Or choose a photo of the code", "Choose the credential file"):
        page.get_by_label(label).set_input_files(empty)
        expect(page.get_by_role("heading", name="Not a credential")).to_be_visible()
        page.get_by_label(label).set_input_files(photo)
        expect(page.get_by_role("heading", name="Genuine", exact=True)).to_be_visible()


@pytest.mark.slow
def test_the_code_on_the_printed_certificate_itself_is_read(
    page: Page, award: Any, tmp_path: Path
) -> None:
    """The page as it comes off a printer, and nothing that was drawn for this test."""
    import shutil
    import subprocess

    from tauliah.apps.awards.documents import certificate

    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not here: the certificate was not drawn")
    pdf = certificate(award, "ms")
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    (tmp_path / "certificate.pdf").write_bytes(pdf)
    drawn = ["pdftoppm", "-png", "-r", "200", "-singlefile", "certificate.pdf", "certificate"]
    subprocess.run(drawn, cwd=tmp_path, check=True)

    page.goto("/en/verify/")
    page.get_by_label("Or choose a photo of the code").set_input_files(tmp_path / "certificate.png")
    expect(page.get_by_role("heading", level=1)).to_have_text("Genuine and in force")
