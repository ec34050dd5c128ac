"""The table of what was measured: every variant, and why it was chosen or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Group
from rich.table import Table

from models_quantized.choice import fits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from models_quantized.chosen_file import Choice, Chosen
    from models_quantized.manifest import Built, Figures, Variant

_NUMBERS = ("ms", "median", "95 %", "missed")


def tables_of(models: Iterable[Built], chosen: Chosen) -> Iterator[Group]:
    """Yield a table for each model that was measured, and what stopped variants: 80 columns."""
    for built in models:
        if built.name in chosen.models:
            choice = chosen.models[built.name]
            yield Group(_table(built, choice), *_faults(choice))


def _table(built: Built, choice: Choice) -> Table:
    unit = built.bound.unit if built.bound is not None else "error"
    title = f"{built.name}: {unit}"
    table = Table(
        title=title, title_justify="left", box=SIMPLE, padding=(0, 1, 0, 0), pad_edge=False
    )
    for name in ("variant", "runtime"):
        table.add_column(name, no_wrap=True)
    for name in _NUMBERS:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("")
    for form in built.forms:
        figures = choice.measured[form.name].figures
        style = "bold" if form.name == choice.variant else None
        table.add_row(*_cells(form, figures), verdict(built, form, figures, choice), style=style)
    return table


def _faults(choice: Choice) -> Iterator[str]:
    """Say of each variant that did not run what the runtime said."""
    for name, kept in choice.measured.items():
        if kept.figures.fault:
            yield f"{name}: {kept.figures.fault}"


def verdict(built: Built, form: Variant, figures: Figures, choice: Choice) -> str:
    """Say in a word or two why a variant runs or does not."""
    fits_bound = built.bound is not None and fits(figures, built.bound)
    reasons = (
        (bool(figures.fault), "cannot run"),
        (form.name == choice.variant, "chosen"),
        (_is_lost(figures), "collapses"),
        (figures.missed != 0, "misses"),
        (not fits_bound, "errs too much"),
        (built.pinned_runtime not in (None, form.runtime), "not pinned"),
    )
    return next((says for is_so, says in reasons if is_so), "slower")


def _is_lost(figures: Figures) -> bool:
    """Say whether it sees nothing, or what it sees lies anywhere."""
    return figures.median is None or figures.median > 50.0  # noqa: PLR2004 - percent


def _cells(form: Variant, figures: Figures) -> tuple[str, ...]:
    numbers = (figures.ms, figures.median, figures.p95, figures.missed)
    told = ("" if each is None else f"{round(each, 4):g}" for each in numbers)
    return (form.name, form.runtime, *told)
