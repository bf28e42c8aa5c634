"""Routes × callers: who may call what, and that nobody sees a name or a join link without the scope for it."""

import io
import json
import zipfile
from typing import Any
from uuid import UUID, uuid4

import pytest

from latecomer.access.service import Access
from latecomer.capabilities import ENDPOINTS
from latecomer.core.ids import MemberId
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Endpoint
from latecomer.postgres.migrate import migrations
from latecomer.webinars.members.settlement import Moments, Settlement
from tests.support.builders import ENDS_AT
from tests.support.site import BEFORE, Site

NAME = "Quixotina"
"""Stands in every personal field of the one person that there is."""
PERSON = {
    "email": f"{NAME.lower()}@example.com",
    "first_name": NAME,
    "last_name": NAME,
    "company": NAME,
    "job_title": NAME,
    "properties": {"nickname": NAME},
}
CALLERS: dict[str, frozenset[Scope]] = {
    "read": frozenset({Scope.READ}),
    "people": frozenset({Scope.PEOPLE}),
    "links": frozenset({Scope.LINKS}),
    "write": frozenset({Scope.WRITE}),
    "refunds": frozenset({Scope.REFUNDS}),
    "privacy": frozenset({Scope.PRIVACY}),
    "read and people": frozenset({Scope.READ, Scope.PEOPLE}),
    "read and links": frozenset({Scope.READ, Scope.LINKS}),
    "read and write": frozenset({Scope.READ, Scope.WRITE}),
    "admin": frozenset({Scope.ADMIN}),
}


async def _key(site: Site, scopes: frozenset[Scope]) -> dict[str, str]:
    issued = await site.parts.get(Access).create_key("a caller", scopes, site.now)
    return {"Authorization": f"Bearer {issued.secret}"}


async def _ask(
    site: Site, endpoint: Endpoint, headers: dict[str, str], ids: dict[str, str]
) -> tuple[int, str]:
    path = endpoint.path
    for name in endpoint.path_parameters:
        path = path.replace(f"{{{name}}}", ids.get(name, str(uuid4())))
    body = None
    if endpoint.body is bytes:
        body, headers = "email\n", headers | {"Content-Type": "text/csv"}
    elif endpoint.body is not None:
        body, headers = "{}", headers | {"Content-Type": "application/json"}
    site.now += 100  # a key may make 50 calls a second
    async with site.client.session.request(
        endpoint.method, site.client.make_url(path), data=body, headers=headers
    ) as answer:
        if answer.content_type == "application/zip":
            with zipfile.ZipFile(io.BytesIO(await answer.read())) as archive:
                return answer.status, "".join(archive.read(name).decode() for name in archive.namelist())
        return answer.status, await answer.text()


def _may(endpoint: Endpoint, scopes: frozenset[Scope]) -> bool:
    wanted = {endpoint.scope} - {None} | ({Scope.PEOPLE} if endpoint.shows_people else set())
    return Scope.ADMIN in scopes or wanted <= scopes


async def test_every_call_asks_for_its_scope_and_for_no_less(site: Site) -> None:
    nobody = {"": 0, "Bearer lc_nonsense": 0}
    for each in ENDPOINTS:
        if each.public:
            continue
        for authorization in nobody:
            headers = {"Authorization": authorization} if authorization else {}
            site.now += 1_000  # unknown keys are limited
            assert (await _ask(site, each, headers, {}))[0] == 401, (each.path, authorization)
    for name, scopes in CALLERS.items():
        headers = await _key(site, scopes)
        for each in ENDPOINTS:
            if each.public or (each.handler.__name__ in {"end_sessions", "sign_out"}):
                continue
            status, text = await _ask(site, each, headers, {})
            if _may(each, scopes):
                assert status not in {401, 500}, (name, each.method, each.path, text)
                assert (
                    status != 403 or "missing_scope" not in text or each.handler.__name__ == "export_results"
                )
            else:
                assert (status, json.loads(text)["code"]) == (403, "missing_scope"), (
                    name,
                    each.method,
                    each.path,
                )


@pytest.fixture
async def ids(site: Site) -> dict[str, str]:
    """A webinar with one member of whom everything is known, in every place where something can be asked."""
    webinar = await site.webinar()
    (added,) = await site.add(webinar, PERSON)
    member = added["member"]
    asked = {
        "any": [{"all": []}, {"filter": "person", "field": "email", "op": "is", "value": PERSON["email"]}]
    }
    made: Any = await site.call(
        "POST",
        "/segments",
        {"name": "all", "scope": "members", "webinar_id": webinar["id"], "filter": asked},
        expect=201,
    )
    marks = {"do": "set_property", "key": "touched", "value": True}
    flow = {"triggers": [{"on": "registered"}], "steps": [marks], "filter": asked}
    campaign: Any = await site.call("POST", "/campaigns", {"name": "all", "flow": flow}, expect=201)
    await site.call(
        "POST",
        f"/webinars/{webinar['id']}/presenters",
        {"email": PERSON["email"], "name": NAME, "role": "host"},
        expect=201,
    )
    token = member["join_url"].rpartition("/")[2]
    return {
        "webinar": webinar["id"],
        "member": member["id"],
        "person": member["person_id"],
        "segment": made["id"],
        "campaign": campaign["id"],
        "token": token,
    }


