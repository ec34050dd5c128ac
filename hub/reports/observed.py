"""An interview's behaviour for its report: nothing of it exists without leave to measure it."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from hub.scoring.composure import composures, may_compose
from wire.messages.answer_features import AnswerFeatures
from wire.messages.behaviour_window import BehaviourWindow
from wire.messages.utterance_features import UtteranceFeatures
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hub.reports.gathered import Gathered
    from hub.scoring.composure import Composure
    from hub.scoring.composure_parts import Part

_ALWAYS = ("blinks", "smiles", "brow_lowerings", "gaze_away_s")
"""Null without leave; every later field is absent then."""


def behaviour(gathered: Gathered) -> dict[str, Any]:
    """Sum what face and body did; where it may not be measured, four nulls and no other field."""
    rows = _windows(gathered)
    if not gathered.observed:
        return dict.fromkeys(_ALWAYS)
    return {**_face(rows), "body": _body(rows)}


def composure(gathered: Gathered) -> dict[str, Any]:
    """Give the field `composure` with one object for each answer, or no field at all."""
    said = [one.message for one in gathered.messages if isinstance(one.message, UtteranceFeatures)]
    if not may_compose(Profile(gathered.row.profile), gathered.consents):
        return {}
    first = min((one.answer for one in gathered.answers), default=None)
    closed = [one.message for one in gathered.messages if isinstance(one.message, AnswerFeatures)]
    found = composures(_windows(gathered), said, closed, first)
    return {"composure": [_composure(one, gathered) for one in found]} if found else {}


def _windows(gathered: Gathered) -> list[BehaviourWindow]:
    return [one.message for one in gathered.messages if isinstance(one.message, BehaviourWindow)]


def _face(rows: Sequence[BehaviourWindow]) -> dict[str, Any]:
    faces = [one.face for one in rows]
    if not sum(one.measured_s for one in faces):
        return {**dict.fromkeys(_ALWAYS), "face_measured_s": 0.0}
    return {
        "blinks": sum(one.blinks for one in faces),
        "smiles": sum(one.smiles for one in faces),
        "brow_lowerings": sum(one.brow_lowerings for one in faces),
        "gaze_away_s": round(sum(one.gaze_away_s for one in faces), 2),
        "face_measured_s": round(sum(one.measured_s for one in faces), 2),
        "smile_s": round(sum(one.smile_s for one in faces), 2),
        "gaze_away_episodes": sum(one.gaze_away_episodes for one in faces),
        "head_yaw": _median(one.head_yaw for one in faces),
        "head_pitch": _median(one.head_pitch for one in faces),
        "head_roll": _median(one.head_roll for one in faces),
    }


def _body(rows: Sequence[BehaviourWindow]) -> dict[str, Any] | None:
    """Sum what the body did; null when none was measured."""
    bodies = [one.body for one in rows]
    if not sum(one.measured_s for one in bodies):
        return None
    return {
        "measured_s": round(sum(one.measured_s for one in bodies), 2),
        "lean": _median(one.lean for one in bodies),
        "lean_forward": _median(one.lean_forward for one in bodies),
        "sway": _mean((one.sway, one.measured_s) for one in bodies),
        "hands_s": round(sum(one.hands_s for one in bodies), 2),
        "hand_movement": _mean((one.hand_movement, one.hands_s) for one in bodies),
        "gestures": sum(one.gestures for one in bodies),
        "gesture_s": round(sum(one.gesture_s for one in bodies), 2),
    }


def _composure(one: Composure, gathered: Gathered) -> dict[str, Any]:
    begin = gathered.begins_at(one.answer)
    return {
        "answer": one.answer,
        "value": None if one.value is None else round(one.value, 1),
        "why_not": one.why_not.value if one.why_not else None,
        "parts": [_part(part, begin) for part in one.parts],
    }


def _part(part: Part, begin: float) -> dict[str, Any]:
    """Give one part; times count from the answer's beginning."""
    return {
        "name": part.name.value,
        "value": round(part.value, 4),
        "reference": round(part.reference, 4),
        "contribution": round(part.contribution, 2),
        "most": round(part.most, 2),
        "spans": [
            {"start_s": round(span.start_s - begin, 2), "end_s": round(span.end_s - begin, 2)}
            for span in part.spans
        ],
    }


def _median(values: Iterable[float | None]) -> float | None:
    known = [one for one in values if one is not None]
    return round(median(known), 2) if known else None


def _mean(values: Iterable[tuple[float | None, float]]) -> float | None:
    """Give the mean, each value by the seconds in which it was measured."""
    known = [(one, seconds) for one, seconds in values if one is not None]
    whole = sum(seconds for _, seconds in known)
    return round(sum(one * seconds for one, seconds in known) / whole, 4) if whole else None
