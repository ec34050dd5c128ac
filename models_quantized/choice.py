"""Which variant of a model is kept: the fastest one that errs little enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models_quantized.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models_quantized.manifest import Bound, Built, Figures, Recipe


def fits(figures: Figures, bound: Bound) -> bool:
    """Say whether a variant ran, missed nothing and stayed within the error bound."""
    if figures.ms is None or figures.median is None or figures.p95 is None:
        return False
    return figures.missed == 0 and figures.median <= bound.median and figures.p95 <= bound.p95


def candidates(built: Built, measured: Mapping[Recipe, Figures]) -> tuple[Recipe, ...]:
    """Name the variants that may be chosen, in the manifest's order."""
    bound = built.bound
    return tuple(
        form.name
        for form in built.forms
        if bound is not None
        and built.pinned_runtime in (None, form.runtime)
        and form.name in measured
        and fits(measured[form.name], bound)
    )


def choose(built: Built, measured: Mapping[Recipe, Figures]) -> Recipe:
    """Name the fastest variant that may be chosen; raises MeasureError when there is none."""
    names = candidates(built, measured)
    if not names:
        raise MeasureError(f"No variant of {built.name} runs within its bound.")
    return min(names, key=lambda name: measured[name].ms or 0.0)
