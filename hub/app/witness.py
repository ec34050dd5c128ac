"""The process that lets the audit log leave the hub: checkpoints and due exports, by the clock."""

from __future__ import annotations

import signal
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from hub.errors import HubError
from hub.keeper.client import Keeper
from hub.people import audit, audit_checkpoints, audit_log, audit_state, site_key
from hub.people.audit_export import Span, signed_lines
from hub.people.errors import CheckpointError
from hub.reports.private_file import create
from hub.storage.database import open_main, writing
from wire.errors import WireError

if TYPE_CHECKING:
    from types import FrameType

    from sqlalchemy import Engine

    from hub.people.audit_checkpoints import Checkpoint
    from hub.settings import AuditSettings, Settings

_LOOK_S = 15.0
_PERIODS = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}
_log = structlog.get_logger()


def run(settings: Settings) -> None:
    """Look every few seconds whether anything is due, until SIGTERM."""
    signal.signal(signal.SIGTERM, _leave)
    engine = open_main(settings)
    _log.info("ready")
    while True:
        for work in (leave_checkpoint, leave_export):
            try:
                work(settings, engine, datetime.now(UTC))
            except (HubError, WireError) as error:
                _log.error("audit_failed", code=error.code, work=work.__name__)
        time.sleep(_LOOK_S)


def leave_checkpoint(settings: Settings, engine: Engine, now: datetime) -> bool:
    """Write a checkpoint when one is due; raises AlteredLogError, CheckpointError."""
    if settings.audit.checkpoint_dir is None:
        return False
    newest = audit_log.newest(engine).seq
    if not is_due(settings.audit, newest_checkpoint(settings), newest, now):
        return False
    made = make_checkpoint(settings, engine)
    _log.info("checkpoint_left", entry=made.seq)
    return True


def make_checkpoint(settings: Settings, engine: Engine) -> Checkpoint:
    """Write a checkpoint of the newest entry; raises AlteredLogError, CheckpointError."""
    folder = settings.audit.checkpoint_dir
    if folder is None:
        raise CheckpointError("The settings name no folder for checkpoints.")
    key, last = site_key.load(settings.identity), newest_checkpoint(settings)
    made = audit_state.checkpoint(engine, Keeper(settings.keeper.socket), key, last)
    audit_checkpoints.write(folder, made, key)
    return made


def leave_export(settings: Settings, engine: Engine, now: datetime) -> bool:
    """Write the whole log, signed, once in each day, week or month; raises CheckpointError."""
    folder = settings.audit.export_dir
    if folder is None:
        return False
    path = folder / f"audit-{now.astimezone():{_PERIODS[settings.audit.every]}}.jsonl"
    if path.exists():
        return False
    key, keeper = site_key.load(settings.identity), Keeper(settings.keeper.socket)
    with writing(engine) as session:
        audit.record(session, "hub", "export_audit", "", path.name)
    arriving = path.with_suffix(".arriving")
    try:
        with create(arriving) as file:
            file.writelines(signed_lines(engine, keeper, key, Span()))
        arriving.rename(path)
    except OSError as error:
        raise CheckpointError(f"{path} cannot be written: {error.strerror}.") from error
    _log.info("log_exported", file=path.name)
    return True


def newest_checkpoint(settings: Settings) -> Checkpoint | None:
    """Give the newest checkpoint of the folder; raises CheckpointError."""
    folder = settings.audit.checkpoint_dir
    if folder is None:
        return None
    authority = site_key.authority(settings.identity)
    return audit_checkpoints.newest(folder, authority)


def is_due(settings: AuditSettings, last: Checkpoint | None, newest: int, now: datetime) -> bool:
    """Say whether enough was written, or enough time has passed, since the last checkpoint."""
    if last is None:
        return newest > 0
    count = newest - last.seq
    waited = now - last.at >= timedelta(minutes=settings.checkpoint_minutes)
    return count != 0 and (waited or count >= settings.checkpoint_entries)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
