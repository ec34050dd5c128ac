"""What is written is read again, and what a kiosk would refuse is never written."""

from pathlib import Path

import msgspec
import pytest

from models_quantized import chosen_file
from models_quantized.chosen_file import Chosen, choice
from models_quantized.manifest import Figures, Manifest, Recipe
from tests.fakes.variants import figures, model, variant

MODEL = model(variant("float32"), variant("int8"))
MEASURED: dict[Recipe, Figures] = {
    "shipped": Figures(fault="unknown operator"),
    "float32": figures(5.0),
    "int8": Figures(ms=4.0, missed=7),
}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    chosen = Chosen(
        machine="a machine", date="2026-11-23", models={"model": choice(MODEL, "int8", MEASURED)}
    )

    chosen_file.write(chosen, tmp_path)

    assert chosen_file.read(tmp_path) == chosen
    assert [path.name for path in tmp_path.iterdir()] == [chosen_file.NAME]


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"machine = [", b"machine = 3", b'[models.a]\nvariant = "x"']
)
def test_a_damaged_file_holds_no_choice(content: bytes, tmp_path: Path) -> None:
    (tmp_path / chosen_file.NAME).write_bytes(content)

    assert chosen_file.read(tmp_path) == Chosen()


def test_without_a_file_there_is_no_choice(tmp_path: Path) -> None:
    assert chosen_file.read(tmp_path) == Chosen()


def test_a_choice_among_other_files_is_not_one_of_this_manifest() -> None:
    kept = choice(MODEL, "float32", MEASURED)

    assert kept.sha256 == MODEL.form("float32").sha256
    assert chosen_file.is_of(kept, MODEL)
    changed = msgspec.structs.replace(
        MODEL, variants=(variant("float32"), variant("int8", sha256="f" * 64))
    )
    assert not chosen_file.is_of(kept, changed)
    assert not chosen_file.is_of(kept, model(variant("float32")))


def test_a_choice_among_variants_that_are_no_longer_pinned_is_forgotten(tmp_path: Path) -> None:
    old = choice(MODEL, "float32", MEASURED)
    chosen_file.write(Chosen(machine="a machine", models={MODEL.name: old, "gone": old}), tmp_path)
    same = Manifest(packages={}, built=(MODEL,))
    changed = msgspec.structs.replace(
        MODEL, variants=(variant("float32"), variant("int8", sha256="f" * 64))
    )

    assert chosen_file.forget_old(same, tmp_path) == ("gone",)
    assert set(chosen_file.read(tmp_path).models) == {MODEL.name}
    later = Manifest(packages={}, built=(changed,))
    assert chosen_file.forget_old(later, tmp_path) == (MODEL.name,)
    assert chosen_file.read(tmp_path).models == {}
    assert chosen_file.forget_old(later, tmp_path) == ()
