"""A place in a recording as people type it: `1:23`, `1:02:03`, or seconds."""

from __future__ import annotations

import re

_TYPED = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5}(?:\.\d{1,2})?)")
_LONGEST_S = 24 * 3600.0


def seconds_of(text: str) -> float | None:
    """Give the second since the interview began; none for nothing typed, ValueError for no time."""
    text = text.strip().replace("：", ":")
    if not text:
        return None
    found = _TYPED.fullmatch(text)
    if found is None:
        raise ValueError(text)
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    at = 3600 * hours + 60 * minutes + seconds
    if at > _LONGEST_S or (found[2] is not None and seconds >= 60):  # noqa: PLR2004 - of a minute
        raise ValueError(text)
    return at
