"""The SEQUENCE of a member's event in calendars: what makes it grow, and what leaves it."""

from typing import Any

import pytest
from icalendar import Calendar

from latecomer.core.timestamps import to_text
from tests.automated.test_rundowns import empty, film, save, video
from tests.support.builders import HOUR, STARTS_AT
from tests.support.site import Site

__all__ = ["film"]


async def sequence(site: Site, member: Any) -> int:
    token = member["join_url"].rpartition("/")[2]
    answer = await site.client.get(f"/j/{token}/calendar.ics")
    assert answer.status == 200
    (event,) = Calendar.from_ical(await answer.text()).walk("VEVENT")
    return int(str(event["SEQUENCE"]))


@pytest.mark.parametrize(
    ("change", "grows"),
    [
        ({"name": "Another name"}, True),
        ({"starts_at": to_text(STARTS_AT + HOUR // 2)}, True),
        ({"ends_at": to_text(STARTS_AT + 2 * HOUR)}, True),
        ({"watch_threshold_s": 120}, False),
        ({"language": "fr"}, False),
    ],
)
async def test_the_time_and_the_name_of_a_webinar_make_it_grow(
    site: Site,
    change: dict[str, Any],
    grows: bool,  # noqa: FBT001
) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    before = await sequence(site, member)
    await site.call("PATCH", f"/webinars/{webinar['id']}", change)
    assert await sequence(site, member) == before + grows


async def test_a_cancelled_webinar_that_is_reinstated_has_grown_twice(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    before = await sequence(site, member)
    await site.call("POST", f"/webinars/{webinar['id']}/cancel", {})
    await site.call("POST", f"/webinars/{webinar['id']}/reinstate", {})
    assert await sequence(site, member) == before + 2


async def test_a_rundown_that_moves_the_end_leaves_it_and_a_start_that_moves_raises_it(
    site: Site, film: str
) -> None:
    webinar = await empty(site)
    member = await site.member(webinar)
    before = await sequence(site, member)
    saved = await save(site, webinar, 0, video(film, 0, 60))
    await save(site, webinar, 1, *saved["items"], video(film, 60, 60), buffer_s=60)
    assert await sequence(site, member) == before
    await site.call("PATCH", f"/webinars/{webinar['id']}", {"starts_at": to_text(STARTS_AT + HOUR)})
    assert await sequence(site, member) == before + 1
