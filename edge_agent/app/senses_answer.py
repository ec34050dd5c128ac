"""All that is sensed of one answer: its windows, its utterances and what they amount to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.app.senses_content import Telling, question_of
from edge_agent.app.senses_hearing import Hearing
from edge_agent.features.answer import AnswerSound
from edge_agent.features.capture_quality import CaptureWatch
from edge_agent.features.question_echo import Question, without_echo
from edge_agent.features.utterance import (
    UtteranceMeasures,
    in_media_time,
    measure,
    of_speaker,
)
from edge_agent.features.windows import WindowAssembler
from edge_agent.inference.streaming_rhythm import Rhythm, Stage
from wire.messages.feature_window import FeatureWindow
from wire.messages.utterance_features import Speaker
from wire.upload import Transcript, TranscriptWord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge_agent.app.senses_content import Comparison
    from edge_agent.app.senses_events import PictureDue, UtteranceUnderstood
    from edge_agent.app.senses_interview import Interview
    from edge_agent.capture.bus import AnswerBeganMark, AnswerEndedMark
    from edge_agent.capture.frames import AudioChunk
    from edge_agent.features.windows import Window
    from edge_agent.inference.observation import PictureObservation
    from edge_agent.inference.ports import Recognised, VoiceActivity
    from edge_agent.inference.utterances import Utterance
    from wire.messages.answer_features import Content
    from wire.messages.utterance_features import UtteranceFeatures


class AnswerSenses:
    """One answer from its first sample until its last word is understood."""

    def __init__(
        self,
        interview: Interview,
        began: AnswerBeganMark,
        voice: VoiceActivity,
        patience_s: float | None,
    ) -> None:
        self.interview = interview
        self.answer = began.answer
        self.start = self.end = began.pts
        self.has_ended = False
        self.sound = AnswerSound(tells_voices=interview.speaker is not None)
        self.capture = CaptureWatch()
        self.window_count = 0
        question = question_of(interview.stages, began.stage, interview.language)
        self._asked = (
            Question(question, interview.language) if question and interview.spotter else None
        )
        self._telling = Telling(question if interview.may_compare else None, began.pts)
        self._hearing = Hearing(voice, interview.played)
        self._windows = WindowAssembler(began.pts, self._hearing, interview.behaviour, patience_s)
        self._understanding = 0
        self._left_at = 0.0
        self._utterances: list[tuple[TranscriptWord, ...]] = []

    def recall(self, sent: FeatureWindow | UtteranceFeatures) -> None:
        """Count what was sent of this answer before a restart; its words were lost with it."""
        if isinstance(sent, FeatureWindow):
            self.sound.add_window(sent.sound, sent.duration, sent.picture, sent.sync_s)
        else:
            self.sound.add_utterance(sent)
            self._telling.lose()

    def hear(self, chunk: AudioChunk) -> tuple[Utterance, ...]:
        """Take sound; gives what is to be recognised, which is nothing without consent."""
        utterances = self._hearing.hear(chunk)
        self._windows.hear(chunk, self._hearing.judged_until)
        self.end, self._left_at = chunk.end, chunk.captured_at
        return self._to_understand(utterances)

    def pause(self, pts: float) -> tuple[Utterance, ...]:
        """Take note that no sound follows `pts` for now: what was held back is judged."""
        utterances = self._hearing.flush()
        self._windows.heard(pts)
        return self._to_understand(utterances)

    def finish(self, ended: AnswerEndedMark | None) -> tuple[Utterance, ...]:
        """Take the answer's end (None: it was not told, and is where the sound ended)."""
        utterances = self._hearing.flush()
        if ended is not None:
            self.end, self._left_at = ended.pts, ended.captured_at
        self.has_ended = True
        self._windows.finish(self.end, self._left_at)
        return self._to_understand(utterances)

    def await_picture(self, due: PictureDue) -> None:
        """Note a picture on its way."""
        self._windows.await_picture(due.pts, due.captured_at, due.skipped)

    def observe(self, observation: PictureObservation) -> None:
        """Take what a picture showed."""
        self._windows.observe(observation)

    def miss(self, pts: float) -> None:
        """Note a picture that nobody looked at."""
        self._windows.skip(pts)

    def miss_all(self) -> None:
        """Note that nobody will look at pictures any more."""
        self._windows.skip_all()

    def understand(self, understood: UtteranceUnderstood) -> UtteranceMeasures | None:
        """Keep the words and give what may leave the kiosk; None when nothing was said."""
        self._understanding -= 1
        utterance = understood.utterance
        recognised = in_media_time(understood.recognised, utterance.start_pts)
        spotter = self.interview.spotter
        if spotter is None:
            return None
        start, end = utterance.start_pts, utterance.end_pts
        measures = measure(recognised, start, end, self.interview.language, spotter)
        if self._asked is not None:
            measures = without_echo(measures, recognised.words, self._asked)
        if recognised.words and self.interview.speaker is not None:
            measures = of_speaker(measures, self.interview.speaker.judge(utterance.samples))
        speech_s = self._hearing.speech_s(start, end)
        self.capture.add_utterance(measures, speech_s)
        if not recognised.words:
            return None
        self.sound.add_utterance(measures, speech_s)
        if measures.speaker is not Speaker.OTHER:
            self._keep(recognised)
        return measures

    def listen(self, *, on: bool) -> None:
        """Have what is said understood while it is said, or no more."""
        self._hearing.offer(Rhythm.of_captions(self.interview.language) if on else None)

    def to_compare_so_far(self) -> Comparison | None:
        """Give the text so far beside its question, now and then; None once the answer is over."""
        if self.has_ended:
            return None
        return self._telling.ask_so_far(self.answer, self.interview.language)

    @property
    def asked(self) -> Question | None:
        """Give the question whose repetition counts for nothing."""
        return self._asked

    def to_compare(self) -> Comparison | None:
        """Give the text beside its question, once, when all of it is there."""
        if not self.has_ended or self._understanding:
            return None
        return self._telling.ask(self.answer, self.interview.language)

    def tell(self, content: Content) -> None:
        """Take what the comparison showed."""
        self.sound.content, self._telling.is_told = content, True

    def close_due(self, now: float) -> Iterator[Window]:
        """Yield each window that may be closed at `now` (monotonic seconds)."""
        for window in self._windows.close_due(now):
            told = (window.sound, window.duration, window.picture, window.sync_s)
            self.sound.add_window(*told)
            self.capture.add_window(*told)
            self.window_count += 1
            yield window

    @property
    def due_at(self) -> float | None:
        """When to ask again though nothing came."""
        return self._windows.due_at

    @property
    def is_complete(self) -> bool:
        """Whether every window is closed, every utterance understood and the whole compared."""
        is_understood = self.has_ended and self._windows.is_complete and not self._understanding
        return is_understood and self._telling.is_told

    def transcript(self) -> Transcript | None:
        """Give what was understood; None without consent to speech analysis."""
        if self.interview.spotter is None:
            return None
        return Transcript(
            interview_id=self.interview.interview_id,
            answer=self.answer,
            language=self.interview.language.value,
            utterances=tuple(self._utterances),
        )

    def _keep(self, recognised: Recognised) -> None:
        """Keep the candidate's words; another voice's are left out everywhere."""
        words = tuple(
            TranscriptWord(text=word.text, start=word.start, end=word.end)
            for word in recognised.words
        )
        self._utterances.append(words)
        self._telling.add(words)

    def _to_understand(self, utterances: tuple[Utterance, ...]) -> tuple[Utterance, ...]:
        if self.interview.spotter is None:
            return ()
        self._understanding += sum(one.stage is Stage.CLOSED for one in utterances)
        return utterances
