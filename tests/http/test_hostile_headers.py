"""Headers and forms of strangers: read in one pass, answered with a code, never with a fault of ours."""

import re
import time
from pathlib import Path
from typing import Any

import pytest

from latecomer.core.errors import Refused
from latecomer.http.forms import PARTS_MAX, multipart, urlencoded
from latecomer.webinars.service import Webinars
from tests.registration_form.test_public import SLUG, get, page_of
from tests.support.site import ADMIN, Site

BROWSER = "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW"
EDGE = b"------WebKitFormBoundary7MA4YWxkTrZu0gW"
ROOT = Path(__file__).parents[2]


def part(head: bytes, content: bytes = b"x") -> bytes:
    return EDGE + b"\r\n" + head + b"\r\n\r\n" + content + b"\r\n"


def field(name: bytes, content: bytes = b"x") -> bytes:
    return part(b'Content-Disposition: form-data; name="' + name + b'"', content)


def test_a_browsers_form_is_read() -> None:
    body = (
        field(b"email", b"ada@example.com")
        + field(b"empty", b"")
        + field(b"a;b", "ä\r\n\r\n--\r\nb".encode())
        + part(
            b'Content-Disposition: form-data; name="file"; filename="x.exe"\r\nContent-Type: x/y', b"MZ\r\n"
        )
        + part(b'content-disposition:form-data;name="lang"\r\nContent-Type: text/plain; charset=utf-8', b"nl")
        + EDGE
        + b"--\r\n"
    )
    read = [
        ("email", "ada@example.com"),
        ("empty", ""),
        ("a;b", "ä\r\n\r\n--\r\nb"),
        ("lang", "nl"),
    ]
    assert multipart(BROWSER, body) == read
    quoted = BROWSER.replace("boundary=", 'Boundary="') + '"; charset=utf-8'
    assert multipart(quoted, b"\r\n" + body) == read


MANY = b";" * 62_000
NESTED = "".join(
    f"--b\r\nContent-Type: multipart/mixed; boundary=b{n}\r\n\r\n" for n in range(1_000)
).encode()


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", field(b"a") + EDGE + b"--"),
        ("multipart/form-data; boundary=", b""),
        ("multipart/form-data; boundary=" + "b" * 71, b""),
        ("multipart/form-data" + ";" * 8_000, b""),
        ("multipart/form-data" + "; boundary=" * 700, b""),
        ("multipart/form-data; " + "(" * 2_000, b""),
        (BROWSER, b""),
        (BROWSER, field(b"a")),
        (BROWSER, part(b"X: y") + EDGE + b"--"),
        (BROWSER, EDGE + b"\r\n\r\nx\r\n" + EDGE + b"--"),
        (BROWSER, part(b"Content-Disposition: form-data" + MANY) + EDGE + b"--"),
        (BROWSER, part(b"Content-Disposition: form-data; name=" + b"(" * 2_000) + EDGE + b"--"),
        (BROWSER, part(b"Content-Disposition: form-data; name=" + b"(" * 900) + EDGE + b"--"),
        (BROWSER, part(b'Content-Disposition: form-data; name="a"\r\nContent-Type: multipart/mixed')),
        (BROWSER, part(b'Content-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64')),
        (BROWSER, part(b'Content-Disposition: form-data; name="a"' * 2) + EDGE + b"--"),
        (BROWSER, field(b"a", b"") * (PARTS_MAX + 1) + EDGE + b"--"),
        ("multipart/form-data; boundary=b", NESTED),
        ("multipart/form-data; boundary=" + "-" * 70, (b"\r\n" + b"-" * 71) * 850),
    ],
)
def test_no_other_form_is_taken_and_none_takes_long(content_type: str, body: bytes) -> None:
    started = time.process_time()
    with pytest.raises(Refused) as refused:
        multipart(content_type, body)
    assert refused.value.code == "bad_request"
    assert time.process_time() - started < 0.1


def test_a_form_has_so_many_fields() -> None:
    assert urlencoded(b"a=1&b=&a=%C3%A4", 3) == [("a", "1"), ("b", ""), ("a", "ä")]
    with pytest.raises(Refused) as refused:
        urlencoded(b"a=1&" * 4, 3)
    assert refused.value.code == "bad_request"
    assert len(multipart(BROWSER, field(b"a") * PARTS_MAX + EDGE + b"--")) == PARTS_MAX


