"""`python -m hub.app.documents [FOLDER]`: write the documents that the hub generates again."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hub.people import rights_document

if TYPE_CHECKING:
    from collections.abc import Sequence

_DOCS = Path(__file__).resolve().parents[2] / "docs"


def main(arguments: Sequence[str]) -> int:
    """Write the table of rights into the folder given, else into docs."""
    parser = argparse.ArgumentParser(prog="python -m hub.app.documents", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=_DOCS, metavar="FOLDER")
    folder: Path = parser.parse_args(arguments).folder
    (folder / "rights.md").write_text(rights_document.document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
