"""Chinese identity numbers: GB 11643-1999, 18 places, a date of birth and a check character."""

from __future__ import annotations

import re
from datetime import date

_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]")
_CHECK = "10X98765432"


def check_character(seventeen: str) -> str:
    """Give the 18th place: ISO 7064 MOD 11-2, weights 2^(18 - place) mod 11 (GB 11643, 附录A)."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(seventeen))
    return _CHECK[total % 11]


def is_identity_number(number: str, today: date) -> bool:
    """Say whether `number` can be one: its shape, a day of birth up to `today`, its check."""
    if _SHAPE.fullmatch(number) is None:
        return False
    born = _date(number[6:14])
    return born is not None and born <= today and number[17] == check_character(number[:17])


def _date(text: str) -> date | None:
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
    return born if born.year >= 1900 else None  # noqa: PLR2004 - nobody older applies
