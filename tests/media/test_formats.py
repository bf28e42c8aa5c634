from pathlib import Path

import pytest

from latecomer.media.rules import formats
from latecomer.media.rules.failures import MESSAGES, ConversionFailed, Failure
from latecomer.media.rules.films import Film, check_length, progress_ms, read_probe
from latecomer.media.rules.formats import Format, is_presentation, recognise
from tests.media.files import film, pdf, picture, sound


@pytest.mark.parametrize(
    ("ending", "format_"),
    [
        ("avi", formats.AVI),
        ("mov", formats.MP4),
        ("wmv", formats.WMV),
        ("mpg", formats.MPG),
        ("mp4", formats.MP4),
        ("mkv", formats.MKV),
        ("webm", formats.MKV),
    ],
)
def test_a_film_is_recognised_by_its_content(tmp_path: Path, ending: str, format_: Format) -> None:
    assert recognise(film(tmp_path / f"film.{ending}", "-t", "0.2")) is format_


def test_sound_pictures_and_pdfs_are_recognised(tmp_path: Path) -> None:
    assert recognise(sound(tmp_path / "a.mp3")) is formats.MP3
    assert recognise(sound(tmp_path / "a.m4a")) is formats.M4A
    assert recognise(picture("PNG")) is formats.PNG
    assert recognise(picture("JPEG")) is formats.JPEG
    assert recognise(pdf()) is formats.PDF


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a",
        b"\x00" * 100,
        b"MZ\x90",
    ],
)
def test_scripts_playlists_and_others_are_not_taken(content: bytes) -> None:
    assert recognise(content) is None


def test_a_presentation_is_told_apart() -> None:
    assert is_presentation(b"PK\x03\x04...")
    assert not is_presentation(b"%PDF-1.7")


def test_an_avi_that_announces_more_than_there_is_was_cut_off(tmp_path: Path) -> None:
    avi = film(tmp_path / "film.avi", "-t", "1")
    assert not formats.is_cut_off(avi, len(avi))
    assert formats.is_cut_off(avi, len(avi) // 2)
    assert not formats.is_cut_off(picture("PNG"), 1)


def test_every_failure_has_a_sentence() -> None:
    assert set(MESSAGES) == set(Failure)


PROBE = """Input #0, avi, from 'file:source':
  Duration: 00:01:02.50, start: 0.000000, bitrate: 443 kb/s
  Stream #0:0: Video: mpeg4 (Simple Profile) (FMP4 / 0x34504D46), yuv420p, 320x240 [SAR 1:1 DAR 4:3], 25 fps, 25 tbr
  Stream #0:1: Audio: mp3 (mp3float) (U[0][0][0] / 0x0055), 44100 Hz, mono, fltp, 64 kb/s
"""
GOOD = """  Duration: 00:00:02.00, start: 0.000000, bitrate: 130 kb/s
  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p(progressive), 1280x720 [SAR 1:1], 30 fps
  Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, mono, fltp, 69 kb/s (default)
"""


def failure(probe: str) -> Failure:
    with pytest.raises(ConversionFailed) as failed:
        read_probe(probe)
    return failed.value.failure


def test_a_probe_names_length_streams_and_size() -> None:
    assert read_probe(PROBE) == Film(duration_ms=62_500, video=0, audio=1, width=320, height=240)


def test_what_is_good_already_can_be_copied() -> None:
    assert read_probe(GOOD).can_be_copied
    for worse in (
        ("1280x720", "1920x1080"),
        ("yuv420p", "yuv444p"),
        ("yuv420p", "yuv420p10le"),
        ("bitrate: 130", "bitrate: 20000"),
        ("30 fps", "60 fps"),
        (": aac", ": mp3"),
    ):
        assert not read_probe(GOOD.replace(*worse)).can_be_copied


def test_a_cover_is_no_film() -> None:
    cover = "  Stream #0:1: Video: mjpeg (Baseline), yuvj420p, 300x300, 90k tbr (attached pic)\n"
    song = "  Duration: 00:00:02.00\n  Stream #0:0: Audio: mp3 (mp3float), 44100 Hz\n" + cover
    assert read_probe(song).kind == "audio"


def test_probes_of_what_is_not_taken() -> None:
    assert failure("  Duration: 12:00:00.01\n" + PROBE.split("\n", 2)[2]) is Failure.TOO_LONG
    assert failure(PROBE.replace("320x240", "9000x100")) is Failure.TOO_LARGE
    assert (
        failure(PROBE.replace("mpeg4", "mystery").replace("mp3 ", "mystery ")) is Failure.NO_PICTURE_OR_SOUND
    )
    assert failure("".join(f"  Stream #0:{n}: Audio: aac, x\n" for n in range(9))) is Failure.DAMAGED


def test_what_came_out_is_compared_with_what_was_announced() -> None:
    announced = Film(duration_ms=200_000, video=0, audio=None)
    check_length(announced, 196_000)
    check_length(Film(duration_ms=None, video=0, audio=None), 100)
    for converted_ms, expected in ((195_999, Failure.CUT_OFF), (99, Failure.EMPTY)):
        with pytest.raises(ConversionFailed) as failed:
            check_length(announced, converted_ms)
        assert failed.value.failure is expected


def test_progress_is_read() -> None:
    assert progress_ms("out_time_us=1500000") == 1_500
    assert progress_ms("out_time_us=N/A") is None
    assert progress_ms("speed=3x") is None
