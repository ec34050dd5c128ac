"""A child that does not outlive its parent, however the parent ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def bound_to_parent() -> Callable[[], None]:
    """Give what a new child has to do first so that the kernel ends it with us (Linux only)."""
    parent = os.getpid()
    libc = ctypes.CDLL(None)

    def bind() -> None:
        # Our own handler, inherited until the program starts, would note SIGTERM and forget it.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if sys.platform == "linux":
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os.kill(os.getpid(), signal.SIGTERM)

    return bind
