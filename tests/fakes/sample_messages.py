"""What a kiosk would have sent of one sitting: windows, utterances, answers, a trouble."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import resources
from itertools import count
from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from hub.scoring import job as job_files
from hub.scoring.keywords import places
from hub.workflow.samples.windows import Second, behaviour_window, feature_window
from tests.fakes.untold import UNTOLD
from wire.language import Language
from wire.messages.answer_features import (
    AnswerFeatures,
    Coherent,
    Content,
    PictureVerdict,
    SoundVerdict,
    Topicality,
)
from wire.messages.utterance_features import KeywordHit, Speaker, UtteranceFeatures
from wire.policy import Profile, Purpose
from wire.upload import Gap, Transcript, TranscriptWord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wire.messages.fields import Durable

GAP = Gap(start=33.0, end=36.0)
"""Lies within the second answer."""
WORDS = {
    Language.EN: "I checked the balance sheet and saw that an unpaid invoice did not match "
    "so I told my manager the same day and we asked for a guarantee before we went on",
    Language.ZH: "我先核对了现金流和财务报表发现流水对不上当天就向领导汇报随后要求客户追加担保",
}

_CONTENT = {
    1: Content(
        topic=Topicality.ON_TOPIC,
        topic_similarity=2.3,
        coherence=Coherent.COHERENT,
        sentence_similarity=1.1,
    ),
    2: Content(
        topic=Topicality.OFF_TOPIC,
        topic_similarity=-0.4,
        coherence=Coherent.CANNOT_TELL,
        sentence_similarity=None,
    ),
}
"""By answer; what stands there of no other could be told."""


@dataclass(frozen=True)
class Sitting:
    """One interview as it went."""

    language: Language = Language.EN
    profile: Profile = Profile.CN
    ending: str = "finished"
    at: datetime = field(default_factory=lambda: datetime.now(UTC) - timedelta(minutes=20))
    answers: tuple[tuple[float, float], ...] = (
        (2.0, 14.0),
        (20.0, 48.0),
        (54.0, 78.0),
        (84.0, 96.0),
    )
    heard: tuple[int, ...] = (0, 3, 1, 7, 9)
    """Which keyword groups are said, by their place in the job file, from the second answer on."""
    verdicts: dict[int, SoundVerdict] = field(default_factory=dict)
    """Of answers whose sound is not good."""
    consents: dict[Purpose, bool] = field(
        default_factory=lambda: dict.fromkeys(Purpose, True)  # a refusal is set by the test
    )
    with_gap: int = 1
    """The answer that has a gap."""

    def messages(self, interview_id: str) -> list[Durable]:
        """List what was sent, numbered from 1."""
        numbers = count(1)
        return [*self._windows(interview_id, numbers), *self._speech(interview_id, numbers)]

    def transcript(self, interview_id: str, answer: int) -> Transcript:
        """Give what was recognised in an answer: two utterances."""
        start, end = self.answers[answer]
        said = WORDS[self.language]
        texts = list(said) if self.language is Language.ZH else said.split()
        step = (end - start - 1.0) / len(texts)
        words = [
            TranscriptWord(
                text=text, start=start + 0.5 + i * step, end=start + 0.5 + (i + 1) * step
            )
            for i, text in enumerate(texts)
        ]
        half = len(words) // 2
        return Transcript(
            interview_id=interview_id,
            answer=answer,
            language=self.language.value,
            utterances=(tuple(words[:half]), tuple(words[half:])),
        )

    def _windows(self, interview_id: str, numbers: Iterator[int]) -> Iterator[Durable]:
        for answer, (start, end) in enumerate(self.answers):
            for second in range(int(end - start)):
                at = start + second
                if answer == self.with_gap and GAP.start <= at < GAP.end:
                    continue
                yield feature_window(_second(interview_id, next(numbers), answer, at))
                if self.profile is Profile.CN and self.consents[Purpose.FACE_ANALYSIS]:
                    yield behaviour_window(_second(interview_id, next(numbers), answer, at))

    def _speech(self, interview_id: str, numbers: Iterator[int]) -> Iterator[Durable]:
        for answer, (start, end) in enumerate(self.answers):
            hits = self._hits(start) if answer == 1 else ()
            yield UtteranceFeatures(
                stream_id=interview_id,
                seq=next(numbers),
                answer=answer,
                revision=0,
                start=start + 0.5,
                end=end - 0.5,
                speaker=UNSET if self.profile is Profile.US else Speaker.CANDIDATE,
                words=31,
                confidence=0.9,
                rate=230.0 + 30.0 * answer,
                pauses=3,
                pause_s=2.1,
                fillers=1,
                hits=hits,
            )
            yield AnswerFeatures(
                stream_id=interview_id,
                seq=next(numbers),
                answer=answer,
                revision=0,
                start=start,
                end=end,
                speech_s=(end - start) * 0.7,
                words=31,
                other_speech_s=self._other_speech_s(answer),
                verdict=self.verdicts.get(answer, SoundVerdict.GOOD),
                picture=PictureVerdict.BADLY_FRAMED if answer == 2 else PictureVerdict.GOOD,
                content=_CONTENT.get(answer, UNTOLD),
            )

    def _other_speech_s(self, answer: int) -> float | UnsetType:
        """Give the seconds; under `us` voices are not compared."""
        if self.profile is Profile.US:
            return UNSET
        return 2.5 if answer == 2 else 0.0

    def _hits(self, start: float) -> tuple[KeywordHit, ...]:
        source = next(
            file
            for file in resources.files("hub.workflow").joinpath("jobs").iterdir()
            if file.name == "bank-account-manager.toml"
        )
        known = [
            number
            for number, place in enumerate(places(job_files.parse(source.read_bytes())))
            if place.language is self.language
        ]
        return tuple(
            KeywordHit(keyword=known[group], start=start + 4 + 4.5 * i, end=start + 4.8 + 4.5 * i)
            for i, group in enumerate(self.heard)
        )


def _second(interview_id: str, seq: int, answer: int, at: float) -> Second:
    return Second(interview_id, seq, answer, at, datetime.now(UTC))
