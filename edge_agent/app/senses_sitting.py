"""One interview after the other, as the senses live through them: events in, results out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from edge_agent.app.senses_answer import AnswerSenses
from edge_agent.app.senses_asking import WordsAsked
from edge_agent.app.senses_events import (
    ContentMeasured,
    PictureDue,
    PictureMissed,
    PictureSeen,
    SoundHeard,
    UtteranceGoesOn,
    UtteranceUnderstood,
)
from edge_agent.app.senses_interview import Interview
from edge_agent.app.senses_vision import NewFace
from edge_agent.app.senses_words import WordBook
from edge_agent.capture.bus import (
    AnswerBeganMark,
    AnswerEndedMark,
    FarEndMark,
    InterviewEndedMark,
    InterviewMark,
    TakeOverMark,
)
from edge_agent.features.utterance import in_media_time
from edge_agent.inference.played_voice import PlayedVoice

if TYPE_CHECKING:
    from edge_agent.app.senses_colleagues import Colleagues
    from edge_agent.app.senses_events import Event
    from edge_agent.inference.utterances import Utterance

_LOG = structlog.get_logger()


class Sitting:
    """Knows the running interview, the open answer, and those not yet wholly understood.

    Marks that the recorder repeats after a reconnection change nothing.
    """

    def __init__(self, colleagues: Colleagues, patience_s: float | None) -> None:
        self._to = colleagues
        self._patience_s = patience_s
        self._interview: Interview | None = None
        self._mark: InterviewMark | None = None
        self._open: AnswerSenses | None = None
        self._answers: list[AnswerSenses] = []
        """The open one and those that ended and are not complete."""
        self._is_blind = False
        self._words = WordBook(colleagues.desk)
        self._played = PlayedVoice()
        """Outlives interviews: a greeting may begin before the one that it greets."""

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to do."""
        return not self._answers

    def go_blind(self) -> None:
        """Go on without pictures: vision is no more."""
        self._is_blind = True
        for answer in self._answers:
            answer.miss_all()

    def listen(self, *, on: bool) -> None:
        """Tell the agent what is said while it is said, or no more."""
        if on is not self._to.captions.is_listening:
            self._to.captions.is_listening = on
            if self._open is not None:
                self._open.listen(on=on)

    def handle(self, event: Event) -> None:
        """Take one event; raises EdgeError."""
        match event:
            case SoundHeard(chunk):
                if self._open is not None:
                    self._have_understood(self._open, self._open.hear(chunk))
            case PictureDue() | PictureSeen() | PictureMissed():
                self._see(event)
            case UtteranceUnderstood() | UtteranceGoesOn():
                self._understand(event)
            case WordsAsked():
                self._words.handle(event)
            case ContentMeasured():
                self._judge(event)
            case _:
                self._heed(event)

    def _heed(self, event: Event) -> None:
        match event:
            case InterviewMark():
                self._meet(event)
            case AnswerBeganMark():
                self._begin(event)
            case TakeOverMark():
                self._pause(event)
            case AnswerEndedMark():
                self._finish(event)
            case InterviewEndedMark(withdrawn=True):
                self._forget()
            case InterviewEndedMark():
                self._part()
            case FarEndMark():
                self._played.mark(event.pts, playing=event.playing)
            case _:
                pass

    def close_due(self, now: float) -> None:
        """Send each window and each answer that is ready at `now` (monotonic seconds)."""
        for answer in tuple(self._answers):
            for window in answer.close_due(now):
                self._to.desk.window(answer, window)
            if (comparison := answer.to_compare()) is not None:
                self._to.speech.compare(comparison)
            if answer.is_complete:
                self._answers.remove(answer)
                self._words.close(answer)
                self._to.desk.answer(answer)

    def remind(self) -> None:
        """Tell again what is wrong with the open answer's capture: the agent may be a new one."""
        if self._open is not None:
            self._to.desk.remind(self._open)

    @property
    def due_at(self) -> float | None:
        """When to ask again though nothing came."""
        times = [answer.due_at for answer in self._answers]
        return min((at for at in times if at is not None), default=None)

    def _see(self, event: PictureDue | PictureSeen | PictureMissed) -> None:
        answer = self._answer(event.answer)
        if answer is None:
            return  # its windows are closed already
        match event:
            case PictureDue(pts=pts):
                answer.await_picture(event)
                if self._is_blind:
                    answer.miss(pts)
            case PictureSeen(observation=observation):
                answer.observe(observation)
            case PictureMissed(pts=pts):
                answer.miss(pts)

    def _answer(self, number: int) -> AnswerSenses | None:
        return next((each for each in self._answers if each.answer == number), None)

    def _understand(self, event: UtteranceUnderstood | UtteranceGoesOn) -> None:
        answer = self._answer(event.answer)
        if answer is None:
            return
        language, captions = answer.interview.language, self._to.captions
        if isinstance(event, UtteranceGoesOn):
            captions.partial(event, language)
            return
        measures = answer.understand(event)
        if measures is not None:
            start = event.utterance.start_pts
            self._words.hear(answer, measures, in_media_time(event.recognised, start))
            self._to.desk.utterance(answer, measures)
        captions.final(event, measures, language)
        if captions.is_listening and (so_far := answer.to_compare_so_far()) is not None:
            self._to.speech.compare(so_far)

    def _judge(self, event: ContentMeasured) -> None:
        if event.so_far is not None:
            self._to.captions.topic(event)
        elif (answer := self._answer(event.answer)) is not None:
            answer.tell(event.content)

    def _have_understood(self, answer: AnswerSenses, utterances: tuple[Utterance, ...]) -> None:
        for utterance in utterances:
            self._to.speech.submit(answer.answer, answer.interview.language, utterance)

    def _meet(self, mark: InterviewMark) -> None:
        if mark == self._mark:
            return
        self._part()
        self._played = self._played.in_new_time()
        self._mark, self._interview = mark, Interview.of(mark, self._played)
        self._words.meet(self._interview)
        self._to.album.meet(NewFace(behaviour=self._interview.behaviour is not None))
        if mark.analysis:
            self._to.speech.load(mark.language)

    def _begin(self, mark: AnswerBeganMark) -> None:
        if self._interview is None:
            _LOG.warning("answer_without_interview", answer=mark.answer)
            return
        if self._open is not None:
            if self._open.answer == mark.answer:
                return
            self._finish(None)
        self._open = AnswerSenses(self._interview, mark, self._to.voice, self._patience_s)
        self._open.listen(on=self._to.captions.is_listening)
        self._to.desk.recall(self._open)
        self._answers.append(self._open)

    def _pause(self, mark: TakeOverMark) -> None:
        if self._open is not None and self._open.answer == mark.answer:
            self._have_understood(self._open, self._open.pause(mark.pts))

    def _finish(self, mark: AnswerEndedMark | None) -> None:
        answer, self._open = self._open, None
        if answer is not None:
            self._have_understood(answer, answer.finish(mark))

    def _forget(self) -> None:
        """Drop everything of a withdrawn interview; what is still being worked on finds nobody."""
        self._open = self._mark = self._interview = None
        self._answers.clear()
        self._words.meet(None)
        self._to.speech.forget()

    def _part(self) -> None:
        self._finish(None)
        self._mark = self._interview = None
        self._words.meet(None)
