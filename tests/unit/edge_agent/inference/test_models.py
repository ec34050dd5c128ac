"""Only pinned files are handed out, and only variants that the manifest knows."""

import os
import shutil
from contextlib import nullcontext
from pathlib import Path

import pytest

from edge_agent.errors import ModelChoiceError, ModelError
from edge_agent.inference.model_table import OF_BEHAVIOUR
from edge_agent.inference.models import (
    CHOICE_FILE,
    chosen,
    folder_sha256,
    model_hashes,
    model_path,
)
from edge_agent.inference.opener import open_runtime
from edge_agent.inference.vision import open_tracker
from models_quantized import build
from models_quantized.manifest import Built, load

MODELS = Path(__file__).parents[4] / ".cache" / "models"
SHIPPED = [built for built in load().built if built.place == "models"]


def choice(model: str, variant: str, sha256: str) -> str:
    return f'[models.{model}]\nvariant = "{variant}"\nsha256 = "{sha256}"\n'


@pytest.mark.parametrize("built", SHIPPED, ids=lambda built: built.name)
def test_without_a_choice_the_reference_variant_is_handed_out(built: Built, tmp_path: Path) -> None:
    reference = built.form(built.reference)
    path = tmp_path / reference.file
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(MODELS / reference.file)

    assert model_path(tmp_path, built.name) == path


@pytest.mark.parametrize("built", SHIPPED, ids=lambda built: built.name)
def test_a_model_with_one_bit_flipped_is_refused(built: Built, tmp_path: Path) -> None:
    file = chosen(MODELS, built.name).file
    (tmp_path / file).parent.mkdir(exist_ok=True)
    shutil.copy(MODELS / file, tmp_path / file)
    with (tmp_path / file).open("r+b") as opened:
        opened.seek(opened.seek(0, os.SEEK_END) // 2)
        bits = opened.read(1)[0]
        opened.seek(-1, os.SEEK_CUR)
        opened.write(bytes([bits ^ 1]))
    if (MODELS / CHOICE_FILE).exists():
        shutil.copy(MODELS / CHOICE_FILE, tmp_path)

    with pytest.raises(ModelError, match=r"K-MODEL-001.*altered.*make models"):
        model_path(tmp_path, built.name)


def test_a_file_that_is_altered_after_it_was_verified_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "silero_vad.onnx"
    shutil.copy(MODELS / path.name, path)
    model_path(tmp_path, "silero_vad")

    path.write_bytes(b"another")

    with pytest.raises(ModelError, match="altered"):
        model_path(tmp_path, "silero_vad")


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"face_landmarks\w*\.onnx cannot be read"):
        model_path(tmp_path, "face_landmarks")


def test_an_unknown_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="No model is called 'mood'"):
        model_path(tmp_path, "mood")


def test_the_chosen_variant_is_the_one_that_is_told(tmp_path: Path) -> None:
    pinned = next(built for built in SHIPPED if built.name == "face_landmarks")
    (tmp_path / CHOICE_FILE).write_text(
        choice("face_landmarks", "int8", pinned.form("int8").sha256)
    )

    hashes = model_hashes(tmp_path, ("silero_vad", "face_landmarks"))

    assert hashes[1] == pinned.form("int8").sha256
    assert hashes != model_hashes(None, ("silero_vad", "face_landmarks"))


LANDMARKS = next(built for built in SHIPPED if built.name == "face_landmarks").form("float32")
ONNX_DETECTOR = next(built for built in SHIPPED if built.name == "face_detector").form("float32")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (choice("face_landmarks", "int4", LANDMARKS.sha256), "'int4' is no variant"),
        (choice("face_landmarks", "float32", "0" * 64), "is not the pinned one"),
        (choice("mood", "float32", LANDMARKS.sha256), "no model is called 'mood'"),
        (choice("face_detector", "float32", ONNX_DETECTOR.sha256), "only tflite-runtime may"),
        ('[models]\nface_landmarks = "float32"\n', "no table of models"),
        ("models = 1\n", "no table of models"),
        ("[models\n", "cannot be read"),
    ],
    ids=["variant", "hash", "model", "runtime", "value", "number", "not TOML"],
)
def test_a_choice_that_the_manifest_does_not_know_is_refused(
    text: str, says: str, tmp_path: Path
) -> None:
    (tmp_path / CHOICE_FILE).write_text(text)

    with pytest.raises(ModelError, match=rf"K-MODEL-002.*{says}"):
        model_path(tmp_path, "face_detector" if "detector" in text else "face_landmarks")


def test_what_can_be_done_about_a_wrong_choice_is_said(tmp_path: Path) -> None:
    (tmp_path / CHOICE_FILE).write_bytes(b"\xff")

    with pytest.raises(ModelChoiceError, match=r"K-MODEL-002.*--measure.*delete chosen\.toml"):
        model_path(tmp_path, "face_landmarks")


def test_without_leave_to_measure_the_landmark_model_is_not_needed(tmp_path: Path) -> None:
    shutil.copy(MODELS / "face_detector.tflite", tmp_path)

    open_tracker(tmp_path, behaviour=False)

    with pytest.raises(ModelError):
        open_tracker(tmp_path, behaviour=True)


@pytest.mark.parametrize("missing", [None, "face_detector", *OF_BEHAVIOUR])
def test_with_leave_a_tracker_opens_the_models_of_the_table_and_no_other(
    missing: str | None, tmp_path: Path
) -> None:
    for name in {"face_detector", *OF_BEHAVIOUR} - {missing}:
        file = chosen(None, name).file
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).symlink_to(MODELS / file)

    with nullcontext() if missing is None else pytest.raises(ModelError):
        open_tracker(tmp_path, behaviour=True)


@pytest.mark.parametrize("runtime", ["tflite-runtime", "onnxruntime"])
def test_a_file_that_is_no_model_is_refused_by_its_runtime(runtime: str, tmp_path: Path) -> None:
    path = tmp_path / "face_detector"
    path.write_bytes(b"no model")

    with pytest.raises(ModelError, match="cannot be loaded"):
        open_runtime(runtime, path)


def test_a_file_of_another_runtime_is_nothing_for_vision(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nothing for ctranslate2"):
        open_runtime("ctranslate2", tmp_path / "model.bin")


def test_a_folders_hash_is_that_of_the_build(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b").write_bytes(b"b")
    (tmp_path / "a").write_bytes(b"a")

    assert folder_sha256(tmp_path) == build.folder_sha256(tmp_path)
