"""`python -m provisioning.documents [FOLDER]`: write the generated documents again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from provisioning import durable
from wire.schemas import schemas

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMAS = Path(__file__).resolve().parent.parent / "docs" / "schemas"


def main(arguments: Sequence[str]) -> int:
    """Write the schemas into the folder given, else into docs/schemas."""
    folder = Path(arguments[0]) if arguments else SCHEMAS
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        durable.write(folder / name, text.encode(), durable.PUBLIC)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
