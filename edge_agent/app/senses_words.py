"""The words of an interview's answers, in memory until it ends: to be read, corrected, typed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import msgspec

from edge_agent.errors import EdgeError, ProcessError
from edge_agent.features.answer import AnswerSound
from edge_agent.features.corrected import timed, words_of
from edge_agent.features.question_echo import without_echo
from edge_agent.features.utterance import UtteranceMeasures, measure
from edge_agent.inference.ports import Recognised, Word
from edge_agent.publish.words_line import Passage, Words, WordsCorrected, WordsTyped, WordsWanted
from wire.messages.answer_features import AnswerFeatures, PictureVerdict, SoundVerdict
from wire.messages.utterance_features import Speaker
from wire.upload import Transcript, TranscriptWord

if TYPE_CHECKING:
    from edge_agent.app.senses_answer import AnswerSenses
    from edge_agent.app.senses_asking import WordsAsked
    from edge_agent.app.senses_desk import ResultDesk
    from edge_agent.app.senses_interview import Interview
    from edge_agent.publish.words_line import Request

_MOST_REVISIONS = 999


@dataclass(slots=True)
class _Line:
    measures: UtteranceMeasures
    heard: tuple[Word, ...]
    corrected: str | None = None

    def recognised(self, gap: str) -> str:
        return gap.join(word.text.strip() for word in self.heard)


@dataclass(slots=True)
class _Answer:
    number: int
    interview: Interview
    lines: list[_Line] = field(default_factory=list)
    sound: AnswerSound | None = None
    """None until everything has been understood."""
    start: float = 0.0
    end: float = 0.0
    revision: int = 0
    senses: AnswerSenses | None = None
    is_typed: bool = False

    @property
    def gap(self) -> str:
        return "" if self.interview.language == "zh" else " "


class WordBook:
    """Knows the running interview's words; everything it is told to keep is kept durably first."""

    def __init__(self, desk: ResultDesk) -> None:
        """Begin with no words."""
        self._desk = desk
        self._interview: Interview | None = None
        self._answers: dict[int, _Answer] = {}

    def meet(self, interview: Interview | None) -> None:
        """Forget every word: another interview began, or this one ended."""
        self._interview = interview
        self._answers.clear()

    def hear(self, senses: AnswerSenses, measures: UtteranceMeasures, heard: Recognised) -> None:
        """Take an utterance of the candidate's; its words are in media time."""
        if measures.speaker is Speaker.OTHER or senses.interview is not self._interview:
            return
        answer = self._of(senses)
        answer.lines.append(_Line(measures, heard.words))

    def close(self, senses: AnswerSenses) -> None:
        """Take note that everything said in an answer has been understood."""
        if senses.interview is not self._interview:
            return
        answer = self._of(senses)
        answer.sound, answer.start, answer.end = senses.sound, senses.start, senses.end

    def handle(self, asked: WordsAsked) -> None:
        """Do what the agent wants, and reply."""
        try:
            asked.replies.put(self._handle(asked.request))
        except EdgeError as error:
            asked.replies.put(error)

    def _handle(self, request: Request) -> Words:
        match request:
            case WordsWanted(answer=number):
                return self._told(number)
            case WordsCorrected():
                return self._correct(request)
            case WordsTyped():
                return self._type(request)

    def _of(self, senses: AnswerSenses) -> _Answer:
        made = _Answer(senses.answer, senses.interview, senses=senses)
        return self._answers.setdefault(senses.answer, made)

    def _told(self, number: int) -> Words:
        answer = self._answers.get(number)
        if answer is None:
            return Words(passages=(), is_whole=False)
        said = [(line.recognised(answer.gap), line.corrected) for line in answer.lines]
        passages = tuple(
            Passage(recognised=heard, text=heard if own is None else own) for heard, own in said
        )
        sound, picture = _verdicts(answer)
        return Words(
            passages=passages, is_whole=answer.sound is not None, sound=sound, picture=picture
        )

    def _correct(self, request: WordsCorrected) -> Words:
        answer = self._answers.get(request.answer)
        if answer is None or answer.sound is None or len(request.texts) != len(answer.lines):
            raise ProcessError("These words are not, or no longer, in memory.")
        changed = [
            line
            for line, text in zip(answer.lines, request.texts, strict=True)
            if _take(line, text, answer.gap)
        ]
        if changed and answer.revision < _MOST_REVISIONS:
            answer.revision += 1
            self._seal(answer)
            self._send(answer, changed)
        return self._told(request.answer)

    def _type(self, request: WordsTyped) -> Words:
        interview = self._interview
        if interview is None or interview.spotter is None:
            raise ProcessError("No answer can be typed now.")
        answer = _Answer(request.answer, interview, is_typed=True)
        answer.start = answer.end = request.pts
        texts = words_of(request.text, interview.language)
        words = tuple(Word(text, request.pts, request.pts) for text in texts)
        told = Recognised(words, confidence=1.0)
        measured = measure(told, request.pts, request.pts, interview.language, interview.spotter)
        spoken = replace(measured, rate=0.0, pauses=0, pause_s=0.0, fillers=0)
        answer.lines = [_Line(spoken, words)]
        answer.sound = AnswerSound()
        self._seal(answer)
        self._send(answer, answer.lines)
        self._answers[request.answer] = answer
        self._desk.done(request.answer)
        return self._told(request.answer)

    def _seal(self, answer: _Answer) -> None:
        spoken = [
            tuple(TranscriptWord(text=w.text, start=w.start, end=w.end) for w in line.heard)
            for line in answer.lines
        ]
        corrected = tuple(line.corrected for line in answer.lines)
        transcript = Transcript(
            interview_id=answer.interview.interview_id,
            answer=answer.number,
            language=answer.interview.language.value,
            utterances=tuple(spoken),
            corrected=corrected if any(one is not None for one in corrected) else (),
            typed=answer.is_typed,
        )
        self._desk.seal(transcript, answer.revision)

    def _send(self, answer: _Answer, changed: list[_Line]) -> None:
        for line in changed:
            self._desk.utterance_again(
                answer.interview.interview_id,
                answer.number,
                _measured(answer, line),
                answer.revision,
            )
        self._desk.answer_again(answer.interview.interview_id, lambda seq: _features(answer, seq))


