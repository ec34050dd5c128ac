"""ONNX Runtime sessions as the kiosk opens them: one thread each, errors of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as refusals

from edge_agent.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_REFUSALS = (
    refusals.EPFail,
    refusals.Fail,
    refusals.InvalidArgument,
    refusals.InvalidGraph,
    refusals.InvalidProtobuf,
    refusals.NoModel,
    refusals.NoSuchFile,
    refusals.NotImplemented,
    refusals.RuntimeException,
    OSError,
    RuntimeError,
    ValueError,
)
"""The runtime's exceptions have no root of their own."""


class Session:
    """One model, ready to run on `threads` cores."""

    def __init__(self, path: Path, threads: int = 1, *, keeps_memory: bool = False) -> None:
        """Load the model (ONNX or ORT format); raises ModelError.

        `keeps_memory` is for a model whose input is always of the same size: what a run needed is
        kept for the next one.
        """
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = keeps_memory  # an utterance of 28 s would keep 170 MB
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = ort.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except _REFUSALS as error:
            raise ModelError(f"{path.name} cannot be loaded: {_first_line(error)}.") from error
        self._name = path.name
        self.inputs: tuple[str, ...] = tuple(node.name for node in self._session.get_inputs())
        self.outputs: tuple[str, ...] = tuple(node.name for node in self._session.get_outputs())

    def run(self, outputs: Sequence[str] | None, feed: Mapping[str, Any]) -> list[Any]:
        """Give the named outputs (all when None); raises ModelError."""
        try:
            found: list[Any] = self._session.run(outputs, feed)
        except _REFUSALS as error:
            raise ModelError(f"{self._name} refused its input: {_first_line(error)}.") from error
        return found


def _first_line(error: Exception) -> str:
    """Give what fits on one log line."""
    return str(error).partition("\n")[0][:200].rstrip(".")
