"""The language of the join link's page: the reader's choice, the person's, the webinar's, the browser's."""

from typing import Any

import pytest

from tests.support.site import ADMIN, Site

BROWSER = {"Accept-Language": "nl-NL,nl;q=0.9"}


@pytest.fixture(autouse=True)
def _pages(site: Site) -> None:
    site.write("static/watch/index.html", '<html lang="en" dir="ltr">')


async def _language(site: Site, member: Any, headers: dict[str, str]) -> str:
    response = await site.client.get(f"/j/{member['join_url'].rpartition('/')[2]}", headers=headers)
    assert response.status == 200
    return response.headers["Content-Language"]


async def test_each_stands_behind_the_one_before(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    assert await _language(site, member, {}) == "en"
    assert await _language(site, member, BROWSER) == "nl"
    await site.call("PATCH", f"/webinars/{webinar['id']}", {"language": "fr"})
    site.now += 5_000
    assert await _language(site, member, BROWSER) == "fr"
    person = f"/persons/{member['person_id']}"
    await site.call("PATCH", person, {"language": "nl-BE"})
    assert await _language(site, member, {"Accept-Language": "en"}) == "nl"
    assert await _language(site, member, {"Cookie": "latecomer_language=en", **BROWSER}) == "en"
    await site.call("PATCH", person, {"language": "de"})
    assert await _language(site, member, BROWSER) == "fr", "a language without a catalogue is passed over"


async def test_a_webinar_takes_a_language_that_is_offered(site: Site) -> None:
    webinar = await site.webinar(language="fr")
    assert webinar["language"] == "fr"
    path = f"/webinars/{webinar['id']}"
    for wrong in ("de", "fr-FR", "", "x" * 500):
        refused = await site.call("PATCH", path, {"language": wrong}, expect=422)
        assert (refused["code"], refused["errors"][0]["field"]) == ("unknown_language", "/language")
    assert (await site.call("PATCH", path, {"language": None}))["language"] is None


async def test_a_member_brings_a_language_by_row_and_by_file(site: Site) -> None:
    webinar = await site.webinar()
    path = f"/webinars/{webinar['id']}/members"
    rows = [
        {"email": "a@example.com", "language": "nl_be"},
        {"email": "b@example.com", "language": "Klingonisch"},
    ]
    results = (await site.call("POST", path, {"members": rows}))["results"]
    assert results[0]["member"]["language"] == "nl-BE"
    assert (results[1]["outcome"], results[1]["code"]) == ("skipped", "unknown_language")

    file = "email,Langue\nc@example.com,Français\nd@example.com,FR-ca\ne@example.com,parlé\n"
    response = await site.client.post(
        f"/api/v1{path}/import", data=file.encode(), headers={"Content-Type": "text/csv", **ADMIN}
    )
    assert response.status == 200, await response.text()
    members = {each["email"]: each for each in (await site.call("GET", path))["items"]}
    assert [members[f"{name}@example.com"]["language"] for name in "cde"] == ["fr", "fr-CA", None]
    assert members["e@example.com"]["properties"] == {"Langue": "parlé"}, "nothing of the file is lost"


async def test_an_erased_person_has_no_language(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    person = f"/persons/{member['person_id']}"
    changed = await site.call("PATCH", person, {"language": "fr"})
    assert changed["language"] == "fr"
    exported = await site.call("GET", f"{person}/export")
    assert exported["person"]["language"] == "fr"
    await site.call("DELETE", person, expect=204)
    assert (await site.call("GET", f"/members/{member['id']}"))["language"] is None
