"""The demonstration's slides: a PDF of three pages.

Source: docs/domain.md
"""

import io
from typing import Final

from PIL import Image, ImageDraw, ImageFont

PAGES: Final = (
    ("Each second counts once", "Reloads, second tabs and retries change nothing."),
    ("What is skipped is not watched", "A seek covers nothing; double speed is no double time."),
    ("More than a minute", "and the No-Show becomes Attended On-Demand, while you look."),
)
_SIZE: Final = (1_280, 720)


def slides() -> bytes:
    """Return the PDF."""
    first, *others = (_page(nth, *page) for nth, page in enumerate(PAGES, 1))
    file = io.BytesIO()
    first.save(file, "PDF", save_all=True, append_images=others, resolution=96)
    return file.getvalue()


def _page(number: int, heading: str, text: str) -> Image.Image:
    page = Image.new("RGB", _SIZE, "#0f4f5c")
    draw = ImageDraw.Draw(page)
    draw.text((96, 232), heading, "#ffffff", ImageFont.load_default(64))
    draw.text((96, 344), text, "#d6f5ef", ImageFont.load_default(34))
    draw.text((96, 620), f"{number} / {len(PAGES)}", "#7fe0d0", ImageFont.load_default(26))
    return page
