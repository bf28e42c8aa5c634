"""Encryption of other systems' secrets, so that they cannot be read in the database.

A secret is encrypted with a key that is derived from SECRET_KEY for one purpose, and bound to the row that it belongs
to: it cannot be decrypted for any other row.

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
    """The value was encrypted with another SECRET_KEY, for another row, or was altered."""


class Encryption:
    """Encrypts and decrypts secrets."""

    def __init__(self, secret_key: bytes, purpose: bytes) -> None:
        """``secret_key``: SECRET_KEY; ``purpose``: keys of different purposes are independent."""
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"latecomer:" + purpose).derive(secret_key)
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, belongs_to: bytes) -> bytes:
        """Encrypt a value for one row."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, plain, belongs_to)

    def open(self, sealed: bytes, belongs_to: bytes) -> bytes:
        """Decrypt a value that was encrypted for this row. Raises: CannotDecrypt."""
        if sealed[:1] != _VERSION:
            raise CannotDecrypt
        try:
            return self._cipher.decrypt(sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :], belongs_to)
        except (InvalidTag, ValueError) as error:
            raise CannotDecrypt from error
