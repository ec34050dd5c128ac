"""What the agent is told while somebody listens: captions, and how an answer keeps to its topic.

Words go to the agent by its bell and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.features.puzzled import puzzled
from edge_agent.features.utterance import in_media_time
from edge_agent.publish.bell import CaptionHeard, Puzzled, TopicNow
from wire.language import Language
from wire.messages.utterance_features import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edge_agent.app.senses_events import ContentMeasured, UtteranceGoesOn, UtteranceUnderstood
    from edge_agent.features.utterance import UtteranceMeasures
    from edge_agent.inference.ports import Word
    from edge_agent.publish.bell import Rung

_LONGEST = 4000
"""Characters, as a caption takes; an utterance has 28 s."""


class CaptionDesk:
    """Rings for the agent; what is not listened to is told to nobody."""

    def __init__(self, ring: Callable[[Rung], object]) -> None:
        """Take the agent's bell; nobody listens yet."""
        self._ring = ring
        self.is_listening = False

    def partial(self, event: UtteranceGoesOn, language: Language) -> None:
        """Tell what is being said."""
        if self.is_listening and event.words:
            self._caption(event.answer, event.words, language, final=False)

    def final(
        self, event: UtteranceUnderstood, measures: UtteranceMeasures | None, language: Language
    ) -> None:
        """Tell what was said for good, and whether it was that the question is not understood.

        Of another voice nothing is told: its partial caption is taken away.
        """
        words = in_media_time(event.recognised, event.utterance.start_pts).words
        is_candidates = measures is not None and measures.speaker is not Speaker.OTHER
        if is_candidates and (span := puzzled(words, language)) is not None:
            self._ring(Puzzled(answer=event.answer, start=span[0], end=span[1]))
        if not self.is_listening:
            return
        if is_candidates:
            self._caption(event.answer, words, language, final=True)
        else:
            start, end = event.utterance.start_pts, event.utterance.end_pts
            taken_away = CaptionHeard(
                answer=event.answer, start=start, end=end, text="", final=True
            )
            self._ring(taken_away)

    def topic(self, event: ContentMeasured) -> None:
        """Tell how an answer that goes on compares with its question."""
        if event.so_far is not None:
            topic, similarity = event.content.topic, event.content.topic_similarity
            told = TopicNow(
                answer=event.answer, pts=event.so_far, topic=topic, similarity=similarity
            )
            self._ring(told)

    def _caption(
        self, answer: int, words: Sequence[Word], language: Language, *, final: bool
    ) -> None:
        gap = "" if language is Language.ZH else " "
        text = gap.join(word.text.strip() for word in words)[:_LONGEST]
        start, end = max(0.0, words[0].start), max(0.0, words[-1].end)
        self._ring(CaptionHeard(answer=answer, start=start, end=end, text=text, final=final))
