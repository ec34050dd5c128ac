"""Passwords are kept as argon2id hashes and compared in equal time, whoever asks."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from hub.people.errors import AccountError, BusyError

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST = 12
LONGEST = 256
"""Characters; longer input is refused before it costs memory."""
_AT_ONCE = 2
"""Each holds the memory of a hash for a fraction of a second."""
_IN_LINE = 8
"""With those at work; the next is sent away at once, so that the threads stay free."""
_PATIENCE_S = 3.0


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
        self._line, self._work = BoundedSemaphore(_IN_LINE), BoundedSemaphore(_AT_ONCE)
        self._dummy = self._hasher.hash(secrets.token_urlsafe(32))

    def hash(self, password: str) -> str:
        """Hash a new password; raises AccountError when it is too short or too long."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise AccountError(f"A password has {SHORTEST} to {LONGEST} characters.")
        return self._hasher.hash(password)

    def verify(self, stored: str | None, password: str) -> bool:
        """Say whether `password` is the one stored; without one, spend the time all the same.

        Raises BusyError when too many are verified at once.
        """
        try:
            with self._turn():
                self._hasher.verify(stored or self._dummy, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Say whether `stored` was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._line.acquire(blocking=False):
            raise BusyError("Many passwords are checked just now.")
        try:
            if not self._work.acquire(timeout=_PATIENCE_S):
                raise BusyError("Many passwords are checked just now.")
            try:
                yield
            finally:
                self._work.release()
        finally:
            self._line.release()
