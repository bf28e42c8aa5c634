"""The third party's site: one page that names its Latecomer, and a recording that can be sought in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from client_demo.third_party.site import site

Visitor = TestClient[web.Request, web.Application]


@pytest.fixture
async def visitor(tmp_path: Path) -> AsyncIterator[Visitor]:
    recording = tmp_path / "talk.mp4"
    recording.write_bytes(bytes(range(100)))
    async with TestClient(TestServer(site("https://count.example", recording))) as client:
        yield client


async def test_the_page_embeds_the_script_of_its_own_latecomer(visitor: Visitor) -> None:
    html = await (await visitor.get("/")).text()
    assert '<script src="https://count.example/viewer.js" data-media="#talk"></script>' in html
    assert "latecomer.example" not in html


@pytest.mark.parametrize("way", ["script", "frame", "form"])
async def test_a_page_with_the_form_names_its_own_latecomer(visitor: Visitor, way: str) -> None:
    html = await (await visitor.get(f"/register-{way}")).text()
    assert "https://count.example/" in html
    assert "latecomer.example" not in html


@pytest.mark.parametrize(
    ("path", "kind"), [("/page.css", "text/css"), ("/page.js", "javascript"), ("/form.js", "javascript")]
)
async def test_what_the_page_needs_is_there(visitor: Visitor, path: str, kind: str) -> None:
    answer = await visitor.get(path)
    assert answer.status == 200
    assert answer.content_type.endswith(kind)


async def test_a_player_may_ask_for_a_part_of_the_recording(visitor: Visitor) -> None:
    answer = await visitor.get("/talk.mp4", headers={"Range": "bytes=10-19"})
    assert answer.status == 206
    assert await answer.read() == bytes(range(10, 20))
