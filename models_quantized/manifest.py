"""What is built, from what, and the hashes that prove it."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Place = Literal["models", "media", "tests"]


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the manifest."""


class Package(Table, frozen=True, kw_only=True):
    """A pinned package; the wheel is the same on every machine, for only data is taken from it."""

    requirement: str
    wheel: str
    bytes: int
    sha256: Sha256


class Source(Table, frozen=True, kw_only=True):
    """A file in a package; for a folder, the prefix of its files, and no hash."""

    package: str
    member: str
    sha256: Sha256 | None = None


class Built(Table, frozen=True, kw_only=True):
    """One file (or folder) that is made ready."""

    name: str
    file: str
    place: Place = "models"
    build: Literal["copy", "join", "onnx", "folder"] = "copy"
    sources: Annotated[tuple[Source, ...], Meta(min_length=1)]
    sha256: Sha256
    """Of the built file; of a folder, of its files' hashes in the order of their names."""
    licence: str
    what: str


class Manifest(Table, frozen=True, kw_only=True):
    """Everything that is fetched and built."""

    packages: dict[str, Package]
    built: tuple[Built, ...]


def load() -> Manifest:
    """Read the manifest that lies beside this module."""
    text = (resources.files("models_quantized") / "manifest.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Manifest)
