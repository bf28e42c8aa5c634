"""The dashboard's numbers by REST."""

from __future__ import annotations

from latecomer.core.ids import WebinarId
from latecomer.dashboards.rules.feed import nameless
from latecomer.dashboards.schemas import DashboardBody
from latecomer.dashboards.slots import dashboards_key
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint


@endpoint(
    "GET",
    "/webinars/{webinar}/dashboard",
    tag="Dashboard",
    scope=Scope.READ,
    summary="Read the dashboard's numbers",
    errors=("unknown_webinar",),
)
async def read_dashboard(call: Call, webinar: WebinarId) -> DashboardBody:
    """Return a webinar's numbers, as in the snapshot of the dashboard socket; names need the scope `people`."""
    snapshot = await call.app[dashboards_key].snapshot(webinar)
    names = call.caller is None or call.caller.may(Scope.PEOPLE)
    data = snapshot.data if names else nameless(snapshot.data)
    return DashboardBody(epoch=snapshot.epoch, version=snapshot.version, data=dict(data))


ENDPOINTS = (read_dashboard,)
