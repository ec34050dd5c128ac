"""Sealed columns: small texts that the keeper alone can read, each bound to what it belongs to.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; one key for each purpose, derived with
HKDF-SHA-256 (RFC 5869) from the keeper's age identity. Associated data: purpose, NUL, subject; so
what was sealed for one person's field opens as no other.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from hub.errors import FieldError, KeeperRefusedError

if TYPE_CHECKING:
    from datetime import datetime

TOTP_PURPOSE = "totp"
"""What is sealed for it is never opened, only compared with."""
TOTP_STEP_S = 30
_NONCE_BYTES = 12
_SECRET_LEAST_BYTES = 16
"""RFC 4226, 4: a shared secret has at least 128 bits."""
_PURPOSE = re.compile(r"[a-z][a-z0-9_]{0,31}")
_SUBJECT = re.compile(r"[\x21-\x7e]{1,64}")
_CODE = re.compile(r"[0-9]{6}")
_LONGEST_TEXT_BYTES = 128 * 1024


class Fields:
    """Seals and opens; the keys are derived when first asked for and stay in this process."""

    def __init__(self, identity: str) -> None:
        self._material = identity.encode("ascii")
        self._keys: dict[str, bytes] = {}

    def seal(self, purpose: str, subject: str, text: str) -> bytes:
        """Seal a text; raises FieldError."""
        data = text.encode()
        if len(data) > _LONGEST_TEXT_BYTES:
            raise FieldError(f"{len(data)} bytes, {_LONGEST_TEXT_BYTES} allowed.")
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher(purpose).encrypt(nonce, data, _bound(purpose, subject))

    def open(self, sealed: bytes, purpose: str, subject: str) -> str:
        """Open a text; raises FieldError when it was altered or belongs elsewhere."""
        if purpose == TOTP_PURPOSE:
            raise KeeperRefusedError("A second factor's secret is not given out.")
        return self._open(sealed, purpose, subject)

    def fingerprint(self, purpose: str, text: str) -> str:
        """Give a keyed hash (HMAC-SHA-256, hex): equal for equal texts of one purpose."""
        key = self._key(f"fingerprint {_checked(_PURPOSE, purpose)}")
        return hmac.new(key, text.encode(), sha256).hexdigest()

    def matched_counter(self, sealed: bytes, subject: str, code: str, at: datetime) -> int | None:
        """Give the TOTP counter (RFC 6238: SHA-1, 30 s, one step either way) that `code` fits."""
        if _CODE.fullmatch(code) is None:
            return None
        factor = _factor(self._open(sealed, TOTP_PURPOSE, subject))
        now = int(at.timestamp()) // TOTP_STEP_S
        fitting = [
            counter
            for counter in (now - 1, now, now + 1)
            if counter >= 0
            and hmac.compare_digest(factor.generate(counter * TOTP_STEP_S), code.encode())
        ]
        return max(fitting, default=None)

    def _open(self, sealed: bytes, purpose: str, subject: str) -> str:
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        bound = _bound(purpose, subject)
        try:
            return self._cipher(purpose).decrypt(nonce, rest, bound).decode()
        except (InvalidTag, ValueError) as error:
            raise FieldError("A sealed field was altered, or belongs elsewhere.") from error

    def _cipher(self, purpose: str) -> AESGCM:
        return AESGCM(self._key(f"field {_checked(_PURPOSE, purpose)}"))

    def _key(self, label: str) -> bytes:
        if label not in self._keys:
            info = f"interview-hub {label}".encode()
            made = HKDF(SHA256(), 32, None, info).derive(self._material)
            self._keys[label] = made
        return self._keys[label]


def _factor(secret: str) -> TOTP:
    try:
        raw = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    except binascii.Error as error:
        raise FieldError("A second factor's secret is not Base32.") from error
    if len(raw) < _SECRET_LEAST_BYTES:
        raise FieldError("A second factor's secret is too short.")
    return TOTP(raw, 6, SHA1(), TOTP_STEP_S)  # noqa: S303 - RFC 6238 as every authenticator does it


def _bound(purpose: str, subject: str) -> bytes:
    return f"{purpose}\0{_checked(_SUBJECT, subject)}".encode()


def _checked(allowed: re.Pattern[str], text: str) -> str:
    if allowed.fullmatch(text) is None:
        raise FieldError("A purpose or a subject is not spelt as one.")
    return text
