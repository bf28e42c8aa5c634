"""Conversion with the real ffmpeg: all formats become playable, and broken files say why."""

import asyncio
import re
import zlib
from pathlib import Path
from uuid import uuid4

import pytest

from latecomer.media import queries
from latecomer.media.rules.assets import AssetKind, AssetState
from latecomer.media.rules.failures import Failure
from latecomer.media.rules.films import Lengths
from latecomer.media.rules.formats import ConversionLane
from latecomer.media.service import MediaLibrary
from latecomer.media.worker import LEASE_MS, Conversion
from tests.media.files import ffmpeg, film, pdf, picture, sound
from tests.media.house import House


async def test_every_film_format_becomes_an_mp4(house: House, tmp_path: Path) -> None:
    for ending in ("avi", "mov", "wmv", "mpg", "mp4", "mkv"):
        asset = await house.convert(film(tmp_path / f"film.{ending}"))
        assert (asset.state, asset.kind, asset.failure) == (AssetState.READY, AssetKind.VIDEO, None), ending
        assert asset.duration_ms is not None
        assert abs(asset.duration_ms - 3_000) < 200, ending
        assert (asset.width, asset.height, asset.files) == (320, 240, ("main.mp4", "poster.jpg"))
        path = house.storage.file(asset.id, "main.mp4")
        said = ffmpeg("-i", str(path))
        assert "Video: h264" in said
        assert "yuv420p" in said
        assert "Audio: aac" in said
        assert path is not None
        head = path.read_bytes()
        assert head.index(b"moov") < head.index(b"mdat"), "the index comes first"
        assert house.leftovers(asset) == {"files"}


async def test_a_large_film_gets_the_named_numbers(house: House, tmp_path: Path) -> None:
    """720p, 30 frames a second, a key frame at 0, 2 and 4 s, limited range, AAC at 48 kHz in stereo."""
    ffmpeg(
        *(
            "-f",
            "lavfi",
            "-i",
            "color=teal:s=1920x1080:r=60:d=4.2",
            "-f",
            "lavfi",
            "-i",
            "sine=d=4.2:r=44100",
        ),
        *("-c:v", "mjpeg", "-q:v", "5", "-threads", "2", str(tmp_path / "large.avi")),
    )
    asset = await house.convert((tmp_path / "large.avi").read_bytes())
    path = house.storage.file(asset.id, "main.mp4")
    assert path is not None
    said = ffmpeg("-skip_frame", "nokey", "-i", str(path), "-an", "-vf", "showinfo", "-f", "null", "-")
    assert "Video: h264 (High)" in said
    assert re.search(r"yuv420p\(tv[,)].*1280x720.* 30 fps", said)
    assert re.search(r"Audio: aac .*48000 Hz, stereo", said)
    assert [float(at) for at in re.findall(r"pts_time:([\d.]+)", said)] == [0, 2, 4]


async def test_pictures_and_sound_stay_together_at_a_rate_that_varies(house: House, tmp_path: Path) -> None:
    """plumi#1082: WMV and AVI whose frames come at uneven times got out of step, and had a wrong length."""
    flash = (
        "color=black:s=320x240:r=5:d=3[a];color=white:s=320x240:r=25:d=1[b];color=black:s=320x240:r=10:d=4[c];"
        "[a][b][c]concat=n=3,settb=1/1000[v];"
        "aevalsrc='if(between(t,3,4),sin(2000*t),0)':d=8:s=44100[s]"
    )
    for ending, more in (("wmv", ()), ("avi", ("-c:v", "mpeg4")), ("mkv", ("-c:v", "mpeg4"))):
        name = tmp_path / f"uneven.{ending}"
        ffmpeg("-filter_complex", flash, "-map", "[v]", "-map", "[s]", "-fps_mode", "vfr", *more, str(name))
        asset = await house.convert(name.read_bytes())
        assert (asset.state, asset.failure) == (AssetState.READY, None), ending
        assert asset.duration_ms is not None
        assert abs(asset.duration_ms - 8_000) < 250, ending
        said = ffmpeg(
            *("-i", str(house.storage.file(asset.id, "main.mp4"))),
            *("-vf", "blackdetect=d=0.5:pix_th=0.5", "-af", "silencedetect=n=-40dB:d=0.5", "-f", "null", "-"),
        )
        white = [float(at) for at in re.findall(r"black_(?:end|start):([\d.]+)", said)]
        loud = [float(at) for at in re.findall(r"silence_(?:end|start): ([\d.]+)", said)]
        assert white[1:3] == pytest.approx([3, 4], abs=0.15), (ending, said)
        assert loud[1:3] == pytest.approx([3, 4], abs=0.15), (ending, said)


