"""Passwords are kept as argon2id hashes and compared in equal time, whoever asks."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from hub.people.errors import AccountError

SHORTEST = 12
LONGEST = 256
"""Characters; longer input is refused before it costs memory."""


class Passwords:
    """Hashes and verifies; the defaults follow RFC 9106's second recommendation."""

    def __init__(
        self, *, time_cost: int = 3, memory_kib: int = 65536, parallelism: int = 2
    ) -> None:
        self._hasher = PasswordHasher(
            time_cost=time_cost,
            memory_cost=memory_kib,
            parallelism=parallelism,
            type=Type.ID,
        )
        self._dummy = self._hasher.hash(secrets.token_urlsafe(32))

    def hash(self, password: str) -> str:
        """Hash a new password; raises AccountError when it is too short or too long."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise AccountError(f"A password has {SHORTEST} to {LONGEST} characters.")
        return self._hasher.hash(password)

    def verify(self, stored: str | None, password: str) -> bool:
        """Say whether `password` is the one stored; without one, spend the time all the same."""
        try:
            self._hasher.verify(stored or self._dummy, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Say whether `stored` was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)
