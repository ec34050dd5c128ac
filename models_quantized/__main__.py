"""`python -m models_quantized`: fetch, verify, build and measure the models.

Safe to stop and run again: finished packages and measured models are kept, what was cut starts
again. What is there and as pinned is skipped.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from models_quantized.chosen_file import forget_old
from models_quantized.errors import FolderError, ModelsError
from models_quantized.files import DEFAULT_OUT, make
from models_quantized.manifest import load


def main() -> int:
    """Build and measure; on failure one line says what and what to do."""
    asked = _parser().parse_args()
    try:
        _run(asked)
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


def _run(asked: argparse.Namespace) -> None:
    manifest, console = load(), Console()
    wanted = [built for built in manifest.built if asked.tests or built.place != "tests"]
    make(manifest, wanted, asked.out, console)
    for name in forget_old(manifest, asked.out):
        console.print(f"{name}: other variants are pinned now; what was chosen is forgotten")
    if asked.files:
        return
    from models_quantized.measuring import measure_all  # noqa: PLC0415 - runtimes take a second

    measure_all(manifest, asked.out, console, again=asked.measure)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="models_quantized", description=__doc__)
    told = "where models go (%(default)s); media and test models go beside it"
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, metavar="DIR", help=told)
    parser.add_argument("--tests", action="store_true", help="also what only the tests need")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--files", action="store_true", help="only the files: measure nothing")
    way.add_argument("--measure", action="store_true", help="measure again what was measured")
    return parser


if __name__ == "__main__":
    sys.exit(main())
