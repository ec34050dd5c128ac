"""`python -m hub --settings FILE COMMAND`: the hub's processes and commands."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hub import settings
from hub.app import log, signed_policy
from hub.errors import HubError
from wire.errors import WireError

if TYPE_CHECKING:
    from collections.abc import Sequence

_REFUSED = 2


class Command(NamedTuple):
    """A command: its words, what it is for, and the function that does it, imported when asked."""

    words: str
    purpose: str
    module: str
    function: str
    arguments: str = ""


_PROCESSES = {
    "serve": "migrate, then run all processes",
    "ingest": "take the kiosks' messages from the broker",
    "receive": "hand out plans, take uploads",
    "web": "HR's view",
    "keeper": "hold the private key",
    "witness": "leave checkpoints and exports of the audit log",
    "mail": "promises, letters, and the mail server",
}

_COMMANDS = (
    Command("migrate", "bring the database to this version", "commands_site", "migrate_command"),
    Command(
        "user add",
        "make an account (password on standard input)",
        "commands_people",
        "user_add",
        "user_add_arguments",
    ),
    Command(
        "user password",
        "give an account another password (on standard input)",
        "commands_people",
        "user_password",
        "name_arguments",
    ),
    Command("user list", "list the accounts", "commands_people", "user_list"),
    Command(
        "user disable",
        "let nobody sign in to an account",
        "commands_people",
        "user_disable",
        "name_arguments",
    ),
    Command(
        "user enable",
        "let its owner sign in again; confirm it",
        "commands_people",
        "user_enable",
        "name_arguments",
    ),
    Command(
        "user reset-second-factor",
        "take a lost second factor away",
        "commands_people",
        "user_reset_second_factor",
        "name_arguments",
    ),
    Command("kiosk add", "listen to a kiosk", "commands_site", "kiosk_add", "kiosk_add_arguments"),
    Command("job import", "keep a job file", "commands_site", "job_import", "job_import_arguments"),
    Command(
        "job export", "write a job file", "commands_site", "job_export", "job_export_arguments"
    ),
    Command("job list", "list the jobs", "commands_site", "job_list"),
    Command(
        "candidate add",
        "add a candidate (details on standard input)",
        "commands_candidates",
        "candidate_add",
        "candidate_add_arguments",
    ),
    Command("candidate list", "list the candidates", "commands_candidates", "candidate_list"),
    Command(
        "interview schedule",
        "let a kiosk expect a candidate",
        "commands_site",
        "interview_schedule",
        "interview_schedule_arguments",
    ),
    Command(
        "interview code",
        "print the code by which an interview's candidate checks in",
        "commands_site",
        "interview_code",
        "interview_code_arguments",
    ),
    Command(
        "report",
        "write an interview's report and recordings",
        "commands_results",
        "report",
        "report_arguments",
    ),
    Command(
        "recording export",
        "write a recording as an age file",
        "commands_results",
        "recording_export",
        "recording_export_arguments",
    ),
    Command(
        "audit verify",
        "say whether the audit log is the one that was written",
        "commands_audit",
        "verify",
        "verify_arguments",
    ),
    Command(
        "audit checkpoint",
        "leave a signed checkpoint of the audit log now",
        "commands_audit",
        "checkpoint",
    ),
    Command(
        "audit export",
        "write the audit log to a file, signed or for reading",
        "commands_audit",
        "export",
        "export_arguments",
    ),
    Command(
        "samples add",
        "add made-up candidates, marked as such, to look at the pages",
        "commands_samples",
        "add",
        "add_arguments",
    ),
    Command("samples remove", "take all samples away", "commands_samples", "remove"),
    Command("letters figures", "how soon summaries came", "commands_letters", "figures"),
    Command(
        "transcript show",
        "show an interview's transcript",
        "commands_results",
        "transcript_show",
        "transcript_show_arguments",
    ),
)


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m hub", description=__doc__)
    parser.add_argument("--settings", type=Path, required=True, help="the hub's settings (TOML)")
    top = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, purpose in _PROCESSES.items():
        top.add_parser(name, help=purpose, description=purpose).set_defaults(process=name)
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}
    for command in _COMMANDS:
        first, _, second = command.words.partition(" ")
        if second and first not in groups:
            group = top.add_parser(first, help=f"{command.purpose}, …")
            groups[first] = group.add_subparsers(required=True, metavar="COMMAND")
        level = groups[first] if second else top
        one = level.add_parser(second or first, help=command.purpose, description=command.purpose)
        one.set_defaults(chosen=command)
        if command.arguments and first in words:
            getattr(import_module(f"hub.app.{command.module}"), command.arguments)(one)
    return parser


def _run(asked: argparse.Namespace) -> None:
    read = settings.load(asked.settings)
    log.set_up(asked.process if "process" in asked else "command")
    signed_policy.obey(read)
    if "process" in asked:
        if asked.process != "serve":
            signed_policy.check_database(read)
        module = import_module(f"hub.app.{asked.process}")
        extra = (asked.settings,) if asked.process == "serve" else ()
        module.run(read, *extra)
    else:
        command: Command = asked.chosen
        getattr(import_module(f"hub.app.{command.module}"), command.function)(read, asked)


def main(arguments: Sequence[str]) -> int:
    """Run one process or command; gives the exit code, having said in one line what went wrong."""
    try:
        _run(_parser(arguments).parse_args(arguments))
    except (HubError, WireError) as error:
        sys.stderr.write(f"{error}\n")
        return _REFUSED
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
