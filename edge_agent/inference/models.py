"""Where the built models lie, and the proof that they are the pinned ones."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from edge_agent.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


_WHISPER = ("whisper_model", "whisper_config", "whisper_tokenizer", "whisper_vocabulary")
_MOONSHINE = ("moonshine_encoder", "moonshine_decoder", "moonshine_tokenizer")
_OF_RECOGNISER = {"moonshine": (*_MOONSHINE, *_WHISPER), "whisper": _WHISPER}


@dataclass(frozen=True, slots=True)
class Model:
    """One built file of the manifest."""

    file: str
    sha256: str


def model_path(models_dir: Path, name: str) -> Path:
    """Give the path of a model whose hash is the pinned one; raises ModelError.

    Each file is hashed once per process.
    """
    model = _model(name)
    path = models_dir / model.file
    if _hash_once(path) != model.sha256:
        raise ModelError(f"{path.name} was altered: its SHA-256 is not the pinned one.")
    return path


def model_hashes(names: Iterable[str]) -> tuple[str, ...]:
    """Give the pinned hashes of the models that an interview used, in the order asked."""
    return tuple(_model(name).sha256 for name in names)


def speech_models(setting: str) -> tuple[str, ...]:
    """Name the manifest's models that a recogniser loads; a technician's own is not among them."""
    return ("silero_vad", *_OF_RECOGNISER.get(setting, ()))


def _model(name: str) -> Model:
    try:
        return _manifest()[name]
    except KeyError as error:
        raise ModelError(f"No model is called {name!r}.") from error


@cache
def _manifest() -> Mapping[str, Model]:
    """Read the manifest as data: the code that builds models is not needed on a kiosk."""
    text = (resources.files("models_quantized") / "manifest.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["built"]
    return {row["name"]: Model(row["file"], row["sha256"]) for row in rows}


@cache
def _hash_once(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path.name} cannot be read: {error.strerror}.") from error
