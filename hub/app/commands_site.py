"""Commands that set the hub up: database, people, kiosks, jobs, interviews."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hub.errors import JobError, UnknownError
from hub.people import accounts
from hub.storage.database import open_main, reading
from hub.storage.migrate import migrate
from hub.workflow import interviews, jobs, kiosks

if TYPE_CHECKING:
    import argparse

    from sqlalchemy import Engine

    from hub.settings import Settings


def migrate_command(settings: Settings, _asked: argparse.Namespace) -> None:
    """Bring the databases to this version, and import the sample job."""
    migrate(settings)
    jobs.import_shipped(open_main(settings))


def kiosk_add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `kiosk add`."""
    parser.add_argument("kiosk_id")


def kiosk_add(settings: Settings, asked: argparse.Namespace) -> None:
    """Listen to a kiosk from now on."""
    kiosks.add(open_main(settings), asked.kiosk_id)
    sys.stdout.write(f"{asked.kiosk_id}\n")


def job_import_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `job import`."""
    parser.add_argument("file", type=Path)


def job_import(settings: Settings, asked: argparse.Namespace) -> None:
    """Keep a job file."""
    try:
        source = asked.file.read_bytes()
    except OSError as error:
        raise JobError(f"{asked.file} cannot be read: {error.strerror}.") from error
    job = jobs.import_job(open_main(settings), source)
    sys.stdout.write(f"{job.id} {job.version}\n")


def job_export_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `job export`."""
    parser.add_argument("job")
    parser.add_argument("--version", type=int, help="none: the newest")


def job_export(settings: Settings, asked: argparse.Namespace) -> None:
    """Write a job's file to standard output."""
    source = jobs.exported(open_main(settings), asked.job, asked.version)
    sys.stdout.write(source.decode())


def job_list(settings: Settings, _asked: argparse.Namespace) -> None:
    """List the jobs with their versions and titles."""
    for job in jobs.listed(open_main(settings)):
        sys.stdout.write(f"{job.id} {job.version}  {job.title.en} / {job.title.zh}\n")


def interview_schedule_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `interview schedule`."""
    parser.add_argument("--kiosk", required=True)
    parser.add_argument("--job", required=True)
    parser.add_argument("--candidate", required=True)
    parser.add_argument("--in-charge", help="the account that gets the interview as its own")
    parser.add_argument("--json", action="store_true")


def _account(engine: Engine, name: str) -> int:
    with reading(engine) as session:
        return accounts.named(session, name).id


def interview_schedule(settings: Settings, asked: argparse.Namespace) -> None:
    """Let a kiosk expect a candidate."""
    engine = open_main(settings)
    in_charge = _account(engine, asked.in_charge) if asked.in_charge else None
    interview_id = interviews.schedule(
        engine,
        settings.profile,
        asked.kiosk,
        asked.job,
        asked.candidate,
        retention=settings.retention,
    )
    if in_charge is not None:
        interviews.assign(engine, interview_id, in_charge)
    said = msgspec.json.encode({"interview_id": interview_id}).decode()
    sys.stdout.write(f"{said if asked.json else interview_id}\n")


def interview_code_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `interview code`."""
    parser.add_argument("interview_id")


def interview_code(settings: Settings, asked: argparse.Namespace) -> None:
    """Print the code by which the candidate checks in."""
    code = interviews.code_of(open_main(settings), asked.interview_id)
    if code is None:
        raise UnknownError(f"There is no code for an interview {asked.interview_id[:40]!r}.")
    sys.stdout.write(f"{code}\n")
