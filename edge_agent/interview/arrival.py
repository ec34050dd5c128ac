"""The way to the first question: check-in, what the candidate was told, and a practice.

Nothing of this is an event: a kiosk that starts anew before the consent asks again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

FREE_TRIES = 5
"""Wrong codes in a row before one has to wait."""
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 300


class Practice(StrEnum):
    """How far the practice question is; nothing of it is kept."""

    ASKED = "asked"
    SPEAKING = "speaking"
    DONE = "done"


# Commands.


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A code was typed or shown; `fits` says whether it is the right one."""

    fits: bool


@dataclass(frozen=True, slots=True)
class Understood:
    """The candidate has seen who will see this and what is analysed."""


@dataclass(frozen=True, slots=True)
class Practise:
    """The candidate opens the practice question, or goes on with it."""

    step: Practice


@dataclass(frozen=True, slots=True)
class StepBack:
    """Nobody is there any more: forget the language and the check-in."""


Arriving = CheckIn | Understood | Practise | StepBack


# What follows from them; known to this kiosk only.


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """The code was right."""


@dataclass(frozen=True, slots=True)
class WrongCode:
    """The code was wrong at `at`."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Informed:
    """What is to be said before the consent has been said."""


@dataclass(frozen=True, slots=True)
class Practised:
    """The practice is at `step`."""

    step: Practice


@dataclass(frozen=True, slots=True)
class LeftAgain:
    """Whoever was there has gone."""


ArrivalFact = CheckedIn | WrongCode | Informed | Practised | LeftAgain


@dataclass(frozen=True, slots=True)
class Arrival:
    """How far the candidate is before the consent, and between it and the first question."""

    asks_code: bool = True
    """A deployment where staff bring every candidate may leave the code out."""
    checked_in: bool = False
    wrong_codes: int = 0
    """In a row."""
    wrong_at: datetime | None = None
    informed: bool = False
    practice: Practice | None = None

    @property
    def is_at_door(self) -> bool:
        """Say whether a code is asked for and has not been shown."""
        return self.asks_code and not self.checked_in

    def wait_s(self, at: datetime) -> float:
        """Give the seconds that one still has to wait before another code is looked at.

        A wall clock that was set back ends the wait: it must not last for hours.
        """
        if self.wrong_at is None or at < self.wrong_at:
            return 0.0
        return max(0.0, (self.wrong_at + self._pause() - at).total_seconds())

    def _pause(self) -> timedelta:
        beyond = self.wrong_codes - FREE_TRIES
        if beyond < 0:
            return timedelta()
        doubled = FIRST_WAIT_S * 2 ** min(beyond, 8)
        return timedelta(seconds=min(doubled, LONGEST_WAIT_S))


def follow(arrival: Arrival, command: Arriving, at: datetime) -> tuple[ArrivalFact, ...]:
    """Give what follows from `command`; a code that comes during a wait is not looked at."""
    match command:
        case CheckIn(fits):
            if arrival.wait_s(at) > 0:
                return ()
            return (CheckedIn() if fits else WrongCode(at),)
        case Understood():
            return (Informed(),)
        case Practise(step):
            return (Practised(step),)
        case StepBack():
            return (LeftAgain(),)


def arrived(arrival: Arrival, fact: ArrivalFact) -> Arrival:
    """Give how far the candidate is after `fact`.

    Leaving keeps the count of wrong codes: walking away is no way round the wait.
    """
    match fact:
        case CheckedIn():
            return replace(arrival, checked_in=True, wrong_codes=0, wrong_at=None)
        case WrongCode(at):
            return replace(arrival, wrong_codes=arrival.wrong_codes + 1, wrong_at=at)
        case Informed():
            return replace(arrival, informed=True)
        case Practised(step):
            return replace(arrival, practice=step)
        case LeftAgain():
            anew = Arrival(asks_code=arrival.asks_code)
            return replace(anew, wrong_codes=arrival.wrong_codes, wrong_at=arrival.wrong_at)
