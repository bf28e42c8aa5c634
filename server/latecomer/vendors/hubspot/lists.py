"""HubSpot's lists: the calls that find or create contacts and change the members of a list, and their answers.

A list takes ids of contacts, not emails. Only lists that are changed by hand (MANUAL, SNAPSHOT) can be changed.

Source: HubSpot API: lists, memberships; contacts, batch; docs/vendors.md, HubSpot
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import msgspec

from latecomer.core.retry import Attempt, AttemptOutcome
from latecomer.vendors.hubspot.api import (
    HubSpotAnswer,
    HubSpotCall,
    HubSpotFailure,
    HubSpotTrouble,
    attempt_of,
)
from latecomer.vendors.hubspot.mapping import DELIVERED, ListChange

CONTACTS_PER_CALL: Final = 100
_CONTACTS: Final = "/crm/v3/objects/contacts/batch"
NOT_THERE: Final = Attempt(
    outcome=AttemptOutcome.DELIVERED, code="not_there", message="HubSpot has no such contact."
)


def find_call(emails: Collection[str]) -> HubSpotCall:
    """Return the call for the contacts with these emails; unknown ones are missing from its answer."""
    inputs = [{"id": email} for email in emails]
    return _post(f"{_CONTACTS}/read", {"idProperty": "email", "properties": ["email"], "inputs": inputs})


def create_call(changes: Sequence[ListChange]) -> HubSpotCall:
    """Return the call that creates these people's contacts; one that exists by now is returned."""
    inputs = [
        {
            "id": each.email,
            "idProperty": "email",
            "objectWriteTraceId": each.email,
            "properties": {"email": each.email, **each.contact},
        }
        for each in changes
    ]
    return _post(f"{_CONTACTS}/upsert", {"inputs": inputs})


def ids_of(answer: HubSpotAnswer) -> Mapping[str, str]:
    """Return the ids of the contacts in an answer, by email."""
    results = answer.body.get("results")
    found: dict[str, str] = {}
    for each in results if isinstance(results, list) else ():
        if not isinstance(each, dict) or "id" not in each:
            continue
        properties = each.get("properties")
        email = properties.get("email") if isinstance(properties, dict) else None
        for name in (email, each.get("objectWriteTraceId")):
            if isinstance(name, str):
                found[name.lower()] = str(each["id"])
    return found


def change_call(list_id: str, ids: Collection[str], *, adds: bool) -> HubSpotCall:
    """Return the call that puts contacts on a list, or takes them off it; HubSpot ignores those that are on it (or off
    it) already."""
    path = f"/crm/v3/lists/{list_id}/memberships/{'add' if adds else 'remove'}"
    return HubSpotCall(path, msgspec.json.encode(list(ids)), replaces=True)


def attempt_for(answer: HubSpotAnswer | HubSpotFailure, contact: str, list_id: str) -> Attempt:
    """Return the attempt for one contact of a change."""
    if isinstance(answer, HubSpotFailure):
        return refused(answer, list_id)
    missing = answer.body.get("recordIdsMissing")
    if isinstance(missing, list) and contact in map(str, missing):
        return Attempt(
            outcome=AttemptOutcome.FAILED,
            code="hubspot_contact",
            message="HubSpot lost the contact meanwhile.",
        )
    return DELIVERED


def refused(failure: HubSpotFailure, list_id: str) -> Attempt:
    """Return the attempt of a change that HubSpot refused for its list: an unknown one, or one that fills itself."""
    if failure.trouble not in (HubSpotTrouble.UNKNOWN, HubSpotTrouble.NEVER):
        return attempt_of(failure)
    return Attempt(
        outcome=AttemptOutcome.REJECTED,
        code="hubspot_list",
        message=f"List {list_id} cannot be changed. {failure.message}",
    )


def _post(path: str, body: Mapping[str, Any]) -> HubSpotCall:
    return HubSpotCall(path, msgspec.json.encode(body))
