"""Recordings that are files of the media library: the addresses at which they are served.

Source: docs/media.md, As a recording
"""

import re
from typing import Final
from uuid import UUID

from latecomer.media.rules.assets import AssetId

LIBRARY: Final = "/recordings/library/"
"""The path of these files; ``ASSET/FILE`` follows."""
_FILE: Final = re.compile(
    re.escape(LIBRARY) + r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/([a-z0-9.-]{1,60})"
)


def library_path(asset_id: AssetId, file: str) -> str:
    """Return the address of a file of the library as a recording."""
    return f"{LIBRARY}{asset_id}/{file}"


def asset_of(url: str) -> tuple[AssetId, str] | None:
    """Return the asset and the file that a recording's address names; None for any other address."""
    found = _FILE.fullmatch(url)
    return None if found is None else (AssetId(UUID(found[1])), found[2])
