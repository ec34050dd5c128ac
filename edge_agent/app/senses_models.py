"""Which models the senses open, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edge_agent.app.senses_speech import no_encoder
from edge_agent.app.used_models import content_setting
from edge_agent.inference.model_table import VOICE_ACTIVITY
from edge_agent.inference.models import model_path
from edge_agent.inference.recognisers import recogniser
from edge_agent.inference.silero import SileroVoiceActivity
from edge_agent.inference.text_encoders import text_encoder
from edge_agent.inference.vision import open_tracker
from wire.policy import allows_behaviour

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.app.senses_vision import OpenTracker
    from edge_agent.inference.ports import SpeechRecognizer, TextEncoder, VoiceActivity
    from edge_agent.settings import Settings
    from wire.language import Language


@dataclass(frozen=True, slots=True)
class Models:
    """How each model is opened; each raises ModelError."""

    tracker: OpenTracker
    voice: Callable[[], VoiceActivity]
    recogniser: Callable[[Language], SpeechRecognizer]
    encoder: Callable[[], TextEncoder | None] = no_encoder
    """Gives None where there is no model, or no leave, to compare answers with questions."""


def models_of(settings: Settings) -> Models:
    """Name the models that the settings choose; none is opened yet."""
    folder = settings.models_dir
    may_behave = allows_behaviour(settings.profile)  # whatever a plan says
    return Models(
        tracker=lambda *, behaviour: open_tracker(folder, behaviour=behaviour and may_behave),
        voice=lambda: SileroVoiceActivity(model_path(folder, VOICE_ACTIVITY)),
        recogniser=lambda language: recogniser(settings.speech.of(language), language, folder),
        encoder=lambda: text_encoder(content_setting(settings), folder),
    )
