"""The folder listing is the architecture: ADR-0001 says what each entry is."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_every_top_level_entry_stands_in_the_first_decision() -> None:
    asked = ["git", "ls-tree", "--name-only", "HEAD"]
    ran = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    listed = (ROOT / "docs" / "adr" / "0001-top-level-folders.md").read_text(encoding="utf-8")
    missing = [
        name
        for name in ran.stdout.split()
        if f"`{name}`" not in listed and f"`{name}/`" not in listed
    ]
    assert missing == []
