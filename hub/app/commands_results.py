"""Commands that give an interview's results at the hub's own terminal."""

from __future__ import annotations

import getpass
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from hub.errors import ReportError, UnknownError
from hub.keeper.client import Keeper
from hub.reports import interview_report
from hub.reports.completeness import missing
from hub.reports.gathered import gather
from hub.reports.private_file import make_folder
from hub.reports.sealed_files import SealedFiles
from hub.storage.database import open_main, reading
from hub.storage.tables.recording import Recording
from hub.web.reasons import sentence

if TYPE_CHECKING:
    import argparse

    from hub.reports.gathered import Gathered
    from hub.settings import Settings

_LOOK_AGAIN_S = 0.5


def _files(settings: Settings) -> SealedFiles:
    keeper = Keeper(settings.keeper.socket)
    return SealedFiles(settings, keeper, f"command:{getpass.getuser()}")


def report_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `report`."""
    parser.add_argument("interview_id")
    parser.add_argument("--out", type=Path, required=True, help="folder for report and recordings")
    parser.add_argument("--wait", type=float, default=0, help="seconds to wait for what is missing")


def report(settings: Settings, asked: argparse.Namespace) -> None:
    """Write an interview's report once all of it has arrived."""
    gathered = _complete(settings, asked.interview_id, asked.wait)
    _make_folder(asked.out)
    path = interview_report.write(gathered, _files(settings), asked.out, sentence)
    sys.stdout.write(f"{path}\n")


def _make_folder(path: Path) -> None:
    try:
        make_folder(path)
    except OSError as error:
        raise ReportError(f"{path} cannot be made: {error.strerror}.") from error


def _complete(settings: Settings, interview_id: str, wait_s: float) -> Gathered:
    engine = open_main(settings)
    deadline = time.monotonic() + wait_s
    while True:
        gathered = gather(engine, interview_id)
        lacking = missing(gathered)
        if not lacking:
            return gathered
        if time.monotonic() >= deadline:
            raise ReportError(f"Still missing: {'; '.join(lacking)}.")
        time.sleep(_LOOK_AGAIN_S)


def recording_export_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `recording export`."""
    parser.add_argument("recording_id")
    parser.add_argument("--out", type=Path, required=True, help="the age file to write")


def recording_export(settings: Settings, asked: argparse.Namespace) -> None:
    """Write a recording as a stock age file."""
    with reading(open_main(settings)) as session:
        row = session.get(Recording, asked.recording_id)
    if row is None:
        raise UnknownError(f"There is no recording {asked.recording_id[:40]!r}.")
    _files(settings).export(row, asked.out)
    sys.stdout.write(f"{asked.out}\n")


def transcript_show_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `transcript show`."""
    parser.add_argument("interview_id")


def transcript_show(settings: Settings, asked: argparse.Namespace) -> None:
    """Show what was understood, an answer a line."""
    gathered = gather(open_main(settings), asked.interview_id)
    sys.stdout.write(f"{_files(settings).transcripts(gathered.transcripts)}\n")
