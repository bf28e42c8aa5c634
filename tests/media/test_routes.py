"""The library over HTTP: tus uploads that are cut, resumed, taken over and refused."""

import asyncio
import base64
from collections.abc import AsyncIterator
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID

import pytest
from aiohttp import ClientResponse

from latecomer.core.ids import WebinarId
from latecomer.http.auth import HOST_COOKIE
from latecomer.media import routes as media
from latecomer.media.rules import tus
from latecomer.media.rules.assets import AssetId, Use
from latecomer.media.service import MediaLibrary
from latecomer.media.worker import find_soffice
from tests.media.files import picture
from tests.support.site import ADMIN, ADMIN_KEY, PUBLIC_URL, Site

HEADERS = ADMIN | {"Tus-Resumable": "1.0.0"}
PICTURE = picture(size=(900, 700))


async def send(site: Site, method: str, path: str, *, data: Any = None, **headers: str) -> ClientResponse:
    """Make a call of the tus protocol; names of headers are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await site.client.request(method, path, data=data, headers=HEADERS | named)


async def begin(site: Site, length: int = len(PICTURE), name: str = "Título.png") -> str:
    encoded = base64.b64encode(name.encode()).decode()
    created = await send(
        site,
        "POST",
        "/api/v1/media",
        Upload_Length=str(length),
        Upload_Metadata=f"filename {encoded},filetype aW1n",
    )
    assert created.status == 201, await created.text()
    return created.headers["Location"]


async def append(site: Site, upload: str, offset: int, data: Any) -> ClientResponse:
    return await send(
        site, "PATCH", upload, data=data, Upload_Offset=str(offset), Content_Type=tus.OFFSET_TYPE
    )


async def offset(site: Site, upload: str) -> int:
    answer = await send(site, "HEAD", upload)
    assert answer.status == 200
    return int(answer.headers["Upload-Offset"])


async def code(site: Site, answer: ClientResponse, expect: int) -> str:
    return str((await site.decoded(answer, expect))["code"])


async def test_a_file_arrives_in_pieces_and_waits_for_its_conversion(site: Site) -> None:
    upload = await begin(site)
    assert (await append(site, upload, 0, PICTURE[:100])).headers["Upload-Offset"] == "100"
    identifier = upload.rpartition("/")[2]
    asset = await site.call("GET", f"/media/{identifier}")
    assert (asset["state"], asset["name"]) == ("uploading", "Título.png")
    assert asset["progress"] == pytest.approx(100 / len(PICTURE))
    assert (await append(site, upload, 100, PICTURE[100:])).status == 204
    (asset,) = (await site.call("GET", "/media"))["items"]
    assert (asset["id"], asset["state"], asset["kind"]) == (identifier, "waiting", "image")
    assert site.client.app is not None
    assert site.client.app[media.library].storage.source(AssetId(UUID(identifier))).read_bytes() == PICTURE


async def test_what_arrived_before_a_cut_is_kept_five_times(site: Site) -> None:
    upload = await begin(site)
    step = len(PICTURE) // 6
    for n in range(5):

        async def cut(start: int = n * step) -> AsyncIterator[bytes]:
            yield PICTURE[start : start + step]
            await asyncio.Event().wait()

        sending = asyncio.create_task(append(site, upload, n * step, cut()))
        while await offset(site, upload) < (n + 1) * step:
            assert not sending.done()
        sending.cancel()
        await asyncio.wait([sending])
    answer = await append(site, upload, 5 * step, PICTURE[5 * step :])
    assert answer.status == 204, await answer.text()
    identifier = AssetId(UUID(upload.rpartition("/")[2]))
    assert site.client.app is not None
    assert site.client.app[media.library].storage.source(identifier).read_bytes() == PICTURE


async def test_a_second_request_takes_an_upload_over_from_one_that_hangs(site: Site) -> None:
    upload = await begin(site)
    released = asyncio.Event()

    async def hang() -> AsyncIterator[bytes]:
        yield PICTURE[:500]
        await released.wait()

    hanging = asyncio.create_task(append(site, upload, 0, hang()))
    while await offset(site, upload) < 500:
        assert not hanging.done()
    assert (await append(site, upload, 500, PICTURE[500:])).status == 204
    released.set()
    assert await code(site, await hanging, 423) == "upload_busy"


async def test_a_wrong_offset_changes_nothing(site: Site) -> None:
    upload = await begin(site)
    await append(site, upload, 0, PICTURE[:100])
    for wrong in (0, 99, 101):
        assert await code(site, await append(site, upload, wrong, b"x"), 409) == "wrong_offset"
    assert await offset(site, upload) == 100


async def test_more_than_was_announced_is_refused(site: Site) -> None:
    upload = await begin(site, 10)
    assert await code(site, await append(site, upload, 0, b"x" * 11), 413) == "file_too_large"


async def test_an_upload_is_given_up(site: Site) -> None:
    upload = await begin(site)
    await append(site, upload, 0, PICTURE[:100])
    assert (await send(site, "DELETE", upload)).status == 204
    assert (await send(site, "HEAD", upload)).status == 404
    assert (await site.call("GET", "/media"))["items"] == []


async def test_what_cannot_be_begun(site: Site) -> None:
    refused: tuple[tuple[dict[str, str], int, str], ...] = (
        ({"Tus_Resumable": "0.2.2", "Upload_Length": "5"}, 412, "tus_version"),
        ({}, 400, "invalid_length"),
        ({"Upload_Length": "0"}, 400, "invalid_length"),
        ({"Upload_Length": "-1"}, 400, "invalid_length"),
        ({"Upload_Length": "1e3"}, 400, "invalid_length"),
        ({"Upload_Length": str(tus.MAX_BYTES + 1)}, 413, "file_too_large"),
        ({"Upload_Length": "5", "Upload_Metadata": "filename ?"}, 400, "invalid_metadata"),
    )
    for headers, status, expected in refused:
        answer = await send(site, "POST", "/api/v1/media", **headers)
        assert await code(site, answer, status) == expected
        assert answer.headers.get("Tus-Version") == (tus.VERSION if status == 412 else None)


async def test_an_empty_file_is_called_so(site: Site) -> None:
    problem = await site.decoded(await send(site, "POST", "/api/v1/media", Upload_Length="0"), 400)
    assert "The file is empty" in problem["detail"]


async def test_uploads_take_a_key_that_may_write(site: Site) -> None:
    answer = await site.client.post("/api/v1/media", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "5"})
    assert await code(site, answer, 401) == "not_signed_in"
    key = await site.call("POST", "/keys", {"name": "reader", "scopes": ["read"]}, expect=201)
    reader = {"Authorization": f"Bearer {key['key']}", "Tus-Resumable": "1.0.0", "Upload-Length": "5"}
    assert await code(site, await site.client.post("/api/v1/media", headers=reader), 403) == "missing_scope"


async def test_a_disguised_script_fails_and_leaves_nothing(site: Site) -> None:
    script = b"ffconcat version 1.0\nfile /etc/passwd\n"
    upload = await begin(site, len(script), "../../film.avi")
    assert (await append(site, upload, 0, script)).status == 204
    (asset,) = (await site.call("GET", "/media"))["items"]
    assert (asset["name"], asset["state"], asset["code"], asset["bytes"]) == (
        "film.avi",
        "failed",
        "unknown_format",
        0,
    )
    assert "Upload AVI" in asset["message"]


async def test_a_file_that_a_webinar_plays_cannot_be_deleted(site: Site) -> None:
    upload = await begin(site, 10)
    identifier = AssetId(UUID(upload.rpartition("/")[2]))

    async def used_by(_: object, __: object) -> dict[AssetId, tuple[Use, ...]]:
        return {identifier: (Use(WebinarId(UUID(int=1)), "Composting"),)}

    assert site.client.app is not None
    site.client.app[media.library].used_by = used_by
    refused = await site.call("DELETE", f"/media/{identifier}", expect=409)
    assert refused["code"] == "asset_in_use"
    assert "Composting" in refused["detail"]
    asset = await site.call("GET", f"/media/{identifier}")
    assert asset["used_by"] == [{"webinar_id": str(UUID(int=1)), "name": "Composting"}]


async def test_a_full_library_takes_no_more(site: Site) -> None:
    assert site.client.app is not None
    site.client.app[media.library]._limit = 150
    await begin(site, 100)
    answer = await send(site, "POST", "/api/v1/media", Upload_Length="51")
    assert await code(site, answer, 413) == "storage_full"
    await begin(site, 50)


async def test_the_list_says_what_the_library_takes_and_may_take(site: Site) -> None:
    assert (await site.call("GET", "/media"))["space"] == {
        "used_bytes": 0,
        "limit_bytes": None,
        "max_file_bytes": tus.MAX_BYTES,
        "converts_film": True,
        "converts_presentations": find_soffice() is not None,
    }
    await begin(site, 1_000)
    assert (await site.call("GET", "/media"))["space"]["used_bytes"] == 1_000, "what is announced is reserved"


def of(site: Site, upload: str) -> tuple[MediaLibrary, AssetId]:
    """Return the site's library, and the id of an upload."""
    return site.parts.get(MediaLibrary), AssetId(UUID(upload.rpartition("/")[2]))


