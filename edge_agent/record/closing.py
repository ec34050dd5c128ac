"""Lets answers reach the disk while capture goes on."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge_agent.record.answer_recorder import AnswerRecorder


class Closing:
    """One thread for each answer that has ended."""

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []

    def begin(self, answer: AnswerRecorder) -> None:
        """Close an answer; returns at once."""
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=answer.close, name="answer-close", daemon=True)
        self._threads.append(thread)
        thread.start()

    def wait(self) -> None:
        """Wait until every answer is on the disk and signed; may be called from any thread."""
        for thread in tuple(self._threads):
            thread.join()
