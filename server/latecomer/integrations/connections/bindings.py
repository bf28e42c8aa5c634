"""Bindings: the consequences for a webinar that gets its first provider, or loses its last one.

Source: docs/domain.md, Facts and statuses (Finishing)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from latecomer.core.ids import WebinarId
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Conn
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import locked_members


async def hold(conn: Conn, wanted: Iterable[WebinarId]) -> list[Webinar]:
    """Lock these webinars in their state before something is bound or unbound; unknown ones are left out.

    A caller that locks a connection and a webinar locks the connection first.
    """
    held = [await webinars.lock(conn, webinar) for webinar in sorted(set(wanted))]
    return [webinar for webinar in held if webinar is not None]


async def follow(conn: Conn, before: Sequence[Webinar]) -> list[Webinar]:
    """Write the consequences for those webinars that now have a provider and had none, or the other way round.

    The automatic finish moves. Where clicks count as attendance only without a provider, all members become due.
    Returns: those webinars as they are now; the caller settles them after the commit.
    """
    now = {webinar.id: webinar for webinar in await webinars.load(conn, [each.id for each in before])}
    turned = []
    for was in before:
        webinar = now[was.id]
        if webinar.has_provider is was.has_provider:
            continue
        webinar = replace(webinar, version=was.version + 1)
        await webinars.update(conn, webinar)
        if webinar.live_url is not None:
            await locked_members.make_due(conn, webinar.id)
        turned.append(webinar)
    return turned