async def test_without_ffmpeg_pictures_and_pdfs_work_and_films_say_why_not(
    house: House, tmp_path: Path
) -> None:
    house.library = MediaLibrary(house.pool, house.storage, has_ffmpeg=False)
    house.conversion = Conversion(house.pool, house.storage, None, lambda: house.now)
    for content in (picture(), pdf(1)):
        assert (await house.convert(content)).state is AssetState.READY
    for content in (film(tmp_path / "film.mp4", "-t", "0.2"), sound(tmp_path / "tone.mp3")):
        assert (await house.convert(content)).failure is Failure.NO_CONVERTER
    assert not (await house.library.list(1, None)).space.converts_film


async def test_a_long_film_is_cut_into_pieces_of_two_qualities(house: House, tmp_path: Path) -> None:
    house.conversion = house.converter(Lengths(small_above_ms=1_000, hls_above_ms=2_000))
    asset = await house.convert(film(tmp_path / "film.mp4", "-pix_fmt", "yuv420p"))
    assert asset.files == ("main.m3u8", "high.m3u8", "high.mp4", "low.m3u8", "low.mp4", "poster.jpg")
    assert (asset.width, asset.height) == (320, 240)
    assert asset.duration_ms is not None
    assert abs(asset.duration_ms - 3_000) < 200
    main = house.storage.file(asset.id, "main.m3u8")
    assert main is not None
    lines = main.read_text().splitlines()
    assert lines[0] == "#EXTM3U"
    assert lines[3::2] == ["high.m3u8", "low.m3u8"]
    assert all(
        re.fullmatch(r"#EXT-X-STREAM-INF:BANDWIDTH=\d+,RESOLUTION=320x240", line) for line in lines[2::2]
    )
    pieces = main.with_name("low.m3u8").read_text()
    assert '#EXT-X-MAP:URI="low.mp4",BYTERANGE=' in pieces
    assert pieces.rstrip().endswith("#EXT-X-ENDLIST")
    said = ffmpeg("-i", str(main), "-f", "null", "-")
    assert "Video: h264" in said
    assert "Audio: aac" in said
    assert house.leftovers(asset) == {"files"}


async def test_a_film_has_a_picture_of_itself_that_is_not_black(house: House, tmp_path: Path) -> None:
    from PIL import Image  # noqa: PLC0415

    black = "color=c=black:d=1:s=320x240:r=10"
    ffmpeg(
        *("-f", "lavfi", "-i", black, "-f", "lavfi", "-i", "testsrc=d=9:s=320x240:r=10"),
        *("-filter_complex", "[0][1]concat=n=2", "-pix_fmt", "yuv420p", str(tmp_path / "dark.mp4")),
    )
    asset = await house.convert((tmp_path / "dark.mp4").read_bytes())
    path = house.storage.file(asset.id, "poster.jpg")
    assert path is not None
    with Image.open(path) as picture_:
        assert picture_.size == (640, 480)
        assert max(picture_.convert("L").tobytes()) > 100


async def test_a_copy_does_not_wait_behind_a_film_that_is_encoded(house: House, tmp_path: Path) -> None:
    slow = await house.upload(film(tmp_path / "film.avi"))
    quick = await house.upload(film(tmp_path / "film.mp4", "-pix_fmt", "yuv420p", "-c:a", "aac"))
    for _ in range(2):
        assert await house.conversion.convert_next(ConversionLane.COPY)
    assert (await house.asset(quick)).state is AssetState.READY
    assert (await house.asset(slow)).state is AssetState.WAITING
    assert await house.conversion.convert_next(ConversionLane.FILM)
    assert (await house.asset(slow)).state is AssetState.READY


async def test_sound_becomes_aac(house: House, tmp_path: Path) -> None:
    asset = await house.convert(sound(tmp_path / "tone.mp3"))
    assert (asset.state, asset.kind) == (AssetState.READY, AssetKind.AUDIO)
    assert "Audio: aac" in ffmpeg("-i", str(house.storage.file(asset.id, "main.mp4")))


async def test_a_good_film_is_copied_and_a_longer_one_has_a_small_quality(
    house: House, tmp_path: Path
) -> None:
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc=d=61:s=640x360:r=5", "-pix_fmt", "yuv420p", "-preset", "ultrafast"),
        str(tmp_path / "long.mp4"),
    )
    asset = await house.convert((tmp_path / "long.mp4").read_bytes())
    assert asset.files == ("main.mp4", "small.mp4", "poster.jpg")
    assert asset.result_bytes == sum(
        path.stat().st_size for path in (house.storage.folder / asset.id.hex / "files").iterdir()
    )


async def test_pictures_are_encoded_anew_upright_and_without_metadata(house: House) -> None:
    from PIL import Image  # noqa: PLC0415

    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    exif[0x010E] = "a secret place"
    for content in (picture("PNG"), picture("JPEG", (3_000, 2_000), exif=exif)):
        asset = await house.convert(content)
        assert (asset.state, asset.kind, asset.files) == (AssetState.READY, AssetKind.IMAGE, ("main.webp",))
        path = house.storage.file(asset.id, "main.webp")
        assert path is not None
        assert b"secret" not in path.read_bytes()
    assert (asset.width, asset.height) == (1_280, 1_920)


