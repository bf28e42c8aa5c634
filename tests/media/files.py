"""Files as people upload them, made by ffmpeg and by hand."""

import io
import subprocess
from pathlib import Path

import imageio_ffmpeg
import pypdfium2
from PIL import Image

_FILM = ("-f", "lavfi", "-i", "testsrc=d=3:s=320x240:r=25", "-f", "lavfi", "-i", "sine=d=3", "-shortest")
_SOUND = ("-f", "lavfi", "-i", "sine=d=3")


def ffmpeg(*arguments: str) -> str:
    """Run ffmpeg; returns what it says."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def film(path: Path, *more: str) -> bytes:
    """A film of three seconds in the container that the name's ending says."""
    ffmpeg(*_FILM, *more, str(path))
    return path.read_bytes()


def sound(path: Path) -> bytes:
    """Three seconds of a tone."""
    ffmpeg(*_SOUND, str(path))
    return path.read_bytes()


def picture(form: str = "PNG", size: tuple[int, int] = (400, 300), **how: object) -> bytes:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, form, **how)
    return file.getvalue()


def pdf(pages: int = 3) -> bytes:
    """A PDF with empty pages."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(800, 450)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
