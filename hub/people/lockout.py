"""Wrong passwords are answered slower and slower, per account name and address.

Names that do not exist are counted like those that do, so the delay tells nothing. Whoever tries
many names from one address is slowed down by the address alone.
"""

from __future__ import annotations

from threading import Lock

from hub.people.brake import Brake

FREE_TRIES = 4
FREE_TRIES_OF_AN_ADDRESS = 32
"""More people than one may sign in from one address, and mistype."""
LONGEST_DELAY_S = 900.0
LONGEST_DELAY_OF_AN_ADDRESS_S = 60.0
FREE_CODES = 8
"""Second factors of one account from all addresses; only who has the password comes that far."""


class Lockout:
    """Remembers the tries of one process, for all of its threads."""

    def __init__(self) -> None:
        self._names = Brake(FREE_TRIES, LONGEST_DELAY_S)
        self._addresses = Brake(FREE_TRIES_OF_AN_ADDRESS, LONGEST_DELAY_OF_AN_ADDRESS_S)
        self._codes = Brake(FREE_CODES, LONGEST_DELAY_S)
        self._lock = Lock()

    def take(self, name: str, address: str, now: float) -> float:
        """Count a try before it is looked at and give 0, or the seconds until one is free.

        A try that is counted only once it has failed lets any number pass side by side.
        """
        with self._lock:
            wait = max(self._names.delay((name, address), now), self._addresses.delay(address, now))
            if wait <= 0:
                self._names.count((name, address), now)
                self._addresses.count(address, now)
            return wait

    def take_code(self, account_id: int, name: str, address: str, now: float) -> float:
        """Count a second factor like a password, and for the account whatever the address."""
        with self._lock:
            wait = self._codes.delay(account_id, now)
        wait = wait or self.take(name, address, now)
        if wait <= 0:
            with self._lock:
                self._codes.count(account_id, now)
        return wait

    def code_was_good(self, account_id: int) -> None:
        """Forget the wrong second factors of an account."""
        with self._lock:
            self._codes.forget(account_id)

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of whoever has now given the right password."""
        with self._lock:
            self._names.forget((name, address))
            self._addresses.take_back(address)

    def not_looked_at(self, name: str, address: str) -> None:
        """Give a try back that was counted and then not looked at."""
        with self._lock:
            self._names.take_back((name, address))
            self._addresses.take_back(address)

    def __len__(self) -> int:
        """Count the names remembered."""
        return len(self._names)
