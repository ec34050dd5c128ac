"""`samples add`, `samples remove`: made-up candidates to look at the pages with."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hub.keeper.client import Keeper
from hub.storage.database import open_headers, open_main
from hub.workflow.resumes.intake import Place
from hub.workflow.samples import adding, removing

if TYPE_CHECKING:
    import argparse

    from hub.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `samples add`."""
    parser.add_argument("--count", type=int, default=30, help="how many candidates (30)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same samples (1)")
    parser.add_argument(
        "--in-charge", action="append", default=[], help="an account that gets some of its own"
    )
    parser.add_argument(
        "--looked", action="append", default=[], help="an account that has seen decided ones"
    )


def add(settings: Settings, asked: argparse.Namespace) -> None:
    """Add samples; the keeper must run, for it alone seals addresses and résumés."""
    wanted = adding.Asked(settings.profile, asked.count, asked.seed, asked.in_charge, asked.looked)
    count = adding.add(_place(settings), settings.promises, wanted, datetime.now(UTC))
    sys.stdout.write(f"{count} samples\n")


def remove(settings: Settings, _asked: argparse.Namespace) -> None:
    """Take all samples away with everything that refers to them."""
    sys.stdout.write(f"{removing.remove(_place(settings))} samples removed\n")


def _place(settings: Settings) -> Place:
    return Place(
        open_main(settings),
        open_headers(settings),
        Keeper(settings.keeper.socket),
        settings.store_dir,
    )
