"""Records one answer: a part, and the next one when a part failed or the recorder was cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from edge_agent.capture.frames import Frame
from edge_agent.errors import EdgeError
from edge_agent.record.journal import PartBegan
from edge_agent.record.ledger import part_numbers
from edge_agent.record.part_files import PartFiles
from edge_agent.record.part_recorder import PartRecorder
from edge_agent.record.recovery import close_cut_part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edge_agent.capture.frames import AudioChunk
    from edge_agent.record.ledger import AnswerName, Ledger
    from edge_agent.record.part_recorder import Shape
    from edge_agent.record.part_writer import PartWriter
    from edge_agent.record.spool import Spool

_LOG = structlog.get_logger()
_RETRY_S = 1.0
"""Of media time, before a part that failed is followed by the next one."""


class AnswerRecorder:
    """Takes an answer's pictures and sound; what cannot be recorded is counted, and is a gap."""

    def __init__(
        self,
        name: AnswerName,
        spool: Spool,
        ledger: Ledger,
        new_writer: Callable[[PartFiles, PartBegan], PartWriter],
        shape: Shape,
    ) -> None:
        self._name = name
        self._spool = spool
        self._ledger = ledger
        self._new_writer = new_writer
        self._shape = shape
        self._start = 0.0
        self._end = 0.0
        self._retry_at = 0.0
        self._lost = 0
        self._part: PartRecorder | None = None
        self._files: PartFiles | None = None

    def begin(self, start: float, at: float) -> None:
        """Record from media time `at`; the answer began at `start`. Raises EdgeError."""
        self._start = start
        self._begin_part(at)

    def add(self, item: Frame | AudioChunk) -> None:
        """Take what was captured."""
        if self._part is None or self._part.has_failed:
            self._try_again(item.pts)
        if self._part is not None:
            self._part.add(item)
        elif isinstance(item, Frame):
            self._lost += 1

    def lose(self, pictures: int) -> None:
        """Count pictures that were lost on the way here."""
        if self._part is not None:
            self._part.lose(pictures)

    def key_picture(self) -> None:
        """Let the next picture be one that needs no other."""
        if self._part is not None:
            self._part.key_picture()

    def finish(self, end: float) -> None:
        """Let the answer end; returns at once."""
        self._end = end
        if self._part is not None:
            self._part.finish(end)

    def close(self) -> None:
        """Wait until everything is on the disk and sign the manifest."""
        try:
            self.stop()
            self._ledger.close_answer(self._name, self._start, self._end)
        except EdgeError as error:
            _LOG.error("answer_not_closed", code=error.code, error=str(error))
        else:
            seconds = round(self._end - self._start, 3)
            _LOG.info("answer_recorded", answer=self._name.answer, seconds=seconds)

    def stop(self) -> None:
        """Wait until the part is on the disk; another recorder goes on with the answer."""
        rest = self._close_part()
        if rest:
            self._begin_part(rest[0].pts, rest)
            self.finish(self._end)
            self._close_part()

    def _begin_part(self, at: float, rest: Sequence[Frame | AudioChunk] = ()) -> None:
        """Begin the next part with what the one before it could not keep."""
        folder = self._spool.interview(self._name.interview_id)
        part = max(part_numbers(folder, self._name.answer), default=-1) + 1
        self._files = PartFiles.of(folder, self._name.answer, part)
        began = PartBegan(
            interview_id=self._name.interview_id,
            answer=self._name.answer,
            part=part,
            start=at,
            policy_hash=self._name.policy_hash,
            model_hashes=self._name.model_hashes,
        )
        self._part = PartRecorder(self._new_writer(self._files, began), self._shape, at)
        self._part.lose(self._lost)
        self._lost = 0
        for item in rest:
            self._part.add(item)

    def _try_again(self, at: float) -> None:
        if at < self._retry_at:
            return
        self._retry_at = at + _RETRY_S
        try:
            rest = self._close_part()
            self._begin_part(rest[0].pts if rest else at, rest)
        except EdgeError as error:
            _LOG.error("part_not_begun", code=error.code, error=str(error))

    def _close_part(self) -> list[Frame | AudioChunk]:
        """Close the part; gives what a part that failed had not come to yet."""
        part, files, self._part = self._part, self._files, None
        if part is None or files is None:
            return []
        part.join()
        if not part.has_failed:
            return []
        close_cut_part(files)
        return part.rest()
