"""The loudspeaker that the settings name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from edge_agent.live.portaudio_speaker import PortAudioSpeaker
from edge_agent.live.wave_speaker import WaveSpeaker

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.live.speaker import Speaker
    from edge_agent.settings import SpeakerSettings


def speaker_of(speaker: SpeakerSettings) -> Callable[[], Speaker] | None:
    """Give what opens the loudspeaker; None where interviewers cannot be heard."""
    if speaker.kind == "pyaudio":
        return partial(PortAudioSpeaker, speaker.device)
    if speaker.kind == "file" and speaker.file is not None:
        return partial(WaveSpeaker, speaker.file)
    return None


def try_speaker(speaker: SpeakerSettings) -> str:
    """Say for `check` what would play interviewers' voices; raises SpeakerError."""
    opened = speaker_of(speaker)
    if opened is None:
        return "none: interviewers see and hear, and are not heard"
    if speaker.kind == "file":
        return "sound goes to a file"
    opened().close()
    return "loudspeaker"
