"""`python -m provisioning.documents [FOLDER]`: write the generated documents again."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from provisioning import assurance_pages, durable, licences, policy_document
from wire.schemas import schemas

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str]) -> int:
    """Write schemas, policy, licences and assurance into the folder given, else into docs."""
    parser = argparse.ArgumentParser(prog="python -m provisioning.documents", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs", metavar="FOLDER")
    folder: Path = parser.parse_args(arguments).folder
    (folder / "schemas").mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / "schemas" / name).parent.mkdir(exist_ok=True)
        durable.write(folder / "schemas" / name, text.encode(), durable.PUBLIC)
    words = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
    page = policy_document.document(words, ROOT / "tests" / "integration")
    durable.write(folder / "policy.md", page.encode(), durable.PUBLIC)
    data = ROOT / "docs" / "assurance"
    durable.write(folder / "asvs.md", assurance_pages.asvs(data).encode(), durable.PUBLIC)
    iso = assurance_pages.iso27001(data)
    durable.write(folder / "iso27001.md", iso.encode(), durable.PUBLIC)
    lock = (ROOT / "requirements" / "site.txt").read_text(encoding="utf-8")
    npm_lock = (ROOT / "hub" / "web" / "package-lock.json").read_text(encoding="utf-8")
    table = licences.table(lock, npm_lock)
    durable.write(folder / "licences.md", table.encode(), durable.PUBLIC)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
