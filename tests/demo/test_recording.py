"""The demonstration's recording: plays everywhere, seeks quickly, starts before it is loaded."""

import re
import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

from client_demo.recording import KEY_FRAME_S, make

DURATION_S = 5


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short one, made as the long one is."""
    path = tmp_path_factory.mktemp("recordings") / "deep" / "demo.mp4"
    make(path, DURATION_S)
    return path


def ffmpeg(*arguments: str) -> str:
    """Run ffmpeg and return its output."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def test_it_is_what_every_browser_and_phone_plays(recording: Path) -> None:
    told = ffmpeg("-i", str(recording))
    assert "Video: h264 (Constrained Baseline)" in told
    assert "yuv420p" in told
    assert "Audio: aac (LC)" in told
    assert re.search(r"Duration: 00:00:05\.0", told)


def test_its_index_comes_before_its_media(recording: Path) -> None:
    content = recording.read_bytes()
    assert 0 < content.index(b"moov") < content.index(b"mdat")


def test_every_second_second_can_be_seeked_to(recording: Path) -> None:
    shown = ffmpeg("-skip_frame", "nokey", "-i", str(recording), "-vf", "showinfo", "-an", "-f", "null", "-")
    key_frames = [float(at) for at in re.findall(r"pts_time:([0-9.]+)", shown)]
    assert key_frames == list(range(0, DURATION_S, KEY_FRAME_S))


def test_it_has_a_sound(recording: Path) -> None:
    measured = ffmpeg("-i", str(recording), "-af", "volumedetect", "-vn", "-f", "null", "-")
    loudest = re.search(r"max_volume: (-?[0-9.]+) dB", measured)
    assert loudest is not None
    assert -20 < float(loudest[1]) < 0


def test_a_failure_leaves_no_half_recording(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        make(tmp_path / "demo.mp4", duration_s=-1)
    assert list(tmp_path.iterdir()) == []
