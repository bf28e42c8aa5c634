"""The registration page over HTTP: a plain form, the same answer to everybody, and other people's pages."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

import asyncpg
import pytest
from yarl import URL

from latecomer.core.ids import PersonId, WebinarId
from latecomer.core.status import Status
from latecomer.core.timestamps import to_text
from latecomer.mail.queries import suppressions
from latecomer.mail.worker import opt_out_hash
from latecomer.registration_form.worker import SubmissionWorker
from latecomer.standalone.engines import Postgres
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT
from tests.support.site import ADMIN, Site, open_site
from tests.support.switch import open_switch

SLUG = "composting"
OTHER_PAGE = "https://shop.example"


async def page_of(site: Site, **settings: Any) -> Any:
    """A webinar with a registration page at /r/composting."""
    webinar = await site.webinar(allowed_origins=[OTHER_PAGE])
    body = {"slug": SLUG, "fields": {"first_name": "required", "company": "optional"}} | settings
    await site.call("PUT", f"/webinars/{webinar['id']}/registration", body)
    return webinar


async def get(site: Site, path: str = f"/r/{SLUG}", **options: Any) -> tuple[int, str, Any]:
    response = await site.client.get(path, allow_redirects=False, **options)
    return response.status, await response.text(), response.headers


async def post(site: Site, fields: dict[str, str], path: str = f"/r/{SLUG}", **headers: str) -> Any:
    response = await site.client.post(
        path,
        data=urlencode(fields),
        headers={"Content-Type": "application/x-www-form-urlencoded"} | headers,
        allow_redirects=False,
    )
    return response.status, await response.text(), response.headers


async def filled(site: Site, email: str = "ada@example.com", **fields: str) -> dict[str, str]:
    """The fields of a form that a person has filled in, a while after it was handed out."""
    _, html, _ = await get(site)
    nonce = re.search(r'name="nonce" value="([^"]+)"', html)
    assert nonce is not None
    site.now += MINUTE
    return {"nonce": nonce[1], "email": email, "first_name": "Ada"} | fields


async def statuses(site: Site, webinar: Any) -> dict[str, str]:
    await site.parts.get(SubmissionWorker).work(site.now)
    members = await site.call("GET", f"/webinars/{webinar['id']}/members")
    return {each["email"]: each["status"] for each in members["items"]}


async def test_a_stranger_registers_without_a_script_or_a_cookie(site: Site) -> None:
    webinar = await page_of(site)
    status, html, headers = await get(site)
    assert status == 200
    assert "Set-Cookie" not in headers
    assert headers["Cache-Control"] == "no-store"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert f"frame-ancestors 'self' {OTHER_PAGE}" in headers["Content-Security-Policy"]
    assert "<h1>Composting for beginners</h1>" in html
    status, _, headers = await post(site, await filled(site))
    assert (status, headers["Location"]) == (303, f"/r/{SLUG}/thanks?lang=en")
    status, html, _ = await get(site, headers["Location"])
    assert "What comes of it we write to that address." in html
    assert await statuses(site, webinar) == {"ada@example.com": Status.REGISTERED}


async def test_everybody_gets_the_same_answer(site: Site) -> None:
    """R20: known, unknown, waiting, rejected: the same status, body and headers."""
    webinar = await page_of(site)
    await site.call("PATCH", f"/webinars/{webinar['id']}", {"registrant_limit": 1})
    await site.member(webinar, "known@example.com")
    await site.member(webinar, "waiting@example.com")
    await site.member(webinar, "rejected@example.com", status="rejected")
    answers = set()
    for email in ("known", "waiting", "rejected", "new"):
        status, body, headers = await post(site, await filled(site, f"{email}@example.com"))
        kept = {name: value for name, value in headers.items() if name not in ("Date", "X-Request-ID")}
        answers.add((status, body, tuple(sorted(kept.items()))))
    assert len(answers) == 1


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(site: Site) -> None:
    await page_of(site)
    fields = await filled(site, "not an address", first_name="", company='<b>"Ada" & Co</b>')
    status, html, _ = await post(site, fields)
    assert status == 422
    assert "This is not an email address." in html
    assert 'value="not an address"' in html
    assert "&lt;b&gt;&#34;Ada&#34; &amp; Co&lt;/b&gt;" in html
    assert html.count('aria-invalid="true"') == 2
    assert f'value="{fields["nonce"]}"' in html


async def test_a_form_that_was_open_for_a_day_comes_back(site: Site) -> None:
    webinar = await page_of(site)
    fields = await filled(site)
    site.now += DAY
    status, html, _ = await post(site, fields)
    assert status == 422
    assert 'value="ada@example.com"' in html
    nonce = re.search(r'name="nonce" value="([^"]+)"', html)
    assert nonce is not None
    assert nonce[1] != fields["nonce"]
    site.now += MINUTE
    assert (await post(site, fields | {"nonce": nonce[1]}))[0] == 303
    assert len(await statuses(site, webinar)) == 1


async def test_a_form_that_comes_at_once_comes_back_once(site: Site) -> None:
    webinar = await page_of(site)
    fields = await filled(site)
    site.now -= MINUTE
    status, html, _ = await post(site, fields)
    assert status == 422
    assert f'value="{fields["nonce"]}"' in html
    site.now += 2_000
    assert (await post(site, fields))[0] == 303
    assert len(await statuses(site, webinar)) == 1


async def test_anybodys_own_form_is_taken(site: Site) -> None:
    webinar = await page_of(site)
    status, _, _ = await post(
        site, {"email": "ada@example.com", "first_name": "Ada"}, Origin="https://anybody.example"
    )
    assert status == 303
    assert len(await statuses(site, webinar)) == 1


@pytest.mark.parametrize("value", ["off", "no", "NO", "false", "0", " ", ""])
async def test_a_consent_that_says_no_is_none(site: Site, value: str) -> None:
    """A select or a radio button of anybody's own form says it in words."""
    webinar = await page_of(site, consents=[{"purpose": "news", "label": {"en": "Write to me"}}])
    form = {"email": "ada@example.com", "first_name": "Ada", "consents.news": value}
    assert (await post(site, form))[0] == 303
    (submission,) = (await site.call("GET", f"/webinars/{webinar['id']}/submissions"))["items"]
    assert submission["consents"] == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (
            "application/x-www-form-urlencoded",
            b"email=ada%40example.com&first_name=Jos%E9&company=Worms+%26+Co",
        ),
        (
            "application/x-www-form-urlencoded; charset=iso-8859-1",
            b"email=ada@example.com&first_name=Jos\xe9",
        ),
        ("application/x-www-form-urlencoded", "email=ada@example.com&first_name=José".encode()),
        ("application/x-www-form-urlencoded", b"email=ada@example.com&first_name=Jos%C3%A9"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\nada@example.com\r\n'
            b'--b\r\nContent-Disposition: form-data; name="first_name"\r\n\r\nJos\xe9\r\n--b--\r\n',
        ),
    ],
)
async def test_a_form_of_a_page_in_another_encoding_keeps_its_names(
    site: Site, kind: str, body: bytes
) -> None:
    webinar = await page_of(site)
    response = await site.client.post(
        f"/r/{SLUG}", data=body, headers={"Content-Type": kind}, allow_redirects=False
    )
    assert response.status == 303
    (submission,) = (await site.call("GET", f"/webinars/{webinar['id']}/submissions"))["items"]
    assert submission["contact"]["first_name"] == "José"


