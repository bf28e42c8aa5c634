"""Pulls from vendors that push as well: Zoom and GoToWebinar over HTTP, for data that pushing lacks or lost."""

from __future__ import annotations

from typing import Any

from latecomer.core.status import Status
from latecomer.integrations.connections.service import Binding, Connections
from latecomer.vendors.kit.definition import Kind
from tests.integrations.pulls.test_worker import Scene, live_outside, scene
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT, S
from tests.vendors.servers import gotowebinar_rest, zoom_rest
from tests.vendors.servers.gotowebinar_rest import running_goto
from tests.vendors.servers.zoom_rest import Occurrence, running_zoom
from tests.vendors.test_gotowebinar_rest import attendee, session
from tests.vendors.test_zoom_rest import participant

__all__ = ["live_outside", "scene"]

STAY_MS = 56 * MINUTE + 31 * S
"""Of a participant, as the samples have it."""


async def _instead(scene: Scene, kind: Kind, external_id: str, secrets: Any, settings: Any) -> None:
    """Bind another vendor in place of the first."""
    connections = scene.live.parts.get(Connections)
    await connections.delete(scene.connection, STARTS_AT - DAY)
    binding = Binding(webinar=scene.webinar.id, external_id=external_id, settings={})
    created = await connections.create(kind, kind, secrets, settings, [binding], STARTS_AT - DAY)
    scene.connection = created.connection.id


async def test_what_zoom_knows_is_what_counts(scene: Scene) -> None:
    async with running_zoom() as zoom:
        await _instead(
            scene,
            "zoom",
            zoom_rest.WEBINAR,
            {
                "secret_token": "one",
                "account_id": zoom_rest.ACCOUNT,
                "client_id": zoom_rest.CLIENT_ID,
                "client_secret": zoom_rest.CLIENT_SECRET,
            },
            {"api_url": f"{zoom.url}/v2", "token_url": f"{zoom.url}/oauth/token"},
        )
        zoom.registrants = [
            {
                "id": f"rEg{n}",
                "email": f"{n}@example.org",
                "status": "approved",
                "create_time": "2026-03-01T10:00:00Z",
                "join_url": f"https://example.zoom.us/w/{n}",
            }
            for n in range(3)
        ]
        view = {"date_time": "2026-03-04T19:00:00Z", "name": "", "email": "1@example.org", "duration": 90}
        zoom.occurrences = [Occurrence(participants=[participant(0)], views=[view])]
        await scene.pull(ENDS_AT + 10 * MINUTE)
        assert await scene.status("0@example.org") is Status.ATTENDED
        assert await scene.status("1@example.org") is Status.NO_SHOW, "the report finished the webinar"
        assert await scene.pull(ENDS_AT + 12 * HOUR) == 1
        assert [await scene.status(f"{n}@example.org") for n in range(3)] == [
            Status.ATTENDED,
            Status.ATTENDED_ON_DEMAND,
            Status.NO_SHOW,
        ]
        assert (await scene.record("0@example.org")).live_ms == STAY_MS
        assert (await scene.record("1@example.org")).on_demand_ms == 90 * S
        pull = (await scene.provider()).pull
        assert pull.code == "pulled"
        assert pull.next_at is not None
        assert abs(pull.next_at - (ENDS_AT + 12 * HOUR + DAY)) < MINUTE
        zoom.occurrences[0].participants[0]["leave_time"] = "2026-03-04T16:12:00Z"
        view["duration"] = 30
        assert await scene.pull(ENDS_AT + 2 * DAY) == 1
        assert (await scene.record("0@example.org")).live_ms == 10 * MINUTE, "corrected downwards"
        assert (await scene.record("1@example.org")).on_demand_ms == 30 * S
        assert await scene.status("1@example.org") is Status.ATTENDED_ON_DEMAND, "a status never goes back"


async def test_what_gotowebinar_knows_is_what_counts(scene: Scene) -> None:
    async with running_goto() as goto:
        await _instead(
            scene,
            "gotowebinar",
            gotowebinar_rest.WEBINAR,
            {
                "secret_key": "one",
                "client_id": gotowebinar_rest.CLIENT_ID,
                "client_secret": gotowebinar_rest.CLIENT_SECRET,
                "refresh_token": gotowebinar_rest.REFRESH,
            },
            {
                "api_url": f"{goto.url}/G2W/rest/v2",
                "token_url": f"{goto.url}/oauth/token",
                "organizer_key": gotowebinar_rest.ORGANIZER,
            },
        )
        goto.registrants = [
            {
                "registrantKey": gotowebinar_rest.FIRST_KEY + n,
                "firstName": "Guest",
                "lastName": str(n),
                "email": f"{n}@example.org",
                "status": "APPROVED",
                "registrationDate": "2026-03-01T10:00:00Z",
            }
            for n in range(2)
        ]
        goto.sessions = [session()]
        goto.attendees = [attendee(0, ("2026-03-04T16:02:00Z", "2026-03-04T16:58:31Z"))]
        await scene.pull(ENDS_AT + 10 * MINUTE)
        assert await scene.status("0@example.org") is Status.ATTENDED
        assert await scene.status("1@example.org") is Status.NO_SHOW
        assert (await scene.record("0@example.org")).live_ms == STAY_MS
        before = await scene.counted()
        assert await scene.pull(ENDS_AT + HOUR) == 1, "half an hour after the end again"
        assert await scene.counted() == before
        goto.attendees = [attendee(0, ("2026-03-04T16:02:00Z", "2026-03-04T16:12:00Z"))]
        assert await scene.pull(ENDS_AT + DAY) == 1
        assert (await scene.record("0@example.org")).live_ms == 10 * MINUTE, "corrected downwards"
