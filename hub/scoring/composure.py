"""The composure indicator: how little an answer differs from the person's own first answer.

A pure function of things that were seen and heard (docs/measures/composure.md). It always comes
with its parts, and it is no input of the score. It measures no emotion, honesty, personality or
self-confidence.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from hub.scoring.composure_parts import PARTS, Part, PartName, Series, measured
from hub.scoring.evidence import newest_answers, newest_utterances
from wire.messages.answer_features import PictureVerdict, SoundVerdict
from wire.messages.utterance_features import Speaker
from wire.policy import Measure, Purpose, allows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wire.messages.answer_features import AnswerFeatures
    from wire.messages.behaviour_window import BehaviourWindow
    from wire.messages.utterance_features import UtteranceFeatures
    from wire.policy import Profile

BEST = 100.0
FEWEST_PARTS = 3
"""With fewer parts measured in both answers there is no value."""


class CannotTell(StrEnum):
    """Why an answer has no value."""

    IS_REFERENCE = "is_reference"
    """It is the first answer, with which the others are compared."""
    TOO_LITTLE_MEASURED = "too_little_measured"
    """Fewer than three parts were measured for long enough and well enough, here or in the first
    answer."""


class Composure(msgspec.Struct, frozen=True, kw_only=True):
    """One answer's indicator and what it is made of."""

    answer: int
    value: float | None
    """0 to 100: the sum of the parts' contributions; 100 is as in the first answer, or less."""
    why_not: CannotTell | None
    parts: tuple[Part, ...]
    """Those that were measured here and in the first answer."""


def may_compose(profile: Profile, consents: Mapping[str, bool]) -> bool:
    """Say whether profile and candidate allow the indicator; without leave there is no object."""
    agreed = consents.get(Purpose.FACE_ANALYSIS.value, False)
    return agreed and allows(profile, Measure.COMPOSURE)


def composures(
    behaviour: Iterable[BehaviourWindow],
    utterances: Iterable[UtteranceFeatures],
    answers: Iterable[AnswerFeatures],
    first: int | None,
) -> tuple[Composure, ...]:
    """Give the indicator of every answer with behaviour windows, in the answers' order.

    `first` is the interview's first answer, whether behaviour was measured in it or not; where it
    was not, no other answer takes its place. What face and body did counts where the answer's
    picture was good, the rate of speech where its sound was; an answer without a verdict yet has
    what was measured of it. The order and redelivery of messages do not matter.
    """
    windows = {(one.answer, one.start): one for one in behaviour}
    by_answer = {
        answer: [windows[key] for key in sorted(windows) if key[0] == answer]
        for answer in sorted({answer for answer, _ in windows})
    }
    if not by_answer:
        return ()
    said = [one for one in newest_utterances(utterances) if one.speaker is not Speaker.OTHER]
    unseen, unheard = _spoilt(answers)
    series = {
        answer: measured(
            rows if answer not in unseen else [],
            [one for one in said if one.answer == answer and answer not in unheard],
        )
        for answer, rows in by_answer.items()
    }
    reference = series.get(first, {}) if first is not None else {}
    return tuple(
        _compared(answer, found, reference, is_reference=answer == first)
        for answer, found in series.items()
    )


def _spoilt(answers: Iterable[AnswerFeatures]) -> tuple[set[int], set[int]]:
    """Name the answers whose picture cannot serve, and those whose sound cannot."""
    newest = newest_answers(answers)
    unseen = {answer for answer, one in newest.items() if one.picture is not PictureVerdict.GOOD}
    unheard = {answer for answer, one in newest.items() if one.verdict is not SoundVerdict.GOOD}
    return unseen, unheard


def _compared(
    answer: int,
    found: Mapping[PartName, Series],
    reference: Mapping[PartName, Series],
    *,
    is_reference: bool,
) -> Composure:
    """Compare an answer with the first one."""
    if is_reference:
        return _untold(answer, CannotTell.IS_REFERENCE)
    both = [name for name in PARTS if name in found and name in reference]
    if len(both) < FEWEST_PARTS:
        return _untold(answer, CannotTell.TOO_LITTLE_MEASURED)
    parts = tuple(
        PARTS[name].compare(name, found[name], reference[name].value, BEST / len(both))
        for name in both
    )
    value = min(BEST, sum(part.contribution for part in parts))
    return Composure(answer=answer, value=value, why_not=None, parts=parts)


def _untold(answer: int, why: CannotTell) -> Composure:
    return Composure(answer=answer, value=None, why_not=why, parts=())
