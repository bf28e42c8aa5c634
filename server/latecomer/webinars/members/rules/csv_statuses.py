"""Statuses in a CSV file, in the words of platforms and of our own pages, in English, French, Dutch and German.

Source: docs/protocol.md, Members; docs/glossary.md
"""

from __future__ import annotations

from typing import Final

from latecomer.core.status import Status
from latecomer.webinars.members.rules.csv_import_columns import plain_key

_WORDS: Final = {
    Status.NOT_IN_PROGRAM: """hors programme, niet in programma, cancelled, canceled, annulé, annulée, geannuleerd,
        storniert, abgemeldet, declined, unsubscribed""",
    Status.INVITED: "invité, invitée, uitgenodigd, eingeladen",
    Status.WAITLISTED: "waiting list, on waiting list, sur liste d attente, liste d attente, op wachtlijst, warteliste",
    Status.PENDING_APPROVAL: "pending, en attente d approbation, en attente, wacht op goedkeuring, ausstehend",
    Status.REJECTED: "denied, refusé, refusée, afgewezen, abgelehnt",
    Status.REGISTRATION_ERROR: "erreur d inscription, fout bij inschrijving",
    Status.REGISTERED: "approved, inscrit, inscrite, ingeschreven, geregistreerd, angemeldet, registriert",
    Status.NO_SHOW: """noshow, did not attend, not attended, absent, absente, n a pas participé, niet verschenen,
        afwezig, niet deelgenomen, abwesend, nicht teilgenommen""",
    Status.ATTENDED_ON_DEMAND: "a regardé en différé, teruggekeken, on demand",
    Status.ATTENDED: """attended live, attendee, present, présent, présente, a participé, participé, aanwezig,
        deelgenomen, anwesend, teilgenommen""",
}
_STATUSES: Final = {
    plain_key(word): status for status, words in _WORDS.items() for word in words.split(",")
} | {plain_key(status): status for status in Status}


def status_of(cell: str) -> Status | None:
    """Return the status that a cell names; None for a word that is none of ours."""
    return _STATUSES.get(plain_key(cell))
