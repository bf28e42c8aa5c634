"""The conversion of film and sound: ffmpeg's report about a file, and its arguments for the conversion.

Source: docs/media.md, Conversion
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from latecomer.media.rules.assets import AssetKind
from latecomer.media.rules.failures import ConversionFailed, Failure
from latecomer.media.rules.formats import Format

LONGEST_MS: Final = 12 * 60 * 60 * 1_000
SMALL_ABOVE_MS: Final = 60_000
"""Films above this have a second, smaller quality for slow links."""
HLS_ABOVE_MS: Final = 20 * 60_000
"""Films above this are cut into pieces (HLS), so that players change between qualities and seek at little cost."""
MAX_SIDE: Final = 8_192
MAX_STREAMS: Final = 8

_DURATION: Final = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d)\.(\d\d)", re.MULTILINE)
_STREAM: Final = re.compile(
    r"^  Stream #0:(\d+)(?:\[\w+\])?(?:\(\w+\))?: (Video|Audio): (\w+)(.*)$", re.MULTILINE
)
_SIZE: Final = re.compile(r", (\d{1,5})x(\d{1,5})[, ]")
_GOOD_PIXELS: Final = re.compile(r", yuv420p[(,]")
"""Eight bits and a quarter of the colours: browsers play nothing else of H.264."""
_BITRATE: Final = re.compile(r"^  Duration: .*, bitrate: (\d+) kb/s", re.MULTILINE)
COPIED_KBITS_MAX: Final = 5_000
"""Above this a good film is encoded all the same: it would not come through the links of viewers."""
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
        can_be_copied=video is not None and _is_good(video, audio, width, height) and _is_light(text),
    )


def _size(description: str) -> tuple[int, int]:
    found = _SIZE.search(description)
    if found is None:
        raise ConversionFailed(Failure.DAMAGED)
    width, height = int(found[1]), int(found[2])
    if max(width, height) > MAX_SIDE or min(width, height) < 2:
        raise ConversionFailed(Failure.TOO_LARGE)
    return width, height


def _is_light(text: str) -> bool:
    found = _BITRATE.search(text)
    return found is not None and int(found[1]) <= COPIED_KBITS_MAX


def _is_good(video: Sequence[str], audio: Sequence[str] | None, width: int, height: int) -> bool:
    frames = _FPS.search(video[3])
    return (
        video[2] == "h264"
        and _GOOD_PIXELS.search(video[3]) is not None
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


_BARE: Final = ("-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn")
_MP4: Final = (*_BARE, "-movflags", "+faststart", "-f", "mp4")
_SOUND: Final = (
    *("-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"),
    *("-af", "aresample=async=1:first_pts=0"),
)
_SEGMENT_S: Final = 4


class Shape(StrEnum):
    """The files that are made of a film or sound."""

    ONE = "one"
    """One MP4."""
    TWO = "two"
    """Two MP4, the second one small, for slow links."""
    HLS = "hls"
    """Two qualities in pieces, and a playlist of both."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """The lengths in ms above which a film has two qualities, and is cut into pieces."""

    small_above_ms: int = SMALL_ABOVE_MS
    hls_above_ms: int = HLS_ABOVE_MS

    def shape(self, film: Film) -> Shape:
        """Return the files to make of ``film``."""
        length_ms = film.duration_ms or 0
        if film.video is not None and length_ms > self.hls_above_ms:
            return Shape.HLS
        return Shape.TWO if film.video is not None and length_ms > self.small_above_ms else Shape.ONE


def is_copied(film: Film, shape: Shape) -> bool:
    """Return True when a conversion encodes nothing, so that it takes seconds."""
    return film.can_be_copied and shape is Shape.ONE


def main_file(shape: Shape) -> str:
    """Return the name of the file whose length and size are the asset's."""
    return "high.m3u8" if shape is Shape.HLS else "main.mp4"


def conversion(
    film: Film, format_: Format, source: PurePath, folder: PurePath, shape: Shape = Shape.ONE
) -> list[str]:
    """Return ffmpeg's arguments to make the files of ``shape`` in ``folder``."""
    begin = ["-progress", "pipe:1", *reading(format_, source)]
    audio = [] if film.audio is None else ["-map", f"0:{film.audio}"]
    if film.video is None:
        return [*begin, *audio, *_SOUND, *_MP4, str(folder / "main.mp4")]
    streams = ["-map", f"0:{film.video}", *audio]
    best = ["-c", "copy"] if film.can_be_copied else [*_picture(1_280, 720, "4M", "8M"), *_SOUND]
    small = [*_picture(640, 360, "600k", "1200k"), *_SOUND]
    match shape:
        case Shape.ONE:
            return [*begin, *streams, *best, *_MP4, str(folder / "main.mp4")]
        case Shape.TWO:
            outputs = ((best, "main"), (small, "small"))
            return [
                *begin,
                *(
                    each
                    for how, name in outputs
                    for each in (*streams, *how, *_MP4, str(folder / f"{name}.mp4"))
                ),
            ]
        case Shape.HLS:
            outputs = ((best, "high"), (small, "low"))
            return [
                *begin,
                *(each for how, name in outputs for each in (*streams, *how, *_pieces(folder, name))),
            ]


def _pieces(folder: PurePath, name: str) -> list[str]:
    """Return ffmpeg's arguments for pieces that lie in one file, so that players ask for ranges."""
    return [
        *_BARE,
        *("-f", "hls", "-hls_time", str(_SEGMENT_S), "-hls_playlist_type", "vod"),
        *("-hls_segment_type", "fmp4", "-hls_flags", "single_file"),
        *("-hls_segment_filename", str(folder / f"{name}.mp4"), str(folder / f"{name}.m3u8")),
    ]


_PIECE: Final = re.compile(r"^#EXTINF:([\d.]+),.*\n#EXT-X-BYTERANGE:(\d+)@", re.MULTILINE)


def master_playlist(qualities: Sequence[tuple[str, str, tuple[int, int]]]) -> str:
    """Return the playlist of several qualities, each given as its name, its playlist and its size in pixels.

    Source: RFC 8216, 4.3.4.2
    """
    lines = ["#EXTM3U", "#EXT-X-VERSION:7"]
    for name, playlist, (width, height) in qualities:
        rates = [int(size) * 8 / max(float(length_s), 0.1) for length_s, size in _PIECE.findall(playlist)]
        if not rates:
            raise ConversionFailed(Failure.EMPTY)
        lines += [
            f"#EXT-X-STREAM-INF:BANDWIDTH={round(max(rates))},RESOLUTION={width}x{height}",
            f"{name}.m3u8",
        ]
    return "\n".join(lines) + "\n"


def poster(file: PurePath, picture: PurePath, at_s: float) -> list[str]:
    """Return ffmpeg's arguments to make a picture of a converted film: the most typical frame from ``at_s`` on."""
    return [
        *("-protocol_whitelist", "file", "-ss", f"{at_s:.2f}", "-i", f"file:{file}"),
        *("-frames:v", "1", "-vf", "thumbnail=50,scale=640:-2:out_range=full,format=yuvj420p", "-an"),
        *("-c:v", "mjpeg", "-q:v", "4", "-f", "image2", "-update", "1", str(picture)),
    ]


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
