"""Which variant of each model runs on this kiosk, and the proof that it is a pinned one.

The manifest pins every variant by its SHA-256. `chosen.toml` beside the models, written where they
were measured, names one variant of each; without it the manifest's reference choice runs.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge_agent.errors import ModelChoiceError, ModelError, OwnModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CHOICE_FILE = "chosen.toml"
_VOSK = "vosk:"
_VOSK_PARTS = (("am/final.mdl", "final.mdl"), ("conf/mfcc.conf", "mfcc.conf"))
"""Files of which a model folder has one of each, in the new or in the old layout."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One form of a model: a file, its pinned hash and the runtime it is made for."""

    name: str
    file: str
    sha256: str
    runtime: str


@dataclass(frozen=True, slots=True)
class _Model:
    variants: Mapping[str, Variant]
    reference: str
    pinned_runtime: str | None


def chosen(models_dir: Path | None, name: str) -> Variant:
    """Give the variant of a model that runs here, or of no folder the reference one.

    Raises ModelError.
    """
    model = _model(name)
    choice = _choices(models_dir).get(name) if models_dir else None
    if choice is None:
        return model.variants[model.reference]
    variant = model.variants.get(str(choice.get("variant")))
    if variant is None:
        raise ModelChoiceError(f"{name}: {choice.get('variant')!r} is no variant of the manifest.")
    if choice.get("sha256") != variant.sha256:
        raise ModelChoiceError(f"{name}: the hash of {variant.name!r} is not the pinned one.")
    if model.pinned_runtime not in (None, variant.runtime):
        raise ModelChoiceError(f"{name}: only {model.pinned_runtime} may run it.")
    return variant


def model_path(models_dir: Path, name: str) -> Path:
    """Give the path of a model's chosen variant, whose hash is the pinned one; raises ModelError.

    A file is hashed once per process, and again when it was written since.
    """
    variant = chosen(models_dir, name)
    path = models_dir / variant.file
    if file_sha256(path) != variant.sha256:
        raise ModelError(f"{path.name} was altered: its SHA-256 is not the pinned one.")
    return path


def model_hashes(models_dir: Path | None, names: Iterable[str]) -> tuple[str, ...]:
    """Give the pinned hashes of the variants that run here, in the order asked.

    Raises ModelError.
    """
    return tuple(chosen(models_dir, name).sha256 for name in names)


def verify(models_dir: Path, names: Iterable[str]) -> None:
    """Raise ModelError unless every one of these models is there and as pinned."""
    for name in names:
        model_path(models_dir, name)


def own_folder(setting: str) -> Path | None:
    """Give the folder of a technician's own Vosk model, where a language's setting names one."""
    if not setting.startswith(_VOSK) or setting == _VOSK:
        return None
    return Path(setting.removeprefix(_VOSK))


def verify_own(folder: Path) -> Path:
    """Give a folder that holds the parts of a Vosk model; raises OwnModelError."""
    if not all(any((folder / name).is_file() for name in names) for names in _VOSK_PARTS):
        raise OwnModelError(f"{folder} holds no Vosk model.")
    return folder


def folder_sha256(folder: Path) -> str:
    """Hash a folder: the SHA-256 of `path hash` lines in the order of the paths.

    Raises ModelError when there is nothing in it.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if not files:
        raise OwnModelError(f"{folder} holds no model.")
    lines = (f"{path.relative_to(folder).as_posix()} {file_sha256(path)}\n" for path in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def file_sha256(path: Path) -> str:
    """Hash a file (hex), once as long as it is not written; raises ModelError."""
    try:
        known = path.stat()
        return _hash_once(path, known.st_ino, known.st_size, known.st_mtime_ns)
    except OSError as error:
        raise ModelError(f"{path.name} cannot be read: {error.strerror}.") from error


def _model(name: str) -> _Model:
    try:
        return _manifest()[name]
    except KeyError as error:
        raise ModelError(f"No model is called {name!r}.") from error


def _choices(models_dir: Path) -> Mapping[str, Mapping[str, Any]]:
    """Read `chosen.toml`; nothing where there is none."""
    path = models_dir / CHOICE_FILE
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise ModelChoiceError(f"{path.name} cannot be read: {error}.") from error
    choices = found.get("models")
    if not isinstance(choices, dict) or not all(isinstance(one, dict) for one in choices.values()):
        raise ModelChoiceError(f"{path.name} holds no table of models.")
    for name in choices:
        if name not in _manifest():
            raise ModelChoiceError(f"{path.name}: no model is called {name!r}.")
    return choices


@cache
def _manifest() -> Mapping[str, _Model]:
    """Read the manifest as data: the code that builds models is not needed on a kiosk."""
    text = (resources.files("models_quantized") / "manifest.toml").read_text(encoding="utf-8")
    return {row["name"]: _read(row) for row in tomllib.loads(text)["built"]}


def _read(row: Mapping[str, Any]) -> _Model:
    rows = ({**row, "name": "shipped"}, *row.get("variants", ()))
    variants = (
        Variant(each["name"], each["file"], each["sha256"], each.get("runtime", "none"))
        for each in rows
    )
    return _Model(
        variants={variant.name: variant for variant in variants},
        reference=row.get("reference", "shipped"),
        pinned_runtime=row.get("pinned_runtime"),
    )


@cache
def _hash_once(path: Path, *_written: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
