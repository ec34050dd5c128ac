"""Which recogniser hears which language: chosen in the settings, opened here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.errors import SettingsError
from edge_agent.inference.model_table import VOICE_ACTIVITY
from edge_agent.inference.models import model_path, own_folder, verify_own
from edge_agent.inference.silero import SileroVoiceActivity
from edge_agent.inference.spoken_only import SpokenOnly
from wire.language import Language

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.inference.ctranslate import Whisper
    from edge_agent.inference.ports import SpeechRecognizer

_SPEAKS = {"moonshine": Language.EN, "whisper": Language.ZH}
LEAST_CONFIDENCE = {"moonshine": 0.75, "whisper": 0.6}
"""Where text begins to be wrong: docs/measures/capture_quality.md, English well, Chinese barely."""
_LEAST_OF_VOSK = 0.45
"""Not measured, as the model is the technician's own; clear speech has 0.6 and more."""


def recogniser(setting: str, language: Language, models_dir: Path) -> SpeechRecognizer:
    """Open the recogniser that `setting` names for `language`.

    Raises SettingsError when the setting names none that hears the language, ModelError when its
    files are missing or wrong.
    """
    voice = SileroVoiceActivity(model_path(models_dir, VOICE_ACTIVITY))
    least = LEAST_CONFIDENCE.get(setting, _LEAST_OF_VOSK)
    return SpokenOnly(_opened(setting, language, models_dir), voice, least)


def verify(setting: str, language: Language) -> str:
    """Say what would hear a language, without opening it.

    Raises SettingsError and OwnModelError as `recogniser` would.
    """
    folder = own_folder(setting)
    if folder is not None:
        return f"Vosk: {verify_own(folder).name}"
    if _SPEAKS.get(setting) is not language:
        raise SettingsError(f"speech.{language.value}: {setting!r} hears no {language.name}.")
    return setting


def _opened(setting: str, language: Language, models_dir: Path) -> SpeechRecognizer:
    """Open the bare recogniser; libraries are imported only where they are used."""
    verify(setting, language)
    folder = own_folder(setting)
    if folder is not None:
        from edge_agent.inference.vosk import Vosk  # noqa: PLC0415 - 0.2 s and 30 MB

        return Vosk(folder, language)
    if setting == "whisper":
        from edge_agent.inference.whisper import WhisperRecogniser  # noqa: PLC0415

        return WhisperRecogniser(_whisper(models_dir))
    return _moonshine(models_dir)


def _moonshine(models_dir: Path) -> SpeechRecognizer:
    """Open Moonshine, with Whisper for its word times."""
    from edge_agent.inference.moonshine import Moonshine  # noqa: PLC0415
    from edge_agent.inference.word_times import WordTimer  # noqa: PLC0415

    return Moonshine(
        model_path(models_dir, "moonshine_encoder"),
        model_path(models_dir, "moonshine_decoder"),
        model_path(models_dir, "moonshine_tokenizer"),
        WordTimer(_whisper(models_dir), Language.EN),
    )


def _whisper(models_dir: Path) -> Whisper:
    """Open Whisper from its verified files, which lie in one folder."""
    from edge_agent.inference.ctranslate import Whisper  # noqa: PLC0415

    for name in ("whisper_config", "whisper_vocabulary"):
        model_path(models_dir, name)
    folder = model_path(models_dir, "whisper_model").parent
    return Whisper.load(folder, model_path(models_dir, "whisper_tokenizer"))
