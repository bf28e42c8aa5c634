"""The media library's files in S3.

Source: docs/media.md, In S3
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from latecomer.core.bucket import Bucket
from latecomer.core.ids import Instant
from latecomer.media.rules.assets import AssetId

_SECONDS_MAX: Final = 7 * 24 * 60 * 60
"""The longest time for which S3 honours a signed address."""


class S3Unavailable(Exception):
    """Raised when S3 does not answer, or refuses; it is tried again."""


class S3Files:
    """Files of assets in a bucket."""

    def __init__(self, bucket: Bucket) -> None:
        self._prefix = bucket.prefix
        self._store = S3Store(
            bucket.name,
            endpoint=bucket.endpoint,
            region=bucket.region,
            access_key_id=bucket.key_id,
            secret_access_key=bucket.secret,
            virtual_hosted_style_request=False,
            client_options={"allow_http": bucket.endpoint.startswith("http:"), "connect_timeout": "10s"},
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=30)},
        )

    async def put(self, asset_id: AssetId, path: Path, media_type: str) -> None:
        """Upload a file under its own name, in parts where it is large. Raises: S3Unavailable."""
        try:
            await obstore.put_async(
                self._store, self._key(asset_id, path.name), path, attributes={"Content-Type": media_type}
            )
        except BaseError as error:
            raise S3Unavailable(_reason(error)) from error

    async def delete(self, asset_id: AssetId, name: str) -> None:
        """Delete a file; nothing happens where there is none. Raises: S3Unavailable."""
        try:
            await obstore.delete_async(self._store, self._key(asset_id, name))
        except FileNotFoundError:
            return
        except BaseError as error:
            raise S3Unavailable(_reason(error)) from error

    async def read(self, asset_id: AssetId, name: str) -> AsyncIterator[bytes]:
        """Yield the content of a file. Raises: S3Unavailable, FileNotFoundError."""
        try:
            found = await obstore.get_async(self._store, self._key(asset_id, name))
            async for piece in found.stream():
                yield bytes(piece)
        except BaseError as error:
            raise S3Unavailable(_reason(error)) from error

    async def address(self, asset_id: AssetId, name: str, now: Instant, until_at: Instant) -> str:
        """Return an address that opens a file until ``until_at``, for 1 s to 7 days."""
        seconds = min(_SECONDS_MAX, max(1, (until_at - now) // 1_000))
        signed: str = await obstore.sign_async(
            self._store, "GET", self._key(asset_id, name), timedelta(seconds=seconds)
        )
        return signed

    def _key(self, asset_id: AssetId, name: str) -> str:
        return f"{self._prefix}{asset_id.hex}/{name}"


def _reason(error: Exception) -> str:
    """Return the first line of an error, which names the object and the answer."""
    return str(error).partition("\n")[0][:300]
