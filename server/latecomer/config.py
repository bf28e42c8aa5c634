"""Settings: read once from the environment, checked, frozen. Nothing else reads the environment.

Source: docs/protocol.md, Configuration.
"""

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from latecomer.core import bucket, relay_address
from latecomer.core.bucket import Bucket
from latecomer.core.errors import Exit, StartupError
from latecomer.core.origin import NotAnOrigin, normal_origin
from latecomer.redis.addresses import each_host

PREFIX = "LATECOMER_"
_METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus-client's own
_METRICS_PROCESS = "PROMETHEUS_PROCESS_NAME"

T = TypeVar("T", int, None)


class LogFormat(StrEnum):
    """The format of log lines."""

    JSON = "json"
    TEXT = "text"


class LogLevel(StrEnum):
    """The lowest severity that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The configuration of a process, complete before it starts. Secrets appear in no repr and no log line."""

    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    secret_key: bytes = field(repr=False)
    """The key of join links and sessions; the same in every process of an installation."""
    database_direct_url: str | None = field(default=None, repr=False)
    """The server itself, for migrations, where ``database_url`` leads to a transaction pooler."""
    admin_key: str | None = field(default=None, repr=False)
    """An API key with every scope, beside those in the database."""
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = "http://localhost:8080"
    """The address at which viewers and operators reach this installation, without a trailing slash."""
    allowed_origins: tuple[str, ...] = ()
    """Origins whose pages may carry the viewer script, for every webinar."""
    allowed_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    """Networks of our own that webhooks may go to; without this only public addresses, and only by https."""
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """Networks of the proxies that stand before us: only they are believed about where a request comes from."""
    metrics_port: int | None = None
    """A port on 127.0.0.1 that serves metrics and health without a key."""
    ledger_shards: int | None = None
    """Fixed for an installation; by itself 1 on a single server, 64 on a cluster."""
    data_dir: Path = Path("data")
    recordings_dir: Path = Path("data/recordings")
    max_storage_gib: int | None = None
    """The greatest size of the media library, originals and results; by default the size of the disk."""
    hls_above_s: int = 1_200
    """Films longer than this are cut into pieces of two qualities."""
    media_s3: Bucket | None = None
    """The bucket that finished files of the media library go to; None: they stay in the folder."""
    media_x_accel: str | None = None
    """The internal location of nginx that leads to the folder of the media library; nginx then sends its files."""
    keepalive_s: int = 75
    """Seconds for which a connection stays open between two requests; longer than a balancer keeps an idle connection.
    """
    max_automated_min: int | None = None
    """The greatest length of a programme, in minutes; by default 12 hours."""
    max_parallel_events: int | None = None
    """The greatest number of events at the same time, of whatever type; by default as many as people plan."""
    workers: int = 1
    """Web processes that share the port: those of `latecomer run`, which makes it one per core; 1 to 64."""
    log_format: LogFormat = LogFormat.TEXT
    log_level: LogLevel = LogLevel.INFO
    allow_volatile_redis: bool = False
    """Start although Redis keeps nothing on disk; acks are then worth less."""

    smtp_url: str | None = field(default=None, repr=False)
    """The relay that mails go to; without one they are kept, and can be read on the page Mail."""
    mail_from: str | None = None
    """The address that mails come from."""
    mail_rate: int | None = None
    """The greatest number of mails a second for the installation; None: as fast as the relay takes them."""
    mail_bounce: str | None = None
    """The address that bounces come back to; each mail has its own, made of it (VERP)."""

    security_contact: str | None = None
    """The contact for reports of weaknesses, in ``/.well-known/security.txt``: an https or mailto address."""

    @property
    def secure(self) -> bool:
        """Return True when viewers reach the installation over https; cookies are `Secure` then."""
        return self.public_url.startswith("https://")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings from environment variables.

    Args:
        environment: names with the prefix ``LATECOMER_``; other variables are ignored.

    Raises: StartupError: ``bad_setting``; the message names the variable and the values that it accepts.
    """
    _refuse_misspelt(environment)
    port = _integer(environment, "PORT", 8080, 1, 65535)
    return Settings(
        database_url=_database_url(environment),
        database_direct_url=direct_url(environment),
        redis_url=_redis_url(environment),
        secret_key=_secret_key(environment),
        admin_key=_admin_key(environment),
        host=_text(environment, "HOST") or "127.0.0.1",
        port=port,
        public_url=_public_url(environment, port),
        allowed_origins=_origins(environment),
        allowed_networks=_networks(environment, "ALLOWED_NETWORKS"),
        trusted_proxies=_networks(environment, "TRUSTED_PROXIES"),
        metrics_port=_integer(environment, "METRICS_PORT", None, 1, 65535),
        ledger_shards=_integer(environment, "LEDGER_SHARDS", None, 1, 1024),
        data_dir=data_dir(environment),
        recordings_dir=_path(environment, "RECORDINGS_DIR") or data_dir(environment) / "recordings",
        max_storage_gib=_integer(environment, "MAX_STORAGE_GIB", None, 1, 1_000_000),
        hls_above_s=_integer(environment, "HLS_ABOVE_S", 1_200, 1, 43_200),
        media_s3=_bucket(environment, "MEDIA_S3"),
        media_x_accel=_location(environment, "MEDIA_X_ACCEL"),
        keepalive_s=_integer(environment, "KEEPALIVE_S", 75, 5, 3600),
        max_automated_min=_integer(environment, "MAX_AUTOMATED_MIN", None, 1, 720),
        max_parallel_events=_integer(environment, "MAX_PARALLEL_EVENTS", None, 1, 10_000),
        workers=_integer(environment, "WORKERS", 1, 1, 64),
        log_format=log_format(environment),
        log_level=log_level(environment),
        allow_volatile_redis=_flag(environment, "ALLOW_VOLATILE_REDIS"),
        smtp_url=_smtp_url(environment),
        mail_from=_address(environment, "MAIL_FROM"),
        mail_rate=_integer(environment, "MAIL_RATE", None, 1, 10_000),
        mail_bounce=_address(environment, "MAIL_BOUNCE"),
        security_contact=_contact(environment),
    )


def data_dir(environment: Mapping[str, str]) -> Path:
    """Return ``LATECOMER_DATA_DIR`` as an absolute path; ``./data`` by default."""
    return _path(environment, "DATA_DIR") or Path("data").resolve()


def log_format(environment: Mapping[str, str]) -> LogFormat:
    """Return ``LATECOMER_LOG_FORMAT``: text by default.

    Raises: StartupError for any value but json and text.
    """
    name = _text(environment, "LOG_FORMAT") or LogFormat.TEXT
    try:
        return LogFormat(name)
    except ValueError as problem:
        raise _bad("LOG_FORMAT", f"is {name!r}; it takes json or text") from problem


def log_level(environment: Mapping[str, str]) -> LogLevel:
    """Return ``LATECOMER_LOG_LEVEL``: info by default.

    Raises: StartupError for an unknown level.
    """
    name = _text(environment, "LOG_LEVEL") or LogLevel.INFO
    try:
        return LogLevel(name)
    except ValueError as problem:
        raise _bad("LOG_LEVEL", f"is {name!r}; it takes debug, info, warning or error") from problem


_NAMES = frozenset(PREFIX + name.upper() for name in Settings.__dataclass_fields__)


def _refuse_misspelt(environment: Mapping[str, str]) -> None:
    """Refuse unknown ``LATECOMER_`` variables: a misspelt one such as ``LATECOMER_DATBASE_URL`` would be ignored, and
    an empty engine would start."""
    for name in environment:
        if name.startswith(PREFIX) and name not in _NAMES:
            close = difflib.get_close_matches(name, _NAMES, n=1, cutoff=0.9)
            if close:
                raise StartupError(Exit.BAD_SETTING, f"{name} is not a setting; {close[0]} is")


def _bad(name: str, says: str) -> StartupError:
    return StartupError(Exit.BAD_SETTING, f"{PREFIX}{name} {says}")


def _text(environment: Mapping[str, str], name: str) -> str | None:
    """Return a variable without surrounding space; None when it is unset or empty."""
    return environment.get(PREFIX + name, "").strip() or None


def _contact(environment: Mapping[str, str]) -> str | None:
    text = _text(environment, "SECURITY_CONTACT")
    if text is not None and not re.fullmatch(r"(?:https://|mailto:)[!-~]{3,300}", text):
        raise _bad("SECURITY_CONTACT", "takes an https address, or mailto: and an email address")
    return text


def _bucket(environment: Mapping[str, str], name: str) -> Bucket | None:
    text = _text(environment, name)
    if text is None:
        return None
    try:
        return bucket.parse(text)
    except ValueError as problem:
        raise _bad(name, str(problem)) from None


def _location(environment: Mapping[str, str], name: str) -> str | None:
    text = _text(environment, name)
    if text is not None and not re.fullmatch(r"(?:/[A-Za-z0-9._-]+)+/?", text):
        raise _bad(name, f"is {text!r}; it takes a path of nginx, such as /media-files")
    return None if text is None else text.rstrip("/")


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    text = _text(environment, name)
    return None if text is None else Path(text).expanduser().resolve()


def _integer(environment: Mapping[str, str], name: str, default: T, least: int, most: int) -> int | T:
    text = _text(environment, name)
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise _bad(name, f"is {text!r}; it takes a whole number from {least} to {most}")
    return int(text)


def _flag(environment: Mapping[str, str], name: str) -> bool:
    text = _text(environment, name)
    known = {None: False, "0": False, "false": False, "no": False, "1": True, "true": True, "yes": True}
    key = None if text is None else text.lower()
    if key not in known:
        raise _bad(name, f"is {text!r}; it takes true or false")
    return known[key]


def _url(environment: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str:
    """Return a URL with one of ``schemes``. No message contains its value, which may hold a password."""
    text = _text(environment, name)
    if text is None:
        raise _bad(name, "is not set; it is required here (`latecomer run` can do without)")
    takes = " or ".join(f"{scheme}://…" for scheme in schemes)
    try:
        for one in each_host(text):
            parts = urlsplit(one)
            parts.port  # noqa: B018 - reading it checks it
    except ValueError as problem:
        raise _bad(name, f"is no valid URL; it takes {takes}") from problem
    if parts.scheme not in schemes or not (parts.netloc or parts.path):
        raise _bad(name, f"is no URL that we know; it takes {takes}")
    return text


def _database_url(environment: Mapping[str, str]) -> str:
    return _url(environment, "DATABASE_URL", ("postgresql", "postgres"))


def direct_url(environment: Mapping[str, str]) -> str | None:
    """Return ``LATECOMER_DATABASE_DIRECT_URL``; None when it is unset. Raises: StartupError when it is not valid."""
    if _text(environment, "DATABASE_DIRECT_URL") is None:
        return None
    return _url(environment, "DATABASE_DIRECT_URL", ("postgresql", "postgres"))


def _redis_url(environment: Mapping[str, str]) -> str:
    url = _url(environment, "REDIS_URL", ("redis", "rediss", "unix", "valkey", "valkeys"))
    # The same protocol under Valkey's own name, which client libraries do not all know.
    return re.sub(r"^valkey", "redis", url)


def _secret_key(environment: Mapping[str, str]) -> bytes:
    text = _text(environment, "SECRET_KEY")
    if text is None:
        raise _bad(
            "SECRET_KEY",
            "is not set; make one with: openssl rand -hex 32 (`latecomer run` makes and keeps one)",
        )
    if len(text) < 32:
        raise _bad("SECRET_KEY", "is too short; it takes at least 32 characters: openssl rand -hex 32")
    return text.encode()


def _admin_key(environment: Mapping[str, str]) -> str | None:
    text = _text(environment, "ADMIN_KEY")
    if text is not None and not re.fullmatch(r"[\x21-\x7e]{16,200}", text):
        raise _bad("ADMIN_KEY", "takes 16 to 200 printable characters without spaces")
    return text


def _public_url(environment: Mapping[str, str], port: int) -> str:
    text = _text(environment, "PUBLIC_URL")
    if text is None:
        return f"http://localhost:{port}"
    try:
        return normal_origin(text.rstrip("/"))
    except NotAnOrigin as error:
        raise _bad(
            "PUBLIC_URL",
            f"is {text!r}; it takes http(s)://host or http(s)://host:port, without a path. {error}",
        ) from None


def _smtp_url(environment: Mapping[str, str]) -> str | None:
    text = _text(environment, "SMTP_URL")
    if text is None:
        return None
    try:
        relay_address.parse(text)
    except ValueError as problem:
        raise _bad("SMTP_URL", str(problem)) from None
    if _text(environment, "MAIL_FROM") is None:
        raise _bad("MAIL_FROM", "is not set; with SMTP_URL it takes the address that mails come from")
    return text


def _address(environment: Mapping[str, str], name: str) -> str | None:
    text = _text(environment, name)
    if text is not None and not re.fullmatch(r"[^\s@<>]{1,64}@[A-Za-z0-9.-]{1,250}", text):
        raise _bad(name, f"is {text!r}; it takes an email address")
    return text


def _origins(environment: Mapping[str, str]) -> tuple[str, ...]:
    written = [part for part in re.split(r"[,\s]+", _text(environment, "ALLOWED_ORIGINS") or "") if part]
    origins = []
    for origin in written:
        try:
            origins.append(normal_origin(origin))
        except NotAnOrigin as error:
            raise _bad(
                "ALLOWED_ORIGINS", f"has {origin!r}; it takes origins, separated by commas. {error}"
            ) from None
    return tuple(origins)


def _networks(environment: Mapping[str, str], name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    parts = re.split(r"[,\s]+", _text(environment, name) or "")
    try:
        return tuple(ip_network(part) for part in parts if part)
    except ValueError as problem:
        raise _bad(name, f"takes networks such as 10.0.0.0/8, separated by commas: {problem}") from problem


def complete(environment: Mapping[str, str], **defaults: str) -> dict[str, str]:
    """Return ``environment`` completed with ``defaults`` (by name, without the prefix) for variables that are unset.

    Args:
        environment: usually ``os.environ``.
        defaults: for example ``PORT="8080"``.
    """
    found = {PREFIX + name: value for name, value in defaults.items() if _text(environment, name) is None}
    return {**environment, **found}


def environment() -> Mapping[str, str]:
    """Return the environment of this process."""
    return os.environ


def sharing_metrics(folder: Path, process: str) -> dict[str, str]:
    """Return the variables with which a process keeps its metrics in ``folder``, under the name ``process``."""
    return {_METRICS_FOLDER: str(folder), _METRICS_PROCESS: process}


def metrics_process() -> str | None:
    """Return the name under which this process keeps its metrics in the shared folder; None when it shares none."""
    return os.environ.get(_METRICS_PROCESS) if _METRICS_FOLDER in os.environ else None
