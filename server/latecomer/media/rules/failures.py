"""The reasons why a file could not be made playable: a code for programs and a sentence for the person who uploaded it.

Source: docs/media.md, When a file cannot be used
"""

from enum import StrEnum
from typing import Final


class Failure(StrEnum):
    """A fault of a file."""

    UNKNOWN_FORMAT = "unknown_format"
    PRESENTATION = "presentation"
    EMPTY = "empty"
    DAMAGED = "damaged"
    CUT_OFF = "cut_off"
    NO_PICTURE_OR_SOUND = "no_picture_or_sound"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_SLOW = "too_slow"
    PROTECTED = "protected"
    DISK_FULL = "disk_full"
    NO_CONVERTER = "no_converter"
    INTERRUPTED = "interrupted"
    ADDRESS_REFUSED = "address_refused"
    ADDRESS_UNREACHABLE = "address_unreachable"
    ADDRESS_NOT_PUBLIC = "address_not_public"
    WEB_PAGE = "web_page"
    FILE_TOO_LARGE = "file_too_large"
    STORAGE_FULL = "storage_full"


MESSAGES: Final[dict[Failure, str]] = {
    Failure.UNKNOWN_FORMAT: "This is not a file that can be shown. Upload AVI, MOV, WMV, MPG, MP4, MKV, WebM, MP3, "
    "M4A, PNG, JPG or PDF.",
    Failure.PRESENTATION: "Presentations are shown from PDF. Export this one as PDF and upload that.",
    Failure.EMPTY: "This file has nothing in it to play. Check it on your computer and upload it again.",
    Failure.DAMAGED: "This file is damaged and cannot be read. Export it again and upload the new one.",
    Failure.CUT_OFF: "This file ends too early: part of it is missing. Upload it again from the original.",
    Failure.NO_PICTURE_OR_SOUND: "This file has neither a picture nor sound that can be read.",
    Failure.TOO_LONG: "This file is longer than 12 hours. Cut it into parts.",
    Failure.TOO_LARGE: "The picture is too large. Make it at most 8192 pixels wide and high.",
    Failure.TOO_MANY_PAGES: "This PDF has more than 200 pages. Split it.",
    Failure.TOO_SLOW: "Converting this file took too long. Export it as MP4 (H.264) and upload that.",
    Failure.PROTECTED: "This PDF is protected by a password. Export it without one.",
    Failure.DISK_FULL: "The server's disk is full. Ask whoever runs it to make room, then try again.",
    Failure.NO_CONVERTER: "This server cannot convert film or sound: ffmpeg is missing. Pictures and PDFs work.",
    Failure.INTERRUPTED: "Converting this file was interrupted three times. Try again, or export it as MP4.",
    Failure.ADDRESS_REFUSED: "The address does not give the file out: it wants a sign-in, or the file is gone. Open "
    "the link in a private window of your browser to see what others get.",
    Failure.ADDRESS_UNREACHABLE: "The file could not be fetched from this address in three attempts. Check the "
    "address, or download the file and upload it here.",
    Failure.ADDRESS_NOT_PUBLIC: "The address leads into a network that is not public, or on to others without end. "
    "Download the file and upload it here.",
    Failure.WEB_PAGE: "This is the address of a web page, not of a file. Copy the address of the file itself, or "
    "download it and upload it here.",
    Failure.FILE_TOO_LARGE: "The file is larger than 20 GiB. Export it smaller, or cut it into parts.",
    Failure.STORAGE_FULL: "The media library is full. Delete files that no webinar plays, then try again.",
}
"""The advice for each fault."""


class ConversionFailed(Exception):
    """A file that cannot be used as it is."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure
