"""The columns of a CSV file of people: the meaning of each heading, as people and platforms write it.

Source: docs/protocol.md, Members
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from latecomer.core.email_address import search_key
from latecomer.core.person import CONTACT_FIELDS

FIELDS: Final = ("email", *CONTACT_FIELDS, "language", "status")
"""The columns that mean something and are exported."""
ATTENDED: Final = "attended"
"""A column with yes or no: yes states live attendance."""
JOINED: Final = "joined"
"""A column of times at which people came."""
LEFT: Final = "left"
"""A column of times at which people went."""
DURATION: Final = "duration"
"""A column of how long people were there, in minutes unless it says otherwise."""
IGNORED: Final = "ignored"
"""A column without use: of our own export, or ignored by a mapping."""
PROPERTY: Final = "property"
"""A column that becomes a property under its own heading."""
MEANINGS: Final = (*FIELDS, ATTENDED, JOINED, LEFT, DURATION, PROPERTY, IGNORED)
_ONCE: Final = frozenset((*FIELDS, ATTENDED, JOINED, LEFT, DURATION))
_PROPERTY_PREFIX: Final = "property:"
"""Begins the heading of an exported property whose own name would mean something else."""
_JSON_PREFIX: Final = "json:"
"""Begins the heading of an exported property whose values are not all text."""

_SYNONYMS: Final = {
    "email": """e mail, mail, email address, e mail address, user email, work email, business email, attendee email,
        registrant email, primary email, e mail adresse, email adresse, mailadresse, adresse e mail, adresse email,
        adresse mail, courriel, e mailadres, emailadres, e mail adres, emailaddress, adresse de messagerie,
        messagerie, adresse électronique, courrier électronique, adresse de courriel, adresse courriel, mailadres,
        mailadresse, mail address, contact email, participant email, member email, customer email, invitee email,
        lead email, person email, personal email, company email, your email, email required, work email address,
        business email address, primary email address, contact email address, email 1, email1, e mail 1,
        e mail 1 value, email 1 value, email address 1, votre e mail, votre email, votre adresse e mail,
        uw e mailadres, uw e mail, je e mailadres, ihre e mail adresse, user name email, username email,
        correo electrónico, correo, email personal, indirizzo e mail,
        indirizzo email, indirizzo di posta elettronica, endereço de email, endereço de e mail, epost, e post,
        e postadresse, sähköposti, adres e mail, adres email""",
    "first_name": "firstname, given name, forename, first, vorname, prenom, prénom, voornaam",
    "last_name": "lastname, surname, family name, last, nachname, nom, nom de famille, achternaam, familienaam",
    "phone": """phone number, telephone, telephone number, mobile, mobile phone, telefon, téléphone, telefoon,
        telefoonnummer""",
    "company": """organization, organisation, company name, firma, unternehmen, société, entreprise, bedrijf,
        organisatie""",
    "job_title": "title, jobtitle, position, fonction, poste, functie, functietitel",
    "industry": "secteur, branche, sector",
    "street_address": "street, address, adresse, rue, straat, adres",
    "city": "town, ville, stad, plaats, ort, stadt",
    "state": "region, province, state province, région, provincie, bundesland",
    "postal_code": "zip, zip code, zip postal code, postcode, postalcode, code postal, plz",
    "country": "country region, country region name, pays, land",
    "language": "preferred language, locale, lang, langue, taal, sprache",
    "status": """statut, statut d inscription, statut de l inscription, registration status, member status,
        inschrijvingsstatus, teilnahmestatus, anmeldestatus, anmeldungsstatus""",
    ATTENDED: """attended, has attended, attended live, attendance status, a participé, deelgenomen, aanwezig,
        teilgenommen, présent, présence, statut de présence, attendance, aanwezigheid, anwesenheit, anwesend""",
    JOINED: """join time, joined, time joined, join date, first join, entry time, heure de connexion,
        heure d arrivée, heure d entrée, première participation, première connexion, arrivée, beitrittszeit,
        erster beitritt, aanmeldtijd, deelnametijd, tijdstip van deelname, eerste deelname, binnengekomen""",
    LEFT: """leave time, time left, leave date, last leave, exit time, heure de déconnexion, heure de départ,
        heure de sortie, dernier départ, dernière déconnexion, départ, austrittszeit, verlassenszeit,
        letztes verlassen, vertrektijd, tijdstip van vertrek, laatst verlaten, weggegaan""",
    DURATION: """duration, duration minutes, duration seconds, time in session, time in session minutes,
        in session duration, total duration, total duration minutes, attendance duration, attended minutes,
        minutes attended, live minutes, live viewing time, durée, durée minutes, durée de présence, duur,
        duur minuten, aanwezigheidsduur, dauer, dauer minuten, in meeting duration, live duration, durée min,
        temps de présence, temps dans la session minutes, durée de la réunion, durée en minutes, duur min,
        duur in minuten, tijd in sessie minuten, vergaderduur, dauer min, dauer in minuten, besprechungsdauer,
        zeit in sitzung minuten, zeit in der sitzung minuten""",
    IGNORED: """watched live s, watched on demand s, covered s, engagement, joined at, first watched at,
        last watched at, join url, import id""",
}
_SECONDS: Final = re.compile(r"\b(s|sec|secs|seconds|secondes|seconden|sekunden)\b", re.IGNORECASE)
PLAIN_LETTERS: Final = str.maketrans("àâäáãåçéèêëîïíôöóõûüúñ", "aaaaaaceeeeiiioooouuun")
"""Letters without their accents."""


def plain_key(text: str) -> str:
    """Return a text for comparing: without case, accents and punctuation."""
    return re.sub(r"[\W_]+", " ", search_key(text).translate(PLAIN_LETTERS)).strip()


_MEANING: Final = {
    plain_key(heading): meaning for meaning, headings in _SYNONYMS.items() for heading in headings.split(",")
} | {field.replace("_", " "): field for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``meaning`` is one of :data:`MEANINGS`; ``heading`` is the text in the file, trimmed."""

    heading: str
    meaning: str
    is_json: bool = False
    """The cells of a property are JSON, as our export writes values that are not text."""

    @property
    def in_seconds(self) -> bool:
        """Return whether durations are in seconds; else they are in minutes."""
        return _SECONDS.search(self.heading) is not None


