"""Signals that end a command, kept whole while it starts a process.

Python runs a signal's handler between any two of its instructions: also in the functions that a
fork calls (os.register_at_fork; logging has two), where an exception is printed and forgotten, and
in a weak reference's callback during an import. A signal at that moment was lost.
"""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Uninterrupted:
    """A `with` block that no signal's handler runs in; what came meanwhile is handled at its end.

    Signals that are ignored or have their default action stay as they are. Handlers run in the
    main thread alone, so that in another thread there is nothing to put off.
    """

    def __init__(self) -> None:
        self._before: dict[int, Callable[[int, FrameType | None], object]] = {}
        self._came: list[int] = []
        self._holds = False

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in ENDING:
                handler = signal.getsignal(number)
                if callable(handler):
                    self._before[number] = handler
                    signal.signal(number, self._note)
        # From here on nothing is passed on at once; a signal before this ends the block unentered.
        self._holds = True
        return self

    def __exit__(self, *_: object) -> None:
        self._holds = False
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self._came:
            self._before[self._came[0]](self._came[0], None)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self._holds:
            self._came.append(number)
        else:
            signal.signal(number, self._before[number])
            self._before[number](number, frame)
