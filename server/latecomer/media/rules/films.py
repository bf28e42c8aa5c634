"""The conversion of film and sound: ffmpeg's report about a file, and its arguments for the conversion.

Source: docs/media.md, Conversion
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from latecomer.media.rules.assets import AssetKind
from latecomer.media.rules.failures import ConversionFailed, Failure
from latecomer.media.rules.formats import Format

LONGEST_MS: Final = 12 * 60 * 60 * 1_000
SMALL_ABOVE_MS: Final = 60_000
"""Films above this have a second, smaller quality for slow links."""
MAX_SIDE: Final = 8_192
MAX_STREAMS: Final = 8

_DURATION: Final = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d)\.(\d\d)", re.MULTILINE)
_STREAM: Final = re.compile(
    r"^  Stream #0:(\d+)(?:\[\w+\])?(?:\(\w+\))?: (Video|Audio): (\w+)(.*)$", re.MULTILINE
)
_SIZE: Final = re.compile(r", (\d{1,5})x(\d{1,5})[, ]")
_FPS: Final = re.compile(r", ([\d.]+) fps")
_VIDEO_CODECS: Final = frozenset(
    (
        "h264",
        "hevc",
        "mpeg4",
        "mpeg1video",
        "mpeg2video",
        "msmpeg4",
        "msmpeg4v1",
        "msmpeg4v2",
        "msmpeg4v3",
        "wmv1",
        "wmv2",
        "wmv3",
        "vc1",
        "mjpeg",
        "vp8",
        "vp9",
        "av1",
        "prores",
        "dvvideo",
        "rawvideo",
        "cinepak",
        "h263",
        "flv1",
        "png",
        "qtrle",
        "svq3",
        "msvideo1",
    )
)
_AUDIO_CODECS: Final = frozenset(
    (
        "aac",
        "mp3",
        "mp2",
        "mp1",
        "ac3",
        "eac3",
        "vorbis",
        "opus",
        "flac",
        "alac",
        "wmav1",
        "wmav2",
        "wmapro",
        "pcm_s16le",
        "pcm_s16be",
        "pcm_s24le",
        "pcm_u8",
        "pcm_s8",
        "pcm_f32le",
        "pcm_mulaw",
        "pcm_alaw",
        "adpcm_ms",
        "adpcm_ima_wav",
        "adpcm_ima_qt",
        "amr_nb",
    )
)


@dataclass(frozen=True, slots=True)
class Film:
    """The streams that ffmpeg found in a file, by number; None when there is no readable stream of a kind."""

    duration_ms: int | None
    video: int | None
    audio: int | None
    width: int = 0
    height: int = 0
    can_be_copied: bool = False
    """Return True when the file already has the format that a conversion would produce."""

    @property
    def kind(self) -> AssetKind:
        """The kind of asset: film, or sound without pictures."""
        return AssetKind.AUDIO if self.video is None else AssetKind.VIDEO


def read_probe(text: str) -> Film:
    """Read what ``ffmpeg -i FILE`` writes.

    Raises: ConversionFailed.
    """
    streams = _STREAM.findall(text)
    if len(streams) > MAX_STREAMS:
        raise ConversionFailed(Failure.DAMAGED)
    video = next(
        (
            one
            for one in streams
            if one[1] == "Video" and one[2] in _VIDEO_CODECS and "(attached pic)" not in one[3]
        ),
        None,
    )
    audio = next((one for one in streams if one[1] == "Audio" and one[2] in _AUDIO_CODECS), None)
    if video is None and audio is None:
        raise ConversionFailed(Failure.NO_PICTURE_OR_SOUND)
    width, height = _size(video[3]) if video else (0, 0)
    found = _DURATION.search(text)
    duration_ms = None
    if found:
        hours, minutes, seconds, hundredths = map(int, found.groups())
        duration_ms = ((hours * 60 + minutes) * 60 + seconds) * 1_000 + hundredths * 10
        if duration_ms > LONGEST_MS:
            raise ConversionFailed(Failure.TOO_LONG)
    return Film(
        duration_ms=duration_ms,
        video=int(video[0]) if video else None,
        audio=int(audio[0]) if audio else None,
        width=width,
        height=height,
        can_be_copied=video is not None and _is_good(video, audio, width, height),
    )


def _size(description: str) -> tuple[int, int]:
    found = _SIZE.search(description)
    if found is None:
        raise ConversionFailed(Failure.DAMAGED)
    width, height = int(found[1]), int(found[2])
    if max(width, height) > MAX_SIDE or min(width, height) < 2:
        raise ConversionFailed(Failure.TOO_LARGE)
    return width, height


def _is_good(video: Sequence[str], audio: Sequence[str] | None, width: int, height: int) -> bool:
    frames = _FPS.search(video[3])
    return (
        video[2] == "h264"
        and ", yuv420p" in video[3]
        and width <= 1_280
        and height <= 720
        and width % 2 == height % 2 == 0
        and frames is not None
        and float(frames[1]) <= 30
        and (audio is None or audio[2] == "aac")
    )


def reading(format_: Format, source: PurePath) -> list[str]:
    """Return ffmpeg's arguments to read a file: only with the reader of its own format, and only this file."""
    return [
        *(
            "-protocol_whitelist",
            "file",
            "-format_whitelist",
            f"{format_.demuxer},mov,mp4,m4a,3gp,3g2,mj2,matroska,webm",
        ),
        *("-f", format_.demuxer, "-i", f"file:{source}"),
    ]


