"""Bodies of the media library.

Source: docs/media.md, The library
"""

from typing import Annotated

from msgspec import Meta

from latecomer.core.ids import WebinarId
from latecomer.http.wire import Cursor, Limit, Request, Response, Time
from latecomer.media.rules.assets import AssetId, AssetKind, AssetState


class UseBody(Response, frozen=True, kw_only=True):
    """A webinar that plays an asset."""

    webinar_id: WebinarId
    name: str


class AssetBody(Response, frozen=True, kw_only=True):
    """A file of the media library."""

    id: AssetId
    name: str
    kind: Annotated[AssetKind | None, Meta(description="Null until the file has arrived and was recognised.")]
    state: AssetState
    progress: Annotated[
        float, Meta(ge=0, le=1, description="The progress of the upload, then of the conversion.")
    ]
    left_s: Annotated[
        int | None, Meta(description="The expected duration of the conversion, once it is known.")
    ]
    code: Annotated[str | None, Meta(description="The reason why a file cannot be used.")]
    message: Annotated[str | None, Meta(description="The problem as a sentence that says what to do.")]
    duration_ms: int | None
    width: int | None
    height: int | None
    pages: int | None
    bytes: Annotated[int, Meta(description="The space that it uses in the library.")]
    files: Annotated[
        tuple[str, ...], Meta(description="The names of the files that can be fetched, the main one first.")
    ]
    captions: Annotated[tuple[str, ...], Meta(description="The languages in which it has captions.")]
    used_by: tuple[UseBody, ...]
    is_fetched: Annotated[bool, Meta(description="True for a file that comes from an address.")]
    created_at: Time


class FetchMedia(Request, frozen=True, kw_only=True):
    """A file to fetch from an address."""

    url: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=2_000,
            description="The address of the file itself; redirects are followed.",
            examples=["https://example.com/film.mp4"],
        ),
    ]
    name: Annotated[
        Annotated[str, Meta(min_length=1, max_length=200)] | None,
        Meta(description="Left out: the last part of the address."),
    ] = None


class LibrarySpaceBody(Response, frozen=True, kw_only=True):
    """The storage of the media library: bytes in use, and bytes allowed."""

    used_bytes: Annotated[int, Meta(description="Originals and results, announced uploads included.")]
    limit_bytes: Annotated[int | None, Meta(description="Null: no limit but the disk.")]
    max_file_bytes: int
    converts_film: Annotated[
        bool, Meta(description="False without ffmpeg: only pictures and PDFs are accepted.")
    ]
    converts_presentations: Annotated[
        bool, Meta(description="True with LibreOffice: presentations need not be exported as PDF.")
    ]


class AssetPageBody(Response, frozen=True, kw_only=True):
    """A page of assets, the newest first."""

    items: tuple[AssetBody, ...]
    next_cursor: str | None
    space: LibrarySpaceBody


class AssetQuery(Request, frozen=True, kw_only=True):
    """The page of the library to list."""

    limit: Limit = 50
    cursor: Cursor | None = None
