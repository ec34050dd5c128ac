"""One second of observable facial behaviour; profiles that forbid it have no such channel."""

from __future__ import annotations

from wire.messages.fields import Count, Durable, Index, Instant, Seconds


class BehaviourWindow(Durable, frozen=True, kw_only=True, tag="behaviour_window"):
    """Episodes established in [start, start + duration), and how long states lasted in it."""

    answer: Index
    start: Seconds
    duration: Seconds
    closed_at: Instant
    measured_s: Seconds
    """Time in which one face was tracked and its neutral baseline known."""
    blinks: Count
    smiles: Count
    smile_s: Seconds
    brow_lowerings: Count
    gaze_away_s: Seconds
    gaze_away_episodes: Count
