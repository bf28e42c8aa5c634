"""What was not taken, counted by its code."""

from __future__ import annotations

from prometheus_client import Counter

from latecomer.protocol.close_codes import CloseCode, Closing
from latecomer.protocol.messages import ErrorCode

_refused = Counter(
    "latecomer_refused", "Requests, messages and sockets that were refused, by code.", ["code"]
)


def note_problem(code: str) -> None:
    """A request was answered with this problem."""
    _refused.labels(code).inc()


def note_message(code: ErrorCode) -> None:
    """A message on a socket was of no use."""
    _refused.labels(code.value).inc()


def note_closing(closing: Closing) -> None:
    """A socket was closed for a reason; coming back after a deployment is none."""
    if closing.code is not CloseCode.SHUTTING_DOWN:
        _refused.labels(f"closed_{closing.code.name.lower()}").inc()
