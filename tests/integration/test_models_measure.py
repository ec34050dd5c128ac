"""Measuring on real pictures: resumed where it was cut, and within the stated bounds."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from edge_agent.inference.blazeface import BlazeFace
from edge_agent.inference.models import chosen, model_path
from edge_agent.inference.opener import open_runtime
from models_quantized.choice import candidates, fits
from models_quantized.frames import judged_pictures
from models_quantized.manifest import Built, Recipe, load
from models_quantized.measure import measure
from models_quantized.trials import trials

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache"
MODELS = CACHE / "models"
MANIFEST = load()
VISION = [built for built in MANIFEST.built if built.variants]


def likely(built: Built) -> tuple[Recipe, ...]:
    """What may be chosen by the figures of the reference machine."""
    return candidates(built, {form.name: form.figures for form in built.forms})


MAY_BE_CHOSEN = [(built, name) for built in VISION for name in likely(built)]


@pytest.mark.parametrize(
    ("built", "name"), MAY_BE_CHOSEN, ids=[f"{built.name}-{name}" for built, name in MAY_BE_CHOSEN]
)
def test_whatever_may_be_chosen_answers_as_its_float_parent_does(
    built: Built, name: Recipe
) -> None:
    pictures = judged_pictures(CACHE / "media")
    two = tuple(form for form in built.variants if form.name in (name, built.parent))
    pair = Built(**{**fields(built), "variants": two})

    found = measure(pair, MODELS, trials(MANIFEST, MODELS)[built.name](), pictures, print)

    assert built.bound is not None
    assert fits(found[name], built.bound)


def fields(built: Built) -> dict[str, Any]:
    return {name: getattr(built, name) for name in built.__struct_fields__}


@pytest.mark.parametrize("built", VISION, ids=lambda built: built.name)
def test_the_reference_choice_is_one_that_may_be_chosen(built: Built) -> None:
    assert built.reference in likely(built)


def test_every_runtime_gives_the_same_faces() -> None:
    built = next(built for built in VISION if built.name == "face_detector")
    detectors = [
        BlazeFace(open_runtime(form.runtime, MODELS / form.file))
        for form in (built.form("shipped"), built.form("float32"), built.form("blocked"))
    ]

    for picture in judged_pictures(CACHE / "media"):
        (first, *others) = [detector.detect(picture)[0] for detector in detectors]
        for other in others:
            assert other.score == pytest.approx(first.score, abs=1e-3)
            assert other.keypoints == pytest.approx(first.keypoints, abs=0.05)
            assert (other.left, other.width) == pytest.approx((first.left, first.width), abs=0.05)


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Path]:
    """A folder with everything built and nothing measured, that costs no space."""
    out = tmp_path / "models"
    for path in MODELS.rglob("*"):
        if path.is_file() and path.name != "chosen.toml":
            (out / path.relative_to(MODELS)).parent.mkdir(parents=True, exist_ok=True)
            (out / path.relative_to(MODELS)).symlink_to(path)
    (tmp_path / "media").symlink_to(CACHE / "media")
    yield out
    shutil.rmtree(out)


def command(out: Path, *flags: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "models_quantized", "--out", str(out), *flags],
        cwd=ROOT,
        env={**os.environ, "PIP_NO_INDEX": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_cut_measurement_goes_on_where_it_was_cut(copied: Path) -> None:
    file = copied / "chosen.toml"
    first = command(copied)
    give_up_at = time.monotonic() + 120
    while not file.exists() and first.poll() is None and time.monotonic() < give_up_at:
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    before = tomllib.loads(file.read_text(encoding="utf-8"))["models"]
    assert set(before) < {built.name for built in VISION}

    second = command(copied)
    told, _ = second.communicate(timeout=120)

    assert second.returncode == 0
    after = tomllib.loads(file.read_text(encoding="utf-8"))["models"]
    assert set(after) == {built.name for built in VISION}
    assert {name: after[name] for name in before} == before
    assert "chosen" in told
    for built in VISION:
        pinned = built.form(after[built.name]["variant"])
        assert after[built.name]["sha256"] == pinned.sha256
        assert chosen(copied, built.name).sha256 == pinned.sha256
        assert model_path(copied, built.name) == copied / pinned.file


def test_files_alone_are_made_without_measuring(copied: Path) -> None:
    ran = command(copied, "--files")
    told, _ = ran.communicate(timeout=60)

    assert (ran.returncode, told) == (0, "models: all there, all as pinned\n")
    assert not (copied / "chosen.toml").exists()


def test_variants_come_out_the_same_whatever_the_threads_and_the_order_of_sets(
    tmp_path: Path,
) -> None:
    code = (
        "import hashlib, pathlib, sys\n"
        "from models_quantized.manifest import load\n"
        "from models_quantized.quantise import read_ranges, variant\n"
        "for built in load().built:\n"
        "    for form in built.variants:\n"
        "        shipped = (pathlib.Path(sys.argv[1]) / built.file).read_bytes()\n"
        "        content = variant(form.name, shipped, read_ranges(built.name))\n"
        "        assert hashlib.sha256(content).hexdigest() == form.sha256, form.file\n"
        "        print(form.file)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(MODELS)],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONHASHSEED": "1",
            "OMP_NUM_THREADS": "1",
            "TMPDIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(ran.stdout.split()) == sum(len(built.variants) for built in VISION)
