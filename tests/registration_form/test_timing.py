"""The time of answering a form reveals nothing about its address.

Forms of a known, an unknown, a waiting and a rejected address are sent in turn, in an order drawn anew for each round:
what else happens on the machine, and what happens every so many requests, then meets all kinds alike. Their times are
compared in pairs by the Mann–Whitney U test, with Holm's correction, at α = 0.001: all times, and the quickest of each
block of rounds, by which somebody who measures gets rid of a busy machine's noise. As a control, 2 ms added to one kind
are found.
"""

import asyncio
import itertools
import math
import random
import time
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from latecomer.core.ids import WebinarId
from latecomer.registration_form.receiver import FormReceiver
from latecomer.registration_form.routes.public import receiver
from tests.registration_form.test_public import page_of
from tests.support.builders import MINUTE
from tests.support.site import Site

KINDS = ("known", "new", "waiting", "rejected")
BLOCKS = 50
BLOCK = 3
"""Rounds of a block."""
ALPHA = 0.001


def p_value(first: Sequence[float], second: Sequence[float]) -> float:
    """The two-sided p of the Mann–Whitney U test, by its normal approximation; times have no ties."""
    ranked = sorted((value, group) for group, values in enumerate((first, second)) for value in values)
    rank_sum = sum(rank for rank, (_, group) in enumerate(ranked, 1) if group == 0)
    n, m = len(first), len(second)
    u = rank_sum - n * (n + 1) / 2
    deviation = math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(u - n * m / 2) / deviation / math.sqrt(2))


def told_apart(times: Mapping[str, Sequence[float]]) -> list[tuple[str, str]]:
    """The pairs of kinds that can be told apart, by all times or the quickest ones, by Holm's step-down procedure."""
    quickest = {kind: [min(block) for block in blocks(values)] for kind, values in times.items()}
    pairs = sorted(
        (p_value(seen[a], seen[b]), a, b)
        for seen in (times, quickest)
        for a, b in itertools.combinations(KINDS, 2)
    )
    found = []
    for place, (p, a, b) in enumerate(pairs):
        if p > ALPHA / (len(pairs) - place):
            break
        found.append((a, b))
    return found


def blocks(values: Sequence[float]) -> list[Sequence[float]]:
    return [values[start : start + BLOCK] for start in range(0, len(values), BLOCK)]


async def measure(
    site: Site, webinar: WebinarId, run: str, slower: str | None = None
) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    service: FormReceiver = site.parts.web[receiver]
    order = random.Random(run)
    for number in range(BLOCKS * BLOCK):
        for kind in order.sample(KINDS, len(KINDS)):
            address = f"{run}{number}@example.com" if kind == "new" else f"{kind}@example.com"
            nonce = service.nonce(webinar, site.now - MINUTE)
            body = urlencode({"nonce": nonce, "email": address, "first_name": "Ada"})
            site.now += 100  # a crowd's pace: the page is loaded once in 20 forms
            began = time.perf_counter()
            response = await site.client.post(
                "/r/composting",
                data=body,
                headers={"Content-Type": "application/x-www-form-urlencoded"},
                allow_redirects=False,
            )
            await response.read()
            if kind == slower:
                await asyncio.sleep(0.002)
            times[kind].append(time.perf_counter() - began)
            assert response.status == 303
    return times


async def test_known_and_unknown_addresses_cannot_be_told_apart(site: Site) -> None:
    webinar = await page_of(site)
    identifier = WebinarId(UUID(webinar["id"]))
    await site.call("PATCH", f"/webinars/{webinar['id']}", {"registrant_limit": 1})
    await site.member(webinar, "known@example.com")
    await site.member(webinar, "waiting@example.com")
    await site.member(webinar, "rejected@example.com", status="rejected")
    assert told_apart(await measure(site, identifier, "a")) == []
    control = told_apart(await measure(site, identifier, "b", slower="known"))
    assert control, "2 ms more were not found"
    assert all("known" in pair for pair in control)