async def test_a_blocked_domain_is_blocked_in_both_of_its_forms(site: Site) -> None:
    await page_of(site, blocked_domains=["münchen.de"])
    for email in ("a@münchen.de", "a@xn--mnchen-3ya.de", "a@mail.MÜNCHEN.de"):
        response = await site.client.post(f"/r/{SLUG}", json={"email": email, "first_name": "A"})
        assert (await site.decoded(response, 422))["code"] == "blocked_domain"


async def test_what_an_operator_changes_is_seen_at_once(site: Site) -> None:
    """The page and the join link of a webinar that was cancelled, however often they were just asked for."""
    webinar = await page_of(site)
    member = await site.member(webinar)
    link = URL(member["join_url"]).path
    form = {"email": "ada@example.com", "first_name": "Ada"}

    async def seen() -> list[int]:
        join = await site.client.get(link, headers={"Accept": "application/json"})
        return [(await get(site))[0], join.status]

    assert await seen() == [200, 200]
    await site.call("POST", f"/webinars/{webinar['id']}/cancel", {})
    assert await seen() == [410, 410]
    assert (await post(site, form))[0] == 410
    response = await site.client.post(f"/r/{SLUG}", json=form)
    assert (await site.decoded(response, 410))["code"] == "event_cancelled"
    await site.call("POST", f"/webinars/{webinar['id']}/reinstate", {})
    assert await seen() == [200, 200]


