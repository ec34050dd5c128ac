from pathlib import Path

import pytest

from models_quantized.build import is_ready
from models_quantized.files import target_of
from models_quantized.manifest import Built, load

MANIFEST = load()
OUT = Path(__file__).parents[3] / ".cache" / "models"
CARDS = Path(__file__).parents[3] / "models_quantized" / "cards"


def test_every_source_names_a_package_of_the_manifest() -> None:
    named = {source.package for built in MANIFEST.built for source in built.sources}

    assert named == set(MANIFEST.packages)


def test_names_and_targets_are_unique() -> None:
    assert len({built.name for built in MANIFEST.built}) == len(MANIFEST.built)
    assert len({target_of(built, OUT) for built in MANIFEST.built}) == len(MANIFEST.built)


def test_what_is_shipped_has_a_licence() -> None:
    unlicensed = {built.name for built in MANIFEST.built if built.licence == "not stated"}

    assert unlicensed == {"vosk_korean"}
    assert {built.place for built in MANIFEST.built if built.name in unlicensed} == {"tests"}


@pytest.mark.parametrize("built", MANIFEST.built, ids=lambda built: built.name)
def test_what_was_built_here_is_as_pinned(built: Built) -> None:
    assert is_ready(built, target_of(built, OUT))


def test_every_shipped_model_stands_in_a_card() -> None:
    written = "".join(card.read_text(encoding="utf-8") for card in CARDS.glob("*.md"))

    for built in MANIFEST.built:
        if built.place == "models":
            assert f"`{built.name}`" in written, built.name


def test_every_model_that_runs_says_how_it_is_fed_and_computed() -> None:
    for built in MANIFEST.built:
        if built.place == "models" and built.runtime != "none":
            assert built.version, built.name
            assert built.precision, built.name
            assert built.runtime == "ctranslate2" or (built.inputs and built.outputs), built.name


def test_what_has_variants_has_a_bound_a_float_parent_and_figures() -> None:
    assert MANIFEST.reference_machine
    for built in MANIFEST.built:
        if built.variants:
            names = [form.name for form in built.forms]
            assert len(set(names)) == len(names)
            assert len({form.file for form in built.forms}) == len(names)
            assert built.bound is not None
            assert built.form(built.parent).figures.median == 0.0
            assert all(form.figures.ms or form.figures.fault for form in built.forms)
