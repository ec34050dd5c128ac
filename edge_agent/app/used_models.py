"""Which models an interview uses: told to the hub at its beginning, and in each manifest."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from edge_agent.inference.model_table import ALWAYS, OF_BEHAVIOUR, speech_models
from edge_agent.inference.models import folder_sha256, model_hashes, own_folder, verify
from edge_agent.inference.text_encoders import content_models
from edge_agent.interview.decisions import interview_request
from wire.language import Language
from wire.policy import Measure, allows, allows_behaviour

if TYPE_CHECKING:
    from edge_agent.capture.bus import BeginInterview
    from edge_agent.interview.commands import Ready
    from edge_agent.interview.state import InterviewState
    from edge_agent.settings import Settings


def verify_all(settings: Settings) -> None:
    """Raise ModelError unless every model that this kiosk may load is there and as pinned."""
    behaviour = OF_BEHAVIOUR if allows_behaviour(settings.profile) else ()
    hearing = [speech_models(settings.speech.of(language)) for language in Language]
    content = content_models(content_setting(settings), settings.models_dir)
    verify(settings.models_dir, dict.fromkeys(chain(ALWAYS, behaviour, content, *hearing)))
    for language in Language:
        own_hash(settings, language)


def used_hashes(settings: Settings, begun: BeginInterview) -> tuple[str, ...]:
    """Give the hashes of the models that run in the interview; raises ModelError.

    Each is that of the variant that runs here; a technician's folder has its own.
    """
    names = [*ALWAYS]
    folders: tuple[str, ...] = ()
    if begun.face_analysis:
        names += OF_BEHAVIOUR
    if begun.analysis:
        names += speech_models(settings.speech.of(begun.language))
        names += content_models(content_setting(settings), settings.models_dir)
        folders = own_hash(settings, begun.language)
    return (*model_hashes(settings.models_dir, dict.fromkeys(names)), *folders)


async def with_models(settings: Settings, state: InterviewState, command: Ready) -> Ready:
    """Give the candidate's word to begin with the hashes of the models; raises ModelError."""
    if state.plan is None:
        return command
    begun = interview_request(state, state.plan)
    hashes = await asyncio.to_thread(used_hashes, settings, begun)
    return replace(command, model_hashes=hashes)


def content_setting(settings: Settings) -> str:
    """Give the text encoder that the settings choose, `off` where the profile allows none."""
    return settings.speech.content if allows(settings.profile, Measure.CONTENT) else "off"


def own_hash(settings: Settings, language: Language) -> tuple[str, ...]:
    """Give the hash of a technician's folder for a language, if there is one; raises ModelError."""
    folder = own_folder(settings.speech.of(language))
    return () if folder is None else (folder_sha256(folder),)
