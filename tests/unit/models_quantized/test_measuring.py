"""When something is measured, and when what is there is believed."""

from io import StringIO
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from models_quantized import chosen_file
from models_quantized.chosen_file import Chosen, choice
from models_quantized.errors import MeasureError
from models_quantized.machine import machine
from models_quantized.manifest import Figures, Manifest, Recipe
from models_quantized.measuring import measure_all
from models_quantized.reference import rewritten
from tests.fakes.variants import figures, model, variant

MODEL = model(variant("float32"), variant("int8"))
MANIFEST = Manifest(packages={}, built=(MODEL,))
MEASURED: dict[Recipe, Figures] = {
    "shipped": Figures(fault="unknown operator"),
    "float32": figures(5.0),
    "int8": figures(4.0, median=0.1, p95=0.3),
}
DONE = Chosen(
    machine=machine(), date="2026-11-23", models={"model": choice(MODEL, "int8", MEASURED)}
)
ELSEWHERE = msgspec.structs.replace(DONE, machine="another machine")
OTHER_FILES = msgspec.structs.replace(
    DONE, models={"model": choice(model(variant("float32")), "float32", MEASURED)}
)


def test_what_was_measured_here_is_not_measured_again(tmp_path: Path) -> None:
    chosen_file.write(DONE, tmp_path)
    paper = StringIO()

    found = measure_all(MANIFEST, tmp_path, Console(file=paper, width=120), again=False)

    assert found == DONE
    assert "2026-11-23" in paper.getvalue()
    assert "chosen" in paper.getvalue()


@pytest.mark.parametrize(
    ("kept", "again"),
    [(DONE, True), (ELSEWHERE, False), (OTHER_FILES, False), (Chosen(), False)],
    ids=["asked to", "another machine", "other files", "never measured"],
)
def test_what_is_void_is_measured_again(kept: Chosen, again: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a row
    chosen_file.write(kept, tmp_path)

    with pytest.raises(MeasureError, match="M-MEASURE-001: Nobody has said how model is tried"):
        measure_all(MANIFEST, tmp_path, Console(file=StringIO()), again=again)


def test_the_figures_of_a_release_stand_beside_their_hashes() -> None:
    text = "".join(
        f'[[built]]\nname = "{name}"\nsha256 = "{MODEL.sha256}"\nfigures = {{}}\n'
        'reference = "float32"  \n'
        f'[[built.sources]]\nsha256 = "{MODEL.sha256}"\n'
        + "".join(
            f'[[built.variants]]\nsha256 = "{form.sha256}"\nfigures = {{ ms = 9.0 }}\n'
            for form in MODEL.variants
        )
        + "\n"
        for name in ("other", "model")
    )

    new = rewritten(text, MODEL, DONE.models["model"])

    other, mine = new.split('[[built]]\nname = "model"\n')
    assert other == text.split('[[built]]\nname = "model"\n')[0]
    assert 'figures = { fault = "unknown operator" }\nreference = "int8"\n' in mine
    assert (
        f'sha256 = "{MODEL.form("int8").sha256}"\n'
        "figures = { ms = 4.0, median = 0.1, p95 = 0.3, missed = 0 }\n"
    ) in mine
    assert "ms = 9.0" not in mine
