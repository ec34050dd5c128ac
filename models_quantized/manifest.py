"""What is built, from what, and the hashes that prove it."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Place = Literal["models", "media", "tests"]
Runtime = Literal["tflite-runtime", "onnxruntime", "ctranslate2", "vosk", "none"]
Recipe = Literal["shipped", "float32", "blocked", "int8", "int8_conv", "dynamic"]


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


class Tensor(Table, frozen=True, kw_only=True):
    """An input or output of a model; a size of 0 is free."""

    name: str
    shape: tuple[int, ...]
    type: Literal["float32", "int64", "int32", "bool"] = "float32"


class Figures(Table, frozen=True, kw_only=True):
    """What one variant measured: against its float parent, on real pictures."""

    ms: float | None = None
    """Median processor time of one inference on one thread."""
    median: float | None = None
    """Error, in the unit of the model's bound."""
    p95: float | None = None
    missed: int | None = None
    """Pictures in which the parent found something and the variant did not, or the reverse."""
    fault: str = ""
    """Why it cannot run at all."""


class Bound(Table, frozen=True, kw_only=True):
    """The most error with which a variant may be chosen; nothing may be missed."""

    median: float
    p95: float
    unit: str


class Variant(Table, frozen=True, kw_only=True):
    """One form of a model."""

    name: Recipe
    file: str
    sha256: Sha256
    precision: str
    runtime: Runtime
    figures: Figures = Figures()
    """On the reference machine."""


class Built(Table, frozen=True, kw_only=True):
    """One file (or folder) that is made ready, and the variants that are built from it."""

    name: str
    file: str
    place: Place = "models"
    build: Literal["copy", "join", "folder", "e5"] = "copy"
    sources: Annotated[tuple[Source, ...], Meta(min_length=1)]
    second_source: str = ""
    """Another package with the same bytes, and whether anybody has opened it to look."""
    version: str = ""
    sha256: Sha256
    """Of the built file; of a folder, of its files' hashes in the order of their names."""
    licence: str
    what: str
    precision: str = ""
    runtime: Runtime = "none"
    inputs: tuple[Tensor, ...] = ()
    outputs: tuple[Tensor, ...] = ()
    parent: Recipe = "shipped"
    """The float variant that all are compared with."""
    reference: Recipe = "shipped"
    """The variant that runs where nobody has measured."""
    pinned_runtime: Runtime | None = None
    """The only runtime that may be chosen; why stands in an ADR."""
    bound: Bound | None = None
    figures: Figures = Figures()
    variants: tuple[Variant, ...] = ()

    @property
    def forms(self) -> tuple[Variant, ...]:
        """Give every form: the file as shipped first."""
        shipped = Variant(
            name="shipped",
            file=self.file,
            sha256=self.sha256,
            precision=self.precision,
            runtime=self.runtime,
            figures=self.figures,
        )
        return (shipped, *self.variants)

    def form(self, name: Recipe) -> Variant:
        """Give one form by its name."""
        return next(form for form in self.forms if form.name == name)


class Manifest(Table, frozen=True, kw_only=True):
    """Everything that is fetched and built."""

    reference_machine: str = ""
    """Where the variants' figures were measured, and when."""
    packages: dict[str, Package]
    built: tuple[Built, ...]


def load() -> Manifest:
    """Read the manifest that lies beside this module."""
    text = (resources.files("models_quantized") / "manifest.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Manifest)
