"""Commands for candidates' files."""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hub.keeper.client import Keeper
from hub.storage.database import open_main
from hub.storage.tables.candidate_detail import Detail
from hub.workflow import candidate_file, candidates
from hub.workflow.candidate_file import Entered
from hub.workflow.candidates import checked_name
from hub.workflow.details import checked

if TYPE_CHECKING:
    import argparse

    from hub.settings import Settings


def candidate_add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `candidate add`."""
    parser.add_argument("name")
    parser.add_argument(
        "--details",
        action="store_true",
        help="identity number, e-mail and telephone follow on standard input, a line each",
    )


def candidate_add(settings: Settings, asked: argparse.Namespace) -> None:
    """Add a candidate; details are read from standard input, so that no list of processes has them.

    An empty line leaves a detail out.
    """
    today = datetime.now(UTC).date()
    typed = {kind: sys.stdin.readline().strip() for kind in Detail} if asked.details else {}
    given = tuple(checked(kind, text, today) for kind, text in typed.items() if text)
    entered = Entered(checked_name(asked.name), given)
    engine, keeper = open_main(settings), Keeper(settings.keeper.socket)
    actor = f"command:{getpass.getuser()}"
    sys.stdout.write(f"{candidate_file.add(engine, keeper, entered, actor)}\n")


def candidate_list(settings: Settings, _asked: argparse.Namespace) -> None:
    """List the candidates with their identifiers."""
    for row in candidates.listed(open_main(settings)):
        mark = "  (sample)" if row.is_sample else ""
        sys.stdout.write(f"{row.candidate_id}  {row.name}{mark}\n")
