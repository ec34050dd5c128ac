"""Figures of small models whose errors are known."""

from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from rich.console import Console

from models_quantized.chosen_file import Chosen, choice
from models_quantized.errors import MeasureError
from models_quantized.manifest import Built, Figures, Recipe
from models_quantized.measure import measure
from models_quantized.onnx_writer import OnnxWriter
from models_quantized.table import tables_of
from tests.fakes.variants import figures, model, variant

PICTURES = [np.full((2, 2, 3), value, np.uint8) for value in (1, 2, 3)]
OTHERS: tuple[Recipe, ...] = ("float32", "blocked", "int8", "int8_conv", "dynamic")
FORMS: tuple[Recipe, ...] = ("float32", "int8", "dynamic")


class Shift:
    """What the model adds more than its parent is the error; above 1000 it sees nothing."""

    outputs = ("sum",)

    def feed(self, picture: NDArray[np.uint8]) -> dict[str, Any] | None:
        value = float(picture[0, 0, 0])
        return {"entry": np.array([value], np.float32)} if value > 1 else None

    def error(self, truth: list[Any], found: list[Any]) -> float | None:
        apart = float(abs(truth[0] - found[0])[0])
        return apart if apart < 1000 else None


def write(folder: Path, built: Built, adds: dict[Recipe, float]) -> None:
    for name, add in adds.items():
        writer = OnnxWriter()
        total = writer.node("Add", "entry", writer.floats([add]))
        content = writer.model("test", ("entry", (1,)), {"sum": (total, (1,))})
        (folder / built.form(name).file).write_bytes(content)


def test_errors_are_those_against_the_parent(tmp_path: Path) -> None:
    built = model(*(variant(name) for name in FORMS))
    write(tmp_path, built, {"float32": 1.0, "int8": 1.25, "dynamic": 3000.0})
    (tmp_path / built.file).write_bytes(b"no model")
    heard: list[float] = []

    found = measure(built, tmp_path, Shift(), PICTURES, heard.append)

    assert found["float32"].median == found["float32"].p95 == 0.0
    assert found["int8"].median == found["int8"].p95 == 0.25
    assert (found["dynamic"].median, found["dynamic"].missed) == (None, 2)
    assert found["shipped"].ms is None
    assert found["shipped"].fault
    assert all(found[name].ms is not None for name in FORMS)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_without_its_parent_nothing_can_be_measured(tmp_path: Path) -> None:
    built = model(*(variant(name) for name in FORMS))
    write(tmp_path, built, {"int8": 1.0})

    with pytest.raises(MeasureError, match="float parent of model does not run"):
        measure(built, tmp_path, Shift(), PICTURES, lambda _: None)


def test_pictures_on_which_nothing_is_asked_measure_nothing(tmp_path: Path) -> None:
    built = model(*(variant(name) for name in FORMS))
    write(tmp_path, built, dict.fromkeys(FORMS, 1.0))

    with pytest.raises(MeasureError):
        measure(built, tmp_path, Shift(), PICTURES[:1], lambda _: None)


def test_the_table_says_why_each_variant_runs_or_does_not() -> None:
    built = model(
        *(variant(name) for name in OTHERS),
        pinned="onnxruntime",
    )
    measured: dict[Recipe, Figures] = {
        "shipped": figures(1.0),
        "float32": figures(4.0),
        "blocked": figures(3.0),
        "int8": figures(2.0, median=99.0),
        "int8_conv": figures(2.0, missed=1),
        "dynamic": figures(2.0, median=0.3),
    }
    chosen = Chosen(models={"model": choice(built, "blocked", measured)})

    printed = shown(built, chosen)

    lines = {line.split()[0]: line for line in printed.splitlines() if line.split()}
    for name, says in {
        "shipped": "not pinned",
        "float32": "slower",
        "blocked": "chosen",
        "int8": "collapses",
        "int8_conv": "misses",
        "dynamic": "errs too much",
    }.items():
        assert lines[name].rstrip().endswith(says), name


def test_what_cannot_run_says_why() -> None:
    built = model(variant("float32"))
    measured: dict[Recipe, Figures] = {
        "shipped": Figures(fault="unknown operator"),
        "float32": figures(4.0),
    }
    chosen = Chosen(models={"model": choice(built, "float32", measured)})

    lines = shown(built, chosen).splitlines()
    assert any("cannot run" in line and "shipped" in line for line in lines)
    assert "shipped: unknown operator" in lines


def test_the_table_fits_eighty_columns() -> None:
    every: tuple[Recipe, ...] = ("int8_conv", "dynamic", "int8")
    built = model(variant("float32"), *map(variant, every), pinned="tflite-runtime")
    measured: dict[Recipe, Figures] = {
        "shipped": figures(120.0),
        "float32": figures(117.138),
        "int8_conv": figures(1120.397, 314.15, 278.25, 20),
        "dynamic": figures(20.0, 13.25, 13.75),
        "int8": Figures(fault="Encountered unresolved custom op: Landmarks2TransformMatrix"),
    }
    chosen = Chosen(models={"model": choice(built, "shipped", measured)})

    narrow, wide = shown(built, chosen, 80), shown(built, chosen, 200)

    assert narrow == wide
    assert max(map(len, narrow.splitlines())) <= 80


def shown(built: Built, chosen: Chosen, width: int = 120) -> str:
    paper = StringIO()
    Console(file=paper, width=width).print(*tables_of([built], chosen))
    return paper.getvalue()
