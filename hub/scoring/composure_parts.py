"""What the composure indicator is made of: five measures, each against the person's own first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from wire.messages.behaviour_window import BehaviourWindow
    from wire.messages.utterance_features import UtteranceFeatures

ENOUGH_S = 8.0
"""Seconds a part must have been measured in an answer."""
MOST_SPANS = 3
_JOINED_S = 1.5
"""Stretches this near to one another are one."""
_UNSEEN_SHARE = 0.1
"""Of its tolerance: a smaller difference is not worth a look."""
_MINUTE_S = 60.0


class PartName(StrEnum):
    """What is compared."""

    GAZE_AWAY = "gaze_away"
    """Share of the measured time, 0..1."""
    BLINKS = "blinks"
    """A minute."""
    SWAY = "sway"
    """Shoulder widths."""
    HAND_MOVEMENT = "hand_movement"
    """Shoulder widths a second."""
    SPEECH_RATE = "speech_rate"
    """Syllables or characters a minute."""


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the interview in which the part can be seen or heard."""

    start_s: float
    end_s: float


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One part of an answer's indicator."""

    name: PartName
    value: float
    """In the part's own unit."""
    reference: float
    """The same, in the person's first answer."""
    contribution: float
    """What it adds to the value."""
    most: float
    """What it could add."""
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A measured stretch and what it showed."""

    start: float
    end: float
    shown: float
    weight: float
    """Seconds that were really measured in it."""


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over one answer."""

    stretches: tuple[Stretch, ...]

    @property
    def weight(self) -> float:
        """Give the seconds that were measured."""
        return sum(one.weight for one in self.stretches)

    @property
    def value(self) -> float:
        """Give the mean, each stretch by its measured seconds."""
        return sum(one.shown * one.weight for one in self.stretches) / self.weight


@dataclass(frozen=True, slots=True)
class Kind:
    """How a part is compared."""

    tolerance: float
    """A difference of so much, or more, leaves nothing of the part."""
    is_relative: bool = False
    """The difference is a share of the reference."""
    counts_less: bool = False
    """Less than in the first answer counts as much as more."""

    def compare(self, name: PartName, found: Series, reference: float, most: float) -> Part:
        """Give the part of an answer that shows `found`; it can add at most `most`."""
        left = max(0.0, 1.0 - self._off(found.value, reference) / self.tolerance)
        return Part(
            name=name,
            value=found.value,
            reference=reference,
            contribution=most * left,
            most=most,
            spans=tuple(_spans(found, lambda shown: self._seen(shown, reference))),
        )

    def _seen(self, value: float, reference: float) -> float:
        """Give how far a value is off if that is anything to look at."""
        off = self._off(value, reference)
        return off if off > _UNSEEN_SHARE * self.tolerance else 0.0

    def _off(self, value: float, reference: float) -> float:
        """Give how far a value is off; 0 where it may be."""
        off = (value - reference) / (max(reference, 1.0) if self.is_relative else 1.0)
        return abs(off) if self.counts_less else max(0.0, off)


PARTS: Mapping[PartName, Kind] = {
    PartName.GAZE_AWAY: Kind(0.4),
    PartName.BLINKS: Kind(30.0),
    PartName.SWAY: Kind(0.1),
    PartName.HAND_MOVEMENT: Kind(1.0),
    PartName.SPEECH_RATE: Kind(0.5, is_relative=True, counts_less=True),
}
"""The tolerances are this project's choice; they come from no population."""


def measured(
    windows: Sequence[BehaviourWindow], utterances: Sequence[UtteranceFeatures]
) -> dict[PartName, Series]:
    """Give what was measured for long enough in one answer, in the order of time."""
    found = {
        PartName.GAZE_AWAY: _face(windows, lambda one: one.face.gaze_away_s),
        PartName.BLINKS: _face(windows, lambda one: one.face.blinks * _MINUTE_S),
        PartName.SWAY: _given(windows, lambda one: (one.body.sway, one.body.measured_s)),
        PartName.HAND_MOVEMENT: _given(
            windows, lambda one: (one.body.hand_movement, one.body.hands_s)
        ),
        PartName.SPEECH_RATE: Series(
            tuple(
                Stretch(one.start, one.end, one.rate, one.end - one.start)
                for one in utterances
                if one.rate > 0
            )
        ),
    }
    return {name: series for name, series in found.items() if series.weight >= ENOUGH_S}


def _face(windows: Iterable[BehaviourWindow], amount: Callable[[BehaviourWindow], float]) -> Series:
    """Give an amount for each second of the face that was measured."""
    return _given(
        windows,
        lambda one: (
            amount(one) / one.face.measured_s if one.face.measured_s else None,
            one.face.measured_s,
        ),
    )


def _given(
    windows: Iterable[BehaviourWindow],
    read: Callable[[BehaviourWindow], tuple[float | None, float]],
) -> Series:
    return Series(
        tuple(
            Stretch(one.start, one.start + one.duration, shown, seconds)
            for one in windows
            for shown, seconds in (read(one),)
            if shown is not None and seconds > 0
        )
    )


def _spans(found: Series, off: Callable[[float], float]) -> list[Span]:
    """Give the stretches that differ most; where none does, all that was measured."""
    joined: list[tuple[Span, float]] = []
    for one in found.stretches:
        excess = off(one.shown) * one.weight
        if excess <= 0:
            continue
        if joined and one.start - joined[-1][0].end_s <= _JOINED_S:
            before, sum_before = joined.pop()
            joined.append((Span(start_s=before.start_s, end_s=one.end), sum_before + excess))
        else:
            joined.append((Span(start_s=one.start, end_s=one.end), excess))
    if not joined:
        return [Span(start_s=found.stretches[0].start, end_s=found.stretches[-1].end)]
    largest = sorted(joined, key=lambda pair: -pair[1])[:MOST_SPANS]
    return sorted((span for span, _ in largest), key=lambda span: span.start_s)
