"""The command itself, with a real pip that has nowhere to fetch from."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import onnxruntime as ort
import pytest
from tflite_runtime.interpreter import Interpreter

from models_quantized.manifest import Built, Tensor, Variant, load

MODELS = Path(__file__).parents[2] / ".cache" / "models"
TOLD = [built for built in load().built if built.place == "models" and built.inputs]

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]


def run(out: Path) -> subprocess.CompletedProcess[str]:
    nowhere = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
    return subprocess.run(
        [sys.executable, "-m", "models_quantized", "--files", "--out", str(out)],
        cwd=ROOT,
        env={**os.environ, **nowhere},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_what_is_there_and_as_pinned_is_not_fetched_again() -> None:
    ran = run(ROOT / ".cache" / "models")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "all there" in ran.stdout


def test_without_packages_one_line_says_what_is_missing_and_nothing_is_built(
    tmp_path: Path,
) -> None:
    ran = run(tmp_path / "models")

    assert ran.returncode == 1
    assert ran.stderr.startswith("M-PACKAGE-001: mediapipe==0.10.14: No matching distribution")
    assert ran.stderr.count("\n") == 1
    assert not (tmp_path / "models").exists()


def test_a_folder_that_cannot_be_made_gets_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    ran = run(tmp_path / "file" / "models")

    assert ran.returncode == 1
    assert ran.stderr.startswith("M-FOLDER-001: ")
    assert ran.stderr.count("\n") == 1


def tensors(form: Variant) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Inputs and outputs of a file, by name, with their sizes (a free one is a word)."""
    path = str(MODELS / form.file)
    if form.runtime == "tflite-runtime":
        model = Interpreter(path)
        ends = (model.get_input_details(), model.get_output_details())
        first, last = ({each["name"]: list(each["shape"]) for each in end} for end in ends)
        return first, last
    session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
    first, last = (
        {each.name: list(each.shape) for each in end}
        for end in (session.get_inputs(), session.get_outputs())
    )
    return first, last


@pytest.mark.parametrize("built", TOLD, ids=lambda built: built.name)
def test_tensors_are_as_the_manifest_says(built: Built) -> None:
    form = built.form(built.reference)
    for told, found in zip((built.inputs, built.outputs), tensors(form), strict=True):
        assert {tensor.name for tensor in told} <= set(found)
        assert all(agrees(tensor, found[tensor.name]) for tensor in told)


def agrees(tensor: Tensor, found: list[Any]) -> bool:
    """A size that the file leaves free may be said to be fixed, not the other way round."""
    pairs = zip(tensor.shape, found, strict=True)
    return all(told == size or not isinstance(size, int) for told, size in pairs)
