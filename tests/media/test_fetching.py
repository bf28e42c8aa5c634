"""Files fetched from addresses: guarded like webhooks, bounded, begun again, and with a reason when they fail."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer

from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from latecomer.media import fetching
from latecomer.media.fetching import AGAIN_MS, LEASE_MS, Fetching
from latecomer.media.queries import AssetRow
from latecomer.media.rules import tus
from latecomer.media.rules.assets import AssetState
from latecomer.media.rules.failures import Failure
from latecomer.media.rules.formats import ConversionLane
from tests.media.files import picture
from tests.media.house import House
from tests.support.site import Site

PICTURE = picture("PNG", (400, 300))
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Source:
    """A server of files, some of which misbehave."""

    def __init__(self) -> None:
        self.asked = 0
        self.answer: Answer = self.whole
        self.stopped = asyncio.Event()

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        return await self.answer(request)

    async def whole(self, _: web.Request) -> web.StreamResponse:
        return web.Response(body=PICTURE)

    async def of_unknown_length(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.enable_chunked_encoding()
        await response.prepare(request)
        await response.write(PICTURE)
        return response

    async def cut(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(PICTURE))})
        await response.prepare(request)
        await response.write(PICTURE[:100])
        assert request.transport is not None
        request.transport.close()
        return response

    async def hanging(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(PICTURE))})
        await response.prepare(request)
        await response.write(PICTURE[:100])
        await self.stopped.wait()
        return response


def status(code: int, location: str | None = None, kind: str = "image/png") -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        headers = {} if location is None else {"Location": location}
        return web.Response(status=code, headers=headers, content_type=kind, body=PICTURE)

    return answer


@pytest.fixture
async def source() -> AsyncIterator[tuple[Source, BaseTestServer]]:
    files = Source()
    app = web.Application()
    app.router.add_get("/{name:.*}", files.__call__)
    async with TestServer(app) as server:
        yield files, server
        files.stopped.set()


@pytest.fixture
async def worker(house: House) -> AsyncIterator[Fetching]:
    outgoing = OutgoingHttp(Guard(read_networks(["127.0.0.1/32"])))
    try:
        yield Fetching(house.pool, house.library, outgoing, lambda: house.now)
    finally:
        await outgoing.close()


async def fetched(house: House, worker: Fetching, url: str, name: str | None = None) -> AssetRow:
    asset_id = await house.library.from_url(url, name, house.now)
    assert await worker.fetch_next()
    return await house.asset(asset_id)


async def test_a_file_is_fetched_through_redirects_and_converted(
    house: House, worker: Fetching, source: tuple[Source, BaseTestServer]
) -> None:
    files, server = source

    async def onward(request: web.Request) -> web.StreamResponse:
        if request.path == "/old/Été.png":
            raise web.HTTPFound("../new")
        return await files.of_unknown_length(request)

    files.answer = onward
    asset = await fetched(house, worker, str(server.make_url("/old/%C3%89t%C3%A9.png")))
    assert (asset.state, asset.name, asset.bytes) == (AssetState.WAITING, "Été.png", len(PICTURE))
    assert house.storage.source(asset.id).read_bytes() == PICTURE
    assert await house.conversion.convert_next(ConversionLane.PICTURE)
    assert (await house.asset(asset.id)).state is AssetState.READY
    assert not await worker.fetch_next()


async def test_addresses_that_give_no_file(
    house: House, worker: Fetching, source: tuple[Source, BaseTestServer]
) -> None:
    files, server = source
    for answer, failure in (
        (status(403), Failure.ADDRESS_REFUSED),
        (status(404), Failure.ADDRESS_REFUSED),
        (status(200, kind="text/html"), Failure.WEB_PAGE),
        (status(302, "http://10.0.0.1/film.mp4"), Failure.ADDRESS_NOT_PUBLIC),
        (status(302, "http://169.254.169.254/latest"), Failure.ADDRESS_NOT_PUBLIC),
        (status(302, "file:///etc/passwd"), Failure.ADDRESS_NOT_PUBLIC),
        (status(302, "/again"), Failure.ADDRESS_NOT_PUBLIC),
    ):
        files.answer, files.asked = answer, 0
        asset = await fetched(house, worker, str(server.make_url("/film")))
        assert (asset.state, asset.failure, asset.bytes) == (AssetState.FAILED, failure, 0)
        assert files.asked <= 6
        assert house.leftovers(asset) == set()


async def test_what_comes_incompletely_is_fetched_again_and_given_up_after_three_attempts(
    house: House, worker: Fetching, source: tuple[Source, BaseTestServer]
) -> None:
    files, server = source
    files.answer = files.cut
    asset = await fetched(house, worker, str(server.make_url("/film")))
    assert (asset.state, asset.bytes) == (AssetState.UPLOADING, 0)
    assert not await worker.fetch_next(), "not at once"
    house.now += AGAIN_MS
    files.answer = status(503)
    assert await worker.fetch_next()
    house.now += 2 * AGAIN_MS
    files.answer = files.whole
    assert await worker.fetch_next()
    assert (await house.asset(asset.id)).state is AssetState.WAITING
    assert house.storage.source(asset.id).read_bytes() == PICTURE

    files.answer = files.cut
    lost = await fetched(house, worker, str(server.make_url("/film")))
    for _ in range(2):
        house.now += 2 * AGAIN_MS
        assert await worker.fetch_next()
    assert (await house.asset(lost.id)).failure is Failure.ADDRESS_UNREACHABLE


async def test_files_larger_than_the_library_or_than_announced_room_are_refused(
    house: House, worker: Fetching, source: tuple[Source, BaseTestServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    files, server = source
    house.library._limit = len(PICTURE) - 1
    for answer in (files.whole, files.of_unknown_length):
        files.answer = answer
        asset = await fetched(house, worker, str(server.make_url("/film")))
        assert asset.failure is Failure.STORAGE_FULL
        assert house.leftovers(asset) == set()
    house.library._limit = None
    monkeypatch.setattr(tus, "MAX_BYTES", len(PICTURE) - 1)
    for answer in (files.whole, files.of_unknown_length):
        files.answer = answer
        asset = await fetched(house, worker, str(server.make_url("/film")))
        assert asset.failure is Failure.FILE_TOO_LARGE


async def test_a_silent_source_is_left_and_a_dead_workers_file_fetched_by_another(
    house: House, worker: Fetching, source: tuple[Source, BaseTestServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    files, server = source
    files.answer = files.hanging
    address = str(server.make_url("/film"))
    monkeypatch.setattr(fetching, "_SILENCE_S", 0.2)
    silent = await fetched(house, worker, address)
    assert (silent.state, silent.tries) == (AssetState.UPLOADING, 1)
    await house.library.cancel(silent.id)
    monkeypatch.undo()

    asset_id = await house.library.from_url(address, None, house.now)
    dying = asyncio.create_task(worker.fetch_next())
    while house.storage.offset(asset_id) < 100:
        assert not dying.done()
        await asyncio.sleep(0.01)
    house.now += LEASE_MS + 1
    assert await worker.fetch_next(), "another worker; the first still holds the file"
    assert (await house.asset(asset_id)).state is AssetState.UPLOADING
    dying.cancel()
    await asyncio.wait([dying])
    files.answer = files.whole
    house.now += 3 * AGAIN_MS
    assert await worker.fetch_next()
    assert (await house.asset(asset_id)).state is AssetState.WAITING
    assert house.storage.source(asset_id).read_bytes() == PICTURE


async def test_the_call_answers_at_once_and_refuses_addresses_that_webhooks_may_not_have(site: Site) -> None:
    made = await site.call("POST", "/media/from_url", {"url": "https://example.com/a/film.avi"}, expect=202)
    assert (made["name"], made["state"], made["progress"], made["is_fetched"]) == (
        "film.avi",
        "uploading",
        0,
        True,
    )
    named = {"url": "https://example.com/", "name": "../Film"}
    assert (await site.call("POST", "/media/from_url", named, expect=202))["name"] == "Film"
    for url, code in (
        ("http://example.com/film.avi", "https_required"),
        ("https://127.0.0.1/film.avi", "address_not_allowed"),
        ("https://[::ffff:10.0.0.1]/film.avi", "address_not_allowed"),
        ("https://user:word@example.com/film.avi", "invalid_url"),
        ("ftp://example.com/film.avi", "invalid_url"),
        ("film.avi", "invalid_url"),
    ):
        refused = await site.call("POST", "/media/from_url", {"url": url}, expect=422)
        assert (refused["code"], refused["errors"][0]["field"]) == (code, "/url"), url
    upload = f"/api/v1/media/uploads/{made['id']}"
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
    }
    key: Any = {"Authorization": "Bearer the configured key"}
    patched = await site.client.patch(upload, data=b"x", headers=headers | key)
    assert (await site.decoded(patched, 404))["code"] == "unknown_upload"
    await site.call("DELETE", f"/media/{made['id']}", expect=204)


async def test_no_more_than_two_hundred_wait(site: Site, house: House) -> None:
    async with site.pool.acquire() as conn:
        await conn.execute(
            """INSERT INTO assets (id, name, state, bytes, source_url, fetch_at, created_at)
               SELECT gen_random_uuid(), 'a', 'uploading', 0, 'https://example.com', $1, $1
                 FROM generate_series(1, 200)""",
            site.now,
        )
    body = {"url": "https://example.com/film.avi"}
    assert (await site.call("POST", "/media/from_url", body, expect=409))["code"] == "too_many_fetches"
