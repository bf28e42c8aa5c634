"""The result of a history, and the trouble in the server's log."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from tests.faults.plans import History

_VARYING: Final = re.compile(r"^\d\S+Z \[\w+ *\] |request_id=\S+|0x[0-9a-f]+|process=\w+")
_STRUCTURED: Final = re.compile(r"\d{4}-\S+Z \[")
_UNHANDLED: Final = re.compile(r"internal_error|Error handling request|never retrieved|Unhandled")
_AWAY: Final = re.compile(
    r"(?:\S+\.)?(?:Connection\w*Error|BrokenPipeError|TimeoutError|CannotConnectNowError|InterfaceError"
    r"|ConnectionDoesNotExistError|InternalClientError|LedgerAway|ShardNotReady)\b"
)
"""The errors that are raised, or logged and survived, while an engine is away."""


@dataclass(slots=True)
class Result:
    """The result of a history."""

    history: History
    differs: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    beats: int = 0
    sendings: int = 0
    acked: int = 0
    ended: bool = True
    """True when the history came to its end; otherwise nothing was compared."""
    left: int = 0
    """Heartbeats that could not be sent again: their members are out of the program."""
    told: int = 0
    """Things that vendors said."""
    pushed: int = 0
    """The number of times that vendors pushed their reports."""
    outgoing: int = 0
    """Events that receivers took."""
    late_s: float = 0.0
    """Seconds between the end of the last fault and the last number's becoming right."""
    took_s: float = 0.0
    evidence: bytes = b""
    """The evidence for differences: the messages that viewers sent and received, and the server's
    final account, as JSON.
    """

    def __str__(self) -> str:
        verdict = "ok  " if not self.differs else f"FAIL ({len(self.differs)})"
        scenes = "+".join(webinar.scene for webinar in self.history.webinars)
        return (
            f"seed {self.history.seed:<4} {verdict} {self.took_s:5.1f} s, {scenes} on {self.history.shards} shards, "
            f"{len(self.history.tabs)} tabs, {self.beats} heartbeats, sent {self.sendings}, acked {self.acked}, "
            f"left {self.left}; {self.told} from vendors, sent {self.pushed}; {self.outgoing} went out; "
            f"right after {self.late_s:.1f} s; " + " ".join(self.faults)
        )


def trouble_in(log: str) -> Counter[str]:
    """Exceptions in the log that nobody expected: what was logged about each, and its last line."""
    found: Counter[str] = Counter()
    head, raised = "", False
    for line in log.splitlines():
        if _STRUCTURED.match(line):
            head, raised = _VARYING.sub("", line).strip(), False
        elif line.startswith("Traceback"):
            raised = True
        elif raised and line and not line[0].isspace():
            if not head or _UNHANDLED.search(head) or not _AWAY.match(line):
                found[f"{head}: {line}"[:300]] += 1
            raised = False
    return found
