"""`python -m provisioning`: the commands that set a site up."""

from __future__ import annotations

import argparse
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from provisioning import authority
from provisioning.demo import options as demo_options
from provisioning.errors import ProvisioningError
from wire.errors import WireError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_REFUSED = 2
_SIGNALLED = 128
"""A shell adds the signal's number to it."""


def _authority_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dir", type=Path, required=True, help="folder of the authority")
    parser.add_argument("--host", action="append", default=[], help="a name of the hub; repeatable")


def _authority(asked: argparse.Namespace) -> None:
    fingerprint = authority.prepare(asked.dir, asked.host, datetime.now(UTC))
    sys.stdout.write(f"{asked.dir}: {fingerprint}\n")


def _enrol_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--authority", type=Path, required=True, help="folder of the authority")
    parser.add_argument("--kiosk", required=True, help="the kiosk's name")
    parser.add_argument("--out", type=Path, required=True, help="the kiosk's own folder")


def _enrol(asked: argparse.Namespace) -> None:
    given = authority.enrol(asked.authority, asked.kiosk, asked.out, datetime.now(UTC))
    sys.stdout.write(f"{asked.kiosk}: {given.certificate}\n")


class _Ended(KeyboardInterrupt):
    """A signal ends the command as Ctrl-C does, with an exit code of its own."""


def _end(number: int, _: object) -> None:
    raise _Ended(number)


def _demo(asked: argparse.Namespace) -> None:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    try:
        from provisioning.demo import show  # noqa: PLC0415 - media libraries, for the demo alone

        show.run(demo_options.read(asked))
    except KeyboardInterrupt as ended:
        sys.stderr.write("\nThe demo was stopped before its end.\n")
        number = ended.args[0] if isinstance(ended, _Ended) else signal.SIGINT
        raise SystemExit(_SIGNALLED + number) from None


_COMMANDS: dict[
    str,
    tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], None]],
] = {
    "authority": ("make the site's authority", _authority_arguments, _authority),
    "demo": ("bring up a whole site on this machine", demo_options.add_arguments, _demo),
    "enrol": ("give a kiosk its certificate", _enrol_arguments, _enrol),
}


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m provisioning", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (purpose, add_arguments, _) in _COMMANDS.items():
        add_arguments(commands.add_parser(name, help=purpose, description=purpose))
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run one command; gives the exit code, having said in one line what went wrong."""
    asked = _parse(arguments)
    try:
        _COMMANDS[asked.command][2](asked)
    except (ProvisioningError, WireError) as error:
        sys.stderr.write(f"{error}\n")
        return _REFUSED
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
