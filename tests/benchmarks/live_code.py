"""A time painted into a picture's top rows, so that whoever sees the picture knows its age.

Thirty-two blocks of 32 x 32 pixels, white for 1: 24 bits of milliseconds (wall time modulo 2^24)
and 8 bits that check them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 32
_TIME_BITS, _CHECK_BITS = 24, 8
_SPAN_MS = 1 << _TIME_BITS
_LIGHT = 128


def paint(image: NDArray[np.uint8], at: float) -> None:
    """Paint wall time `at` (seconds) into a picture at least 1024 pixels wide."""
    value = round(at * 1000) % _SPAN_MS
    bits = f"{value:024b}{_check(value):08b}"
    for number, bit in enumerate(bits):
        image[:BLOCK, number * BLOCK : (number + 1) * BLOCK] = 235 if bit == "1" else 16


def read(grey: NDArray[np.uint8]) -> int | None:
    """Read the milliseconds (modulo 2^24) from a picture's brightness; None where spoilt."""
    middle = slice(BLOCK // 4, 3 * BLOCK // 4)
    width = _TIME_BITS + _CHECK_BITS
    blocks = grey[middle, : width * BLOCK].reshape(-1, width, BLOCK)[:, :, middle]
    bits = "".join("1" if block.mean() > _LIGHT else "0" for block in blocks.swapaxes(0, 1))
    value, check = int(bits[:_TIME_BITS], 2), int(bits[_TIME_BITS:], 2)
    return value if check == _check(value) else None


def age_ms(painted: int, now: float) -> float:
    """Give how old a picture is at wall time `now` (seconds)."""
    age = (now * 1000 - painted) % _SPAN_MS
    return age - _SPAN_MS if age > _SPAN_MS / 2 else age


def _check(value: int) -> int:
    return (value ^ value >> 8 ^ value >> 16 ^ 0xA5) & 0xFF
