"""Files sent into the library by tus, without a browser."""

import asyncio
import base64
import time

import aiohttp

from tests.journeys.system import System


async def upload(session: aiohttp.ClientSession, system: System, name: str, content: bytes) -> str:
    """Upload a file by tus and wait until it is ready or has failed; returns its id."""
    headers = {"Authorization": f"Bearer {system.key}", "Tus-Resumable": "1.0.0"}
    encoded = base64.b64encode(name.encode()).decode()
    begin = headers | {"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {encoded}"}
    async with session.post(f"{system.url}/api/v1/media", headers=begin) as made:
        assert made.status == 201, await made.text()
        where = made.headers["Location"]
    send = headers | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    async with session.patch(system.url + where, headers=send, data=content) as sent:
        assert sent.status == 204, await sent.text()
    asset = where.rpartition("/")[2]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        async with session.get(f"{system.url}/api/v1/media/{asset}", headers=headers) as answer:
            state = (await answer.json())["state"]
        if state in ("ready", "failed"):
            return asset
        await asyncio.sleep(
            0.2
        )  # nothing tells when it is ready, and the API is asked at most 50 times a second
    raise AssertionError(f"{name} was not converted within a minute")
