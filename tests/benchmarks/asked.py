"""What was asked of a command that prints measures' errors: which parts, or how it is used."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def asked(file: str, told: str | None, parts: Sequence[str] = ()) -> Sequence[str]:
    """Give the parts that were named, or else all; `--help` prints what the module says of itself.

    Any other argument ends the command with a line that names it.
    """
    parser = argparse.ArgumentParser(
        prog=f"python -m tests.benchmarks.{Path(file).stem}",
        description=told,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if not parts:
        parser.parse_args()
        return ()
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(parts)}")
    named: list[str] = parser.parse_args().parts
    if unknown := set(named) - set(parts):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return named or parts