async def test_a_pdf_becomes_slides(house: House) -> None:
    asset = await house.convert(pdf(3))
    assert (asset.state, asset.kind, asset.pages, asset.width) == (
        AssetState.READY,
        AssetKind.SLIDES,
        3,
        1_920,
    )
    assert asset.files[0] == "page-001.webp"
    assert asset.files[3:] == ("original.pdf",), "handouts hand it out"
    original = house.storage.file(asset.id, "original.pdf")
    assert original is not None
    assert original.read_bytes().startswith(b"%PDF")
    assert house.leftovers(asset) == {"files"}


def huge_png() -> bytes:
    """A PNG that says it has 30,000 by 30,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    size = (30_000).to_bytes(4)
    body = zlib.compress(b"\0" * 90_001)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size + size + b"\x08\x02\0\0\0")
        + chunk(b"IDAT", body)
        + chunk(b"IEND", b"")
    )


async def test_broken_files_say_why_and_leave_nothing(house: House, tmp_path: Path) -> None:
    avi = film(tmp_path / "film.avi", "-t", "3")
    many = pdf(5_000)
    empty = tmp_path / "empty.mp3"
    ffmpeg("-f", "lavfi", "-i", "sine=d=0.01", str(empty))
    ffmpeg(*("-f", "lavfi", "-i", "testsrc=d=20:s=320x240", "-c:v", "mpeg4"), str(tmp_path / "long.avi"))
    long_avi = (tmp_path / "long.avi").read_bytes()
    for content, failure in (
        (avi[:16] + bytes(len(avi) - 16), Failure.DAMAGED),
        (long_avi[: len(long_avi) // 2], Failure.CUT_OFF),
        (huge_png(), Failure.TOO_LARGE),
        (picture("PNG")[:200], Failure.DAMAGED),
        (many, Failure.TOO_MANY_PAGES),
        (b"%PDF-1.7 nothing", Failure.DAMAGED),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", Failure.UNKNOWN_FORMAT),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", Failure.UNKNOWN_FORMAT),
        (b"PK\x03\x04 a presentation", Failure.PRESENTATION),
        (empty.read_bytes(), Failure.EMPTY),
        (b"RIFF\x00\x00\x00\x00AVI ffconcat version 1.0\nfile /etc/passwd\n", Failure.DAMAGED),
    ):
        asset = await house.convert(content)
        assert (asset.state, asset.failure) == (AssetState.FAILED, failure), content[:40]
        assert house.leftovers(asset) == set()
        assert asset.bytes == 0


async def test_a_picture_does_not_wait_behind_a_film(house: House, tmp_path: Path) -> None:
    await house.upload(film(tmp_path / "film.avi"))
    quick = await house.upload(picture())
    assert await house.conversion.convert_next(ConversionLane.PICTURE)
    assert (await house.asset(quick)).state is AssetState.READY


async def test_another_worker_begins_anew_what_a_dead_one_left_and_the_fourth_gives_up(house: House) -> None:
    asset_id = await house.upload(picture())
    for tries in (1, 2, 3):
        async with house.pool.acquire() as conn:
            taken = await queries.claim(
                conn, ConversionLane.PICTURE, uuid4(), house.now, house.now + LEASE_MS
            )
            assert taken is not None
            assert taken.tries == tries
            assert (
                await queries.claim(conn, ConversionLane.PICTURE, uuid4(), house.now, house.now + LEASE_MS)
                is None
            )
        house.now += LEASE_MS + 1
    assert await house.conversion.convert_next(ConversionLane.PICTURE)
    assert (await house.asset(asset_id)).failure is Failure.INTERRUPTED
    assert not await house.conversion.convert_next(ConversionLane.PICTURE)


async def test_a_worker_that_is_asked_to_stop_gives_its_film_back_and_kills_ffmpeg(
    house: House, tmp_path: Path
) -> None:
    short, long = tmp_path / "short.avi", tmp_path / "long.avi"
    ffmpeg("-f", "lavfi", "-i", "testsrc=d=2:s=1280x720:r=30", "-c:v", "mpeg4", str(short))
    ffmpeg("-stream_loop", "60", "-i", str(short), "-c", "copy", str(long))
    asset_id = await house.upload(long.read_bytes())
    assert await house.conversion.convert_next(ConversionLane.COPY), "it is looked at, and cannot be copied"
    working = asyncio.create_task(house.conversion.convert_next(ConversionLane.FILM))
    home = house.storage.folder / asset_id.hex
    while not list(home.glob("work-*/main.mp4")):
        await asyncio.sleep(0.05)
        assert not working.done()
    working.cancel()
    await asyncio.wait([working])
    asset = await house.asset(asset_id)
    assert (asset.state, asset.tries) == (AssetState.WAITING, 0)
    assert house.leftovers(asset) <= {"source", "next"}
