"""What is known of one answer while and after it is given: a fold over durable messages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wire.messages.answer_features import AnswerFeatures, Topicality
from wire.messages.behaviour_window import BehaviourWindow
from wire.messages.events import AnswerBegan, AnswerEnded, HelpCalled, NotUnderstood, Span
from wire.messages.feature_window import FeatureWindow
from wire.messages.fields import Durable
from wire.messages.utterance_features import KeywordHit, UtteranceFeatures

_MISSING_S = 0.5
"""A hole between windows that is longer than this was not heard: it is not silence."""
_KEPT_S = 600.0
"""As far back as a rule may look at behaviour."""


@dataclass(frozen=True, slots=True)
class SaidPuzzled:
    """The candidate said that the question was not understood."""

    answer: int
    start: float
    """Seconds since the interview began, as everywhere."""
    end: float


@dataclass(frozen=True, slots=True)
class TopicSoFar:
    """How an answer that still goes on compares with its question."""

    answer: int
    pts: float
    topic: Topicality
    similarity: float | None


Fact = Durable | SaidPuzzled | TopicSoFar


@dataclass(frozen=True, slots=True)
class Behaved:
    """One second of what a `BrowsAndGaze` rule looks at."""

    start: float
    brow_lowerings: int
    gaze_away_s: float


@dataclass(frozen=True, slots=True)
class AnswerSoFar:
    """Everything that rules look at of one answer."""

    answer: int
    stage: int
    start: float
    now: float
    """Media time of the newest that is known."""
    silent_since: float
    end: float | None = None
    is_whole: bool = False
    """Whether everything said in it has been understood."""
    said: tuple[UtteranceFeatures, ...] = ()
    """Of each utterance the newest: what the candidate corrects takes the place of what was heard.
    """
    all_words: int | None = None
    """As the whole answer tells them."""
    topic: Topicality = Topicality.CANNOT_TELL
    similarity: float | None = None
    behaved: tuple[Behaved, ...] = ()
    puzzled: tuple[Span, ...] = ()
    helped: tuple[Span, ...] = ()

    @property
    def words(self) -> int:
        """Count the words (English) or characters (Chinese) said so far."""
        counted = sum(one.words for one in self.said)
        return counted if self.all_words is None else self.all_words

    @property
    def hits(self) -> tuple[KeywordHit, ...]:
        """Give the keywords said so far, in order of time."""
        return tuple(hit for one in self.said for hit in one.hits)

    @property
    def silence_s(self) -> float:
        """Say for how long nobody has spoken."""
        return max(0.0, self.now - self.silent_since)


def begun(event: AnswerBegan) -> AnswerSoFar:
    """Give an answer of which nothing is known yet."""
    return AnswerSoFar(event.answer, event.stage, event.pts, event.pts, silent_since=event.pts)


def awaited(answer: int, event: HelpCalled | NotUnderstood) -> AnswerSoFar:
    """Give an answer that has not begun, to a question with which somebody wants help."""
    return AnswerSoFar(answer, event.stage, event.pts, event.pts, silent_since=event.pts)


def told(known: AnswerSoFar, fact: Fact) -> AnswerSoFar:
    """Give what is known after a fact about this answer."""
    match fact:
        case FeatureWindow():
            return _heard(known, fact)
        case BehaviourWindow():
            return _behaved(known, fact)
        case UtteranceFeatures():
            return _spoken(known, fact)
        case AnswerEnded():
            return replace(known, end=fact.pts, now=max(known.now, fact.pts))
        case AnswerFeatures() | TopicSoFar():
            return _judged(known, fact)
        case _:
            return _expressed(known, fact)


def _expressed(known: AnswerSoFar, fact: Fact) -> AnswerSoFar:
    """Take what the candidate said or touched to be helped."""
    match fact:
        case SaidPuzzled():
            return replace(known, puzzled=(*known.puzzled, Span(start=fact.start, end=fact.end)))
        case NotUnderstood():
            return replace(known, puzzled=(*known.puzzled, Span(start=fact.pts, end=fact.pts)))
        case HelpCalled():
            return replace(known, helped=(*known.helped, Span(start=fact.pts, end=fact.pts)))
        case _:
            return known


def _spoken(known: AnswerSoFar, said: UtteranceFeatures) -> AnswerSoFar:
    since = max(known.silent_since, said.end)
    before = next((one for one in known.said if one.start == said.start), None)
    if before is not None and before.revision > said.revision:
        return known
    others = [one for one in known.said if one is not before]
    kept = tuple(sorted([*others, said], key=lambda one: one.start))
    return replace(known, said=kept, now=max(known.now, said.end), silent_since=since)


def _heard(known: AnswerSoFar, window: FeatureWindow) -> AnswerSoFar:
    end = window.start + window.duration
    is_spoken = window.sound.speech_s > 0 or window.sound.far_end_s > 0
    since = known.silent_since
    if is_spoken:
        since = max(since, end)
    elif window.start - known.now > _MISSING_S:
        since = max(since, window.start)
    return replace(known, now=max(known.now, end), silent_since=since)


def _behaved(known: AnswerSoFar, window: BehaviourWindow) -> AnswerSoFar:
    face = window.face
    one = Behaved(window.start, face.brow_lowerings, face.gaze_away_s)
    kept = tuple(each for each in known.behaved if each.start > window.start - _KEPT_S)
    return replace(known, behaved=(*kept, one))


def _judged(known: AnswerSoFar, fact: AnswerFeatures | TopicSoFar) -> AnswerSoFar:
    if isinstance(fact, TopicSoFar):
        return replace(known, topic=fact.topic, similarity=fact.similarity)
    topic, similarity = fact.content.topic, fact.content.topic_similarity
    return replace(known, all_words=fact.words, is_whole=True, topic=topic, similarity=similarity)
