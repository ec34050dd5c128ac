"""Whom a sitting hands work to: threads of the senses' process, or a run over files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from edge_agent.app.senses_captions import CaptionDesk

if TYPE_CHECKING:
    from edge_agent.app.senses_content import Comparison
    from edge_agent.app.senses_desk import ResultDesk
    from edge_agent.app.senses_vision import NewFace
    from edge_agent.inference.ports import VoiceActivity
    from edge_agent.inference.utterances import Utterance
    from wire.language import Language


class LooksAtFaces(Protocol):
    """Looks at pictures."""

    def meet(self, face: NewFace) -> None:
        """Learn that another person sits down."""
        ...


class Understands(Protocol):
    """Recognises utterances; what it understood comes back as an event."""

    def load(self, language: Language) -> None:
        """Have a language's recogniser loaded; raises EdgeError."""
        ...

    def submit(self, answer: int, language: Language, utterance: Utterance) -> None:
        """Have an utterance recognised; raises EdgeError."""
        ...

    def compare(self, comparison: Comparison) -> None:
        """Have an answer's text compared with its question; raises EdgeError."""
        ...

    def forget(self) -> None:
        """Drop what waits; the interview was withdrawn."""
        ...


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Whom the sitting hands work to."""

    album: LooksAtFaces
    speech: Understands
    desk: ResultDesk
    voice: VoiceActivity
    """Of one answer after the other, never two at once."""
    captions: CaptionDesk = field(default_factory=lambda: CaptionDesk(lambda _: None))
    """Whom words are told while somebody listens; by default nobody."""
