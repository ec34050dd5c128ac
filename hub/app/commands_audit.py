"""Commands on the audit log: verify, leave a checkpoint, export."""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hub.app import witness
from hub.errors import UsageError
from hub.keeper.client import Keeper
from hub.people import audit, audit_checkpoints, audit_state, site_key
from hub.people.audit_export import Span, entries, signed_lines
from hub.people.errors import AlteredLogError, CheckpointError
from hub.reports.private_file import create
from hub.storage.database import open_main, writing
from hub.web.audit.lines import human_line
from wire.language import Language

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from sqlalchemy import Engine

    from hub.people.audit_checkpoints import Checkpoint
    from hub.settings import Settings

EXPORTED = "export_audit"


def verify_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `audit verify`."""
    parser.add_argument(
        "--checkpoints", type=Path, help="their folder, if not that of the settings"
    )
    parser.add_argument("--code", action="append", default=[], help="a checkpoint noted on paper")


def verify(settings: Settings, asked: argparse.Namespace) -> None:
    """Compare the log with itself, its checkpoints and what the keeper opened."""
    engine, keeper = open_main(settings), Keeper(settings.keeper.socket)
    left = checkpoints(settings, asked.checkpoints)
    state = audit_state.verify(engine, keeper, left)
    audit_state.note(engine, _actor(), state)
    state.raise_if_altered()
    for code in asked.code:
        _check_code(engine, code)
    upto = state.verdict.upto
    if upto.at is None:
        sys.stdout.write("The log is empty.\n")
        return
    sys.stdout.write(
        f"Good up to entry {upto.seq} of {upto.at.astimezone():%Y-%m-%d %H:%M:%S}; "
        f"{state.checkpoints} checkpoints, {state.receipts} receipts of the keeper.\n"
        f"{audit_checkpoints.code_of(upto.seq, upto.hash)}\n"
    )


def checkpoints(settings: Settings, folder: Path | None) -> list[Checkpoint]:
    """Read the checkpoints of a folder, else of the settings' one; raises CheckpointError."""
    folder = folder or settings.audit.checkpoint_dir
    if folder is None:
        return []
    return list(audit_checkpoints.read(folder, site_key.authority(settings.identity)))


def _check_code(engine: Engine, code: str) -> None:
    seq, digits = audit_checkpoints.pin_of(code)
    if not audit_state.hash_at(engine, seq).startswith(digits):
        raise AlteredLogError(f"Entry {seq} is not the one that was noted on paper.")


def checkpoint(settings: Settings, _asked: argparse.Namespace) -> None:
    """Leave a checkpoint now."""
    if settings.audit.checkpoint_dir is None:
        raise CheckpointError("The settings name no folder for checkpoints.")
    made = witness.make_checkpoint(settings, open_main(settings))
    sys.stdout.write(f"{audit_checkpoints.code_of(made.seq, made.hash)}\n")


def export_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `audit export`."""
    parser.add_argument("--out", type=Path, help="the file to write")
    parser.add_argument("--from", dest="start", type=_day, help="first day (YYYY-MM-DD)")
    parser.add_argument("--to", dest="end", type=_day, help="the day after the last one")
    parser.add_argument("--lines", action="store_true", help="for reading: one sentence a line")
    parser.add_argument("--language", default="zh", choices=[one.value for one in Language])
    parser.add_argument("--due", action="store_true", help="only if the settings' time has come")


def export(settings: Settings, asked: argparse.Namespace) -> None:
    """Write the log with the names of people, signed or for reading."""
    engine = open_main(settings)
    if asked.due:
        made = witness.leave_export(settings, engine, datetime.now(UTC))
        sys.stdout.write("Exported.\n" if made else "Nothing was due.\n")
        return
    if asked.out is None:
        raise UsageError("`audit export` wants --out, or --due.")
    span = Span(asked.start, asked.end)
    with writing(engine) as session:
        audit.record(session, _actor(), EXPORTED, "", "lines" if asked.lines else "signed")
    if asked.lines:
        _write(asked.out, _for_reading(engine, span, Language(asked.language)))
    else:
        key, keeper = site_key.load(settings.identity), Keeper(settings.keeper.socket)
        _write(asked.out, signed_lines(engine, keeper, key, span))
    sys.stdout.write(f"{asked.out}\n")


def _for_reading(engine: Engine, span: Span, language: Language) -> Iterable[bytes]:
    return (f"{human_line(one, language)}\n".encode() for one in entries(engine, span))


def _write(out: Path, lines: Iterable[bytes]) -> None:
    try:
        with create(out) as file:
            file.writelines(lines)
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}.") from error


def _day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d").astimezone()


def _actor() -> str:
    return f"command:{getpass.getuser()}"
