"""Pieces of a line, as people set them apart: by commas, bars, brackets or wide spaces."""

from __future__ import annotations

import re

_HAN = r"[\u4e00-\u9fff]"
_BULLET = re.compile(r"^[\s\-–—*•●◆■▪#>\d.、)(]*(?=\D)")
_APART = re.compile(
    rf"\s{{2,}}|\s*[,;|、·•]\s*|\s+[-–—/~]\s+|(?<={_HAN})\s+(?={_HAN})|(?<=[。])",
)


def pieces(text: str) -> list[str]:
    """Give the pieces of a line from left to right, none empty."""
    parts = (one.strip(" .。:：-–—*") for one in _APART.split(text))
    return [one for one in parts if one]


def without_bullet(text: str) -> str:
    """Give a line without the mark or the number that makes it an item of a list."""
    return _BULLET.sub("", text, count=1).strip()
