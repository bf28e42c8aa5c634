"""The identity of an email address: the form in which two addresses are compared.

Source: docs/domain.md, Words (person); UTS 46 (non-transitional processing), RFC 5891 (A-labels)
"""

from __future__ import annotations

import contextlib
import unicodedata

import idna


def email_key(email: str) -> str:
    """Return the form in which emails are compared: two addresses with the same key belong to the same person.

    The local part is normalised (NFC) and in lower case; it is not case-folded, since ß and ss are different mailboxes.
    The domain is its A-label (ASCII form); a domain without one is compared as written, in lower case.

    Args: ``email``: any text; blanks around it are ignored.
    """
    local, at, domain = unicodedata.normalize("NFC", email.strip()).rpartition("@")
    return lowered(local) + at + ascii_domain(domain)


def search_key(text: str) -> str:
    """Return the form in which searched text is compared: NFC, in lower case."""
    return lowered(unicodedata.normalize("NFC", text))


def ascii_domain(domain: str) -> str:
    """Return a domain's A-label (ASCII form), or the domain in lower case when it has none."""
    if domain.isascii():
        return domain.lower()
    try:
        return idna.encode(domain, uts46=True, transitional=False).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return lowered(domain)


def ascii_address(email: str) -> str:
    """Return the address with its domain as A-label, for receivers that accept only ASCII domains."""
    local, at, domain = email.rpartition("@")
    return email if domain.isascii() else local + at + ascii_domain(domain)


def forms(email: str) -> frozenset[str]:
    """Return every form in which text may name this address: all in NFC or NFD, lower case, A-label or U-label."""
    local, at, domain = email_key(email).rpartition("@")
    domains = {domain}
    with contextlib.suppress(idna.IDNAError, UnicodeError):  # a domain without a Unicode form
        domains.add(idna.decode(domain))
    addresses = {local + at + each for each in domains}
    return frozenset(unicodedata.normalize(form, each) for each in addresses for form in ("NFC", "NFD"))


def lowered(text: str) -> str:
    """Return the text in lower case, normalised again, since lower case may decompose (İ)."""
    return unicodedata.normalize("NFC", text.lower())