async def test_a_multipart_form_is_taken_and_files_are_not(site: Site) -> None:
    webinar = await page_of(site)
    body = (
        b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\nada@example.com\r\n'
        b'--b\r\nContent-Disposition: form-data; name="first_name"\r\n\r\nAd\xc3\xa4\r\n'
        b'--b\r\nContent-Disposition: form-data; name="company"; filename="x.exe"\r\n\r\nMZ\r\n--b--\r\n'
    )
    response = await site.client.post(
        f"/r/{SLUG}",
        data=body,
        headers={"Content-Type": "multipart/form-data; boundary=b"},
        allow_redirects=False,
    )
    assert response.status == 303
    await statuses(site, webinar)
    (submission,) = (await site.call("GET", f"/webinars/{webinar['id']}/submissions"))["items"]
    assert submission["contact"] == {"first_name": "Adä"}
    assert submission["outcome"] == "member"


async def test_a_script_of_a_listed_page_sends_json(site: Site) -> None:
    webinar = await page_of(site)
    headers = {"Origin": OTHER_PAGE}
    response = await site.client.get(f"/r/{SLUG}/form.json?lang=fr", headers=headers)
    assert response.headers["Access-Control-Allow-Origin"] == OTHER_PAGE
    form = await response.json()
    assert form["language"] == "fr"
    assert [field["name"] for field in form["fields"]] == ["email", "first_name", "company"]
    site.now += MINUTE
    body = {"email": "ada@example.com", "first_name": "Ada", "nonce": form["nonce"], "unknown": 1}
    response = await site.client.post(f"/r/{SLUG}", json=body, headers=headers)
    assert (response.status, await response.json()) == (202, {"sent": True})
    assert response.headers["Access-Control-Allow-Origin"] == OTHER_PAGE
    assert len(await statuses(site, webinar)) == 1


async def test_a_script_of_another_page_is_not_served(site: Site) -> None:
    await page_of(site)
    headers = {"Origin": "https://elsewhere.example"}
    response = await site.client.get(f"/r/{SLUG}/form.json", headers=headers)
    assert "Access-Control-Allow-Origin" not in response.headers
    response = await site.client.post(f"/r/{SLUG}", json={"email": "a@b.cc"}, headers=headers)
    assert (await site.decoded(response, 403))["code"] == "origin_not_allowed"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "malformed_json"),
        (b"[]", 400, "malformed_json"),
        (b'{"email": 1}', 400, "malformed_json"),
        (b'{"email": "a"}', 422, "invalid_email"),
        (b'{"email": "a@b.cc"}', 422, "missing_field"),
        (b'{"email": "' + b"a" * 70_000 + b'"}', 413, "body_too_large"),
        (b'{"email": "a@b.cc", "first_name": "x", "nonce": "old"}', 409, "nonce_expired"),
    ],
)
async def test_a_bad_form_as_json_gets_a_coded_problem(
    site: Site, body: bytes, status: int, code: str
) -> None:
    await page_of(site)
    response = await site.client.post(f"/r/{SLUG}", data=body, headers={"Content-Type": "application/json"})
    assert (await site.decoded(response, status))["code"] == code


