"""The texts of a job file: of a length, and of characters, that a screen can show."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_NAME = 120
LONGEST_TEXT = 2000
_NAMES = frozenset({"title", "name"})


def first_fault(value: object) -> str | None:
    """Give the first place whose text cannot be shown and why, or None."""
    for place, text in _texts(value, ""):
        longest = LONGEST_NAME if _NAMES.intersection(place.split(".")) else LONGEST_TEXT
        if len(text) > longest:
            return f"{place}: {len(text)} characters, {longest} allowed"
        if any(category(one) in {"Cc", "Cf"} and one != "\n" for one in text):
            return f"{place}: a control character"
    return None


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _texts(one, f"{place}[{number}]")
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name), f"{place}.{name}" if place else name)
