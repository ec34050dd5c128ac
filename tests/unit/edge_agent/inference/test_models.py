import shutil
from pathlib import Path

import pytest

from edge_agent.errors import ModelError
from edge_agent.inference.models import model_hashes, model_path
from edge_agent.inference.tflite_face import TfliteFaceDetector
from edge_agent.inference.vision import open_tracker, vision_models
from models_quantized.manifest import load

MODELS = Path(__file__).parents[4] / ".cache" / "models"


def test_a_model_as_pinned_is_handed_out() -> None:
    assert model_path(MODELS, "face_detector").name == "face_detector.tflite"


def test_a_model_with_one_bit_flipped_is_refused(tmp_path: Path) -> None:
    content = bytearray((MODELS / "face_detector.tflite").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "face_detector.tflite").write_bytes(content)

    with pytest.raises(ModelError, match=r"K-MODEL-001.*altered.*make models"):
        model_path(tmp_path, "face_detector")


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"face_landmarks\.onnx cannot be read"):
        model_path(tmp_path, "face_landmarks")


def test_an_unknown_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="No model is called 'mood'"):
        model_path(tmp_path, "mood")


def test_hashes_are_those_of_the_manifest_in_the_order_asked() -> None:
    pinned = {built.name: built.sha256 for built in load().built}

    names = ("silero_vad", "face_detector")

    assert model_hashes(names) == tuple(pinned[name] for name in names)


def test_without_leave_to_measure_the_landmark_model_is_not_needed(tmp_path: Path) -> None:
    shutil.copy(MODELS / "face_detector.tflite", tmp_path)

    open_tracker(tmp_path, behaviour=False)

    assert vision_models(behaviour=False) == ("face_detector",)
    with pytest.raises(ModelError):
        open_tracker(tmp_path, behaviour=True)


def test_a_file_that_is_no_model_is_refused_by_its_runtime(tmp_path: Path) -> None:
    path = tmp_path / "face_detector.tflite"
    path.write_bytes(b"no model")

    with pytest.raises(ModelError, match="cannot be loaded"):
        TfliteFaceDetector(path)
