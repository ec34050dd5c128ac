"""What an interview's events amount to; the same whatever order they came in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hub.storage.tables.interview import InterviewState
from wire.messages.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerKept,
    ConsentRecorded,
    HelpCalled,
    HelpComing,
    InterviewBegan,
    InterviewEnded,
    Resumed,
    TakeChosen,
    Withdrawn,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wire.messages.fields import Durable
    from wire.policy import Purpose
    from wire.takes import TakeEvent


@dataclass(slots=True)
class Facts:
    """Where an interview stands."""

    consents: dict[Purpose, ConsentRecorded] = field(default_factory=dict)
    began: InterviewBegan | None = None
    ended: InterviewEnded | Withdrawn | None = None
    answers: dict[int, AnswerBegan] = field(default_factory=dict)
    ends: dict[int, AnswerEnded] = field(default_factory=dict)
    taken: list[TakeEvent] = field(default_factory=list)
    """What says which answers are takes of the same question, and which counts."""
    help_called: HelpCalled | None = None
    """Asked for; nobody has said since that a person comes, nor has the interview gone on."""

    @property
    def state(self) -> InterviewState:
        """Say how far it is."""
        if self.ended is not None:
            return InterviewState.ENDED
        return InterviewState.RUNNING if self.began is not None else InterviewState.SCHEDULED

    def grants(self, purpose: Purpose) -> bool:
        """Say whether the newest word on a purpose is yes."""
        consent = self.consents.get(purpose)
        return consent is not None and consent.granted

    def take(self, event: Durable) -> None:
        """Take in the next event; events must come in the order of their numbers."""
        match event:
            case ConsentRecorded():
                self.consents[event.purpose] = event
            case InterviewBegan():
                self.began = event
            case InterviewEnded() | Withdrawn():
                self.ended = event
            case AnswerBegan():
                self.answers[event.answer] = event
                self.taken.append(event)
                self.help_called = None
            case AnswerEnded():
                self.ends[event.answer] = event
            case TakeChosen():
                self.taken.append(event)
            case HelpCalled() | HelpComing() | AnswerKept() | Resumed():
                self.help_called = event if isinstance(event, HelpCalled) else None
            case _:
                pass


def fold(events: Iterable[Durable]) -> Facts:
    """Fold events in the order of their numbers."""
    facts = Facts()
    for event in sorted(events, key=lambda one: one.seq):
        facts.take(event)
    return facts