_COMMON: Final = (
    "-map_metadata",
    "-1",
    "-map_chapters",
    "-1",
    "-sn",
    "-dn",
    "-movflags",
    "+faststart",
    "-f",
    "mp4",
)
_SOUND: Final = (
    "-c:a",
    "aac",
    "-b:a",
    "128k",
    "-ac",
    "2",
    "-ar",
    "48000",
    "-af",
    "aresample=async=1:first_pts=0",
)


def conversion(film: Film, format_: Format, source: PurePath, folder: PurePath) -> list[str]:
    """Return ffmpeg's arguments to make ``main.mp4``, and for a longer film also ``small.mp4``, in ``folder``."""
    begin = ["-progress", "pipe:1", *reading(format_, source)]
    audio = [] if film.audio is None else ["-map", f"0:{film.audio}"]
    if film.video is None:
        return [*begin, *audio, *_SOUND, *_COMMON, str(folder / "main.mp4")]
    video = ["-map", f"0:{film.video}"]
    if film.can_be_copied:
        arguments = [*begin, *video, *audio, "-c", "copy", *_COMMON, str(folder / "main.mp4")]
    else:
        arguments = [
            *begin,
            *video,
            *audio,
            *_picture(1_280, 720, "4M", "8M"),
            *_SOUND,
            *_COMMON,
            str(folder / "main.mp4"),
        ]
    if (film.duration_ms or 0) > SMALL_ABOVE_MS:
        arguments += [
            *video,
            *audio,
            *_picture(640, 360, "600k", "1200k"),
            *_SOUND,
            *_COMMON,
            str(folder / "small.mp4"),
        ]
    return arguments


def _picture(width: int, height: int, rate: str, buffer: str) -> list[str]:
    fit = (
        f"scale=w='min({width},iw)':h='min({height},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2:"
        "out_range=limited,fps=fps='min(30,source_fps)',format=yuv420p"
    )
    return [
        *("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", "23"),
        *("-maxrate", rate, "-bufsize", buffer, "-vf", fit),
        *("-force_key_frames", "expr:gte(t,n_forced*2)", "-sc_threshold", "0", "-threads", "2"),
    ]


def check_length(film: Film, converted_ms: int) -> None:
    """Compare the length of the result with the announced one: ffmpeg reports no error for a file that ends too early.

    Raises: ConversionFailed.
    """
    if converted_ms < 100:
        raise ConversionFailed(Failure.EMPTY)
    announced_ms = film.duration_ms
    if announced_ms is not None and announced_ms - converted_ms > max(2_000, announced_ms * 0.02):
        raise ConversionFailed(Failure.CUT_OFF)


def progress_ms(line: str) -> int | None:
    """Return the progress of a conversion in ms, None when this ``line`` of ffmpeg's output does not contain it."""
    name, _, value = line.partition("=")
    return int(value) // 1_000 if name == "out_time_us" and value.strip().isdigit() else None
