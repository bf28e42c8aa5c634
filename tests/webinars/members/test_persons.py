"""People across webinars: found by words, with all memberships and one timeline."""

from typing import Any

import pytest

from latecomer.webinars.members.rules.search import prefix_query
from tests.support.site import Site


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Ada", "'ada':*"),
        ("  ada@Example.com ", "'ada':* & 'example':* & 'com':*"),
        ("O'Neil & co | !x:*", "'o':* & 'neil':* & 'co':* & 'x':*"),
        ("É", "'é':*"),
        ("' \\", None),
        ("", None),
        ("a b c d e f g h i j", "'a':* & 'b':* & 'c':* & 'd':* & 'e':* & 'f':* & 'g':* & 'h':*"),
    ],
)
def test_a_search_is_made_of_words(text: str, query: str | None) -> None:
    assert prefix_query(text) == query


async def named(site: Site, **query: Any) -> list[str]:
    """The first names on a page of people."""
    words = "&".join(f"{name}={value}" for name, value in query.items())
    page = await site.call("GET", f"/persons?{words}")
    return [each["person"]["first_name"] for each in page["items"]]


async def test_people_are_found_by_how_words_begin(site: Site) -> None:
    webinar = await site.webinar()
    for name, last, company in (
        ("Ada", "Lovelace", "Analytical"),
        ("Éva", "O'Neil", None),
        ("Bob", "Ross", "ANA"),
    ):
        email = f"{last[:3].replace(chr(39), '')}.{name[-1]}@example.com"
        await site.member(webinar, email, first_name=name, last_name=last, company=company)
        site.now += 1
    assert await named(site) == ["Bob", "Éva", "Ada"]
    assert await named(site, q="love") == ["Ada"]
    assert await named(site, q="ana") == ["Ada", "Bob"]
    assert await named(site, q="%C3%A9v") == ["Éva"]
    assert await named(site, q="neil") == ["Éva"]
    assert await named(site, q="ros.b@example.com") == ["Bob"]
    assert await named(site, q="ada ross") == []
    assert await named(site, q="%27%5C") == ["Bob", "Éva", "Ada"]  # no word: everybody
    page = await site.call("GET", "/persons?q=example&limit=2")
    assert (len(page["items"]), page["more"], page["next_cursor"]) == (2, True, None)
    first = await site.call("GET", "/persons?limit=2")
    rest = await site.call("GET", f"/persons?limit=2&cursor={first['next_cursor']}")
    assert [each["person"]["first_name"] for each in rest["items"]] == ["Ada"]


async def test_one_person_has_every_membership_and_one_timeline(site: Site) -> None:
    webinars = [await site.webinar(name=f"Webinar {n}") for n in range(2)]
    members = [await site.member(webinar, "ada@example.com") for webinar in webinars]
    person = members[0]["person_id"]
    site.now += 1000
    await site.call("POST", f"/members/{members[1]['id']}/status", {"status": "attended"})
    known = await site.call("GET", f"/persons/{person}")
    assert known["person"]["email"] == "ada@example.com"
    assert {each["webinar_name"]: each["status"] for each in known["memberships"]} == {
        "Webinar 0": "registered",
        "Webinar 1": "attended",
    }
    (listed,) = (await site.call("GET", "/persons?q=ada"))["items"]
    assert (listed["webinars"], listed["attended_live"], listed["attended_on_demand"]) == (2, 1, 0)

    entries: list[Any] = []
    cursor = ""
    while True:
        page = await site.call("GET", f"/persons/{person}/timeline?limit=2{cursor}")
        entries += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    expected = [
        (member["id"], entry["kind"], entry["id"])
        for member in members
        for entry in (await site.call("GET", f"/members/{member['id']}/timeline"))["items"]
    ]
    assert sorted((each["member_id"], each["entry"]["kind"], each["entry"]["id"]) for each in entries) == (
        sorted(expected)
    )
    moments = [each["entry"]["at"] for each in entries]
    assert moments == sorted(moments, reverse=True)
    for path in ("", "/timeline"):
        problem = await site.call("GET", f"/persons/{webinars[0]['id']}{path}", expect=404)
        assert problem["code"] == "unknown_person"


async def test_the_search_uses_its_index(site: Site) -> None:
    async with site.pool.acquire() as conn:
        await conn.execute(
            """INSERT INTO persons (id, email, email_key, search_key, created_at)
               SELECT gen_random_uuid(), 'p' || n, 'p' || n, 'person ' || n, now() FROM generate_series(1, 5000) n"""
        )
        await conn.execute("ANALYZE persons")
        plan = await conn.fetch(
            """EXPLAIN SELECT id FROM persons WHERE erased_at IS NULL
                AND search_words(search_key, company) @@ to_tsquery('simple', '4321:*') LIMIT 51"""
        )
    assert "persons_by_words" in " ".join(row[0] for row in plan)
