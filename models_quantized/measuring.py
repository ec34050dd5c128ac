"""Measures what has variants, model by model, and keeps the choice after each."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from models_quantized import chosen_file
from models_quantized.choice import choose
from models_quantized.chosen_file import Chosen
from models_quantized.errors import MeasureError
from models_quantized.frames import judged_pictures
from models_quantized.machine import machine
from models_quantized.measure import measure
from models_quantized.table import tables_of
from models_quantized.trials import trials

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from models_quantized.chosen_file import Choice
    from models_quantized.manifest import Built, Manifest


def measure_all(manifest: Manifest, out: Path, console: Console, *, again: bool) -> Chosen:
    """Measure what this machine has not measured yet, or all of it `again`; print the table.

    A run that is cut goes on with the model at which it was cut. Raises ModelsError.
    """
    here = machine()
    chosen = _kept(chosen_file.read(out), here, again=again)
    models = [built for built in manifest.built if built.variants]
    todo = [built for built in models if not _is_done(built, chosen)]
    ways = trials(manifest, out)
    with _bars(console) as bars:
        for built in todo:
            if built.name not in ways:
                raise MeasureError(f"Nobody has said how {built.name} is tried.")
            bar = bars.add_task(f"measure {built.name}", total=1.0)
            pictures = judged_pictures(out.parent / "media")
            figures = measure(built, out, ways[built.name](), pictures, partial(_show, bars, bar))
            choice = chosen_file.choice(built, choose(built, figures), figures)
            chosen = _with(chosen, built, choice)
            chosen_file.write(chosen, out)
    _print(models, chosen, console)
    return chosen


def _kept(chosen: Chosen, here: str, *, again: bool) -> Chosen:
    """Start anew on another machine, and when asked to."""
    if again or chosen.machine != here:
        return Chosen(machine=here)
    return chosen


def _is_done(built: Built, chosen: Chosen) -> bool:
    choice = chosen.models.get(built.name)
    return choice is not None and chosen_file.is_of(choice, built)


def _with(chosen: Chosen, built: Built, choice: Choice) -> Chosen:
    today = datetime.now(UTC).date().isoformat()
    models = {**chosen.models, built.name: choice}
    return Chosen(machine=chosen.machine, date=today, models=models)


def _print(models: Sequence[Built], chosen: Chosen, console: Console) -> None:
    console.print(f"{chosen.machine}\n{chosen.date}", highlight=False)
    for table in tables_of(models, chosen):
        console.print(table)


def _show(bars: Progress, bar: TaskID, done: float) -> None:
    bars.update(bar, completed=done)


def _bars(console: Console) -> Progress:
    columns = (TextColumn("{task.description:<24}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)
