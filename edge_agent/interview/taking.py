"""Takes of a question: answers begun, cut off, looked at, given once more, and kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wire.takes import TakeEvent, counted, holding, takes

if TYPE_CHECKING:
    from wire.messages.events import AnswerBegan, AnswerEnded, Paused, TakeChosen
    from wire.takes import Take


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """The answer that is being recorded."""

    answer: int
    stage: int
    start: float
    """Media time at which it began."""
    spent_s: float = 0.0
    """How long the same take lasted before a pause cut it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A take that a pause cut off."""

    answer: int
    spent_s: float


@dataclass(frozen=True, slots=True)
class Retaking:
    """The candidate wants to answer once more; a restarted kiosk shows the answer again."""

    free: bool


@dataclass(frozen=True, slots=True)
class Taking:
    """What the kiosk knows of the interview's takes."""

    events: tuple[TakeEvent, ...] = ()
    reviewed: int | None = None
    """The answer that the candidate looks at, after it and before going on."""
    retaking: Retaking | None = None
    cut: Cut | None = None
    """To be gone on with after a pause."""
    spent_s: float = 0.0
    """How long the take lasted that ended last."""
    follow_up: int | None = None
    """What it answered beside the stage's question."""

    @property
    def all(self) -> tuple[Take, ...]:
        """Give every take, in order."""
        return takes(self.events)

    @property
    def counted(self) -> frozenset[int]:
        """Give the answers that count."""
        return counted(self.events)

    @property
    def beside(self) -> tuple[Take, ...]:
        """Give the takes of the question that was answered last, in order."""
        every = self.all
        newest = holding(every, self.reviewed)
        return tuple(one for one in every if newest is not None and one.first == newest.first)

    @property
    def used(self) -> int:
        """Count the retakes of that question which were not free."""
        return sum(one.number > 1 and not one.free for one in self.beside)


def began(taking: Taking, event: AnswerBegan) -> tuple[Taking, OpenAnswer]:
    """Give the takes, and the open answer, after an answer began."""
    cut = taking.cut
    spent_s = cut.spent_s if cut is not None and event.continues == cut.answer else 0.0
    opened = OpenAnswer(event.answer, event.stage, event.pts, spent_s)
    return Taking(events=(*taking.events, event)), opened


def ended(
    taking: Taking, event: AnswerEnded, opened: OpenAnswer | None, asked: int | None
) -> Taking:
    """Give the takes after the open answer ended: the candidate looks at it."""
    spent_s = 0.0 if opened is None else opened.spent_s + event.pts - opened.start
    return replace(taking, reviewed=event.answer, spent_s=spent_s, follow_up=asked)


def rested(taking: Taking, event: Paused) -> Taking:
    """Give the takes after a pause began, which may have cut the open answer off."""
    if event.cut is None:
        return taking
    return replace(taking, reviewed=None, cut=Cut(event.cut, taking.spent_s))


def kept(taking: Taking) -> Taking:
    """Give the takes after the candidate went on."""
    return Taking(events=taking.events)


def chose(taking: Taking, event: TakeChosen) -> Taking:
    """Give the takes after the candidate chose which counts."""
    return replace(taking, events=(*taking.events, event))
