"""The media library in S3: moved once ready, served by signed addresses, and nothing lost while S3 is away."""

import asyncio
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from latecomer.core import bucket
from latecomer.http import appkeys
from latecomer.media.moves import queries as move_queries
from latecomer.media.moves.worker import FIRST_WAIT_MS, LEASE_MS, Moving, wait_ms
from latecomer.media.rules.assets import AssetState
from latecomer.media.rules.films import Lengths
from latecomer.media.s3 import S3Files
from latecomer.media.service import MediaLibrary
from latecomer.postgres.pool import open_pool
from tests.automated.test_room import ask, fetch
from tests.automated.test_rundowns import empty, save
from tests.media.files import film, pdf, picture
from tests.media.house import House
from tests.media.s3_server import S3Server
from tests.support.builders import STARTS_AT
from tests.support.site import Site

HOUR_MS = 3_600_000


@pytest.fixture(scope="module")
def s3_server() -> Iterator[S3Server]:
    server = S3Server()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
async def house(postgres_url: str, tmp_path: Path, s3_server: S3Server) -> AsyncIterator[House]:
    pool = await open_pool(postgres_url, max_size=4)
    try:
        made = House(pool, tmp_path)
        made.library.s3 = S3Files(s3_server.bucket())
        yield made
    finally:
        await pool.close()


def mover(house: House, s3: S3Files | None = None) -> Moving:
    files = s3 or house.library.s3
    assert files is not None
    return Moving(house.pool, house.storage, files, lambda: house.now)


async def status(url: str, **headers: str) -> tuple[int, bytes]:
    def read() -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:  # noqa: S310
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, b""

    return await asyncio.to_thread(read)


def test_the_setting_names_endpoint_bucket_and_key() -> None:
    found = bucket.parse("https://AKIA:a%2Fb@s3.eu-west-1.amazonaws.com/films/live?region=eu-west-1")
    assert (found.endpoint, found.name, found.prefix) == (
        "https://s3.eu-west-1.amazonaws.com",
        "films",
        "live/",
    )
    assert (found.key_id, found.secret, found.region) == ("AKIA", "a/b", "eu-west-1")
    assert "a/b" not in repr(found)
    for wrong in ("s3://films", "https://s3.example/films", "https://a:b@s3.example/", "https://a:b@h/x?y=1"):
        with pytest.raises(ValueError, match=r"\w"):
            bucket.parse(wrong)


async def test_files_are_moved_and_opened_by_addresses_that_end(house: House, s3_server: S3Server) -> None:
    asset = await house.convert(picture())
    key = f"library/{asset.id.hex}/main.webp"
    local = house.storage.file(asset.id, "main.webp")
    assert local is not None
    content = local.read_bytes()
    assert await mover(house).move_next()
    assert key in s3_server.names()
    assert house.leftovers(asset) == set(), "nothing is kept here"
    assert await house.library.is_in_s3(asset.id, "main.webp")
    assert not await house.library.is_in_s3(asset.id, "main.mp4")
    assert not await mover(house).move_next()

    s3 = house.library.s3
    assert s3 is not None
    now = house.now
    address = await s3.address(asset.id, "main.webp", now, now + HOUR_MS)
    assert "X-Amz-Expires=3600" in address
    assert await status(address) == (200, content)
    assert await status(address, Range="bytes=2-4") == (206, content[2:5])
    assert (await status(address.replace("X-Amz-Expires=3600", "X-Amz-Expires=9999")))[0] == 403
    assert (await status(address.replace(asset.id.hex, "0" * 32)))[0] == 403
    assert (await status(address.partition("?")[0]))[0] == 403
    week = await s3.address(asset.id, "main.webp", now, now + 30 * 24 * HOUR_MS)
    assert "X-Amz-Expires=604800" in week, "S3 honours no longer one"

    # Deleted here, the file is deleted there as well, later, and in any case.
    await house.library.delete(asset.id, house.now)
    assert not await mover(house).delete_next(), "a worker may still be moving it"
    house.now += 3 * LEASE_MS
    s3_server.is_away = True
    assert await mover(house).delete_next()
    s3_server.is_away = False
    assert key in s3_server.names()
    assert not await mover(house).delete_next(), "not at once"
    house.now += FIRST_WAIT_MS
    assert await mover(house).delete_next()
    assert key not in s3_server.names()
    assert not await mover(house).delete_next()


