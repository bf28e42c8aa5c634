"""The part of HubSpot's client that changes lists: contacts are found, missing ones created, then lists changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeAlias

from latecomer.core.ids import Instant
from latecomer.core.retry import Attempt, AttemptOutcome
from latecomer.vendors.hubspot.api import HubSpotAnswer, HubSpotCall, HubSpotFailure, attempt_of
from latecomer.vendors.hubspot.lists import (
    CONTACTS_PER_CALL,
    NOT_THERE,
    attempt_for,
    change_call,
    create_call,
    find_call,
    ids_of,
)
from latecomer.vendors.hubspot.mapping import BEHIND, ListChange

_ENDS: Final = (AttemptOutcome.DELIVERED, AttemptOutcome.REJECTED)

Ask: TypeAlias = Callable[[HubSpotCall, Instant], Awaitable[HubSpotAnswer | HubSpotFailure]]


class ListSender:
    """Changes lists in as few calls as possible; each person's changes of a list keep their order."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[str, str] = {}
        self._refused: dict[str, Attempt] = {}

    async def send(self, changes: Sequence[ListChange], now: Instant, attempts: dict[int, Attempt]) -> None:
        """Make these changes, and write the attempt of each under its number; what is raised leaves the rest
        unwritten."""
        behind: set[tuple[str, str]] = set()
        for wave in _waves(changes):
            groups: dict[tuple[str, bool], list[int]] = {}
            for number in wave:
                change = changes[number]
                if (change.list_id, change.email) in behind:
                    attempts[number] = BEHIND
                else:
                    groups.setdefault((change.list_id, change.adds), []).append(number)
            for numbers in groups.values():
                for start in range(0, len(numbers), CONTACTS_PER_CALL):
                    await self._change(changes, numbers[start : start + CONTACTS_PER_CALL], now, attempts)
            behind |= {
                (changes[n].list_id, changes[n].email) for n in wave if attempts[n].outcome not in _ENDS
            }

    async def _change(
        self,
        changes: Sequence[ListChange],
        numbers: Sequence[int],
        now: Instant,
        attempts: dict[int, Attempt],
    ) -> None:
        """Make the same change of one list for several people."""
        some = {changes[n].email: changes[n] for n in numbers}
        list_id, adds = changes[numbers[0]].list_id, changes[numbers[0]].adds
        await self._find(list(some.values()), now, create=adds)
        ids = {email: self._known[email] for email in some if email in self._known}
        answer: HubSpotAnswer | HubSpotFailure = HubSpotAnswer()
        if ids:
            answer = await self._ask(change_call(list_id, ids.values(), adds=adds), now)
        for n in numbers:
            email = changes[n].email
            if email in ids:
                attempts[n] = attempt_for(answer, ids[email], list_id)
            else:
                attempts[n] = self._refused.get(email, NOT_THERE)

    async def _find(self, changes: Sequence[ListChange], now: Instant, *, create: bool) -> None:
        """Learn the ids of these people's contacts; with ``create`` missing contacts are created."""
        wanted = [each for each in changes if each.email not in self._known]
        if not wanted:
            return
        found = await self._ask(find_call([each.email for each in wanted]), now)
        if isinstance(found, HubSpotFailure):
            self._refused |= {each.email: attempt_of(found, gone=True) for each in wanted}
            return
        self._known |= ids_of(found)
        missing = [each for each in wanted if each.email not in self._known]
        if create and missing:
            await self._create(missing, now)

    async def _create(self, missing: Sequence[ListChange], now: Instant) -> None:
        """Create contacts. A call that is refused because of one person is split until that person is found."""
        made = await self._ask(create_call(missing), now)
        if isinstance(made, HubSpotFailure) and made.code == "hubspot_400" and len(missing) > 1:
            middle = len(missing) // 2
            await self._create(missing[:middle], now)
            await self._create(missing[middle:], now)
            return
        if isinstance(made, HubSpotFailure):
            self._refused |= {each.email: attempt_of(made, gone=True) for each in missing}
            return
        self._known |= ids_of(made)
        for each in missing:
            if each.email not in self._known:
                self._refused[each.email] = _not_made(made, each.email)


def _not_made(answer: HubSpotAnswer, email: str) -> Attempt:
    said = answer.refused.get(email, "HubSpot made no contact for this email.")
    return Attempt(outcome=AttemptOutcome.REJECTED, code="hubspot_record", message=said)


def _waves(changes: Sequence[ListChange]) -> Sequence[Sequence[int]]:
    """Return the numbers of the changes in waves; of one person and list there is one in a wave."""
    counted: dict[tuple[str, str], int] = {}
    found: list[list[int]] = []
    for number, change in enumerate(changes):
        wave = counted.get((change.list_id, change.email), 0)
        counted[change.list_id, change.email] = wave + 1
        if wave == len(found):
            found.append([])
        found[wave].append(number)
    return found
