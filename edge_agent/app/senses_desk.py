"""Where the senses' results go: the outbox, the spool and the agent's bell."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import msgspec
import structlog

from edge_agent.publish.bell import AnswerDone, CaptureState, OutboxGrew
from wire.messages.behaviour_window import BehaviourWindow
from wire.messages.feature_window import FeatureWindow
from wire.messages.utterance_features import UtteranceFeatures
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edge_agent.app.senses_answer import AnswerSenses
    from edge_agent.features.behaviour import Behaviour
    from edge_agent.features.utterance import UtteranceMeasures
    from edge_agent.features.windows import Window
    from edge_agent.publish.bell import Rung
    from wire.messages.answer_features import AnswerFeatures
    from wire.messages.fields import Durable
    from wire.upload import Transcript

_LOG = structlog.get_logger()


class KeepsMessages(Protocol):
    """Keeps messages in order; an `Outbox` does."""

    def append(self, channel: Channel, build: Callable[[int], Durable], stream_id: str) -> Durable:
        """Keep what `build` gives for the stream's next number; raises OutboxError."""
        ...

    def messages(self, stream_id: str, channel: Channel) -> Sequence[Durable]:
        """Give what was kept on a channel; raises OutboxError."""
        ...


class KeepsTranscripts(Protocol):
    """Keeps transcripts; a `Spool` does, sealed."""

    def put_transcript(
        self, interview_id: str, answer: int, payload: bytes, revision: int = 0
    ) -> None:
        """Keep an answer's transcript; raises SpoolError."""
        ...


class ResultDesk:
    """Keeps each result before anybody is told of it; raises OutboxError and SpoolError."""

    def __init__(
        self, outbox: KeepsMessages, spool: KeepsTranscripts, ring: Callable[[Rung], object]
    ) -> None:
        self._outbox = outbox
        self._spool = spool
        self._ring = ring

    def recall(self, answer: AnswerSenses) -> None:
        """Let an answer know what was sent of it before this process was restarted."""
        for sent in self._outbox.messages(answer.interview.interview_id, Channel.FEATURES):
            if isinstance(sent, FeatureWindow | UtteranceFeatures) and sent.answer == answer.answer:
                answer.recall(sent)

    def window(self, answer: AnswerSenses, window: Window) -> None:
        """Send a window, and beside it what the face did where that is allowed."""
        stream_id = answer.interview.interview_id
        closed_at = datetime.fromtimestamp(window.closed_at, UTC)
        self._outbox.append(
            Channel.FEATURES,
            lambda seq: FeatureWindow(
                stream_id=stream_id,
                seq=seq,
                answer=answer.answer,
                start=window.start,
                duration=window.duration,
                closed_at=closed_at,
                sync_s=window.sync_s,
                picture=window.picture,
                sound=window.sound,
            ),
            stream_id,
        )
        self._ring(OutboxGrew())
        if window.behaviour is not None:
            self._behaviour(answer, window, window.behaviour, closed_at)
        self._tell_capture(answer)

    def utterance(self, answer: AnswerSenses, measures: UtteranceMeasures) -> None:
        """Send an utterance's numbers."""
        stream_id = answer.interview.interview_id
        self._outbox.append(
            Channel.FEATURES,
            lambda seq: measures.message(stream_id, seq, answer.answer, revision=0),
            stream_id,
        )
        self._ring(OutboxGrew())
        self._tell_capture(answer)

    def answer(self, answer: AnswerSenses) -> None:
        """Seal the transcript and send what the answer amounted to; then say that it is done."""
        stream_id = answer.interview.interview_id
        transcript = answer.transcript()
        if transcript is not None:
            payload = msgspec.json.encode(transcript)
            self._spool.put_transcript(stream_id, answer.answer, payload)
            self._outbox.append(
                Channel.FEATURES,
                lambda seq: answer.sound.message(
                    stream_id, seq, answer.answer, answer.start, answer.end
                ),
                stream_id,
            )
            self._ring(OutboxGrew())
        self.done(answer.answer)
        _LOG.info(
            "answer_sensed",
            interview_id=stream_id,
            answer=answer.answer,
            windows=answer.window_count,
            length_s=round(answer.end - answer.start, 3),
            speech_s=round(answer.sound.speech_s, 3),
        )

    def seal(self, transcript: Transcript, revision: int) -> None:
        """Keep the words of an answer that was corrected or typed."""
        payload = msgspec.json.encode(transcript)
        place = (transcript.interview_id, transcript.answer)
        self._spool.put_transcript(*place, payload, revision)

    def utterance_again(
        self, stream_id: str, answer: int, measures: UtteranceMeasures, revision: int
    ) -> None:
        """Send an utterance's numbers after a correction."""
        self._outbox.append(
            Channel.FEATURES,
            lambda seq: measures.message(stream_id, seq, answer, revision),
            stream_id,
        )
        self._ring(OutboxGrew())

    def answer_again(self, stream_id: str, build: Callable[[int], AnswerFeatures]) -> None:
        """Send what an answer amounts to after a correction."""
        self._outbox.append(Channel.FEATURES, build, stream_id)
        self._ring(OutboxGrew())

    def done(self, answer: int) -> None:
        """Say that everything of an answer is kept."""
        self._ring(AnswerDone(answer=answer))

    def remind(self, answer: AnswerSenses) -> None:
        """Tell what is wrong with an answer's capture, whether that was told before or not."""
        self._ring(CaptureState(answer=answer.answer, problems=answer.capture.problems))

    def _tell_capture(self, answer: AnswerSenses) -> None:
        """Tell what is wrong while the candidate can still mend it."""
        if answer.has_ended:
            return
        problems = answer.capture.news()
        if problems is not None:
            self._ring(CaptureState(answer=answer.answer, problems=problems))

    def _behaviour(
        self, answer: AnswerSenses, window: Window, behaviour: Behaviour, closed_at: datetime
    ) -> None:
        stream_id = answer.interview.interview_id
        self._outbox.append(
            Channel.BEHAVIOUR,
            lambda seq: BehaviourWindow(
                stream_id=stream_id,
                seq=seq,
                answer=answer.answer,
                start=window.start,
                duration=window.duration,
                closed_at=closed_at,
                face=behaviour.face,
                body=behaviour.body,
            ),
            stream_id,
        )
        self._ring(OutboxGrew())
