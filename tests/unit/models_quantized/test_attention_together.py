"""Crops that are computed together are those that are computed one by one."""

from typing import Any

import numpy as np
import onnxruntime as ort
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models_quantized.attention import IRISES, Attention
from models_quantized.attention import REGIONS as REFINED
from models_quantized.attention_together import AttentionTogether
from models_quantized.errors import SourceError
from models_quantized.onnx_writer import OnnxWriter

SIDE = 8
PICTURE = np.random.default_rng(2).uniform(0, 1, (1, 3, 20, 24)).astype(np.float32)


def region(first: int, count: int, scale: float) -> dict[str, Any]:
    return {
        "target_rotation_radians": 0,
        "subset_idxs": list(range(first, first + count)),
        "left_rotation_idx": first,
        "right_rotation_idx": first + 1,
        "output_width": SIDE,
        "output_height": SIDE,
        "scale_x": scale,
        "scale_y": 1.5 * scale,
    }


REGIONS = (region(0, 5, 1.5), region(100, 9, 2.0), region(300, 3, 1.2))


def model(kind: type[Attention]) -> ort.InferenceSession:
    """Write crops and moved points of three regions of the landmarks that are fed."""
    writer = OnnxWriter()
    attention = kind(writer)
    flat = writer.node("Reshape", "landmarks", writer.integers([1, 468, 3]))
    matrices = [attention.region(flat, each) for each in REGIONS]
    picture = writer.floats(PICTURE)
    points = writer.floats([[[0.0, 0.0], [8.0, 3.0]]])
    outputs: dict[str, Any] = {}
    for number, matrix in enumerate(matrices):
        crop = attention.crop(picture, matrix, (20, 24), REGIONS[number])
        outputs[f"crop_{number}"] = (crop, (1, 3, SIDE, SIDE))
        outputs[f"moved_{number}"] = (attention.transform(points, matrix), (1, 2, 2))
    content = writer.model("crops", ("landmarks", (1, 1404)), outputs)
    return ort.InferenceSession(content, providers=["CPUExecutionProvider"])


@pytest.fixture(scope="module")
def apart() -> ort.InferenceSession:
    return model(Attention)


@pytest.fixture(scope="module")
def together() -> ort.InferenceSession:
    return model(AttentionTogether)


@given(st.integers(0, 9999), st.floats(2, 40))
@settings(max_examples=40, deadline=None)
def test_crops_and_points_are_the_same_wherever_the_landmarks_lie(
    apart: ort.InferenceSession, together: ort.InferenceSession, seed: int, spread: float
) -> None:
    lying = np.random.default_rng(seed).uniform(-2, spread, (1, 1404)).astype(np.float32)

    wanted = apart.run(None, {"landmarks": lying})
    found = together.run(None, {"landmarks": lying})

    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(one, other, atol=2e-4)


def refined(kind: type[Attention]) -> ort.InferenceSession:
    """Write the 478 points out of the coarse ones and what the branches found."""
    writer = OnnxWriter()
    attention = kind(writer)
    flat = writer.node("Reshape", "landmarks", writer.integers([1, 468, 3]))
    for first, count in ((0, 20), (100, 18), (300, 17)):
        attention.region(flat, region(first, count, 1.5))
    drawn = np.random.default_rng(8)
    outputs = {
        name: writer.floats(drawn.uniform(0, 9, (1, 2 * count)))
        for name, count in zip((*REFINED, *IRISES), (20, 18, 17, 5, 5), strict=True)
    }
    outputs["output_mesh_identity"] = "landmarks"
    points = attention.refine(outputs)
    content = writer.model("points", ("landmarks", (1, 1404)), {"points": (points, (478, 3))})
    return ort.InferenceSession(content, providers=["CPUExecutionProvider"])


def test_points_laid_together_are_those_that_are_written_one_region_over_the_other() -> None:
    lying = np.random.default_rng(3).uniform(0, 90, (1, 1404)).astype(np.float32)

    (wanted,) = refined(Attention).run(None, {"landmarks": lying})
    (found,) = refined(AttentionTogether).run(None, {"landmarks": lying})

    np.testing.assert_allclose(found, wanted, atol=1e-5)


def test_a_crop_that_is_not_level_is_refused() -> None:
    turned = {**region(0, 5, 1.5), "target_rotation_radians": 1}

    with pytest.raises(SourceError):
        AttentionTogether(OnnxWriter()).region("landmarks", turned)
