"""Calls to the room over HTTP, and files of the library."""

from typing import Any
from uuid import UUID

from latecomer.media.rules.assets import AssetId
from latecomer.media.service import MediaLibrary
from tests.support.site import Site


async def ask(site: Site, member: Any, *messages: Any, expect: int = 200) -> Any:
    token = member["join_url"].rpartition("/")[2]
    answer = await site.client.post(f"/j/{token}/room", json={"messages": messages})
    decoded = await site.decoded(answer, expect)
    return decoded["messages"] if expect == 200 else decoded


async def fetch(site: Site, path: str, expect: int, **headers: str) -> Any:
    answer = await site.client.get(path, headers=headers, allow_redirects=False)
    if expect in (200, 206, 302):
        assert answer.status == expect, await answer.text()
        return answer
    return await site.decoded(answer, expect)


def put_file(site: Site, asset: str, name: str, content: bytes) -> None:
    path = site.parts.get(MediaLibrary).storage.file(AssetId(UUID(asset)), name)
    assert path is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
