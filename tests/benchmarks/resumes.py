"""How well résumés are read: precision, recall and F1 for each field, with how many values.

`python -m tests.benchmarks.resumes` prints the table; the files are made and read as uploads are.
"""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.rows import row
from tests.fakes.resume_files import resume_files
from tests.fakes.resume_scores import measured

FOLDERS = ("tuned", "held_out")


def resumes() -> list[dict[str, Any]]:
    """Give a row for each field and each part of the set."""
    files = resume_files()
    return [
        {
            "what": f"résumés, {folder}: {name.value}",
            "precision": round(tally.precision, 3),
            "recall": round(tally.recall, 3),
            "f1": round(tally.f1, 3),
            "values": tally.true,
            "wrong": tally.wrong,
        }
        for folder in FOLDERS
        for name, tally in measured([one for one in files if one.folder == folder]).items()
    ]


def resume_rows() -> list[dict[str, Any]]:
    """Give each field's F1 as a row of `make bench`."""
    return [row(f"{one['what']}, F1", one["f1"], f"of {one['values']} values") for one in resumes()]


def main() -> None:
    """Print the table, and below it what was missed or invented."""
    fields = resumes()
    table = Table("field", "precision", "recall", "F1", "values")
    for one in fields:
        table.add_row(
            one["what"], *(str(one[key]) for key in ("precision", "recall", "f1", "values"))
        )
    console = Console(width=100)
    console.print(table)
    for one in fields:
        for said in one["wrong"]:
            console.print(f"{one['what']}: {said}")


if __name__ == "__main__":
    main()
