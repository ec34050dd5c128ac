"""Measures every variant of a model on this machine, all of them in turn on the same pictures."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from edge_agent.errors import ModelError
from edge_agent.inference.opener import open_runtime
from models_quantized.errors import MeasureError
from models_quantized.manifest import Figures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from edge_agent.inference.ports import ModelRuntime
    from models_quantized.manifest import Built, Recipe
    from models_quantized.trials import Trial

_ROUNDS = 4
_FAR_SLOWER = 3.0
"""Times the parent's: what takes longer is not run in the later rounds."""


@dataclass(slots=True)
class _Runner:
    """One variant, loaded."""

    runtime: ModelRuntime
    ms: list[float] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    missed: int = 0

    def figures(self) -> Figures:
        """Sum up; without one comparable picture there is no error to tell."""
        ms = round(float(np.median(self.ms)), 3)
        if not self.errors:
            return Figures(ms=ms, missed=self.missed)
        return Figures(
            ms=ms,
            median=_short(float(np.median(self.errors))),
            p95=_short(float(np.percentile(self.errors, 95))),
            missed=self.missed,
        )


def measure(
    built: Built,
    folder: Path,
    trial: Trial,
    pictures: Sequence[NDArray[np.uint8]],
    progress: Callable[[float], None],
) -> Mapping[Recipe, Figures]:
    """Give each variant's figures; `progress` hears the share done. Raises MeasureError."""
    feeds = [feed for feed in map(trial.feed, pictures) if feed is not None]
    runners, faults = _open(built, folder)
    if built.parent not in runners or not feeds:
        raise MeasureError(f"The float parent of {built.name} does not run here.")
    _compare(built, trial, runners, feeds)
    progress(1 / (_ROUNDS + 1))
    for number in range(_ROUNDS):
        _time_round(trial, _worth_it(built, runners), feeds)
        progress((number + 2) / (_ROUNDS + 1))
    figures = {name: runner.figures() for name, runner in runners.items()}
    return {form.name: figures.get(form.name) or faults[form.name] for form in built.forms}


def _open(built: Built, folder: Path) -> tuple[dict[Recipe, _Runner], dict[Recipe, Figures]]:
    """Load what can be loaded; of the others give the runtime's reason."""
    runners: dict[Recipe, _Runner] = {}
    faults: dict[Recipe, Figures] = {}
    for form in built.forms:
        try:
            runners[form.name] = _Runner(open_runtime(form.runtime, folder / form.file))
        except ModelError as error:
            faults[form.name] = Figures(fault=_reason(error))
    return runners, faults


def _compare(
    built: Built, trial: Trial, runners: Mapping[Recipe, _Runner], feeds: Sequence[Any]
) -> None:
    """Hold every variant's answers against the parent's; this warms them up as well."""
    parent = runners[built.parent].runtime
    for feed in feeds:
        truth = parent.run(trial.outputs, feed)
        for runner in runners.values():
            error = trial.error(truth, runner.runtime.run(trial.outputs, feed))
            if error is None or not np.isfinite(error):
                runner.missed += 1
            else:
                runner.errors.append(error)


def _time_round(trial: Trial, runners: Sequence[_Runner], feeds: Sequence[Any]) -> None:
    """Run all variants on one picture before the next: a busy machine slows them alike."""
    for feed in feeds:
        for runner in runners:
            began = time.thread_time()
            runner.runtime.run(trial.outputs, feed)
            runner.ms.append(1000.0 * (time.thread_time() - began))


def _worth_it(built: Built, runners: Mapping[Recipe, _Runner]) -> list[_Runner]:
    parent = runners[built.parent].ms
    if not parent:
        return list(runners.values())
    most = _FAR_SLOWER * float(np.median(parent))
    return [runner for runner in runners.values() if np.median(runner.ms) <= most]


def _short(value: float) -> float:
    return float(f"{value:.3g}")


def _reason(error: ModelError) -> str:
    """Give what the runtime said, without the file's name and the advice."""
    words = str(error).removesuffix(error.diagnosis).strip(" .")
    return words.rpartition("cannot be loaded: ")[2]
