"""Encryption of others' secrets, so that they cannot be read in the database.

A secret is sealed under a key of its own purpose that is derived from SECRET_KEY, and bound to the row that it
belongs to: it opens in no other.

Source: RFC 5869 (HKDF); NIST SP 800-38D (AES-GCM)
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = b"\x01"
_NONCE_BYTES = 12


class CannotDecrypt(Exception):
    """Sealed under another SECRET_KEY, for another row, or altered."""


class Encryption:
    """Seals and opens."""

    def __init__(self, secret_key: bytes, purpose: bytes) -> None:
        """``secret_key``: SECRET_KEY; ``purpose``: keys of different purposes have nothing in common."""
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"latecomer:" + purpose).derive(secret_key)
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, belongs_to: bytes) -> bytes:
        """Seal it for one row."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, plain, belongs_to)

    def open(self, sealed: bytes, belongs_to: bytes) -> bytes:
        """Decrypt a value that was sealed for this row. Raises: CannotOpen."""
        if sealed[:1] != _VERSION:
            raise CannotDecrypt
        try:
            return self._cipher.decrypt(sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :], belongs_to)
        except (InvalidTag, ValueError) as error:
            raise CannotDecrypt from error