def _verdicts(answer: _Answer) -> tuple[SoundVerdict | None, PictureVerdict | None]:
    """Say whether an answer can be used; its words are judged with consent only."""
    if answer.is_typed or answer.sound is None:
        return None, None
    sound = answer.sound.verdict()
    if answer.interview.spotter is None and sound is SoundVerdict.NOT_UNDERSTOOD:
        sound = SoundVerdict.GOOD
    return sound, answer.sound.picture.verdict()


def _take(line: _Line, text: str, gap: str) -> bool:
    """Take the candidate's text; says whether it is another than before."""
    text = " ".join(text.split())
    own = None if text == " ".join(line.recognised(gap).split()) else text
    changed, line.corrected = own != line.corrected, own
    return changed


def _measured(answer: _Answer, line: _Line) -> UtteranceMeasures:
    """Measure a corrected utterance: its words and keywords are new, its sound is what it was."""
    interview, old = answer.interview, line.measures
    if line.corrected is None or interview.spotter is None:
        return old
    words = timed(line.corrected, interview.language, line.heard)
    told = Recognised(words, old.confidence)
    new = measure(told, old.start, old.end, interview.language, interview.spotter)
    if answer.senses is not None and answer.senses.asked is not None:
        new = without_echo(new, words, answer.senses.asked)
    return replace(old, words=new.words, hits=new.hits)


def _features(answer: _Answer, seq: int) -> AnswerFeatures:
    sound = answer.sound or AnswerSound()
    place = (answer.interview.interview_id, seq, answer.number, answer.start, answer.end)
    features = sound.message(*place, revision=answer.revision)
    words = sum(_measured(answer, line).words for line in answer.lines)
    if answer.is_typed:
        verdict, picture = SoundVerdict.GOOD, PictureVerdict.NOT_SEEN
        return msgspec.structs.replace(features, words=words, verdict=verdict, picture=picture)
    return msgspec.structs.replace(features, words=words)
