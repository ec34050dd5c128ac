"""What keeps an answer's capture from being usable."""

from __future__ import annotations

from enum import StrEnum


class CaptureProblem(StrEnum):
    """One reason, in the order of weight: what was said comes before what was seen."""

    TOO_QUIET = "too_quiet"
    CLIPPED = "clipped"
    NOISY = "noisy"
    NOT_UNDERSTOOD = "not_understood"
    OTHER_VOICE = "other_voice"
    FROZEN = "frozen"
    DARK = "dark"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    BADLY_FRAMED = "badly_framed"
    OUT_OF_SYNC = "out_of_sync"
