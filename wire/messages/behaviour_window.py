"""One second of observable behaviour; profiles that forbid it have no such channel."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from wire.messages.fields import Count, Degrees, Durable, Index, Instant, Seconds

ShoulderWidths = Annotated[float, Meta(ge=0.0, le=100.0)]
"""A length over the distance between the person's own shoulders."""


class FaceBehaviour(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the face did, against the person's own neutral face."""

    measured_s: Seconds
    """Time in which one face was tracked and its neutral baseline known."""
    head_yaw: Degrees | None
    """Medians of the window, against the camera's axis; none when no face was tracked."""
    head_pitch: Degrees | None
    head_roll: Degrees | None
    blinks: Count
    smiles: Count
    smile_s: Seconds
    brow_lowerings: Count
    gaze_away_s: Seconds
    gaze_away_episodes: Count


class BodyBehaviour(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the upper body did, against the person's own neutral posture."""

    measured_s: Seconds
    """Time in which one body was tracked and its neutral baseline known."""
    lean: Degrees | None
    """Median tilt of the trunk to a side, the person's left is positive."""
    lean_forward: Annotated[float, Meta(ge=-1.0, le=10.0)] | None
    """Median growth of the shoulders' width in the picture over neutral: 0.1 is a tenth nearer."""
    sway: ShoulderWidths | None
    """Root mean square of the shoulders' middle about its mean."""
    hands_s: Seconds
    """Time in which at least one wrist was in the picture; only then can hands be measured."""
    hand_movement: ShoulderWidths | None
    """Mean speed per second of the wrists against the shoulders."""
    gestures: Count
    gesture_s: Seconds


class BehaviourWindow(Durable, frozen=True, kw_only=True, tag="behaviour_window"):
    """Episodes established in [start, start + duration), and how long states lasted in it."""

    answer: Index
    start: Seconds
    duration: Seconds
    closed_at: Instant
    face: FaceBehaviour
    body: BodyBehaviour