async def test_without_their_scopes_nobody_sees_names_or_join_links(site: Site, ids: dict[str, str]) -> None:
    seen: dict[str, set[str]] = {}
    for caller, scopes in CALLERS.items():
        headers = await _key(site, scopes)
        for each in ENDPOINTS:
            if each.method != "GET" or each.public:
                continue
            status, text = await _ask(site, each, headers, ids)
            where = (caller, each.path, status, text[:300])
            assert status < 500, where
            for what, planted in (("name", NAME.lower()), ("link", ids["token"])):
                if planted in text.lower() if what == "name" else planted in text:
                    seen.setdefault(f"{caller} {what}", set()).add(each.handler.__name__)
    admin_names = seen.pop("admin name")
    admin_links = seen.pop("admin link")
    assert {"list_members", "read_member", "export_members", "read_results", "list_presenters"} <= admin_names
    assert "download_reports" in admin_names
    assert {"list_segments", "read_segment", "list_campaigns", "read_campaign"} <= admin_names
    assert {"list_members", "read_member", "export_members"} <= admin_links
    # An export of a person is privacy's, whole: it is what is given to that person.
    assert seen.pop("privacy name") == {"export_person"}
    assert seen.pop("privacy link", set()) <= {"export_person"}
    assert {"list_members", "read_member", "export_members"} <= seen.pop("read and people name")
    assert {"list_members", "read_member"} <= seen.pop("read and links link")
    assert seen == {}


async def test_fields_that_a_caller_may_not_see_are_absent(site: Site, ids: dict[str, str]) -> None:
    reader = await _key(site, CALLERS["read"])
    member = await site.call("GET", f"/members/{ids['member']}", headers=reader)
    assert member["status"] == "registered"
    assert member.keys() & {"email", "first_name", "phone", "properties", "language", "join_url"} == set()
    (listed,) = (await site.call("GET", f"/webinars/{ids['webinar']}/members", headers=reader))["items"]
    assert listed == member
    for asked in ("q=Quix", "email=quixotina@example.com"):
        path = f"/webinars/{ids['webinar']}/members?{asked}"
        assert (await site.call("GET", path, headers=reader, expect=403))["code"] == "missing_scope"


async def test_whoever_may_only_write_learns_nothing_by_adding_somebody_again(
    site: Site, ids: dict[str, str]
) -> None:
    writer = await _key(site, CALLERS["write"])
    answer = await site.call(
        "POST",
        f"/webinars/{ids['webinar']}/members",
        {"members": [{"email": PERSON["email"]}]},
        headers=writer,
    )
    assert NAME not in json.dumps(answer)
    assert ids["token"] not in json.dumps(answer)
    changed = await site.call(
        "POST", f"/members/{ids['member']}/status", {"status": "not_in_program"}, headers=writer
    )
    assert NAME not in json.dumps(changed)


async def test_a_dashboard_without_the_scope_people_has_no_names(site: Site, ids: dict[str, str]) -> None:
    member = await site.member({"id": ids["webinar"]}, email="sancho@example.com", first_name=NAME)
    moments = Moments(member=MemberId(UUID(member["id"])), joined_at=ENDS_AT, live_at=ENDS_AT - 1_000)
    site.now = ENDS_AT
    await site.parts.get(Settlement).take_moments([moments], site.now)
    told: dict[str, str] = {}
    for name in ("read", "read and people"):
        headers = await _key(site, CALLERS[name])
        told[name] = json.dumps(
            await site.call("GET", f"/webinars/{ids['webinar']}/dashboard", headers=headers)
        )
        async with site.socket("dashboard", **headers) as socket:
            await socket.send_json({"type": "subscribe", "webinar": ids["webinar"]})
            told[f"{name}, live"] = str(await socket.receive_str(timeout=20))
    assert {name: NAME in text for name, text in told.items()} == {
        "read": False,
        "read, live": False,
        "read and people": True,
        "read and people, live": True,
    }
    assert member["id"] in told["read"]


async def test_what_could_read_until_now_keeps_names_and_links(site: Site) -> None:
    """The migration of keys, sessions and codes from before there were these scopes."""
    sql = next(each.sql for each in migrations() if each.name.startswith("0010"))
    async with site.pool.acquire() as conn:
        for number, scopes in enumerate((["read"], ["write"], ["read", "write"])):
            await conn.execute(
                "INSERT INTO api_keys (id, name, hash, scopes, created_at) VALUES ($1, $2, $3, $4, $5)",
                uuid4(),
                f"old {number}",
                bytes([number]),
                scopes,
                BEFORE,
            )
        await conn.execute(sql)
        rows = await conn.fetch("SELECT scopes FROM api_keys WHERE name LIKE 'old %' ORDER BY name")
    assert [sorted(row["scopes"]) for row in rows] == [
        ["links", "people", "read"],
        ["write"],
        ["links", "people", "read", "write"],
    ]
