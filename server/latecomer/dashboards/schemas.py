"""Bodies of the REST calls about dashboards."""

from typing import Annotated

from msgspec import Meta

from latecomer.http.wire import Json, Response


class DashboardBody(Response, frozen=True, kw_only=True):
    """The dashboard's numbers as the dashboard socket's snapshot has them."""

    epoch: str
    version: int
    data: Annotated[
        dict[str, Json], Meta(description="The numbers, in the form of schemas/messages/dashboard.json.")
    ]
