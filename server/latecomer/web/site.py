"""The whole web layer as one call: every address that answers plain HTTP, and what happens around it.

The sockets and the beacon have routes of their own (``web/playback_ws.py``, ``dashboard_ws.py``,
``beacon.py``).
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from latecomer.web import appkeys, beacon, endpoint
from latecomer.web.documents import add_documents
from latecomer.web.endpoint import CSV_LIMIT, Endpoint
from latecomer.web.headers import add_headers
from latecomer.web.limits import Limiter
from latecomer.web.middlewares import answer_problems, observe
from latecomer.web.pace import Pace
from latecomer.web.pages import joining
from latecomer.web.pages.inbound import add_inbound
from latecomer.web.pages.joining import add_join_link
from latecomer.web.pages.operating import add_operating
from latecomer.web.pages.recordings import add_recordings
from latecomer.web.pages.shells import add_shells
from latecomer.web.resources import (
    access,
    connections,
    csv_files,
    deliveries,
    explanations,
    members,
    persons,
    providers,
    webinars,
)

ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    *webinars.ENDPOINTS,
    *members.ENDPOINTS,
    *explanations.ENDPOINTS,
    *csv_files.ENDPOINTS,
    *persons.ENDPOINTS,
    *connections.ENDPOINTS,
    *deliveries.ENDPOINTS,
    *providers.ENDPOINTS,
    *access.ENDPOINTS,
)
"""Every REST call."""


_HANDLER: Final = {
    "auto_decompress": False,  # aiohttp would inflate on the event loop what no call wants, also behind the answer
}


def new_application() -> web.Application:
    """An aiohttp application with middlewares and routes; the caller fills the slots of ``web/appkeys.py``.

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
    add_operating(app)
    add_shells(app)
    return app
