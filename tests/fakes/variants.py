"""A model of the manifest with variants, and figures for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models_quantized.manifest import Bound, Built, Figures, Source, Variant

if TYPE_CHECKING:
    from models_quantized.manifest import Recipe, Runtime

BOUND = Bound(median=0.2, p95=0.5, unit="% of something")


def variant(name: Recipe, runtime: Runtime = "onnxruntime", sha256: str = "") -> Variant:
    """A variant whose hash tells it from the others."""
    letter = format(len(name) % 16, "x")
    return Variant(
        name=name,
        file=f"model_{name}.onnx",
        sha256=sha256 or letter * 64,
        precision="-",
        runtime=runtime,
    )


def model(*variants: Variant, pinned: Runtime | None = None) -> Built:
    """A model that ships for tflite-runtime."""
    return Built(
        name="model",
        file="model.tflite",
        sources=(Source(package="package", member="model", sha256="a" * 64),),
        sha256="a" * 64,
        licence="MIT",
        what="-",
        runtime="tflite-runtime",
        parent="float32",
        reference="float32",
        pinned_runtime=pinned,
        bound=BOUND,
        variants=variants,
    )


def figures(ms: float, median: float = 0.0, p95: float = 0.0, missed: int = 0) -> Figures:
    """Figures of a variant that ran."""
    return Figures(ms=ms, median=median, p95=p95, missed=missed)
