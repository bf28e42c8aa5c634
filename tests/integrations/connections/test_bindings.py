"""A webinar gets its first provider, or loses its last: what clicks mean, and when it is finished by itself."""

from __future__ import annotations

import asyncio

import pytest

from latecomer.core.facts import FactKind
from latecomer.core.ids import ConnectionId, Instant
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.integrations.connections.service import Binding
from latecomer.vendors.kit.definition import Kind
from latecomer.vendors.registry import DEFINITIONS
from latecomer.webinars.service import WebinarChanges
from tests.support.builders import ENDS_AT, HOUR, MINUTE, STARTS_AT, S
from tests.support.services import BEFORE, House

DEFAULT = 120 * S
WITH_PROVIDER = 3 * HOUR


def to(webinar: Webinar, external_id: str = "1") -> Binding:
    return Binding(webinar=webinar.id, external_id=external_id, settings={})


async def provider(house: House, *bound: Binding, kind: Kind = "standard_webhooks_in") -> ConnectionId:
    values = {"secret_token": "one"} if kind == "zoom" else {}
    made = await house.connections.create(kind, "Provider", values, {}, bound, BEFORE)
    return made.connection.id


async def due_after(house: House, webinar: Webinar) -> Instant | None:
    """Return the time between the end of the event and the automatic finish."""
    due_at = await house.pool.fetchval("SELECT finish_due_at FROM webinars WHERE id = $1", webinar.id)
    return None if due_at is None else due_at - ENDS_AT


def test_every_kind_that_is_asked_reports_attendance_and_has_a_schedule() -> None:
    asked = [each for each in DEFINITIONS.values() if each.can_be_pulled]
    assert asked
    assert all(each.reports_attendance and each.schedule for each in asked)


async def test_a_bound_provider_is_known_and_moves_the_automatic_finish(house: House) -> None:
    webinar = await house.webinar()
    assert not webinar.has_provider
    assert await due_after(house, webinar) == DEFAULT

    made = await provider(house)
    assert not (await house.webinars.get(webinar.id)).has_provider
    await house.connections.change(made, bindings=[to(webinar)], now=BEFORE)

    bound = await house.webinars.get(webinar.id)
    assert (bound.has_provider, bound.finish_grace_s, bound.version) == (True, 10_800, webinar.version + 1)
    assert await due_after(house, webinar) == WITH_PROVIDER
    assert house.changed[-1] == bound

    await house.connections.pause(made)
    assert (await house.webinars.get(webinar.id)).has_provider, "whatever its state"
    await house.connections.change(made, name="Renamed", bindings=[to(webinar, "2")], now=BEFORE)
    assert (await house.webinars.get(webinar.id)).version == bound.version, "nothing turned"

    await house.connections.change(made, bindings=[], now=BEFORE)
    assert await due_after(house, webinar) == DEFAULT
    assert not house.changed[-1].has_provider


async def test_the_last_of_two_providers_turns_it(house: House) -> None:
    webinar = await house.webinar()
    first = await provider(house, to(webinar))
    second = await provider(house, to(webinar), kind="zoom")
    await house.connections.delete(first, BEFORE)
    assert await due_after(house, webinar) == WITH_PROVIDER
    await house.connections.delete(second, BEFORE)
    assert await due_after(house, webinar) == DEFAULT
    assert not (await house.webinars.get(webinar.id)).has_provider


async def test_who_only_listens_is_no_provider(house: House) -> None:
    webinar = await house.webinar()
    await house.connections.create(
        "webhook", "Hook", {}, {"url": "https://a.example/"}, [to(webinar)], BEFORE
    )
    assert not (await house.webinars.get(webinar.id)).has_provider


@pytest.mark.parametrize("own_grace_s", [7, 120])
async def test_a_grace_that_somebody_set_stays(house: House, own_grace_s: int) -> None:
    webinar = await house.webinar(finish_grace_s=own_grace_s)
    await provider(house, to(webinar))
    assert await due_after(house, webinar) == own_grace_s * S

    await house.webinars.patch(webinar.id, WebinarChanges(finish_grace_s=None), BEFORE)
    assert await due_after(house, webinar) == WITH_PROVIDER


async def test_a_finish_that_has_come_is_not_to_come_again(house: House) -> None:
    webinar = await house.webinar()
    assert await house.finisher.finish_due(ENDS_AT + DEFAULT) == [webinar.id]
    await provider(house, to(webinar))
    assert await due_after(house, webinar) is None


async def test_clicks_attend_only_without_a_provider(house: House) -> None:
    webinar = await house.webinar(live_url="https://live.example/room")
    made = await provider(house, to(webinar))
    early, late = (
        await house.member(webinar, "ada@example.com"),
        await house.member(webinar, "bo@example.com"),
    )
    await house.record(early, FactKind.CLICK, STARTS_AT + MINUTE)
    assert await house.status(early) is Status.REGISTERED

    await house.connections.delete(made, STARTS_AT + 2 * MINUTE)
    assert await house.status(early) is Status.ATTENDED, "settled again"

    await provider(house, to(webinar))
    await house.record(late, FactKind.CLICK, STARTS_AT + 3 * MINUTE)
    assert [await house.status(member) for member in (early, late)] == [Status.ATTENDED, Status.REGISTERED]


async def test_binding_and_unbinding_at_once_end_in_what_is_bound(house: House) -> None:
    webinar = await house.webinar()
    await house.warm_up()
    made = [await provider(house) for _ in range(4)]

    async def turn(connection: ConnectionId, times: int) -> None:
        for n in range(times):
            bound = [] if n % 2 else [to(webinar)]
            await house.connections.change(connection, bindings=bound, now=BEFORE)

    await asyncio.gather(*(turn(each, 8) for each in made))
    assert await due_after(house, webinar) == DEFAULT
    await asyncio.gather(*(turn(each, 7) for each in made))
    assert await due_after(house, webinar) == WITH_PROVIDER
    assert (await house.webinars.get(webinar.id)).has_provider