async def test_an_upload_says_until_when_it_is_kept_and_what_it_is(site: Site) -> None:
    upload = await begin(site)
    first = await append(site, upload, 0, PICTURE[:100])
    kept_until = parsedate_to_datetime(first.headers["Upload-Expires"]).timestamp() * 1_000
    assert kept_until == pytest.approx(site.now + tus.KEPT_MS, abs=1_000)
    head = await send(site, "HEAD", upload)
    name = head.headers["Upload-Metadata"].partition(" ")[2]
    assert base64.b64decode(name).decode() == "Título.png"
    assert (head.headers["Tus-Resumable"], head.headers["Cache-Control"]) == ("1.0.0", "no-store")
    assert "Upload-Expires" not in (await append(site, upload, 100, PICTURE[100:])).headers


async def test_a_request_that_sends_nothing_for_a_minute_is_ended_and_keeps_what_came(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert media._SILENCE_S == 60
    monkeypatch.setattr(media, "_SILENCE_S", 0.2)
    monkeypatch.setattr(media, "_LOOK_S", 0.05)
    upload = await begin(site)

    async def fall_silent() -> AsyncIterator[bytes]:
        yield PICTURE[:500]
        await asyncio.Event().wait()

    ended = await append(site, upload, 0, fall_silent())
    assert (ended.status, ended.headers["Upload-Offset"]) == (204, "500")
    assert (await append(site, upload, 500, PICTURE[500:])).status == 204


async def test_what_arrived_whole_is_converted_though_the_server_died_before_it_said_so(site: Site) -> None:
    for tell in ("HEAD", "worker"):
        upload = await begin(site)
        library, asset_id = of(site, upload)
        with library.storage.writing(asset_id, "ticket") as writer:
            writer.write(PICTURE)
        if tell == "HEAD":
            assert await offset(site, upload) == len(PICTURE)
        else:
            await library.complete_uploads()
        asset = await site.call("GET", f"/media/{asset_id}")
        assert (asset["state"], asset["kind"]) == ("waiting", "image"), tell


async def test_what_is_complete_or_given_up_takes_no_more_and_leaves_nothing(site: Site) -> None:
    done, given_up = await begin(site), await begin(site)
    assert (await append(site, done, 0, PICTURE)).status == 204
    library, asset_id = of(site, done)
    library.storage.drop_source(asset_id)
    assert await code(site, await append(site, done, 0, PICTURE), 404) == "unknown_upload"
    assert (await send(site, "DELETE", given_up)).status == 204
    assert await code(site, await append(site, given_up, 0, PICTURE), 404) == "unknown_upload"
    assert list(library.storage.folder.iterdir()) == []


async def test_several_files_are_uploaded_at_once(site: Site) -> None:
    contents = [picture(size=(300 + n, 200)) for n in range(5)]

    async def whole(content: bytes) -> bytes:
        upload = await begin(site, len(content))
        half = len(content) // 2
        await append(site, upload, 0, content[:half])
        await append(site, upload, half, content[half:])
        library, asset_id = of(site, upload)
        return library.storage.source(asset_id).read_bytes()

    assert await asyncio.gather(*map(whole, contents)) == contents


async def test_what_is_announced_is_reserved_though_all_ask_at_once(site: Site) -> None:
    site.parts.get(MediaLibrary)._limit = 350
    asked = [send(site, "POST", "/api/v1/media", Upload_Length="100") for _ in range(10)]
    assert sorted([answer.status for answer in await asyncio.gather(*asked)]) == [201] * 3 + [413] * 7


async def test_uploads_by_cookie_need_an_origin_of_ours_and_no_page_elsewhere_reads_them(site: Site) -> None:
    asked = await site.client.options(
        "/api/v1/media",
        headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
    )
    assert not [name for name in asked.headers if name.lower().startswith("access-control-")]
    signed_in = await site.client.post("/api/v1/session", json={"key": ADMIN_KEY})
    cookie = f"{HOST_COOKIE}={signed_in.cookies[HOST_COOKIE].value}"
    origins: tuple[tuple[dict[str, str], int], ...] = (
        ({}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": PUBLIC_URL}, 201),
    )
    for origin, status in origins:
        headers = {"Cookie": cookie, "Tus-Resumable": "1.0.0", "Upload-Length": "5", **origin}
        answer = await site.client.post("/api/v1/media", headers=headers)
        assert answer.status == status, (origin, await answer.text())
