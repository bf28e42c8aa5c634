"""The command line: `latecomer run` for all in one, and its parts for a real deployment."""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any
from uuid import UUID

import structlog
import uvloop

from latecomer import __version__
from latecomer.access.service import Access, ApiKey, IssuedKey
from latecomer.config import complete, direct_url, environment, read_settings
from latecomer.core.errors import Exit, StartupError
from latecomer.http.auth import Scope
from latecomer.logs import configure_logs
from latecomer.standalone.demo import Demonstration
from latecomer.standalone.keys import now, reachable_database, with_access
from latecomer.standalone.preflight import bring_up_to_date, check_schema, reach_redis
from latecomer.standalone.supervisor import Supervisor

_log = structlog.get_logger()

_GIVE_UP_S = 9.0
"""Seconds that a process takes to stop at most: its parts drain for 4 s, close for 3 and leave the engines in 2."""
_NAMED_MAX = 20
_DEMO_KEY = "demonstration"
_DEMO_SCOPES = frozenset({Scope.READ, Scope.PEOPLE, Scope.LINKS, Scope.WRITE})
_LOOPBACK = "127.0.0.1"
_FIRST_KEY = "first key"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: without the program's name; ``sys.argv`` by default.

    Returns:
        The exit code: 0, or one of ``startup.Exit`` with one line about it on standard error.
    """
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], None] = options.command
    try:
        command(options)
    except StartupError as problem:
        if str(problem):
            print(f"latecomer: {problem.code}: {problem}", file=sys.stderr, flush=True)
        return problem.exit_code
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="latecomer",
        description="Live, exact watch time for webinar recordings.",
        epilog="Settings are environment variables that begin with LATECOMER_; docs/operating.md lists them.",
    )
    parser.add_argument("--version", action="version", version=f"latecomer {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    run = commands.add_parser(
        "run", help="everything in one go: engines where none are set, migrations, web, worker"
    )
    run.add_argument(
        "--workers", type=int, metavar="N", help="web processes (LATECOMER_WORKERS, one per core)"
    )
    run.set_defaults(command=_run, demonstration=False, vendors=False)
    demo = commands.add_parser(
        "demo", help="run, filled in with a webinar and simulated viewers (in a clone)"
    )
    demo.add_argument(
        "--workers", type=int, metavar="N", help="web processes (LATECOMER_WORKERS, one per core)"
    )
    demo.add_argument(
        "--vendors", action="store_true", help="with a simulated Zoom that pushes and a Marketo that is told"
    )
    demo.set_defaults(command=_run, demonstration=True)

    for name, text, command in (
        ("serve", "one web process, on engines of your own", _serve),
        ("work", "one worker: settles, finishes, copies", _work),
    ):
        part = commands.add_parser(name, help=text)
        part.add_argument("--ready-fd", type=int, help=argparse.SUPPRESS)
        part.set_defaults(command=command)
    commands.add_parser("migrate", help="bring the database up to date").set_defaults(command=_migrate)
    _add_keys(commands.add_parser("keys", help="API keys and sign-in links"))
    return parser


def _add_keys(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    create = commands.add_parser("create", help="make an API key; it is shown this once")
    create.add_argument("name", help="whose it is")
    create.add_argument(
        "--scope",
        action="append",
        choices=[scope.value for scope in Scope],
        help="what it may do; may be repeated (all of them)",
    )
    create.set_defaults(command=_create_key)
    commands.add_parser("list", help="keys that are not revoked").set_defaults(command=_list_keys)
    revoke = commands.add_parser("revoke", help="revoke a key and end its sessions")
    revoke.add_argument("id", type=UUID)
    revoke.set_defaults(command=_revoke_key)
    sign_in = commands.add_parser(
        "sign-in", help="a link that signs in to the dashboard once, within 15 minutes"
    )
    sign_in.set_defaults(command=_sign_in)


def _run(options: argparse.Namespace) -> None:
    # The demonstration has things to show: a line for every request would bury them.
    given = complete(environment(), **({"LOG_LEVEL": "warning"} if options.demonstration else {}))
    if options.vendors:
        given = complete(given, ALLOWED_NETWORKS=_LOOPBACK)  # where the simulated vendors listen
    if options.workers is not None:
        given["LATECOMER_WORKERS"] = str(options.workers)
    supervisor = Supervisor(given)
    settings = supervisor.settings
    demonstration = (
        Demonstration(settings.recordings_dir, vendors=options.vendors) if options.demonstration else None
    )
    if demonstration is not None:
        demonstration.prepare()
    try:
        with supervisor.running():
            if not supervisor.stopping:
                _welcome(supervisor, demonstration, vendors=options.vendors)
            while not supervisor.stopping:
                supervisor.look()
            if demonstration is not None:
                demonstration.stop()
            print("latecomer: stopping", flush=True)
    finally:
        if demonstration is not None:
            demonstration.stop()


def _welcome(supervisor: Supervisor, demonstration: Demonstration | None, *, vendors: bool) -> None:
    """Print the address, and on the first start a key to sign in with."""
    settings = supervisor.settings
    first = None if settings.admin_key else with_access(settings.database_url, _first_key)
    print(f"ready url={settings.public_url}", flush=True)
    if first is not None:
        print(f"admin key, shown this once: {first.secret}", flush=True)
    if demonstration is not None:
        scopes = _DEMO_SCOPES | {Scope.ADMIN} if vendors else _DEMO_SCOPES
        key = with_access(settings.database_url, lambda access: _fresh_demo_key(access, scopes))
        code = with_access(settings.database_url, lambda access: access.create_code(now(), ttl_s=24 * 3600))
        sign_in = f"{settings.public_url}/sign-in#code={code}"
        demonstration.start(f"http://{_own_address(settings.host)}:{settings.port}", key.secret, sign_in)


def _own_address(host: str) -> str:
    """Return the address at which this machine reaches a server that listens on ``host``."""
    if host in ("127.0.0.1", "0.0.0.0", "::1", "::"):  # noqa: S104 - compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host


async def _first_key(access: Access) -> IssuedKey | None:
    """Return a new admin key when there is no key yet, else None."""
    if any(Scope.ADMIN in key.scopes for key in await access.keys()):
        return None
    return await access.create_key(_FIRST_KEY, frozenset({Scope.ADMIN}), now())


async def _fresh_demo_key(access: Access, scopes: frozenset[Scope]) -> IssuedKey:
    """Return a key for this run of the demonstration; keys of earlier runs are revoked."""
    for key in await access.keys():
        if key.name == _DEMO_KEY:
            await access.revoke_key(key.id, now())
    return await access.create_key(_DEMO_KEY, scopes, now())


def _serve(options: argparse.Namespace) -> None:
    from latecomer import app  # noqa: PLC0415 - `run` and `keys` need no web framework in memory

    settings = read_settings(environment())
    configure_logs(settings.log_format, settings.log_level, process="web")

    async def serve() -> None:
        await reach_redis(
            settings.redis_url,
            shards=settings.ledger_shards,
            may_be_volatile=settings.allow_volatile_redis,
        )
        await check_schema(settings.database_url)
        try:
            await app.serve(
                settings, ready=lambda: _tell_ready(options.ready_fd, f"ready url={settings.public_url}")
            )
        except OSError as problem:
            raise StartupError(
                Exit.PORT_TAKEN, f"cannot listen on {settings.host}:{settings.port} ({problem.strerror})"
            ) from problem

    _until_stopped(serve())


def _work(options: argparse.Namespace) -> None:
    from latecomer import app  # noqa: PLC0415 - `run` and `keys` need no web framework in memory

    settings = read_settings(environment())
    configure_logs(settings.log_format, settings.log_level, process="work")

    async def work() -> None:
        await reach_redis(
            settings.redis_url,
            shards=settings.ledger_shards,
            may_be_volatile=settings.allow_volatile_redis,
        )
        await check_schema(settings.database_url)
        _tell_ready(options.ready_fd, "ready worker")
        await app.work(settings)

    _until_stopped(work())


def _tell_ready(ready_fd: int | None, line: str) -> None:
    """Notify the supervisor, or print that this process is ready."""
    if ready_fd is None:
        print(line, flush=True)
        return
    with contextlib.suppress(OSError):
        os.write(ready_fd, b"1")
    os.close(ready_fd)


def _until_stopped(body: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine until it ends, or SIGINT or SIGTERM cancels it; what has not ended ``_GIVE_UP_S`` later is given
    up: the process then logs what it waited for, and exits.
    """

    async def stoppable() -> None:
        loop = asyncio.get_running_loop()
        task = asyncio.ensure_future(body)

        def stop() -> None:
            task.cancel()
            loop.call_later(_GIVE_UP_S, _give_up)

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
        with contextlib.suppress(asyncio.CancelledError):
            await task

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(stoppable())


