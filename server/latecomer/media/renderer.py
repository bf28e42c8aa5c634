"""A process that renders pictures and the pages of a PDF: ``python -m latecomer.media.renderer``.

PDFium is not thread-safe, and both libraries read files of strangers: a crash here affects no other process. The last
line on standard output is JSON: a ``Rendered``, or the code of a failure. Each finished page is reported.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from latecomer.media.rules.failures import ConversionFailed, Failure

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MAX_PAGES: Final = 200
MAX_SIDE: Final = 8_192
_SIDE: Final = 1_920
_QUALITY: Final = 82
_PROTECTED: Final = 4  # FPDF_ERR_PASSWORD


class Rendered(msgspec.Struct, frozen=True):
    """The rendered files: their names, and the size of the first in pixels."""

    files: tuple[str, ...]
    width: int
    height: int


class Failed(msgspec.Struct, frozen=True):
    """The reason why nothing was rendered."""

    failure: Failure


def render_picture(source: Path, folder: Path) -> Rendered:
    """Encode a picture anew: turned upright by its camera's orientation, and without the other data in the file."""
    Image.MAX_IMAGE_PIXELS = MAX_SIDE * MAX_SIDE
    try:
        with Image.open(source, formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > MAX_SIDE:
                raise ConversionFailed(Failure.TOO_LARGE)
            picture.load()
            turned = ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ConversionFailed(Failure.DAMAGED) from error
    except Image.DecompressionBombError as error:
        raise ConversionFailed(Failure.TOO_LARGE) from error
    width, height = _save(turned, folder / "main.webp")
    return Rendered(("main.webp",), width, height)


def render_pages(source: Path, folder: Path) -> Rendered:
    """Render each page of a PDF as a picture of at most 1920 pixels."""
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        protected = getattr(error, "err_code", None) == _PROTECTED
        raise ConversionFailed(Failure.PROTECTED if protected else Failure.DAMAGED) from error
    with document:
        count = len(document)
        if count > MAX_PAGES:
            raise ConversionFailed(Failure.TOO_MANY_PAGES)
        if count == 0:
            raise ConversionFailed(Failure.EMPTY)
        files, size = [], (0, 0)
        for number in range(count):
            page = document[number]
            side = max(page.get_size())
            if side <= 0:
                raise ConversionFailed(Failure.DAMAGED)
            name = f"page-{number + 1:03}.webp"
            drawn = _save(page.render(scale=_SIDE / side).to_pil(), folder / name)
            size = size if number else drawn
            files.append(name)
            sys.stdout.write(f"{(number + 1) / count:.3f}\n")
            sys.stdout.flush()
    return Rendered(tuple(files), *size)


def _save(picture: Picture, path: Path) -> tuple[int, int]:
    kept = picture.convert("RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB")
    kept.thumbnail((_SIDE, _SIDE))
    kept.save(path, "WEBP", quality=_QUALITY, method=4)
    return kept.size


def main(kind: str, source: str, folder: str) -> int:
    """Render ``source`` into ``folder``; returns 0, or 1 when it failed."""
    render = render_pages if kind == "slides" else render_picture
    answer: Rendered | Failed
    try:
        answer = render(Path(source), Path(folder))
    except ConversionFailed as error:
        answer = Failed(error.failure)
    except MemoryError:
        answer = Failed(Failure.TOO_LARGE)
    sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
    return int(isinstance(answer, Failed))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
