import numpy as np
import onnxruntime as ort
import pytest

from models_quantized.errors import SourceError
from models_quantized.tflite_graph import Graph, Operator
from models_quantized.tflite_to_onnx import Converter


def operator(name: str, source: int, target: int) -> Operator:
    return Operator(name, (source,), (target,), {}, None)


def graph(landmarks: int) -> Graph:
    """Landmarks of one picture, and a mask by an operator that nobody knows."""
    return Graph(
        operators=(
            operator("LOGISTIC", 0, 1),
            operator("RESHAPE", 1, 2),
            operator("DREAM_UP", 1, 3),
            operator("RESHAPE", 0, 4),
        ),
        names=("picture", "", "points", "mask", "same"),
        shapes=((1, 1, 1, landmarks),) * 2 + ((1, landmarks), (1, 256, 256, 1), (1, landmarks)),
        constants={},
        inputs=(0,),
        outputs={"points": 2, "mask": 3, "same": 4},
    )


def test_of_a_body_model_only_the_heads_that_are_read_are_kept() -> None:
    session = ort.InferenceSession(Converter(graph(195)).model())
    picture = np.linspace(-3, 3, 195, dtype=np.float32).reshape(1, 1, 1, 195)

    points, same = session.run(None, {"picture": picture})

    assert [output.name for output in session.get_outputs()] == ["points", "same"]
    assert points == pytest.approx(1 / (1 + np.exp(-picture[0, 0])), abs=1e-6)
    assert same == pytest.approx(picture[0, 0])


def test_of_any_other_model_every_head_is_kept_or_it_is_refused() -> None:
    with pytest.raises(SourceError, match="DREAM_UP cannot be translated"):
        Converter(graph(100)).model()