async def test_a_field_of_a_megabyte_is_not_read(site: Site) -> None:
    await page_of(site)
    status, _, _ = await post(site, {"email": "x" * 1_000_000})
    assert status == 413


async def test_while_postgres_is_away_the_form_comes_back_filled_in(
    postgres: Postgres, postgres_url: str, redis_url: str, tmp_path: Path
) -> None:
    """However long ago the page was read: what a person typed is not lost."""
    address = urlsplit(postgres_url)
    where = parse_qs(address.query)
    async with open_switch(f"{where['host'][0]}/.s.PGSQL.{where.get('port', ['5432'])[0]}") as switch:
        there = switch.target
        url = f"postgresql://{address.username or 'postgres'}@127.0.0.1:{switch.port}{address.path}?sslmode=disable"
        async with open_site(url, redis_url, tmp_path) as site:
            webinar = await page_of(site)
            fields = await filled(site, company="Worms & Co")
            switch.target = "/nowhere"
            conn = await asyncpg.connect(postgres.url)
            await conn.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", address.path[1:]
            )
            await conn.close()
            for _ in range(2):
                status, html, _ = await post(site, fields)
                assert status == 503
                assert 'value="ada@example.com"' in html
                assert 'value="Worms &amp; Co"' in html
                assert "Send it once more in a moment" in html
                body = {"email": "bob@example.com", "first_name": "Bob"}
                response = await site.client.post(f"/r/{SLUG}", json=body)
                assert (await site.decoded(response, 503))["code"] == "unavailable"
                site.now += MINUTE
            switch.target = there
            assert (await post(site, fields))[0] == 303
            assert len(await statuses(site, webinar)) == 1


async def test_the_thanks_page_goes_on_and_not_in_a_frame(site: Site) -> None:
    await page_of(site, redirect_url="https://shop.example/thanks?a=1")
    path = f"/r/{SLUG}/thanks"
    _, html, headers = await get(site, path, headers={"Sec-Fetch-Dest": "document"})
    assert '<meta http-equiv="refresh" content="3;url=https://shop.example/thanks?a=1">' in html
    assert "form-action 'self' https://shop.example" in headers["Content-Security-Policy"]
    for frame in ("iframe", "frame", "embed"):
        _, html, _ = await get(site, path, headers={"Sec-Fetch-Dest": frame})
        assert "shop.example/thanks" not in html


async def test_nothing_is_at_an_unknown_or_switched_off_address(site: Site) -> None:
    await page_of(site, open=False)
    for path in (f"/r/{SLUG}", "/r/unknown", "/r/../etc", "/r/A", "/r/composting/more"):
        assert (await get(site, path))[0] == 404


async def test_a_closed_page_says_so_and_takes_nothing(site: Site) -> None:
    webinar = await page_of(site)
    fields = await filled(site)
    site.now = ENDS_AT + 31 * DAY
    assert (await get(site))[0] == 410
    assert (await post(site, fields))[0] == 410
    assert await statuses(site, webinar) == {}


async def test_an_old_address_leads_on_and_still_takes_forms(site: Site) -> None:
    webinar = await page_of(site)
    fields = await filled(site)
    body = {"slug": "compost-again", "fields": {"first_name": "required"}}
    await site.call("PUT", f"/webinars/{webinar['id']}/registration", body)
    status, _, headers = await get(site, f"/r/{SLUG}?utm_source=x")
    assert (status, headers["Location"]) == (301, "/r/compost-again?utm_source=x")
    assert (await post(site, fields))[0] == 303


