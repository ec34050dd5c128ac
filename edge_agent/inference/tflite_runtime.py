"""TensorFlow Lite models on tflite-runtime with XNNPACK: one thread each, errors of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflite_runtime.interpreter import Interpreter

from edge_agent.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_REFUSALS = (ValueError, RuntimeError, OSError)


class TfliteSession:
    """A `ModelRuntime`: one model, ready to run on `threads` cores."""

    def __init__(self, path: Path, threads: int = 1) -> None:
        """Load the model; raises ModelError, also for an operator that this runtime lacks."""
        try:
            self._interpreter: Any = Interpreter(str(path), num_threads=threads)
            self._interpreter.allocate_tensors()
        except _REFUSALS as error:
            reason = str(error).partition("\n")[0].partition(" See ")[0][:200].rstrip(".")
            raise ModelError(f"{path.name} cannot be loaded: {reason}.") from error
        self._name = path.name
        self._inputs = _indices(self._interpreter.get_input_details())
        self._outputs = _indices(self._interpreter.get_output_details())
        self.inputs: tuple[str, ...] = tuple(self._inputs)
        self.outputs: tuple[str, ...] = tuple(self._outputs)

    def run(self, outputs: Sequence[str] | None, feed: Mapping[str, Any]) -> list[Any]:
        """Give copies of the named outputs (all when None); raises ModelError."""
        names = self.outputs if outputs is None else outputs
        try:
            for name, values in feed.items():
                self._interpreter.set_tensor(self._inputs[name], values)
            self._interpreter.invoke()
            return [self._interpreter.get_tensor(self._outputs[name]) for name in names]
        except KeyError as error:
            raise ModelError(f"{self._name} has no tensor {error}.") from error
        except _REFUSALS as error:
            raise ModelError(f"{self._name} refused its input.") from error


def _indices(details: list[dict[str, Any]]) -> dict[str, int]:
    return {each["name"]: int(each["index"]) for each in details}
