"""``python -m client_demo.recording PATH``: makes a recording to watch, with a visible time code and sound.

MP4 with H.264 (constrained baseline) and AAC plays in every browser and on every phone. Its index comes
first, so that it starts before it is loaded; a key frame every two seconds makes seeking quick. The digits
are drawn from boxes, seven segments each: no machine lacks a font for those.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg

WIDTH, HEIGHT, FPS = 640, 360, 12
DURATION_S = 180
KEY_FRAME_S = 2

SEGMENTS = ("abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "acdefg", "abc", "abcdefg", "abcdfg")
"""The lit segments of each digit, of seven: a on top, then clockwise to f, g in the middle."""

DIGIT_W, DIGIT_H, STROKE = 56, 104, 12
TOP = 92
LIT, FAINT, ACCENT = "0xFDFBFF@0.96", "0xFFFFFF@0.06", "0x7DE2D1"


def box(x: int, y: int, width: int, height: int, color: str, *, when: str | None = None) -> str:
    """A filled box, shown while ``when`` (an expression of the time ``t`` in seconds) is not zero."""
    shown = "" if when is None else f":enable='{when}'"
    return f"drawbox=x={x}:y={y}:w={width}:h={height}:color={color}:t=fill{shown}"


def digit(x: int, value: str, values: int) -> Iterator[str]:
    """One digit at ``x``, showing ``value`` (an expression with ``values`` possible results from 0)."""
    reach, half = DIGIT_W - 2 * STROKE, (DIGIT_H - 3 * STROKE) // 2
    right, middle, bottom = x + DIGIT_W - STROKE, TOP + STROKE + half, TOP + 2 * (STROKE + half)
    places = {
        "a": (x + STROKE, TOP, reach, STROKE),
        "b": (right, TOP + STROKE, STROKE, half),
        "c": (right, middle + STROKE, STROKE, half),
        "d": (x + STROKE, bottom, reach, STROKE),
        "e": (x, middle + STROKE, STROKE, half),
        "f": (x, TOP + STROKE, STROKE, half),
        "g": (x + STROKE, middle, reach, STROKE),
    }
    for segment, place in places.items():
        lit = "+".join(f"eq({value},{n})" for n in range(values) if segment in SEGMENTS[n])
        yield box(*place, FAINT)
        yield box(*place, LIT, when=lit)


def clock() -> Iterator[str]:
    """Minutes, seconds and tenths, in the middle."""
    gap, colon = 16, 34
    x = (WIDTH - (4 * DIGIT_W + gap + 2 * colon)) // 2
    yield from digit(x, "mod(floor(t/60),10)", 10)
    x += DIGIT_W + colon
    for y in (TOP + 30, TOP + 66):
        yield box(x - 23, y, STROKE, STROKE, LIT, when="lt(mod(t,1),0.5)")
    yield from digit(x, "mod(floor(t/10),6)", 6)
    x += DIGIT_W + gap
    yield from digit(x, "mod(floor(t),10)", 10)
    x += DIGIT_W + colon
    yield box(x - 23, TOP + DIGIT_H - STROKE, STROKE, STROKE, LIT)
    yield from digit(x, "mod(floor(10*t),10)", 10)


def graph(duration_s: int) -> str:
    """The filter graph: a slowly turning sky, the clock, the sound as a wave, and how far we are."""
    colors = "n=3:c0=0x171334:c1=0x3B2A78:c2=0x0F4C5C"
    sky = f"gradients=s={WIDTH}x{HEIGHT}:r={FPS}:d={duration_s}:{colors}:speed=0.01:type=linear"
    # A soft chord that breathes, and a tick on every second.
    sound = "+".join(
        (
            "0.10*sin(2*PI*196*t)*(0.6+0.4*sin(2*PI*t/8))",
            "0.08*sin(2*PI*246.94*t)*(0.6+0.4*sin(2*PI*t/8+2))",
            "0.08*sin(2*PI*293.66*t)*(0.6+0.4*sin(2*PI*t/8+4))",
            "0.25*sin(2*PI*880*t)*exp(-28*mod(t,1))",
        )
    )
    return ";".join(
        (
            f"aevalsrc='{sound}':s=22050:d={duration_s},asplit[heard][seen]",
            f"[seen]showwaves=s={WIDTH}x70:r={FPS}:mode=p2p:colors={ACCENT}:scale=sqrt[wave]",
            f"{sky},{','.join(clock())},{box(0, HEIGHT - 8, WIDTH, 8, FAINT)}[face]",
            f"color=c={ACCENT}:s={WIDTH}x8:r={FPS}:d={duration_s}[bar]",
            f"[face][wave]overlay=0:{TOP + DIGIT_H + 44}:shortest=1[both]",
            f"[both][bar]overlay=x='-w+w*t/{duration_s}':y={HEIGHT - 8}:shortest=1,format=yuv420p[picture]",
        )
    )


def make(path: Path, duration_s: int = DURATION_S) -> None:
    """Make the recording at ``path``, whole or not at all.

    Raises:
        subprocess.CalledProcessError: ffmpeg failed; it has said why on standard error.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    video = "-c:v libx264 -profile:v baseline -level 3.0 -preset veryfast -crf 28 -sc_threshold 0"
    command = [
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y"),
        *(
            "-filter_complex",
            graph(duration_s),
            "-map",
            "[picture]",
            "-map",
            "[heard]",
            "-t",
            str(duration_s),
        ),
        *video.split(),
        *("-g", str(KEY_FRAME_S * FPS), "-c:a", "aac", "-b:a", "64k", "-ac", "1"),
        *("-movflags", "+faststart", "-f", "mp4", str(unfinished)),
    ]
    try:
        subprocess.run(command, check=True)
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def main() -> int:
    """Returns 0, or 1 where ffmpeg failed."""
    parser = argparse.ArgumentParser(prog="python -m client_demo.recording", description=__doc__)
    parser.add_argument("path", type=Path, help="where it goes, ending in .mp4")
    parser.add_argument("--duration", type=int, default=DURATION_S, help="its length in seconds")
    options = parser.parse_args()
    print(f"demo: making a recording of {options.duration} seconds", flush=True)
    try:
        make(options.path, options.duration)
    except (OSError, subprocess.CalledProcessError) as problem:
        print(f"demo: the recording could not be made: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