def _give_up() -> None:
    """Log the tasks that have not ended, and end the process. Acknowledged data are stored; clients send the rest
    again."""
    waiting = sorted({_place(task) for task in asyncio.all_tasks()})
    _log.error("stop_gave_up", after_s=_GIVE_UP_S, waiting=waiting[:_NAMED_MAX])
    sys.stdout.flush()
    os._exit(1)


def _place(task: asyncio.Task[Any]) -> str:
    """Return the code at which a task waits: its own function, and the innermost three."""
    names: list[str] = []
    awaited: Any = task.get_coro()
    while awaited is not None and hasattr(awaited, "cr_await"):
        names.append(awaited.__qualname__)
        awaited = awaited.cr_await
    return " > ".join(names[:1] + names[1:][-3:])


def _migrate(_options: argparse.Namespace) -> None:
    with reachable_database(environment()) as url:
        applied = asyncio.run(bring_up_to_date(direct_url(environment()) or url))
    print(f"applied {', '.join(applied)}" if applied else "the database is up to date", flush=True)


def _create_key(options: argparse.Namespace) -> None:
    scopes = frozenset(Scope(name) for name in options.scope or Scope)
    with reachable_database(environment()) as url:
        issued = with_access(url, lambda access: access.create_key(options.name, scopes, now()))
    print(issued.secret)


def _list_keys(_options: argparse.Namespace) -> None:
    with reachable_database(environment()) as url:
        keys = with_access(url, lambda access: access.keys())
    for key in keys:
        print(_line(key))


def _line(key: ApiKey) -> str:
    return f"{key.id}  {key.name}  {','.join(sorted(key.scopes))}"


def _revoke_key(options: argparse.Namespace) -> None:
    with reachable_database(environment()) as url:
        with_access(url, lambda access: access.revoke_key(options.id, now()))
    print("revoked")


def _sign_in(_options: argparse.Namespace) -> None:
    given = environment()
    with reachable_database(given) as url:
        code = with_access(url, lambda access: access.create_code(now()))
    public_url = (
        given.get("LATECOMER_PUBLIC_URL", "").rstrip("/")
        or f"http://localhost:{given.get('LATECOMER_PORT', 8080)}"
    )
    print(f"{public_url}/sign-in#code={code}")