def columns_of(headings: Sequence[str], mapping: Mapping[str, str]) -> list[Column]:
    """Return the meaning of each column; of two columns for the same field the first has it, and the other becomes a
    property.

    Args: ``mapping``: meanings by heading that a person chose; they override ours.
    """
    taken: set[str] = set()
    names: Counter[str] = Counter()
    columns = []
    for cell in headings:
        heading = cell.strip()
        names[heading] += 1
        meaning = mapping.get(heading)
        if meaning is None and heading.startswith((_PROPERTY_PREFIX, _JSON_PREFIX)):
            is_json = heading.startswith(_JSON_PREFIX)
            columns.append(Column(heading.partition(":")[2], PROPERTY, is_json))
            continue
        meaning = meaning or (meaning_of(heading) if heading else IGNORED)
        if meaning in _ONCE:
            if meaning in taken:
                meaning = PROPERTY
            taken.add(meaning)
        again = f" ({names[heading]})" if names[heading] > 1 else ""
        columns.append(Column(heading + again, meaning))
    return columns


def property_heading(name: str, *, is_json: bool) -> str:
    """Return the heading under which a property is exported, so that an import reads it as this property again."""
    if is_json:
        return _JSON_PREFIX + name
    is_plain = meaning_of(name) == PROPERTY and not name.startswith((_PROPERTY_PREFIX, _JSON_PREFIX))
    return name if is_plain and name == name.strip() else _PROPERTY_PREFIX + name


def meaning_of(heading: str) -> str:
    """Return the meaning of a heading, ignoring case, accents and punctuation."""
    return _MEANING.get(plain_key(heading), PROPERTY)


def has_email(headings: Sequence[str], mapping: Mapping[str, str]) -> bool:
    """Return whether one of the cells is the heading of a column of emails."""
    return any(column.meaning == "email" for column in columns_of(headings, mapping))