@pytest.mark.parametrize("path", [f"/r/{SLUG}", "/x/nonsense", "/u/nonsense", "/api/v1/webinars"])
@pytest.mark.parametrize("parameters", [";" * 8_000, "; a=" + "(" * 2_000, "; boundary=b"])
@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", "text/x"])
async def test_a_content_type_of_any_length_holds_nobody_up(
    site: Site, path: str, kind: str, parameters: str
) -> None:
    await page_of(site)
    started = time.process_time()
    headers = ADMIN | {"Content-Type": kind + parameters}
    response = await site.client.post(path, data=b"a=1", headers=headers)
    assert response.status in (400, 404, 410, 415)
    assert time.process_time() - started < 0.4


def test_no_module_reads_a_content_type_by_a_parser_of_mail() -> None:
    slow = re.compile(r"request\.(?:content_type|charset|text\(|json\(|post\(|multipart\()")
    files = sorted((ROOT / "server/latecomer").rglob("*.py"))
    assert [str(file) for file in files if slow.search(file.read_text())] == []


async def test_what_is_no_address_is_no_referrer(site: Site) -> None:
    await page_of(site)
    status, html, _ = await get(site, headers={"Referer": "http://["})
    assert status == 200
    assert '<input type="hidden" name="referrer"' not in html


@pytest.mark.parametrize("path", [f"/r/{SLUG}", "/x/nonsense", "/u/nonsense"])
async def test_too_many_fields_are_refused(site: Site, path: str) -> None:
    await page_of(site)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    response = await site.client.post(
        path, data=b"a=1&" * 1_300 if "/r/" in path else b"a=1&" * 30, headers=headers
    )
    assert (await site.decoded(response, 400))["code"] == "bad_request"


@pytest.mark.parametrize(
    "body", [b'{"email": "\xff"}', b'{"email":"x","answers":{"a":' + b"[" * 30_000, b'{"answers":' * 5_000]
)
async def test_json_that_is_no_text_or_too_deep_is_refused(site: Site, body: bytes) -> None:
    await page_of(site)
    response = await site.client.post(f"/r/{SLUG}", data=body, headers={"Content-Type": "application/json"})
    assert (await site.decoded(response, 400))["code"] == "malformed_json"


async def test_json_of_any_depth_is_answered(site: Site) -> None:
    await page_of(site)
    for depth in (*range(100, 900, 50), *range(900, 1_000, 3)):
        body = b'{"email":"x","answers":{"a":' + b"[" * depth + b"]" * depth + b"}}"
        response = await site.client.post(
            f"/r/{SLUG}", data=body, headers={"Content-Type": "application/json"}
        )
        assert response.status in (400, 422), depth


ABSURD = "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"


@pytest.mark.parametrize("name", ["If-Modified-Since", "If-Unmodified-Since", "If-Range"])
@pytest.mark.parametrize(
    "value", [ABSURD, f'"{ABSURD}', f'W/"a", {ABSURD}', "Mon, 41 Jan 0000 99:00:00 GMT", ""]
)
async def test_a_condition_that_is_no_date_is_ignored(site: Site, name: str, value: str) -> None:
    site.write("static/assets/main-4f2a.js", "export {}")
    site.write("recordings/demo.mp4", b"0123456789")
    for path in ("/assets/main-4f2a.js", "/recordings/demo.mp4"):
        response = await site.client.get(path, headers={name: value})
        assert response.status == 200
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert len(await response.read()) in (9, 10)


async def test_conditions_that_are_dates_or_tags_count(site: Site) -> None:
    site.write("recordings/demo.mp4", b"0123456789")
    path, past = "/recordings/demo.mp4", "Mon, 01 Jan 1990 00:00:00 GMT"
    found = await site.client.get(path)
    for headers, status in (
        ({"If-Modified-Since": found.headers["Last-Modified"]}, 304),
        ({"If-Modified-Since": past}, 200),
        ({"If-Unmodified-Since": past}, 412),
        ({"If-Range": past, "Range": "bytes=1-2"}, 200),
        ({"If-Range": found.headers["ETag"], "Range": "bytes=1-2"}, 206),
        ({"If-Modified-Since": ABSURD, "Range": "bytes=1-2"}, 206),
    ):
        response = await site.client.get(path, headers=headers)
        assert response.status == status, headers


async def test_a_name_too_long_for_a_file_is_nowhere(site: Site) -> None:
    response = await site.client.get("/assets/" + "a" * 4_000 + ".js")
    assert (await site.decoded(response, 404))["code"] == "not_found"


async def test_an_outage_is_told_to_those_who_ask_for_another_protocol_too(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(Webinars, "list", fail)
    response = await site.client.get("/api/v1/webinars", headers=ADMIN | {"Upgrade": "h2c"})
    assert (await site.decoded(response, 503))["code"] == "unavailable"
