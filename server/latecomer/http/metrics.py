"""Metrics for Prometheus: requests, sockets, and refused messages.

When several web processes share a port, any of them answers for all: each keeps its numbers in a shared folder, under
its own name, so that a restarted process continues its numbers.

Source: https://prometheus.github.io/client_python/multiprocess/
"""

from __future__ import annotations

from http import HTTPStatus

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector

from latecomer.config import metrics_process
from latecomer.http.close_codes import CloseCode, Closing

_process = metrics_process()
if _process is not None:  # before the first metric is made
    values.ValueClass = values.MultiProcessValue(lambda: _process)  # type: ignore[no-untyped-call]

_requests = Counter("latecomer_http_requests", "HTTP requests answered.", ["method", "route", "status"])
_durations = Histogram(
    "latecomer_http_request_seconds",
    "Time from the head of a request to the end of its answer.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
_refused = Counter(
    "latecomer_refused", "Requests, messages and sockets that were refused, by code.", ["code"]
)
_sockets = Gauge("latecomer_sockets", "Websockets open.", multiprocess_mode="livesum")
_away = Gauge(
    "latecomer_ledger_away",
    "1 while Redis does not answer and heartbeats wait.",
    multiprocess_mode="livemax",
)


def exposition() -> bytes:
    """Return all metrics in Prometheus' text format: of this process, or of all that share the folder."""
    if _process is None:
        return generate_latest(REGISTRY)
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together)


def note_request(method: str, route: str, status: int, took_s: float) -> None:
    """Count an answered request; for a websocket no duration is recorded."""
    _requests.labels(method, route, status).inc()
    if status != HTTPStatus.SWITCHING_PROTOCOLS:
        _durations.labels(route).observe(took_s)


def note_state(*, sockets: int, away: bool) -> None:
    """Record the number of open websockets of this process, and whether accepted messages wait for Redis."""
    _sockets.set(sockets)
    _away.set(away)


def note_problem(code: str) -> None:
    """Count a request that was answered with this problem."""
    _refused.labels(code).inc()


def note_message(code: str) -> None:
    """Count a message on a socket that was refused."""
    _refused.labels(code).inc()


def note_closing(closing: Closing) -> None:
    """Count a closed socket by its reason; a reconnection after a deployment is not counted."""
    if closing.code is not CloseCode.SHUTTING_DOWN:
        _refused.labels(f"closed_{closing.code.name.lower()}").inc()
