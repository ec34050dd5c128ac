"""Which answers are takes of the same question, and which take counts; the same everywhere.

A take is one answer, or several where a pause cut it. A retake stands beside the takes before it.
Of the takes that belong together the newest counts, unless the candidate chose another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wire.messages.events import AnswerBegan, TakeChosen

if TYPE_CHECKING:
    from collections.abc import Iterable

TakeEvent = AnswerBegan | TakeChosen


@dataclass(frozen=True, slots=True)
class Take:
    """One try at a question."""

    answers: tuple[int, ...]
    """In order; more than one where a pause cut it."""
    stage: int
    first: int
    """The answer with which the first take of the same question began."""
    number: int
    """Which try it is, from 1."""
    free: bool
    typed: bool


def takes(events: Iterable[TakeEvent]) -> tuple[Take, ...]:
    """Sort answers into takes; one that names an answer that is not there stands for itself.

    `events` are in the order of their numbers, here and below.
    """
    found: list[Take] = []
    for event in events:
        if isinstance(event, AnswerBegan):
            _add(found, event)
    return tuple(found)


def counted(events: Iterable[TakeEvent]) -> frozenset[int]:
    """Give the answers that count: of each question's takes the newest, or the one chosen since."""
    found: list[Take] = []
    counting: dict[int, int] = {}
    for event in events:
        if isinstance(event, AnswerBegan):
            _add(found, event)
        if (take := holding(found, event.answer)) is not None:
            counting[take.first] = take.answers[0]
    return frozenset(
        answer
        for take in found
        if counting[take.first] == take.answers[0]
        for answer in take.answers
    )


def holding(found: Iterable[Take], answer: int | None) -> Take | None:
    """Give the take that an answer belongs to."""
    return next((one for one in found if answer in one.answers), None)


def _add(found: list[Take], began: AnswerBegan) -> None:
    cut = holding(found, began.continues)
    if cut is not None:
        found[found.index(cut)] = replace(cut, answers=(*cut.answers, began.answer))
        return
    before = holding(found, began.retake_of)
    first = began.answer if before is None else before.first
    number = 1 + sum(one.first == first for one in found)
    found.append(Take((began.answer,), began.stage, first, number, began.free, began.typed))
