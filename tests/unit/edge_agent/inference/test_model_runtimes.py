"""One contract for every runtime that a vision model may be chosen for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from edge_agent.errors import ModelError
from edge_agent.inference.blazeface import OUTPUTS
from edge_agent.inference.opener import open_model, open_runtime

if TYPE_CHECKING:
    from edge_agent.inference.ports import ModelRuntime

MODELS = Path(__file__).parents[4] / ".cache" / "models"
PICTURE = np.random.default_rng(5).uniform(-1, 1, (1, 128, 128, 3)).astype(np.float32)


@pytest.fixture(
    params=[("tflite-runtime", "face_detector.tflite"), ("onnxruntime", "face_detector.onnx")],
    ids=lambda param: param[0],
)
def model(request: pytest.FixtureRequest) -> ModelRuntime:
    runtime, file = request.param
    return open_runtime(runtime, MODELS / file)


def test_outputs_come_by_name_in_the_order_asked(model: ModelRuntime) -> None:
    boxes, scores = model.run(OUTPUTS, {"input": PICTURE})
    again = model.run(tuple(reversed(OUTPUTS)), {"input": PICTURE})

    assert (boxes.shape, scores.shape) == ((1, 896, 16), (1, 896, 1))
    np.testing.assert_array_equal(again[0], scores)
    np.testing.assert_array_equal(again[1], boxes)


def test_without_names_all_outputs_are_given(model: ModelRuntime) -> None:
    shapes = {values.shape for values in model.run(None, {"input": PICTURE})}

    assert shapes == {(1, 896, 16), (1, 896, 1)}


def test_an_answer_stays_what_it_is_when_the_next_is_asked_for(model: ModelRuntime) -> None:
    (first,) = model.run(OUTPUTS[:1], {"input": PICTURE})
    kept = first.copy()

    model.run(OUTPUTS[:1], {"input": -PICTURE})

    np.testing.assert_array_equal(first, kept)


@pytest.mark.parametrize(
    ("outputs", "name", "shape"),
    [
        (OUTPUTS, "input", (1, 64, 64, 3)),
        (OUTPUTS, "picture", (1, 128, 128, 3)),
        (("mood",), "input", (1, 128, 128, 3)),
    ],
    ids=["another size", "another input", "another output"],
)
def test_what_the_model_does_not_know_is_refused(
    model: ModelRuntime, outputs: tuple[str, ...], name: str, shape: tuple[int, ...]
) -> None:
    with pytest.raises(ModelError, match="K-MODEL-001"):
        model.run(outputs, {name: np.zeros(shape, np.float32)})


def test_the_runtimes_agree() -> None:
    shipped, translated = (
        open_runtime(runtime, MODELS / file).run(OUTPUTS, {"input": PICTURE})
        for runtime, file in (
            ("tflite-runtime", "face_detector.tflite"),
            ("onnxruntime", "face_detector.onnx"),
        )
    )

    for one, other in zip(shipped, translated, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-3)


def test_the_chosen_variant_is_opened_on_its_own_runtime() -> None:
    chosen = open_model(MODELS, "face_detector")

    assert type(chosen).__name__ == "TfliteSession"
