"""What the recorder decides: requests and captured items go in, recordings and marks come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from msgspec import structs

from edge_agent.capture.bus import (
    AnswerBeganMark,
    AnswerEndedMark,
    BeginAnswer,
    BeginInterview,
    Done,
    EndAnswer,
    EndInterview,
    FarEnd,
    InterviewEndedMark,
    KeyPicture,
    TakeOverMark,
    TroubleMark,
)
from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.capture.source import DeviceTrouble, PicturesLost, TakeOver
from edge_agent.errors import EdgeError, RecordingError
from edge_agent.record.closing import Closing
from edge_agent.record.ledger import AnswerName
from edge_agent.record.played_voices import PlayedVoices
from edge_agent.record.sitting import OpenAnswer, begun, interview_mark
from wire import plan as plans
from wire.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.capture.bus import Request
    from edge_agent.capture.source import Captured, Source
    from edge_agent.record.answer_recorder import AnswerRecorder
    from edge_agent.record.live_only import LiveOnly
    from edge_agent.record.ports import Stream
    from edge_agent.record.sitting import Sitting, SittingFile
    from wire.plan import Plan

_LOG = structlog.get_logger()
_ALMOST = 1e-6


class Recorder:
    """One thread calls `handle` and `deliver`; `drain` may be called by any.

    A request that is repeated (its sender was restarted) changes nothing.
    """

    def __init__(
        self,
        source: Source,
        stream: Stream,
        sitting_file: SittingFile,
        live: LiveOnly,
        new_answer: Callable[[AnswerName], AnswerRecorder],
        model_hashes: Callable[[BeginInterview], tuple[str, ...]],
    ) -> None:
        self._source = source
        self._stream = stream
        self._file = sitting_file
        self._live = live
        self._new_answer = new_answer
        self._model_hashes = model_hashes
        self._sitting: Sitting | None = None
        self._plan: Plan | None = None
        self._answer: AnswerRecorder | None = None
        self._answer_start = 0.0
        self._is_held = False
        self._voices = PlayedVoices()
        self._closing = Closing()

    def handle(self, request: Request, at: float) -> Done:
        """Carry out a request at wall time `at`; raises EdgeError and leaves all as it was."""
        match request:
            case BeginInterview():
                self._begin_interview(request, at)
            case BeginAnswer():
                self._begin_answer(request)
            case EndAnswer():
                self._end_answer(at)
            case EndInterview(withdrawn=withdrawn):
                self._end_or_withdraw(withdrawn, at)
            case FarEnd():
                if (mark := self._voices.hear(request, self._source.now)) is not None:
                    self._stream.publish_mark(mark)
            case KeyPicture():
                self._key_picture()
        return Done(pts=self._source.now)

    def resume(self, sitting: Sitting, recorded_until: float, at: float) -> None:
        """Go on with the interview that was running when the recorder was cut off."""
        self._plan = plans.decode(sitting.plan)
        known = max(sitting.media_time, recorded_until)
        since = at - sitting.began_at if self._source.is_live else known
        self._source.begin_interview(max(known, since))
        self._sitting = sitting
        self._stream.publish_mark(interview_mark(sitting))
        if sitting.open_answer is not None:
            self._record(sitting.open_answer)
        _LOG.warning("interview_resumed", media_time=round(self._source.now, 3))

    def deliver(self, item: Captured) -> None:
        """Record and hand on what was captured."""
        match item:
            case Frame() | AudioChunk():
                self._deliver_media(item)
            case TakeOver():
                self._take_over()
            case DeviceTrouble(trouble):
                self._stream.publish_mark(TroubleMark(trouble=trouble, pts=self._source.now))
                _LOG.warning("device_trouble", trouble=trouble.value)
            case PicturesLost(count):
                if self._answer is not None:
                    self._answer.lose(count)

    def drain(self) -> None:
        """Wait until every answer that has ended is on the disk and signed."""
        self._closing.wait()

    def close(self) -> None:
        """End the parts that are open; the interview is resumed by the next recorder."""
        self._live.stop()
        if self._answer is not None:
            self._answer.finish(self._source.now)
            self._answer.stop()
            self._answer = None
        self.drain()

    def _begin_interview(self, request: BeginInterview, at: float) -> None:
        try:
            plan = plans.decode(request.plan)
        except PlanError as error:
            raise RecordingError(f"{error}") from error
        if self._plan is not None and self._plan.interview_id == plan.interview_id:
            return
        if self._sitting is not None:
            self._end_interview(at)
        sitting = begun(request, at, self._model_hashes(request))
        self._file.write(sitting)
        self._sitting, self._plan = sitting, plan
        self._source.begin_interview(0.0)
        self._stream.publish_mark(interview_mark(sitting))
        _LOG.info("interview_began", language=request.language.value)

    def _begin_answer(self, request: BeginAnswer) -> None:
        sitting = self._running()
        opened = sitting.open_answer
        if opened is not None and (opened.answer, opened.stage) == (request.answer, request.stage):
            return
        if opened is not None:
            raise RecordingError(f"Answer {opened.answer} is still open.")
        if request.answer in sitting.answered:
            raise RecordingError(f"Answer {request.answer} is recorded already.")
        start = self._source.now
        self._record(OpenAnswer(answer=request.answer, stage=request.stage, start=start))

    def _record(self, opened: OpenAnswer) -> None:
        """Begin a part of the answer, then note durably that it is open, then say so."""
        sitting, plan = self._running(), self._plan
        if plan is None:
            raise RecordingError("No interview is running.")
        name = AnswerName(plan.interview_id, opened.answer, plan.policy_hash, sitting.model_hashes)
        self._source.begin_answer(opened.stage)
        answer = self._new_answer(name)
        self._live.stop()
        try:
            self._keep(structs.replace(sitting, open_answer=opened))
            answer.begin(opened.start, self._source.now)
        except EdgeError:
            self._source.end_answer()
            self._sitting = sitting
            raise
        self._answer, self._answer_start, self._is_held = answer, self._source.now, False
        self._stream.publish_mark(
            AnswerBeganMark(answer=opened.answer, stage=opened.stage, pts=opened.start)
        )

    def _end_answer(self, at: float) -> None:
        sitting = self._running()
        opened, answer = sitting.open_answer, self._answer
        if opened is None or answer is None:
            return
        end = self._source.now
        self._source.end_answer()
        answer.finish(end)
        self._answer = None
        answered = (*sitting.answered, opened.answer)
        try:
            self._keep(structs.replace(sitting, open_answer=None, answered=answered))
        finally:
            mark = AnswerEndedMark(answer=opened.answer, pts=end, captured_at=at)
            self._stream.publish_mark(mark)
            self._closing.begin(answer)

    def _end_interview(self, at: float) -> None:
        if self._sitting is None:
            return
        self._end_answer(at)
        self._live.stop()
        self._file.clear()
        self._sitting = self._plan = None
        self._stream.publish_mark(InterviewEndedMark(pts=self._source.now))
        _LOG.info("interview_ended", media_time=round(self._source.now, 3))

    def _key_picture(self) -> None:
        self._live.key_picture()
        if self._answer is not None:
            self._answer.key_picture()

    def _end_or_withdraw(self, withdrawn: str, at: float) -> None:
        """End the interview; of a withdrawn one it is told first that nothing of it counts."""
        if withdrawn:
            if self._plan is None or self._plan.interview_id != withdrawn:
                return
            self._stream.publish_mark(InterviewEndedMark(pts=self._source.now, withdrawn=True))
        self._end_interview(at)

    def _running(self) -> Sitting:
        if self._sitting is None:
            raise RecordingError("No interview is running.")
        return self._sitting

    def _keep(self, sitting: Sitting) -> None:
        self._sitting = structs.replace(sitting, media_time=self._source.now)
        self._file.write(self._sitting)

    def _deliver_media(self, item: Frame | AudioChunk) -> None:
        is_recorded = not self._is_held and item.pts >= self._answer_start - _ALMOST
        if self._answer is not None and is_recorded:
            self._answer.add(item)
        elif self._sitting is not None and (self._answer is None or self._is_held):
            self._live.add(item)
        if isinstance(item, Frame):
            self._stream.publish_frame(item)
        else:
            self._stream.publish_chunk(item)

    def _take_over(self) -> None:
        self._is_held = True
        opened = None if self._sitting is None else self._sitting.open_answer
        if opened is not None:
            self._stream.publish_mark(TakeOverMark(answer=opened.answer, pts=self._source.now))
