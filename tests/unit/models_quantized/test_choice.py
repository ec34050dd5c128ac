"""The law of the choice: the fastest variant within the bound, and no other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models_quantized.choice import candidates, choose, fits
from models_quantized.errors import MeasureError
from models_quantized.manifest import Figures, Recipe
from tests.fakes.variants import BOUND, figures, model, variant

FORMS: tuple[Recipe, ...] = ("float32", "blocked", "int8", "int8_conv", "dynamic")
MODEL = model(*(variant(name) for name in FORMS))
ERRORS = st.floats(0, 2) | st.just(float("nan")) | st.just(float("inf"))
FIGURES = st.builds(
    Figures,
    ms=st.none() | st.floats(0.1, 50),
    median=st.none() | ERRORS,
    p95=st.none() | ERRORS,
    missed=st.none() | st.integers(0, 3),
)
MEASURED = st.dictionaries(st.sampled_from(("shipped", *FORMS)), FIGURES)


@settings(max_examples=50)
@given(MEASURED)
def test_the_choice_is_the_fastest_that_fits(measured: dict[Recipe, Figures]) -> None:
    fitting = {name: each.ms for name, each in measured.items() if fits(each, BOUND)}
    if not fitting:
        with pytest.raises(MeasureError, match="M-MEASURE-001: No variant of model"):
            choose(MODEL, measured)
        return

    assert fitting[choose(MODEL, measured)] == min(ms for ms in fitting.values() if ms is not None)


@settings(max_examples=50)
@given(MEASURED, st.sampled_from(FORMS), st.floats(0.1, 50))
def test_a_variant_that_errs_too_much_is_not_chosen_however_fast_it_is(
    measured: dict[Recipe, Figures], name: Recipe, ms: float
) -> None:
    measured = {**measured, "float32": figures(60.0)}
    others = {each: found for each, found in measured.items() if each != name}
    for bad in (figures(ms, median=0.21), figures(ms, p95=0.51), figures(ms, missed=1)):
        spoilt = {**others, "shipped": figures(70.0), name: bad}

        assert choose(MODEL, spoilt) != name
        assert name not in candidates(MODEL, spoilt)


@settings(max_examples=20)
@given(MEASURED)
def test_only_the_pinned_runtime_may_be_chosen(measured: dict[Recipe, Figures]) -> None:
    pinned = model(*MODEL.variants, pinned="tflite-runtime")
    measured = {**measured, "shipped": figures(99.0)}

    assert choose(pinned, measured) == "shipped"


def test_what_cannot_run_is_not_chosen() -> None:
    measured: dict[Recipe, Figures] = {
        "shipped": Figures(fault="unknown operator"),
        "float32": figures(5.0),
    }

    assert choose(MODEL, measured) == "float32"


def test_of_two_as_fast_the_first_of_the_manifest_is_chosen() -> None:
    measured: dict[Recipe, Figures] = {"blocked": figures(5.0), "float32": figures(5.0)}

    assert choose(MODEL, measured) == "float32"
