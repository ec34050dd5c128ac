"""Memory that was freed, and that the C library keeps for itself until it is told otherwise."""

from __future__ import annotations

import ctypes

_TRIM = getattr(ctypes.CDLL(None), "malloc_trim", None)
"""malloc_trim(3) of glibc; other C libraries have none."""


def give_back() -> None:
    """Let the system have what was freed: an utterance of 28 s leaves 60 to 100 MB behind."""
    if _TRIM is not None:
        _TRIM(0)
