"""One range of bytes, as RFC 9110 section 14 asks for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes=[ \t]*(\d*)-(\d*)[ \t]*", re.ASCII | re.IGNORECASE)
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes [start, end) of a representation."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Bytes."""
        return self.end - self.start


class RangeNotSatisfiableError(Exception):
    """The range is well formed, and no byte of it exists (416)."""


def parse(header: str | None, length: int) -> ByteRange | None:
    """Read a Range header for `length` bytes; None means: send everything (200).

    What is no byte range, is malformed, or names several ranges is ignored, as section 14.2
    allows; a suffix longer than the representation is all of it.
    """
    found = _ONE_RANGE.fullmatch(header or "")
    if found is None or found.groups() == ("", "") or any(map(_is_long, found.groups())):
        return None
    first, last = found.groups()
    if not first:
        return _suffix(int(last), length)
    start, end = int(first), int(last) + 1 if last else length
    if end <= start and last:
        return None
    if start >= length:
        raise RangeNotSatisfiableError
    return ByteRange(start, min(end, length))


def _is_long(digits: str) -> bool:
    return len(digits) > _MOST_DIGITS


def _suffix(wanted: int, length: int) -> ByteRange:
    if wanted == 0 or length == 0:
        raise RangeNotSatisfiableError
    return ByteRange(max(0, length - wanted), length)
