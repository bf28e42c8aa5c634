"""A webinar that is deleted: nobody goes on watching it, and nothing of it stays in Redis.

Source: docs/protocol.md, REST
"""

from __future__ import annotations

from latecomer.redis import keys
from latecomer.redis.packing import as_bytes
from latecomer.webinars.service import Webinars
from tests.support.builders import ENDS_AT, S
from tests.support.server import Live


async def test_nothing_of_a_deleted_webinar_stays_in_redis_and_others_keep_all(live: Live) -> None:
    webinar, other = await live.webinar(), await live.webinar()
    guests = [await live.guest(webinar) for _ in range(3)]
    kept = await live.guest(other)
    for guest in (*guests, kept):
        await live.watch(guest, ENDS_AT - S, ENDS_AT + 61 * S, covers=(0, 62))

    await live.parts.get(Webinars).delete(webinar.id)

    left = {as_bytes(key).decode() for key in await live.redis.keys("lc:{0}*")}
    assert left == {
        keys.ready(0),
        keys.due(0),
        keys.dirty(0),
        keys.record(0, kept.id),
        keys.card(0, other.id),
        keys.counters(0, other.id),
        keys.retention(0, other.id, 1),
    }
    assert await live.redis.zrange(keys.due(0), 0, -1) == [kept.id.bytes]
    assert await live.redis.zrange(keys.dirty(0), 0, -1) == [kept.id.bytes]


async def test_who_watches_a_webinar_that_is_deleted_is_let_go(live: Live) -> None:
    webinar = await live.webinar()
    tab = await live.enter(await live.guest(webinar))
    await tab.until("welcome")

    await live.parts.get(Webinars).delete(webinar.id)

    code, said = await tab.closed()
    assert (code, said[-1]) == (4501, {"type": "stop", "reason": "revoked"})
