"""Which models an interview uses: told to the hub at its beginning, and in each manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.inference.models import model_hashes, speech_models

if TYPE_CHECKING:
    from edge_agent.capture.bus import BeginInterview
    from edge_agent.settings import SpeechSettings

ALWAYS = ("face_detector", "silero_vad")
"""They judge picture and sound, whatever else was agreed to."""


def used_hashes(speech: SpeechSettings, begun: BeginInterview) -> tuple[str, ...]:
    """Give the pinned hashes of the models that run in the interview; raises ModelError."""
    names = [*ALWAYS]
    if begun.face_analysis:
        names.append("face_landmarks")
    if begun.analysis:
        names += speech_models(speech.of(begun.language))
    return model_hashes(dict.fromkeys(names))
