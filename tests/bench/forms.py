"""Registration under load: forms that one web process takes, and the acks of viewers beside them.

Every form is of a script, carries its nonce and brings a proof of work along, as above the free rate. The bench makes
both with the installation's secret, so that solving costs the machine nothing while it measures; the server's part is
the same.

Run alone as ``python -m tests.bench.forms [forms]``.
"""

from __future__ import annotations

import json
import secrets
import statistics
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

import msgspec

from latecomer.core.ids import WebinarId
from latecomer.registration_form.rules import nonce, proof_of_work
from tests.bench import systems
from tests.bench.cost import hear, tell
from tests.bench.crowds import beating, ended
from tests.bench.forms_load import FormsPlan
from tests.bench.systems import System, cpu_s

_SECRET = "a secret of the bench, long enough for anybody"
_PAGES = 10
"""A page takes at most 200 forms a second in one process."""


@dataclass(frozen=True)
class Forms:
    """Forms that were sent as fast as they were answered, and worked on meanwhile."""

    forms: int
    per_s: float
    web_us: float
    """µs of CPU of the web process for each."""
    p50_ms: float
    p99_ms: float
    applied_per_s: float
    """Members that the worker made of them in a second, from the first form to the last member."""

    @property
    def per_core(self) -> float:
        """Return the forms a second that a whole core would take."""
        return 1e6 / self.web_us


@dataclass(frozen=True)
class Beside:
    """The p99 of acks in ms, alone and while forms come; medians of rounds in turn."""

    viewers: int
    forms_per_s: float
    alone_ms: float
    beside_ms: float

    @property
    def ratio(self) -> float:
        """Return the p99 with forms as a multiple of the p99 without."""
        return self.beside_ms / self.alone_ms


def forms(count: int = 4_000) -> Forms:
    """Send forms to some pages from 16 connections."""
    with systems.ours(1, LATECOMER_SECRET_KEY=_SECRET) as system:
        pages = _pages(system)
        _answers(_load(system, prepared(pages, 300, "warm"), 0.0), 300)
        _until_applied(system, pages, 300)
        load = _load(system, prepared(pages, count, "form"), 0.0)
        before, began = cpu_s(system.web), time.monotonic()
        seen = _answers(load, count)
        used = cpu_s(system.web) - before
        _until_applied(system, pages, 300 + count)
        took = time.monotonic() - began
    return Forms(
        forms=count,
        per_s=count / seen["seconds"],
        web_us=used / count * 1e6,
        p50_ms=seen["p50_ms"],
        p99_ms=seen["p99_ms"],
        applied_per_s=count / took,
    )


def beside(viewers: int = 1_000, per_s: float = 100.0, rounds: int = 5, for_s: float = 15.0) -> Beside:
    """Viewers beat once a second; in every other round forms come, too."""
    alone: list[float] = []
    with_forms: list[float] = []
    with systems.ours(viewers, LATECOMER_SECRET_KEY=_SECRET) as system:
        pages = _pages(system)
        for number in range(-1, rounds):
            for forms_per_s, seen in ((0.0, alone), (per_s, with_forms)):
                count = int(forms_per_s * for_s)
                # Everything is started before the viewers begin: to start a program takes a second of a core.
                load = (
                    _load(system, prepared(pages, count, f"beside{number}"), forms_per_s) if count else None
                )
                loads = beating(system, system.joins, "open", for_s, every_s=1.0)
                for each in loads:
                    tell(each, "go")
                if load is not None:
                    _answers(load, count)
                p99 = max(each["p99_ms"] for each in ended(loads))
                if number >= 0:  # the first round warms up
                    seen.append(p99)
    return Beside(viewers, per_s, statistics.median(alone), statistics.median(with_forms))


def prepared(pages: Sequence[tuple[str, WebinarId]], count: int, name: str) -> list[tuple[str, str]]:
    """Forms to these pages in turn, each with its nonce and its proof."""
    now = int(time.time() * 1000)
    secret = _SECRET.encode()
    ready = []
    for number in range(count):
        path, webinar = pages[number % len(pages)]
        solution = secrets.randbelow(proof_of_work.NUMBER_MAX)
        challenge = proof_of_work.challenge(
            secret, webinar, now, secrets.token_bytes(proof_of_work.RANDOM_BYTES), solution
        )
        proof = {**msgspec.to_builtins(challenge), "number": solution}
        body = {
            "email": f"{name}{number}@example.org",
            "first_name": "Ada",
            "last_name": "Lovelace",
            "company": "Compost & Co",
            "nonce": nonce.issue(secret, webinar, now - 10_000, secrets.token_bytes(nonce.RANDOM_BYTES)),
            "proof": b64encode(json.dumps(proof).encode()).decode(),
            "utm_source": "newsletter",
        }
        ready.append((path, json.dumps(body)))
    return ready


def _pages(system: System) -> list[tuple[str, WebinarId]]:
    """Webinars of tomorrow with a registration page."""
    found = []
    for number in range(_PAGES):
        starts = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86_400))
        ends = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 90_000))
        body = {"name": f"Forms {number}", "starts_at": starts, "ends_at": ends}
        webinar = str(systems.call(system.port, system.key, "POST", "/webinars", body)["id"])
        page = {
            "slug": f"forms-{number}",
            "fields": {"first_name": "required", "last_name": "optional", "company": "optional"},
        }
        systems.call(system.port, system.key, "PUT", f"/webinars/{webinar}/registration", page)
        found.append((f"/r/forms-{number}", WebinarId(UUID(webinar))))
    return found


def _load(system: System, ready: list[tuple[str, str]], per_s: float) -> subprocess.Popen[str]:
    """A process that is connected, and sends these forms when it is told."""
    load = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.forms_load"],
        cwd=systems.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    tell(load, json.dumps(asdict(FormsPlan(system.port, 16, per_s, ready))))
    hear(load)
    return load


def _answers(load: subprocess.Popen[str], count: int) -> dict[str, float]:
    """Tell the load to send, and return its measurements. Raises: RuntimeError when a form was not taken."""
    tell(load, "go")
    seen = json.loads(hear(load))
    load.wait(30)
    if seen["statuses"] != {"202": count}:
        raise RuntimeError(f"not every form was taken: {seen['statuses']}")
    found: dict[str, float] = seen
    return found


def _until_applied(system: System, pages: Sequence[tuple[str, WebinarId]], count: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        members = 0
        for _, webinar in pages:
            found = systems.call(system.port, system.key, "GET", f"/webinars/{webinar}")["status_counts"]
            members += found["registered"]  # type: ignore[index]
        if members >= count:
            return
        time.sleep(0.1)
    raise RuntimeError(f"{members} of {count} forms led to a member")


def main() -> None:
    found = forms(int(sys.argv[1])) if len(sys.argv) > 1 else forms()
    print(json.dumps(asdict(found) | {"per_core": found.per_core}, indent=1))
    acks = beside()
    print(json.dumps(asdict(acks) | {"ratio": acks.ratio}, indent=1))


if __name__ == "__main__":
    main()
