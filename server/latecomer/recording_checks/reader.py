"""Reading parts of a recording as players do, from the folder of recordings or over HTTP by the guarded client."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from latecomer.http.guard import NotAllowed
from latecomer.http.outgoing import HttpAnswer, NoAnswer, OutgoingHttp
from latecomer.media.recordings import find_recording
from latecomer.media.rules.library_recordings import asset_of
from latecomer.media.service import MediaLibrary
from latecomer.recording_checks.rules.findings import Finding, FindingCode

_REDIRECTS_MAX: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_FOLDER: Final = "/recordings/"
_SIGNED_MS: Final = 5 * 60 * 1_000


class Unreadable(Exception):
    """Raised when nothing can be read; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a file, as it was asked for or shorter."""

    body: bytes
    url: str
    """The address behind all redirects."""
    in_ranges: bool
    allows_origin: bool
    """Scripts of our pages may read the file."""


class Reader:
    """Reads parts of files."""

    def __init__(
        self, outgoing: OutgoingHttp, folder: Path, public_url: str, library: MediaLibrary | None = None
    ) -> None:
        """``folder``: of recordings; ``public_url``: the server's own address."""
        self._library = library
        self._outgoing = outgoing
        self._folder = folder
        self._origin = public_url.rstrip("/")

    async def read(self, url: str, offset: int, length: int) -> Part:
        """Return a part of the file at this address, which may be a path below /recordings/. Raises: Unreadable."""
        path = url.removeprefix(self._origin)
        of_library = None if self._library is None else asset_of(path)
        if self._library is not None and of_library is not None:
            found = self._library.storage.file(*of_library)
            if found is not None and await asyncio.to_thread(found.is_file):
                return await _part(found, path, offset, length)
            if self._library.s3 is not None and await self._library.is_in_s3(*of_library):
                address = await self._library.s3.address(*of_library, 0, _SIGNED_MS)
                return await self._read_http(address, offset, length)
        if path.startswith(_FOLDER):
            return await self._read_file(path, offset, length)
        return await self._read_http(url, offset, length)

    async def _read_file(self, path: str, offset: int, length: int) -> Part:
        if not await asyncio.to_thread(self._folder.is_dir):
            raise Unreadable(Finding(FindingCode.NO_FOLDER))
        name = unquote(urlsplit(path).path.removeprefix(_FOLDER))
        found = await asyncio.to_thread(find_recording, self._folder, name)
        if found is None:
            raise Unreadable(Finding(FindingCode.NO_FILE))
        return await _part(found, path, offset, length)

    async def _read_http(self, url: str, offset: int, length: int) -> Part:
        if self._origin.startswith("https:") and url.lower().startswith("http:"):
            raise Unreadable(Finding(FindingCode.NOT_SECURE))
        headers = {"Range": f"bytes={offset}-{offset + length - 1}", "Origin": self._origin}
        for _ in range(_REDIRECTS_MAX + 1):
            answer = await self._request(url, headers)
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or target is None:
                return self._part(answer, url, offset, length)
            try:
                url = urljoin(url, target)
            except ValueError as error:  # it leads to no address
                raise Unreadable(Finding(FindingCode.STATUS, str(answer.status))) from error
            if self._origin.startswith("https:") and url.lower().startswith("http:"):
                raise Unreadable(Finding(FindingCode.NOT_SECURE))
        raise Unreadable(Finding(FindingCode.TOO_MANY_REDIRECTS))

    async def _request(self, url: str, headers: dict[str, str]) -> HttpAnswer:
        try:
            return await self._outgoing.request("GET", url.partition("#")[0], headers=headers)
        except NotAllowed as error:
            raise Unreadable(Finding(FindingCode.NOT_ALLOWED)) from error
        except NoAnswer as error:
            code = FindingCode.NO_ANSWER if error.sent else FindingCode.UNREACHABLE
            raise Unreadable(Finding(code)) from error

    def _part(self, answer: HttpAnswer, url: str, offset: int, length: int) -> Part:
        is_part = answer.status == 206
        if answer.status == 416:
            body = b""  # the file is shorter
        elif is_part:
            body = answer.body[:length]
        elif answer.status == 200:
            body = answer.body[offset : offset + length]
        else:
            raise Unreadable(Finding(FindingCode.STATUS, str(answer.status)))
        allowed = answer.headers.get("access-control-allow-origin", "").strip()
        return Part(
            body=body,
            url=url,
            in_ranges=is_part or answer.status == 416,
            allows_origin=allowed in ("*", self._origin),
        )


async def _part(found: Path, path: str, offset: int, length: int) -> Part:
    """Read a part of a file of ours. Raises: Unreadable."""

    def read() -> bytes:
        with found.open("rb") as file:
            file.seek(offset)
            return file.read(length)

    try:
        body = await asyncio.to_thread(read)
    except (OSError, OverflowError, ValueError) as error:  # an index may name offsets that no file has
        raise Unreadable(Finding(FindingCode.NO_FILE)) from error
    return Part(body=body, url=path, in_ranges=True, allows_origin=True)