async def test_where_people_come_from_is_kept(site: Site) -> None:
    webinar = await page_of(site)
    _, html, _ = await get(
        site,
        f"/r/{SLUG}?utm_source=news%26more&ref=x%00y&email=ada@example.com&first_name=Ada",
        headers={"Referer": "https://blog.example/post?secret=1"},
    )
    assert 'value="ada@example.com"' in html
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    site.now += HOUR
    fields |= {"email": "ada@example.com", "first_name": "Ada"}
    assert (await post(site, {name: value.replace("&amp;", "&") for name, value in fields.items()}))[0] == 303
    (submission,) = (await site.call("GET", f"/webinars/{webinar['id']}/submissions"))["items"]
    assert submission["source"] == {"utm_source": "news&more", "ref": "xy", "referrer": "blog.example"}


async def test_what_a_person_agreed_to_and_was_mailed_is_read_across_webinars(site: Site) -> None:
    consents = [{"purpose": "news", "label": {"en": "Write to me about worms"}}]
    webinar = await page_of(site, consents=consents)
    await site.call("PUT", f"/webinars/{webinar['id']}/mail_settings", {"enabled": True})
    await post(site, await filled(site, **{"consents.news": "yes"}))
    await post(site, await filled(site, "bob@example.com"))
    await statuses(site, webinar)
    persons = {
        each["email"]: each["person_id"]
        for each in (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    }
    ada, bob = persons["ada@example.com"], persons["bob@example.com"]
    (agreed,) = (await site.call("GET", f"/persons/{ada}/consents"))["items"]
    assert agreed["webinar_id"] == webinar["id"]
    assert (agreed["consent"]["purpose"], agreed["consent"]["text"]) == ("news", "Write to me about worms")
    assert (await site.call("GET", f"/persons/{bob}/consents"))["items"] == []
    mails = (await site.call("GET", f"/mails?person={ada}"))["items"]
    assert [each["kind"] for each in mails] == ["confirmation"]
    problem = await site.call("GET", f"/persons/{webinar['id']}/consents", expect=404)
    assert problem["code"] == "unknown_person"


@pytest.mark.parametrize(
    ("language", "word"),
    [("fr", "S’inscrire"), ("nl", "Inschrijven"), ("en", "Register"), ("xx", "Register")],
)
async def test_the_page_speaks_the_readers_language(site: Site, language: str, word: str) -> None:
    await page_of(site)
    _, html, _ = await get(site, headers={"Accept-Language": language})
    assert f'<button type="submit">{word}</button>' in html
    _, html, _ = await get(site, f"/r/{SLUG}?lang={language}")
    assert f'<button type="submit">{word}</button>' in html


async def test_after_the_event_the_page_speaks_of_the_recording(site: Site) -> None:
    webinar = await page_of(site)
    site.now = ENDS_AT + HOUR
    _, html, _ = await get(site)
    assert "Register to watch the recording." in html
    body = await site.call("GET", f"/webinars/{webinar['id']}/registration")
    assert body["warnings"] == ["never_flips"]


async def test_what_will_be_mailed_to_a_whole_webinar_is_listed_before(site: Site) -> None:
    webinar = await page_of(site)
    await site.call("PUT", f"/webinars/{webinar['id']}/mail_settings", {"enabled": True})
    site.now -= DAY
    found = await site.call("GET", f"/mails?webinar={webinar['id']}&state=planned")
    starts = STARTS_AT
    assert [(each["kind"], each["state"], each["due_at"]) for each in found["items"]] == [
        ("reminder", "planned", to_text(starts - before)) for before in (DAY, HOUR, 10 * MINUTE)
    ]
    assert all("email" not in each for each in found["items"])
    assert (await site.call("GET", f"/mails?webinar={webinar['id']}"))["items"] == []
    problem = await site.call("GET", f"/mails?webinar={UUID(int=1)}&state=planned", expect=404)
    assert problem["code"] == "unknown_webinar"


async def test_links_in_mails_do_nothing_when_they_are_only_fetched(site: Site) -> None:
    """M16: scanners fetch links."""
    await page_of(site)
    for path in ("/c/x", "/x/x", "/u/x"):
        status, html, headers = await get(site, path)
        assert status == 404
        assert "Set-Cookie" not in headers
        assert "This link is not valid" in html


async def test_who_ticks_nothing_opts_out_of_nothing_and_a_bare_post_is_one_click(site: Site) -> None:
    """RFC 8058's body is lost on the way in some mail programs; a browser sends what the page has."""
    webinar = await page_of(site)
    member = await site.member(webinar)
    token = "a-token-of-a-mail"
    async with site.pool.acquire() as conn:
        mail = await conn.fetchval(
            """INSERT INTO mails (webinar_id, member_id, kind, occurrence, language, occasion_at, created_at, state,
                                  due_at)
               VALUES ($1, $2, 'missed', 'once', 'en', $3, $3, 'sent', $3) RETURNING id""",
            UUID(webinar["id"]),
            UUID(member["id"]),
            site.now,
        )
        await suppressions.add_token(
            conn,
            opt_out_hash(token),
            PersonId(UUID(member["person_id"])),
            WebinarId(UUID(webinar["id"])),
            mail,
            site.now,
        )

    async def opted_out() -> list[str]:
        async with site.pool.acquire() as conn:
            return [
                row["purpose"] for row in await conn.fetch("SELECT purpose FROM mail_opt_outs ORDER BY 1")
            ]

    _, html, _ = await get(site, f"/u/{token}")
    assert "a…@e….com" in html
    assert "ada@example.com" not in html
    status, html, _ = await post(site, {"do": "choose"}, f"/u/{token}")
    assert (status, await opted_out()) == (200, [])
    assert "a…@e….com" in html
    status, _, _ = await post(site, {}, f"/u/{token}")
    assert (status, await opted_out()) == (200, ["follow_up"])
    (listed,) = (await site.call("GET", "/suppressions"))["items"]
    assert (listed["reason"], listed["detail"], listed["email"]) == (
        "opt_out",
        "follow_up",
        "ada@example.com",
    )
    await site.call("DELETE", f"/suppressions/{listed['id']}", expect=204)
    assert (await opted_out(), (await site.call("GET", "/suppressions"))["items"]) == ([], [])
    await post(site, {}, f"/u/{token}")
    await post(site, {"do": "choose", "campaign": "yes"}, f"/u/{token}")
    assert await opted_out() == ["campaign", "follow_up"]


@pytest.mark.parametrize(
    ("path", "advice"), [("c", "Register again"), ("x", "whole address"), ("u", "whole address")]
)
async def test_a_link_that_was_cut_says_what_to_do(site: Site, path: str, advice: str) -> None:
    response = await site.client.get(f"/{path}/abc")
    assert response.status == 404
    assert advice in await response.text()


async def test_submissions_are_downloaded_without_formulas(site: Site) -> None:
    webinar = await page_of(site)
    await post(site, await filled(site, company="=HYPERLINK(1)"))
    await statuses(site, webinar)
    response = await site.client.get(f"/api/v1/webinars/{webinar['id']}/submissions.csv", headers=ADMIN)
    text = (await response.read()).decode("utf-8-sig")
    assert response.content_type == "text/csv"
    assert "ada@example.com,member" in text
    submission = (await site.call("GET", f"/webinars/{webinar['id']}/submissions"))["items"][0]
    assert (await site.call("DELETE", f"/submissions/{submission['id']}", expect=404))["code"] == (
        "unknown_submission"
    )


async def test_snippets_are_in_the_language_of_the_webinar_or_else_of_the_reader(site: Site) -> None:
    webinar = await page_of(site)
    path = f"/api/v1/webinars/{webinar['id']}/registration"
    answer = await site.client.get(path, headers=ADMIN | {"Accept-Language": "fr-BE"})
    embed = (await answer.json())["embed"]
    assert 'title="S’inscrire"' in embed["iframe"]
    assert '<label>E-mail <input name="email" type="email" required></label>' in embed["html"]
    await site.call("PATCH", f"/webinars/{webinar['id']}", {"language": "nl"})
    answer = await site.client.get(path, headers=ADMIN | {"Accept-Language": "fr-BE"})
    assert "<button>Inschrijven</button>" in (await answer.json())["embed"]["html"]
