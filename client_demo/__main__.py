"""``python -m client_demo``: fill in a demonstration, say where to look, let a crowd watch until stopped."""

import argparse
import asyncio
import contextlib
import os
import random
import signal
import sys
from collections.abc import Awaitable
from datetime import UTC, datetime

import aiohttp

from client_demo.api import Api, ApiError
from client_demo.crowd import Crowd
from client_demo.fill import Demonstration, fill
from client_demo.people import invent
from client_demo.registering import SLUG
from client_demo.room import DemoRoom, attend_room, make_room
from client_demo.vendors import launch
from client_demo.vendors.marketo import Marketo
from client_demo.vendors.zoom import NotValidated

DURATION_S = 180.0
UNREACHABLE = 3
REFUSED = 4
GUESTS = 20
"""The number of guests in the live room of the premiere at a time."""

ROOM_SEED = 2605


def arguments() -> argparse.Namespace:
    """The command line; ``LATECOMER_DEMO_KEY`` may carry the key instead, out of sight of ``ps``."""
    parser = argparse.ArgumentParser(prog="python -m client_demo", description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8080", help="the server's base URL")
    parser.add_argument(
        "--key", default=os.environ.get("LATECOMER_DEMO_KEY"), help="an API key that may write"
    )
    parser.add_argument("--recording", default="/recordings/demo.mp4", help="URL of the recording")
    parser.add_argument("--duration", type=float, default=DURATION_S, help="its length in seconds")
    parser.add_argument("--viewers", type=int, default=36, help="how many watch at a time; 0 only fills in")
    parser.add_argument("--sign-in", help="a one-time sign-in link for the dashboard to print")
    parser.add_argument(
        "--vendors",
        action="store_true",
        help="connect a simulated Zoom and a simulated Marketo, too; the key needs the scope admin",
    )
    parser.add_argument("--seed", type=int, help="makes the crowd's choices repeatable")
    parsed = parser.parse_args()
    if not parsed.key:
        parser.error("--key or LATECOMER_DEMO_KEY is needed")
    return parsed


def announce(
    options: argparse.Namespace,
    demonstration: Demonstration,
    marketo: Marketo | None = None,
    room: DemoRoom | None = None,
) -> None:
    """Tell the person at the terminal where to look."""
    url = options.url.rstrip("/")
    sign_in = options.sign_in or url + "/sign-in"
    lines = [
        "",
        "  The demonstration is ready.",
        f"  Dashboard   {sign_in}",
    ]
    if demonstration.hands:
        guest = demonstration.hands[0]
        lines.append(f"  Watch it    {guest.join_url}   ({guest.name}, a No-Show until a minute is watched)")
    lines.append(
        f"  Register    {url}/r/{SLUG}   (who registered, and what was mailed, is on its webinar's pages)"
    )
    if room is not None:
        lines += [
            f"  Automated   {room.guest.join_url}   (begins two minutes from now, by itself)",
            f"  Its host    {room.host_url}   (the chat waits for you; take over, give back)",
        ]
    if marketo is not None:
        lines += [
            f"  Vendors     {sign_in.partition('/sign-in')[0]}/connections   (“{launch.NAME}” begins in a moment)",
            f"  Marketo     {marketo.url}/   (simulated: what it is told, as it is told)",
        ]
    lines += ["", "  Ctrl-C stops everything.", ""]
    print("\n".join(lines), flush=True)


async def demonstrate(options: argparse.Namespace) -> None:
    """Fill in, announce, and keep the crowd going until cancelled."""
    async with contextlib.AsyncExitStack() as stack:
        timeout = aiohttp.ClientTimeout(total=60)
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=timeout))
        api = Api(session, options.url, options.key)
        print("demo: filling in a webinar that ended yesterday and its 300 people", flush=True)
        demonstration = await fill(api, datetime.now(UTC), options.recording, options.duration)
        server, rng = options.url.rstrip("/"), random.Random(options.seed)
        parts: list[Awaitable[None]] = []
        marketo = None
        if options.vendors:
            print("demo: connecting a simulated Zoom and a simulated Marketo", flush=True)
            marketo = await stack.enter_async_context(Marketo().serving())
            script, recording = launch.Script(), (options.recording, options.duration)
            launched = await launch.set_up(api, session, marketo, recording, script)
            parts.append(launch.play(api, session, server, launched, script, rng))
        print("demo: uploading a film for an automated webinar that begins in two minutes", flush=True)
        room = await make_room(
            api,
            session,
            server,
            options.recording,
            [person.row("registered") for person in invent(9, ROOM_SEED)],
        )
        announce(options, demonstration, marketo, room)
        if room is not None:
            parts.append(attend_room(room, server, session, rng))
        if options.viewers:
            duration_s = demonstration.webinar.duration_s or options.duration
            crowd = Crowd(server, demonstration.crowd, duration_s, session, rng, size=options.viewers)
            parts += [crowd.run(), attend(server, demonstration, session, rng)]
        await asyncio.gather(*parts)


async def attend(
    server: str, demonstration: Demonstration, session: aiohttp.ClientSession, rng: random.Random
) -> None:
    """Fill the premiere's live room until it ends; a few come for its recording afterwards."""
    webinar, guests = demonstration.premiere, demonstration.guests
    duration_s = webinar.duration_s or DURATION_S

    def position_s() -> float:
        return max(0.0, (datetime.now(UTC) - webinar.starts_at).total_seconds())

    live_s = (webinar.ends_at - datetime.now(UTC)).total_seconds()
    if live_s > 0:
        # The others of its guests do not come.
        attendees = guests[: len(guests) * 2 // 3]
        live = Crowd(
            server, attendees, duration_s, session, rng, size=GUESTS, arrival_s=1.0, broadcast=position_s
        )
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(live_s):
                await live.run()
    await Crowd(server, guests, duration_s, session, rng, size=GUESTS // 4, arrival_s=6.0).run()


async def main() -> int:
    """Run until done or stopped by SIGINT or SIGTERM; returns the exit code."""
    task = asyncio.create_task(demonstrate(arguments()))
    for stop in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(stop, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        try:
            await task
        except ApiError as refused:
            print(f"demo: the server refused: {refused}", file=sys.stderr)
            return REFUSED
        except NotValidated as wrong:
            print(f"demo: the address for Zoom answered its challenge with {wrong}", file=sys.stderr)
            return REFUSED
        except (aiohttp.ClientError, TimeoutError) as unreachable:
            print(f"demo: cannot reach the server: {unreachable}", file=sys.stderr)
            return UNREACHABLE
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
