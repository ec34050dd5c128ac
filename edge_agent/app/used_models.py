"""Which models an interview uses, by its consents and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.inference.models import model_hashes
from wire.policy import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edge_agent.settings import SpeechSettings
    from wire.language import Language

ALWAYS = ("face_detector", "silero_vad")
"""They judge picture and sound, whatever else was agreed to."""


def used_hashes(
    speech: SpeechSettings, granted: Iterable[Purpose], language: Language
) -> tuple[str, ...]:
    """Give the pinned hashes of the models that run under these consents; raises ModelError."""
    from edge_agent.inference.recognisers import model_names  # noqa: PLC0415 - 0.7 s, needed once

    purposes = frozenset(granted)
    names = [*ALWAYS]
    if Purpose.FACE_ANALYSIS in purposes:
        names.append("face_landmarks")
    if Purpose.ANALYSIS in purposes:
        names += model_names(speech.of(language))
    return model_hashes(dict.fromkeys(names))
