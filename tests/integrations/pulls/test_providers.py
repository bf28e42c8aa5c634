"""Providers: made from a connection's settings and secrets, tried, and given new secrets by the vendor."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

import pytest
from redis.asyncio import Redis

from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from latecomer.integrations.connections import queries as rows
from latecomer.integrations.connections.service import Binding, Connection, Connections, Tested
from latecomer.integrations.pulls.providers import Providers
from latecomer.vendors.kit.definition import Kind
from latecomer.vendors.kit.inbound import Attendee
from latecomer.vendors.kit.provider import Confirmed
from tests.support.services import BEFORE, House
from tests.vendors.servers import gotowebinar_rest, zoom_rest
from tests.vendors.servers.gotowebinar_rest import GoToRest, running_goto
from tests.vendors.servers.zoom_rest import ZoomRest, running_zoom

ANA = Attendee(email="ana@example.org", first_name="Ana", last_name="Ruiz")


class Asked:
    """Connections that are tried at vendors of our own."""

    def __init__(
        self, house: House, providers: Providers, zoom: ZoomRest, goto: GoToRest, guard: Guard
    ) -> None:
        self.house = house
        self.providers = providers
        self.zoom = zoom
        self.goto = goto
        self.connections = Connections(house.pool, b"k" * 32, providers.testers, guard=guard)

    async def make(self, kind: Kind, secrets: Mapping[str, str], webinar: str | None = None) -> Connection:
        settings: Mapping[str, object] = {
            "zoom": {"api_url": f"{self.zoom.url}/v2", "token_url": f"{self.zoom.url}/oauth/token"},
            "gotowebinar": {
                "api_url": f"{self.goto.url}/G2W/rest/v2",
                "token_url": f"{self.goto.url}/oauth/token",
                "organizer_key": gotowebinar_rest.ORGANIZER,
            },
        }[kind]
        bindings = []
        if webinar is not None:
            ours = await self.house.webinar()
            bindings = [Binding(webinar=ours.id, external_id=webinar, settings={})]
        made = await self.connections.create(kind, "Provider", secrets, settings, bindings, BEFORE)
        return made.connection

    async def test(self, connection: Connection) -> Tested:
        return await self.connections.test(connection.id, BEFORE)


ZOOM = {
    "secret_token": "s",
    "account_id": zoom_rest.ACCOUNT,
    "client_id": zoom_rest.CLIENT_ID,
    "client_secret": zoom_rest.CLIENT_SECRET,
}
GOTO = {
    "secret_key": "s",
    "client_id": gotowebinar_rest.CLIENT_ID,
    "client_secret": gotowebinar_rest.CLIENT_SECRET,
    "refresh_token": gotowebinar_rest.REFRESH,
}


@pytest.fixture
async def asked(house: House, redis_url: str) -> AsyncIterator[Asked]:
    http = OutgoingHttp(Guard(read_networks(["127.0.0.1"])), timeout_s=2)
    async with Redis.from_url(redis_url) as redis, running_zoom() as zoom, running_goto() as goto:
        yield Asked(house, Providers(http, redis, lambda: BEFORE), zoom, goto, http.guard)
    await http.close()


@pytest.mark.parametrize(("kind", "secrets"), [("zoom", ZOOM), ("gotowebinar", GOTO)])
async def test_without_all_credentials_nobody_is_asked(
    asked: Asked, kind: Kind, secrets: Mapping[str, str]
) -> None:
    signing, *rest = secrets
    for missing in rest:
        connection = await asked.make(kind, {signing: secrets[signing]})
        for name in rest:
            if name != missing:  # as it could be made once
                await asked.connections.replace_secret(connection.id, name, secrets[name])
        opened = await asked.connections.secrets_of(connection.id)
        assert asked.providers.registrar(kind, connection.settings, opened) is None
        assert asked.providers.puller(kind, connection.settings, opened) is None
        assert (await asked.test(connection)).code == "missing_secret"
    assert asked.zoom.fetched == asked.goto.fetched == 0


async def test_a_refresh_token_that_goto_replaces_is_sealed_in_its_place(asked: Asked) -> None:
    asked.goto.rotates = True
    connection = await asked.make("gotowebinar", GOTO)
    opened = await asked.connections.secrets_of(connection.id)
    registrar = asked.providers.registrar("gotowebinar", connection.settings, opened)
    assert registrar is not None
    for n in range(1, 3):
        asked.goto.expire()
        answer = await registrar.register(gotowebinar_rest.WEBINAR, ANA, BEFORE)
        assert isinstance(answer, Confirmed)
        kept = await asked.connections.secrets_of(connection.id)
        assert kept.valid("refresh_token", BEFORE) == (f"eyJraWQ.refresh-{n}",)
        assert kept.get("secret_key") == "s"
    async with asked.house.pool.acquire() as conn:
        row = await rows.load(conn, connection.id)
    assert row is not None
    assert b"refresh-2" not in row.sealed


async def test_a_secret_of_a_connection_that_is_gone_is_none(asked: Asked) -> None:
    connection = await asked.make("gotowebinar", GOTO)
    kept = (await asked.connections.secrets_of(connection.id)).kept("refresh_token")
    assert await kept.read() == gotowebinar_rest.REFRESH
    await asked.connections.delete(connection.id, BEFORE)
    assert await kept.read() is None
    await kept.replace("nowhere")


@pytest.mark.parametrize(
    ("kind", "secrets", "webinar"),
    [("zoom", ZOOM, zoom_rest.WEBINAR), ("gotowebinar", GOTO, gotowebinar_rest.WEBINAR)],
)
async def test_a_connection_is_tried_at_its_vendor(
    asked: Asked, kind: Kind, secrets: Mapping[str, str], webinar: str
) -> None:
    tested = await asked.test(await asked.make(kind, secrets, webinar))
    assert (tested.works, tested.code) == (True, "never_heard")
    assert (await asked.test(await asked.make(kind, secrets, "404"))).code == "unknown_webinar"
    wrong = {**secrets, "client_secret": "wrong"}
    tested = await asked.test(await asked.make(kind, wrong, webinar))
    assert (tested.works, tested.code) == (False, "credentials")


async def test_the_test_names_the_scope_that_zoom_misses(asked: Asked) -> None:
    asked.zoom.scopes = tuple(each for each in zoom_rest.SCOPES if not each.startswith("report"))
    tested = await asked.test(await asked.make("zoom", ZOOM, zoom_rest.WEBINAR))
    assert (tested.works, tested.code) == (False, "missing_scope")
    assert "report:read" in tested.message
