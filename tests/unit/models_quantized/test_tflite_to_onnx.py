from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
from tflite_runtime.interpreter import Interpreter

from models_quantized.errors import SourceError
from models_quantized.tflite_graph import read
from models_quantized.tflite_to_onnx import Converter, convert

DETECTOR = Path(__file__).parents[3] / ".cache" / "models" / "face_detector.tflite"


def test_a_graph_is_read_with_its_shapes_constants_and_order() -> None:
    graph = read(DETECTOR.read_bytes())

    (entry,) = graph.inputs
    assert graph.names[entry] == "input"
    assert graph.shapes[entry] == (1, 128, 128, 3)
    assert {graph.shapes[number] for number in graph.outputs.values()} == {
        (1, 896, 16),
        (1, 896, 1),
    }
    known = set(graph.constants) | {entry}
    for operator in graph.operators:
        assert known.issuperset(operator.inputs)
        known.update(operator.outputs)


def test_a_translated_model_computes_what_its_source_computes() -> None:
    picture = np.random.default_rng(3).uniform(-1, 1, (1, 128, 128, 3)).astype(np.float32)
    source = Interpreter(str(DETECTOR), num_threads=1)
    source.allocate_tensors()
    source.set_tensor(source.get_input_details()[0]["index"], picture)
    source.invoke()
    wanted = {each["name"]: each["index"] for each in source.get_output_details()}

    model = ort.InferenceSession(convert(DETECTOR.read_bytes()), providers=["CPUExecutionProvider"])
    found = model.run(list(wanted), {"input": picture})

    for index, values in zip(wanted.values(), found, strict=True):
        np.testing.assert_allclose(values, source.get_tensor(index), atol=1e-3)


def test_a_model_that_cannot_be_translated_exactly_is_refused() -> None:
    graph = read(DETECTOR.read_bytes())
    unknown = replace(graph.operators[-1], name="FLOOR_MOD")

    with pytest.raises(SourceError, match="M-SOURCE-001: FLOOR_MOD cannot be translated"):
        Converter(replace(graph, operators=(*graph.operators[:-1], unknown))).model()
