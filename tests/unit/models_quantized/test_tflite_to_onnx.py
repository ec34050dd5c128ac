from pathlib import Path

import pytest

from models_quantized.errors import SourceError
from models_quantized.tflite_graph import read
from models_quantized.tflite_to_onnx import convert

DETECTOR = Path(__file__).parents[3] / ".cache" / "models" / "face_detector.tflite"


def test_a_graph_is_read_with_its_shapes_constants_and_order() -> None:
    graph = read(DETECTOR.read_bytes())

    (entry,) = graph.inputs
    assert graph.shapes[entry] == (1, 128, 128, 3)
    assert {graph.shapes[number] for number in graph.outputs.values()} == {
        (1, 896, 16),
        (1, 896, 1),
    }
    known = set(graph.constants) | {entry}
    for operator in graph.operators:
        assert known.issuperset(operator.inputs)
        known.update(operator.outputs)


def test_a_model_that_cannot_be_translated_exactly_is_refused() -> None:
    with pytest.raises(SourceError, match="M-SOURCE-001"):
        convert(DETECTOR.read_bytes())
