"""`chosen.toml`: which variant this machine runs, and the figures that say why.

A kiosk reads `variant` and `sha256` of it; the rest is for people and for the next run.
"""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING, Any

import msgspec
import tomli_w

from models_quantized.manifest import Figures, Recipe, Sha256, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from models_quantized.manifest import Built, Manifest

NAME = "chosen.toml"


class Measured(Table, frozen=True, kw_only=True):
    """One variant's figures, and the file that they are of."""

    sha256: Sha256
    figures: Figures


class Choice(Table, frozen=True, kw_only=True):
    """One model's."""

    variant: Recipe
    sha256: Sha256
    measured: dict[Recipe, Measured]


class Chosen(Table, frozen=True, kw_only=True):
    """The file."""

    machine: str = ""
    date: str = ""
    models: dict[str, Choice] = msgspec.field(default_factory=dict)


def read(folder: Path) -> Chosen:
    """Read the file; one that is missing or damaged holds no choice."""
    try:
        return msgspec.convert(tomllib.loads((folder / NAME).read_text(encoding="utf-8")), Chosen)
    except (FileNotFoundError, ValueError, RecursionError):
        return Chosen()


def write(chosen: Chosen, folder: Path) -> None:
    """Write the file; it appears whole or not at all."""
    partial = folder / f".{NAME}.partial"
    with partial.open("wb") as file:
        tomli_w.dump(_without_nothing(chosen), file)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(folder / NAME)


def forget_old(manifest: Manifest, folder: Path) -> tuple[str, ...]:
    """Take out choices among variants that the manifest no longer has; gives the models' names.

    Their reference choice runs until they are measured again.
    """
    chosen = read(folder)
    known = {built.name: built for built in manifest.built}
    kept = {
        name: one
        for name, one in chosen.models.items()
        if name in known and is_of(one, known[name])
    }
    old = tuple(sorted(set(chosen.models) - set(kept)))
    if old:
        write(msgspec.structs.replace(chosen, models=kept), folder)
    return old


def choice(built: Built, name: Recipe, measured: Mapping[Recipe, Figures]) -> Choice:
    """Put a choice down together with what was measured."""
    kept = {
        form.name: Measured(sha256=form.sha256, figures=measured[form.name])
        for form in built.forms
        if form.name in measured
    }
    return Choice(variant=name, sha256=built.form(name).sha256, measured=kept)


def is_of(chosen: Choice, built: Built) -> bool:
    """Say whether a choice was made among the very variants that the manifest has."""
    hashes = {name: measured.sha256 for name, measured in chosen.measured.items()}
    return hashes == {form.name: form.sha256 for form in built.forms}


def _without_nothing(chosen: Chosen) -> dict[str, Any]:
    """Leave out figures that do not exist: TOML has no word for nothing."""

    def cleaned(value: Any) -> Any:  # noqa: ANN401 - what TOML can hold
        if isinstance(value, dict):
            return {key: cleaned(each) for key, each in value.items() if each is not None}
        return value

    found: dict[str, Any] = cleaned(msgspec.to_builtins(chosen))
    return found
