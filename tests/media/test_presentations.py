"""Presentations, turned into slides by LibreOffice in the sandbox, or refused with a sentence."""

import io
import zipfile
from pathlib import Path

import psutil
import pypdfium2
import pytest

from latecomer.media import presentations
from latecomer.media.rules.assets import AssetKind, AssetState
from latecomer.media.rules.failures import ConversionFailed, Failure
from latecomer.media.rules.formats import ODP, PPTX, ConversionLane, recognise
from latecomer.media.service import MediaLibrary
from latecomer.media.worker import find_soffice
from tests.media.files import pptx
from tests.media.house import House


def with_office(house: House, soffice: str | None) -> House:
    house.library = MediaLibrary(house.pool, house.storage, has_ffmpeg=True, has_office=soffice is not None)
    house.conversion = house.converter(soffice=soffice)
    return house


def archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "")
    return file.getvalue()


def running(*command: str) -> list[psutil.Process]:
    """Return the processes with this command that run."""
    return [each for each in psutil.process_iter(["cmdline"]) if each.info["cmdline"] == list(command)]


async def test_a_presentation_becomes_slides_and_a_pdf(house: House) -> None:
    soffice = find_soffice()
    assert soffice is not None, "install libreoffice-impress"
    asset = await with_office(house, soffice).convert(pptx("Composting", "Worms", "Thanks"))
    assert (asset.state, asset.kind, asset.pages) == (AssetState.READY, AssetKind.SLIDES, 3), asset.failure
    assert asset.files == ("page-001.webp", "page-002.webp", "page-003.webp", "original.pdf")
    made = house.storage.file(asset.id, "original.pdf")
    assert made is not None
    with pypdfium2.PdfDocument(made) as document:
        assert "Worms" in document[1].get_textpage().get_text_bounded()
    assert house.leftovers(asset) == {"files"}
    assert sorted(path.name for path in made.parent.iterdir()) == sorted(asset.files)


async def test_without_libreoffice_the_sentence_says_what_to_do(house: House) -> None:
    asset = await with_office(house, None).convert(pptx("Composting"))
    assert (asset.failure, house.leftovers(asset)) == (Failure.PRESENTATION, set())


async def test_an_office_that_hangs_is_killed_with_all_that_it_started(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "soffice"
    office.write_text(f"#!/bin/sh\nsleep 998 & touch {tmp_path}/began\nwait\n")
    office.chmod(0o755)
    monkeypatch.setattr("latecomer.media.worker._OFFICE_S", 1.0)
    asset = await with_office(house, str(office)).convert(pptx("Composting"))
    assert (asset.failure, house.leftovers(asset)) == (Failure.TOO_SLOW, set())
    assert (tmp_path / "began").exists()
    assert running("sleep", "998") == []


def test_archives_are_looked_into_before_they_are_opened(tmp_path: Path) -> None:
    assert recognise(pptx("a")) is PPTX
    assert recognise(archive("mimetypeapplication/vnd.oasis.opendocument.presentation")) is ODP
    assert recognise(archive("hello.txt")) is None
    assert ConversionLane.DOCUMENT is PPTX.lane
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("ppt/presentation.xml", "")
        for n in range(10_001):
            made.writestr(f"ppt/media/{n}", "")
    for content, failure in (
        (archive("[Content_Types].xml", "word/document.xml"), Failure.UNKNOWN_FORMAT),
        (pptx("a")[:-30], Failure.DAMAGED),
        (bomb.getvalue(), Failure.TOO_LARGE),
    ):
        path = tmp_path / "source"
        path.write_bytes(content)
        with pytest.raises(ConversionFailed) as refused:
            presentations.check(path)
        assert refused.value.failure is failure
