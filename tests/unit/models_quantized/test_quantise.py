"""Variants of a real, small model: the same bytes each time, and their hashes are pinned."""

import hashlib
from io import StringIO
from pathlib import Path

import msgspec
import onnx
import pytest
from rich.console import Console

from models_quantized.errors import BuildError, CalibrationError
from models_quantized.files import make
from models_quantized.manifest import Manifest, Recipe, Variant, load
from models_quantized.quantise import parent_of, read_ranges, variant

MODELS = Path(__file__).parents[3] / ".cache" / "models"
DETECTOR = next(built for built in load().built if built.name == "face_detector")
SHIPPED = (MODELS / DETECTOR.file).read_bytes()
RANGES = read_ranges("face_detector")


@pytest.mark.parametrize("form", DETECTOR.variants, ids=lambda form: form.name)
def test_a_variant_comes_out_as_pinned(form: Variant) -> None:
    assert hashlib.sha256(variant(form.name, SHIPPED, RANGES)).hexdigest() == form.sha256


@pytest.mark.parametrize(
    ("name", "is_needed"), [("int8", False), ("float32", True)], ids=["one of many", "the parent"]
)
def test_what_came_out_otherwise_is_left_out_unless_all_rests_on_it(
    name: Recipe,
    is_needed: bool,  # noqa: FBT001 - a row of the table
    tmp_path: Path,
) -> None:
    form = DETECTOR.form(name)
    other = msgspec.structs.replace(form, sha256="0" * 64)
    built = msgspec.structs.replace(DETECTOR, variants=(other,))
    (tmp_path / built.file).write_bytes(SHIPPED)
    (tmp_path / form.file).write_bytes(b"an older build")
    manifest, paper = Manifest(packages={}, built=(built,)), StringIO()

    if is_needed:
        with pytest.raises(BuildError, match=f"face_detector as {name} came out as"):
            make(manifest, [built], tmp_path, Console(file=paper, width=300))
    else:
        make(manifest, [built], tmp_path, Console(file=paper, width=300))
        assert f"left out {form.file}: M-BUILD-001" in paper.getvalue()

    assert [path.name for path in tmp_path.iterdir()] == [built.file]


def test_a_range_that_nobody_committed_is_named() -> None:
    some = dict(list(RANGES.items())[1:])

    with pytest.raises(CalibrationError, match=r"M-CALIBRATION-001: No range of \w+ was"):
        variant("int8", SHIPPED, some)


def test_the_convolutions_that_give_the_numbers_stay_float() -> None:
    model = onnx.load_from_string(variant("int8_conv", SHIPPED, RANGES))
    made_of = {node.output[0]: node for node in model.graph.node}

    def is_float(node: onnx.NodeProto) -> bool:
        return node.input[1] in {each.name for each in model.graph.initializer}

    convolutions = [node for node in model.graph.node if node.op_type == "Conv"]
    assert sum(map(is_float, convolutions)) == 4
    quantised = [node for node in convolutions if not is_float(node)]
    assert {made_of[node.input[1]].op_type for node in quantised} == {"DequantizeLinear"}


def test_every_range_is_of_a_tensor_and_in_order() -> None:
    assert set(RANGES) == set(parent_of(SHIPPED).tensors)
    assert all(low <= high for low, high in RANGES.values())
