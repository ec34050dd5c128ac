"""Lets a part's fragments reach the disk on a thread of their own: the encoder waits for no fsync.

Live viewers see pictures as they leave the encoder, so a slow disk must not stand in its way.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from functools import partial
from typing import TYPE_CHECKING

from edge_agent.errors import EdgeError, RecordingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.record.part_writer import Tally
    from edge_agent.record.ports import Writer
    from wire.upload import Gap

MOST_WAITING = 4
"""Fragments, a second each; the encoder waits while so many do."""


class WriterBehind:
    """Does what it is told, in order, later; a failure is raised by whatever is called next."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._steps: queue.Queue[Callable[[], None] | None] = queue.Queue(MOST_WAITING)
        self._failure: EdgeError | None = None
        self._thread = threading.Thread(target=self._run, name="part-writer", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Raise what went wrong, if anything did."""
        if self._failure is not None:
            raise self._failure

    def fragment(self, plaintext: bytes, start: float, duration: float, tally: Tally) -> None:
        """Have a fragment made durable; waits while too many wait."""
        self._later(partial(self._writer.fragment, plaintext, start, duration, tally))

    def gap(self, gap: Gap) -> None:
        """Have a gap noted."""
        self._later(partial(self._writer.gap, gap))

    def close(self, tally: Tally) -> None:
        """End the part, and wait until all of it is on the disk."""
        self._later(partial(self._writer.close, tally))
        self._finish()
        self.check()

    def abandon(self) -> None:
        """Let go of the part as it is once what waits is written; safe to call twice."""
        self._finish()
        self._writer.abandon()

    def _later(self, step: Callable[[], None]) -> None:
        self.check()
        self._steps.put(step)

    def _finish(self) -> None:
        if self._thread.is_alive():
            self._steps.put(None)
            self._thread.join()

    def _run(self) -> None:
        is_over = False
        try:
            while (step := self._steps.get()) is not None:
                self._do(step)
            is_over = True
        finally:
            if not is_over:  # what nobody foresaw stops the process; the encoder must not hang
                self._failure = RecordingError("The thread that writes has failed.")
                self._let_go()

    def _do(self, step: Callable[[], None]) -> None:
        if self._failure is None:
            try:
                step()
            except EdgeError as error:
                self._failure = error

    def _let_go(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                self._steps.get_nowait()