async def test_while_s3_is_away_or_refuses_nothing_is_lost(house: House, s3_server: S3Server) -> None:
    asset = await house.convert(picture())
    path = house.storage.file(asset.id, "main.webp")
    assert path is not None
    s3_server.is_away = True
    try:
        assert await mover(house).move_next()
    finally:
        s3_server.is_away = False
    assert path.exists(), "it is served from here"
    assert not await house.library.is_in_s3(asset.id, "main.webp")
    assert not await mover(house).move_next(), "not at once"
    house.now += FIRST_WAIT_MS
    assert await mover(house, S3Files(s3_server.bucket(secret="another"))).move_next()
    assert path.exists(), "the secret is wrong"
    house.now += FIRST_WAIT_MS
    assert not await mover(house).move_next(), "the second pause is longer"
    house.now += FIRST_WAIT_MS
    assert await mover(house).move_next()
    assert not path.exists()
    assert (await house.asset(asset.id)).state is AssetState.READY
    assert [wait_ms(tries) for tries in (1, 2, 3, 30)] == [10_000, 20_000, 40_000, 600_000]


async def test_a_worker_that_dies_while_it_moves_a_file_loses_nothing(
    house: House, s3_server: S3Server
) -> None:
    asset = await house.convert(picture())
    async with house.pool.acquire() as conn:
        assert await move_queries.claim(conn, uuid4(), house.now, house.now + LEASE_MS)
    assert not await mover(house).move_next(), "another worker has it"
    house.now += LEASE_MS + 1
    assert await mover(house).move_next()
    assert f"library/{asset.id.hex}/main.webp" in s3_server.names()


async def moved(site: Site, house: House, content: bytes) -> Any:
    """Convert a file with the site's database and folder, move it to S3, and return it."""
    house.storage = site.parts.get(MediaLibrary).storage
    house.now = site.now
    library = site.parts.get(MediaLibrary)
    library.s3 = house.library.s3
    house.library = library
    house.conversion = house.converter(Lengths(hls_above_ms=1_000))
    asset = await house.convert(content)
    assert await mover(house).move_next()
    return asset


async def test_a_grant_leads_to_signed_addresses_for_as_long_as_it_lasts(
    site: Site, house: House, s3_server: S3Server, tmp_path: Path
) -> None:
    asset = await moved(site, house, film(tmp_path / "film.mp4", "-pix_fmt", "yuv420p"))
    deck = await moved(site, house, pdf(2))
    webinar = await empty(site)
    on_stage = {"kind": "video", "start_ms": 0, "duration_ms": 3_000, "asset_id": str(asset.id)}
    paper = {"kind": "handout", "start_ms": 0, "duration_ms": 3_000, "asset_id": str(deck.id)}
    await save(site, webinar, 0, on_stage, paper)
    member = await site.member(webinar)
    site.now = STARTS_AT
    (welcome,) = await ask(site, member, {"type": "hello"})
    item = welcome["on_air"]["stage"]["item"]
    assert item["qualities"] == ["main.m3u8"]
    path = f"/m/{welcome['grant']}/{item['id']}"
    assert (await fetch(site, path, 302)).headers["Location"] == f"{path}/main.m3u8"
    playlist = await fetch(site, f"{path}/high.m3u8", 200)
    assert 'URI="high.mp4"' in await playlist.text(), "its pieces are asked for here, with the grant"
    led = await fetch(site, f"{path}/high.mp4", 302)
    assert led.headers["Cache-Control"] == "no-store"
    address = led.headers["Location"]
    assert address.startswith(f"{s3_server.url}/films/library/{asset.id.hex}/high.mp4?")
    # The programme lasts 3 s, its buffer 10 s, and the grant 10 minutes longer.
    assert "X-Amz-Expires=613&" in address
    assert (await status(address, Range="bytes=4-7")) == (206, b"ftyp")
    handout = welcome["on_air"]["overlays"][0]["item"]["id"]
    given = await fetch(site, f"/m/{welcome['grant']}/{handout}/original.pdf", 200)
    assert given.headers["Content-Disposition"].startswith("attachment; ")
    assert (await given.read()).startswith(b"%PDF")
    assert (await fetch(site, f"{path}/low.m3u9", 404))["code"] == "unknown_asset"
    s3_server.is_away = True
    try:
        away = await site.client.get(f"{path}/main.m3u8")
        assert (await site.decoded(away, 503))["code"] == "unavailable"
    finally:
        s3_server.is_away = False


async def test_pages_may_play_from_the_bucket_and_from_nowhere_else(site: Site) -> None:
    assert site.client.app is not None
    site.write("static/watch/index.html", "<!doctype html>")
    settings = replace(site.client.app[appkeys.settings], static_dir=site.folder / "static")
    site.client.app._state[appkeys.settings] = settings
    member = await site.member(await site.webinar())
    link = f"/j/{member['join_url'].rpartition('/')[2]}"
    assert "s3.example" not in (await site.client.get(link)).headers["Content-Security-Policy"]
    settings = replace(settings, media_origin="https://s3.example")
    site.client.app._state[appkeys.settings] = settings
    policy = (await site.client.get(link)).headers["Content-Security-Policy"]
    assert "media-src 'self' blob: https://s3.example;" in policy
    assert "img-src 'self' data: https://s3.example;" in policy
    assert " https://s3.example;" in policy.partition("connect-src")[2].partition("media-src")[0]
