"""The short code by which a candidate checks in; the plan carries only its salted hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets

import msgspec

from wire.messages.fields import Hex32, Sha256

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, O, 1 and I, which are mistaken for each other."""
LENGTH = 8
_COST = 2**14
_BLOCK = 8
_SALT_BYTES = 16


class CheckInHash(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a code is compared with: scrypt (RFC 7914) of it, N = 2^14, r = 8, p = 1."""

    salt: Hex32
    digest: Sha256
    """32 bytes of scrypt, hex."""


def new_code() -> str:
    """Draw a code of 40 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read(typed: str) -> str | None:
    """Give the code that somebody typed or a picture shows; None for what cannot be one."""
    code = "".join(typed.split()).replace("-", "").upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def grouped(code: str) -> str:
    """Give a code as people read it: in two groups of four."""
    return f"{code[:4]} {code[4:]}"


def hash_of(code: str, salt: str | None = None) -> CheckInHash:
    """Hash a code; with a fresh salt when none is given."""
    salt = secrets.token_hex(_SALT_BYTES) if salt is None else salt
    digest = hashlib.scrypt(
        code.encode(), salt=bytes.fromhex(salt), n=_COST, r=_BLOCK, p=1, dklen=32
    )
    return CheckInHash(salt=salt, digest=digest.hex())


def fits(typed: str, expected: CheckInHash) -> bool:
    """Say whether this is the code that `expected` was made of; takes about 50 ms."""
    code = read(typed)
    if code is None:
        return False
    return hmac.compare_digest(hash_of(code, expected.salt).digest, expected.digest)
