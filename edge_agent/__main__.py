"""The kiosk's command line; each process imports only what it needs."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge_agent.app import descent, log, signed_policy
from edge_agent.errors import EdgeError
from edge_agent.settings import load
from wire.errors import WireError
from wire.language import Language
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge_agent.settings import Settings

PROCESSES = ("recorder", "senses", "agent", "uploader")
_DEFAULT = Path("kiosk.toml")
_CANNOT_START = 2
_FAILED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        return _run(asked)
    except (EdgeError, WireError) as error:
        sys.stderr.write(f"{error}\n")
        return _CANNOT_START


def _run(asked: argparse.Namespace) -> int:
    if asked.command == "capabilities":
        return _capabilities(asked)
    if asked.command == "check":
        return _check(asked)
    if asked.command == "measure":
        from edge_agent.app.measure_command import run as run_measure  # noqa: PLC0415 - as below

        log.set_up(asked.command)
        if (settings := _settings_if_any(asked)) is not None:
            signed_policy.hold_to(settings, asked.profile)
        return run_measure(asked)
    settings = load(_file(asked))
    log.set_up(asked.command)
    signed_policy.obey(settings)
    if asked.with_parent is not None:
        descent.die_with(asked.with_parent)
    if asked.command == "run":
        from edge_agent.app.run import run  # noqa: PLC0415 - each process imports only its own

        run(_file(asked))
    else:
        importlib.import_module(f"edge_agent.app.{asked.command}").run(settings)
    return 0


def _file(asked: argparse.Namespace) -> Path:
    named: Path | None = asked.settings
    return _DEFAULT if named is None else named


def _settings_if_any(asked: argparse.Namespace) -> Settings | None:
    """Give the settings, None where nobody named any and none lie here; raises SettingsError.

    Without settings there is no policy to obey: what is named and missing is never taken for that.
    """
    if asked.settings is None and not os.path.lexists(_DEFAULT):
        return None
    return load(_file(asked))


def _capabilities(asked: argparse.Namespace) -> int:
    from edge_agent.app import capabilities  # noqa: PLC0415 - as above

    log.set_up(asked.command)
    if asked.verify is not None:
        told = capabilities.verified(*asked.verify)
    elif (settings := _settings_if_any(asked)) is not None:
        told = capabilities.as_signed(settings)
    else:
        sys.stderr.write(f"{_DEFAULT} is not there: this is said of any kiosk, unsigned.\n")
        told = capabilities.as_json()
    sys.stdout.write(f"{told.decode()}\n")
    return 0


def _check(asked: argparse.Namespace) -> int:
    from edge_agent.app.check import as_json, as_text, check  # noqa: PLC0415 - as above

    log.set_up(asked.command)
    checked = check(_file(asked))
    sys.stdout.write(f"{as_json(checked) if asked.json else as_text(checked)}\n")
    return 0 if checked.ok else _FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m edge_agent", description="An interview kiosk.")
    told = f"the kiosk's settings; {_DEFAULT} unless named"
    parser.add_argument("--settings", type=Path, metavar="FILE", help=told)
    parser.add_argument("--with-parent", type=int, metavar="PID", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="run all four processes and restart those that fall")
    for name in PROCESSES:
        commands.add_parser(name, help=f"run the {name} process alone")
    check = commands.add_parser("check", help="say for each part whether it works")
    check.add_argument("--json", action="store_true", help="for programs")
    told = "print, signed, what this kiosk can and cannot do: models by hash, measures by profile"
    capable = commands.add_parser("capabilities", help=told, description=told)
    verify = "check a printed one with the kiosk's certificate, and print what it says"
    files = ("FILE", "CERTIFICATE")
    capable.add_argument("--verify", type=Path, nargs=2, metavar=files, help=verify)
    _add_measure(commands)
    return parser


def _add_measure(commands: Any) -> None:  # noqa: ANN401 - argparse keeps its type to itself
    measure = commands.add_parser(
        "measure",
        help="run the line over media files, at full speed and deterministically",
        description="Writes one JSON line for each picture, window, utterance and answer. The same "
        "files, models and options give the same bytes. The lines hold words and landmarks of the "
        "person shown: they stay on this machine and are readable by their owner only.",
    )
    measure.add_argument(
        "--video",
        type=Path,
        metavar="FILE",
        help="a video's pictures",
    )
    measure.add_argument("--audio", type=Path, metavar="FILE", help="a file's sound")
    spoken, law = "what is spoken: en or zh", "the policy profile to obey: cn, eu or us"
    measure.add_argument(
        "--language", type=Language, choices=list(Language), required=True, help=spoken
    )
    measure.add_argument("--profile", type=Profile, choices=list(Profile), required=True, help=law)
    measure.add_argument("--plan", type=Path, metavar="FILE", help="a plan in JSON, for keywords")
    chosen = "moonshine, whisper, or vosk: and a model folder"
    measure.add_argument("--recogniser", metavar="NAME", help=chosen)
    told = "also write what is understood while somebody still speaks"
    measure.add_argument("--partials", action="store_true", help=told)
    measure.add_argument(
        "--models",
        type=Path,
        metavar="DIR",
        default=Path(".cache/models"),
        help="where `make models` put them (%(default)s)",
    )
    measure.add_argument(
        "--out", type=Path, metavar="FILE", required=True, help="the JSON lines; owner-only"
    )


if __name__ == "__main__":
    sys.exit(main())
