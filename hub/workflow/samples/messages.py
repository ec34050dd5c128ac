"""What a kiosk would have sent of a sample interview: events, windows, speech, answers."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from hub.scoring.keywords import places
from hub.workflow.samples.course import Kind
from hub.workflow.samples.windows import Second, behaviour_window, feature_window
from wire.language import Language
from wire.messages.answer_features import (
    AnswerFeatures,
    Coherent,
    Content,
    PictureVerdict,
    SoundVerdict,
    Topicality,
)
from wire.messages.events import (
    AnswerBegan,
    AnswerEnded,
    ConsentRecorded,
    InterviewBegan,
    InterviewEnded,
)
from wire.messages.utterance_features import KeywordHit, Speaker, UtteranceFeatures
from wire.plan import StageKind, plan_hash
from wire.policy import Profile, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from random import Random

    from hub.scoring.job import Job
    from hub.workflow.samples.course import Course
    from wire.messages.fields import Durable
    from wire.plan import Plan

_LOUD_DB, _QUIET_DB = -44.0, -60.0
_PER_MINUTE = {Language.EN: 150.0, Language.ZH: 215.0}
"""Words, or characters."""
_CANNOT_TELL = Content(
    topic=Topicality.CANNOT_TELL,
    topic_similarity=None,
    coherence=Coherent.CANNOT_TELL,
    sentence_similarity=None,
)


class _Event(TypedDict):
    """What every event has."""

    stream_id: str
    seq: int
    pts: float
    at: datetime


class Sitting:
    """One sample interview as messages, numbered from 1."""

    def __init__(self, rng: Random, course: Course, plan: Plan, job: Job) -> None:
        self._rng, self._course, self._plan, self._job = rng, course, plan, job
        self._numbers = count(1)

    def messages(self) -> list[Durable]:
        """List them in the order in which they were sent."""
        course = self._course
        sent: list[Durable] = [*self._consents()]
        if course.grants(Purpose.RECORDING):
            sent.append(self._began())
        for answer in range(len(course.answers)):
            sent += self._answer(answer)
        ended = InterviewEnded(**self._event(course.length_s), ending=course.ending)
        return [*sent, ended]

    def _event(self, pts: float) -> _Event:
        return {
            "stream_id": self._plan.interview_id,
            "seq": next(self._numbers),
            "pts": pts,
            "at": self._at(pts),
        }

    def _at(self, pts: float) -> datetime:
        return self._course.began_at + timedelta(seconds=pts)

    def _consents(self) -> Iterator[Durable]:
        for purpose, granted in self._course.consents.items():
            yield ConsentRecorded(**self._event(0.0), purpose=purpose, granted=granted)

    def _began(self) -> Durable:
        return InterviewBegan(
            **self._event(0.0),
            language=self._course.language,
            profile=self._course.profile,
            policy_hash=self._plan.policy_hash,
            plan_hash=plan_hash(self._plan),
            model_hashes=(),
        )

    def _answer(self, answer: int) -> Iterator[Durable]:
        start, end = self._course.answers[answer]
        yield AnswerBegan(**self._event(start), answer=answer, stage=answer)
        yield from self._windows(answer)
        if self._course.grants(Purpose.ANALYSIS):
            yield from self._speech(answer)
        yield AnswerEnded(**self._event(end), answer=answer)

    def _windows(self, answer: int) -> Iterator[Durable]:
        course = self._course
        noise = _LOUD_DB if course.verdict(answer) is SoundVerdict.NOISY else _QUIET_DB
        sees_face = course.profile is Profile.CN and course.grants(Purpose.FACE_ANALYSIS)
        start, end = course.answers[answer]
        for second in range(int(end - start)):
            yield feature_window(self._second(answer, start + second), noise)
            if sees_face:
                yield behaviour_window(self._second(answer, start + second))

    def _second(self, answer: int, start: float) -> Second:
        return Second(
            interview_id=self._plan.interview_id,
            seq=next(self._numbers),
            answer=answer,
            start=start,
            closed_at=self._at(start + 1),
            phase=self._course.phase,
        )

    def _speech(self, answer: int) -> Iterator[Durable]:
        start, end = self._course.answers[answer]
        middle = start + (end - start) * self._rng.uniform(0.4, 0.6)
        hits = self._hits(answer)
        words = 0
        for begins, ends in ((start + 0.8, middle), (middle + 1.2, end - 0.6)):
            said = round((ends - begins) / 60 * _PER_MINUTE[self._course.language])
            words += said
            yield self._utterance(answer, (begins, ends), said, hits)
        yield self._whole(answer, words)

    def _utterance(
        self, answer: int, span: tuple[float, float], words: int, hits: list[KeywordHit]
    ) -> Durable:
        rng, (start, end) = self._rng, span
        pauses = rng.randrange(1, 6)
        return UtteranceFeatures(
            stream_id=self._plan.interview_id,
            seq=next(self._numbers),
            answer=answer,
            revision=0,
            start=start,
            end=end,
            speaker=UNSET if self._course.profile is Profile.US else Speaker.CANDIDATE,
            words=words,
            confidence=round(rng.uniform(0.78, 0.96), 2),
            rate=round(rng.uniform(190.0, 290.0)),
            pauses=pauses,
            pause_s=round(pauses * rng.uniform(0.3, 0.9), 1),
            fillers=rng.randrange(0, 4),
            hits=tuple(one for one in hits if start <= one.start and one.end <= end),
        )

    def _whole(self, answer: int, words: int) -> Durable:
        start, end = self._course.answers[answer]
        return AnswerFeatures(
            stream_id=self._plan.interview_id,
            seq=next(self._numbers),
            answer=answer,
            revision=0,
            start=start,
            end=end,
            speech_s=round((end - start) * self._rng.uniform(0.6, 0.8), 1),
            words=words,
            other_speech_s=self._other_speech_s(),
            verdict=self._course.verdict(answer),
            picture=PictureVerdict.GOOD,
            content=self._content(answer),
        )

    def _other_speech_s(self) -> float | UnsetType:
        """Give the seconds; under `us` voices are not compared."""
        return UNSET if self._course.profile is Profile.US else 0.0

    def _content(self, answer: int) -> Content:
        is_question = self._plan.stages[answer].kind is StageKind.QUESTION
        if not is_question or self._course.verdict(answer) is not SoundVerdict.GOOD:
            return _CANNOT_TELL
        is_on_topic = self._rng.random() < 0.4 + 0.6 * self._course.strength
        return Content(
            topic=Topicality.ON_TOPIC if is_on_topic else Topicality.OFF_TOPIC,
            topic_similarity=round(self._rng.uniform(1.4, 3.0) * (1 if is_on_topic else -0.2), 2),
            coherence=Coherent.COHERENT,
            sentence_similarity=round(self._rng.uniform(0.6, 1.6), 2),
        )

    def _hits(self, answer: int) -> list[KeywordHit]:
        """Draw which keyword groups are said in an answer, and when: none stand twice."""
        start, end = self._course.answers[answer]
        said = [one for one in self._asked(answer) if self._rng.random() < self._course.strength]
        if not said or self._course.kind is Kind.POOR_SOUND:
            return []
        step = (end - start - 4.0) / len(said)
        return [
            KeywordHit(
                keyword=keyword,
                start=round(start + 2 + step * place, 2),
                end=round(start + 2 + step * place + min(0.8, step / 2), 2),
            )
            for place, keyword in enumerate(said)
        ]

    def _asked(self, answer: int) -> list[int]:
        """List the keywords, in the candidate's language, of what the question lets show."""
        before = self._plan.stages[:answer]
        if self._plan.stages[answer].kind is not StageKind.QUESTION:
            return []
        question = self._job.questions[sum(one.kind is StageKind.QUESTION for one in before)]
        return [
            number
            for number, place in enumerate(places(self._job))
            if place.language is self._course.language
            and place.competency.id in question.competencies
        ]
