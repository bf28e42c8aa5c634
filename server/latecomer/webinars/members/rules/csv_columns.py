"""The columns of a CSV file of people: what each heading means, as people and platforms write it.

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
IGNORED: Final = "ignored"
"""A column without use: of our own export, or ignored by a mapping."""
PROPERTY: Final = "property"
"""A column that becomes a property under its own heading."""
MEANINGS: Final = (*FIELDS, ATTENDED, PROPERTY, IGNORED)

_SYNONYMS: Final = {
    "email": """e mail, mail, email address, e mail address, user email, work email, business email, attendee email,
        registrant email, primary email, e mail adresse, email adresse, mailadresse, adresse e mail, adresse email,
        adresse mail, courriel, e mailadres, emailadres, e mail adres""",
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
    ATTENDED: "attended, has attended, a participé, deelgenomen, teilgenommen",
    IGNORED: """watched live s, watched on demand s, covered s, joined at, first watched at, last watched at, join url,
        import id""",
}
_MEANING: Final = {
    heading.strip(): meaning for meaning, headings in _SYNONYMS.items() for heading in headings.split(",")
} | {field.replace("_", " "): field for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``meaning`` is one of :data:`MEANINGS`; ``heading`` is as it stands in the file, trimmed."""

    heading: str
    meaning: str


def columns_of(headings: Sequence[str], mapping: Mapping[str, str]) -> list[Column]:
    """Return what each column means; of two that mean one field the first has it, and the other is a property.

    Args: ``mapping``: meanings by heading that somebody chose; they go before ours.
    """
    taken: set[str] = set()
    names: Counter[str] = Counter()
    columns = []
    for cell in headings:
        heading = cell.strip()
        names[heading] += 1
        meaning = mapping.get(heading) or (meaning_of(heading) if heading else IGNORED)
        if meaning in FIELDS or meaning == ATTENDED:
            if meaning in taken:
                meaning = PROPERTY
            taken.add(meaning)
        again = f" ({names[heading]})" if names[heading] > 1 else ""
        columns.append(Column(heading + again, meaning))
    return columns


def meaning_of(heading: str) -> str:
    """Return the meaning of a heading, ignoring case and punctuation."""
    return _MEANING.get(re.sub(r"[\W_]+", " ", search_key(heading)).strip(), PROPERTY)


def has_email(headings: Sequence[str], mapping: Mapping[str, str]) -> bool:
    """Return whether one of the cells is the heading of a column of emails."""
    return any(column.meaning == "email" for column in columns_of(headings, mapping))
