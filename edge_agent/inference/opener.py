"""Opens the chosen variant of a vision model on the runtime that it is made for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.errors import ModelError
from edge_agent.inference.models import chosen, model_path

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.inference.ports import ModelRuntime


def open_model(models_dir: Path, name: str) -> ModelRuntime:
    """Give a model ready to run; its file is verified first. Raises ModelError."""
    variant = chosen(models_dir, name)
    return open_runtime(variant.runtime, model_path(models_dir, name))


def open_runtime(runtime: str, path: Path) -> ModelRuntime:
    """Load a file on a runtime, which is imported only here; raises ModelError."""
    if runtime == "tflite-runtime":
        from edge_agent.inference.tflite_runtime import TfliteSession  # noqa: PLC0415 - if chosen

        return TfliteSession(path)
    if runtime == "onnxruntime":
        from edge_agent.inference.onnx_runtime import Session  # noqa: PLC0415 - if chosen

        return Session(path)
    raise ModelError(f"{path.name} is nothing for {runtime}.")
