"""The whole web layer as one call: every address that answers plain HTTP, and what happens around it.

The sockets and the beacon have routes of their own (``watching/playback/socket.py``, ``dashboard_ws.py``,
``beacon.py``).
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from latecomer.access import routes as access
from latecomer.api_docs.routes import add_documents
from latecomer.audiences import csv_routes as segment_files
from latecomer.audiences import routes as segments
from latecomer.http import appkeys, endpoint
from latecomer.http.built_pages import add_shells
from latecomer.http.endpoint import CSV_LIMIT, Endpoint
from latecomer.http.health import add_operating
from latecomer.http.middleware import answer_problems, observe
from latecomer.http.pacing import Pace
from latecomer.http.rate_limit import Limiter
from latecomer.http.security_headers import add_headers
from latecomer.integrations.connections import routes as connections
from latecomer.integrations.deliveries import routes as deliveries
from latecomer.integrations.inbox.routes import add_inbound
from latecomer.integrations.pulls import routes as providers
from latecomer.joining import routes as joining
from latecomer.joining.routes import add_join_link
from latecomer.media import routes as media
from latecomer.media.recordings import add_recordings
from latecomer.people import routes as persons
from latecomer.watching import routes as explanations
from latecomer.watching.playback import beacon
from latecomer.webinars import routes as webinars
from latecomer.webinars.members import csv_routes as csv_files
from latecomer.webinars.members import routes as members

ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    *webinars.ENDPOINTS,
    *members.ENDPOINTS,
    *explanations.ENDPOINTS,
    *csv_files.ENDPOINTS,
    *persons.ENDPOINTS,
    *connections.ENDPOINTS,
    *deliveries.ENDPOINTS,
    *providers.ENDPOINTS,
    *media.ENDPOINTS,
    *segments.ENDPOINTS,
    *segment_files.ENDPOINTS,
    *access.ENDPOINTS,
)
"""Every REST call."""


_HANDLER: Final = {
    "auto_decompress": False,  # aiohttp would inflate on the event loop what no call wants, also behind the answer
}


def new_application() -> web.Application:
    """An aiohttp application with middlewares and routes; the caller fills the slots of ``http/appkeys.py``.

    Run it with ``access_log=None``: requests are logged here, without what must not be in a log.
    """
    app = web.Application(
        middlewares=[observe, answer_problems], client_max_size=CSV_LIMIT, handler_args=_HANDLER
    )
    app.on_response_prepare.append(add_headers)
    app[appkeys.pace] = Pace()
    app[endpoint.limiter] = Limiter(per_s=50, burst=300)
    app[access.sign_in_limiter] = Limiter(per_s=1, burst=30)
    app[joining.click_limiter] = Limiter(per_s=0.1, burst=20)
    app[beacon.limiter] = Limiter(per_s=1, burst=60)
    for each in ENDPOINTS:
        app.router.add_route(each.method, each.path, each.handle)
        if each.method == "GET":
            app.router.add_route("HEAD", each.path, each.handle)
    add_documents(app, ENDPOINTS)
    add_join_link(app)
    add_inbound(app)
    add_recordings(app)
    media.add_media(app)
    add_operating(app)
    add_shells(app)
    return app
