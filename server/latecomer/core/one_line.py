"""Text on one line, for headers of mails and fields of calendars."""

import re
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")


def one_line(text: str) -> str:
    """Return the text with control characters, line breaks and invisible marks replaced by single blanks.

    A header made of the result has one line, whatever was typed.
    """
    return _CONTROL.sub(" ", text).strip()
