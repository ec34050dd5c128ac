"""Passwords that are guessed early: common ones, names, dates, rows of keys, words of this place.

The estimate is zxcvbn's (Wheeler, USENIX Security 2016): how many guesses somebody wants who knows
the 30,000 commonest passwords of leaks, English words and names, and the words below.
"""

from __future__ import annotations

from zxcvbn import zxcvbn

from hub.people.rights import ACCOUNT_ROLES

LEAST_GUESSES = 10**8
"""What zxcvbn calls safe against guessing at a server that slows guesses down."""
_LOOKED_AT = 72
"""Characters; the library takes no more, and so many that are hard to guess are enough."""
WORDS = (
    "interview",
    "interviews",
    "interviewer",
    "kiosk",
    "candidate",
    "recruiting",
    "manager",
    "staff",
    "mianshi",
    "zhaopin",
    "renli",
    "mima",
    "面试",
    "招聘",
    "人力资源",
    "密码",
    *(role.value for role in ACCOUNT_ROLES),
)
"""Of the product, its roles and its trade; a password made of them is no secret."""


def is_guessable(password: str, name: str) -> bool:
    """Say whether a password falls to few guesses of somebody who knows the account's name."""
    told = zxcvbn(password[:_LOOKED_AT], user_inputs=[name, *WORDS])
    return bool(told["guesses"] < LEAST_GUESSES)
