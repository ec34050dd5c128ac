"""`python -m provisioning`: the commands that set a site up."""

from __future__ import annotations

import argparse
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from provisioning import (
    audit_verify,
    authority,
    broker_files,
    policy_signing,
    receipt_verify,
)
from provisioning.demo import options as demo_options
from provisioning.errors import ProvisioningError
from provisioning.interrupts import Uninterrupted
from wire.errors import WireError
from wire.policy import Profile

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


def _broker_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--authority", type=Path, required=True, help="folder of the authority")
    parser.add_argument("--profile", type=Profile, choices=list(Profile), required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder for mosquitto.conf and acl")
    own = "folder of hub.crt, hub.key, authority.crt on the broker's machine (the authority's)"
    parser.add_argument("--identity", type=Path, help=own)
    parser.add_argument("--state", type=Path, default=Path("/var/lib/mosquitto"))
    parser.add_argument("--host", default="0.0.0.0", help="address to listen on")  # noqa: S104 - kiosks come from outside, with certificates
    parser.add_argument("--port", type=int, default=8883)
    parser.add_argument(
        "--without", action="append", default=[], help="an enrolled kiosk to leave out"
    )


def _broker(asked: argparse.Namespace) -> None:
    kiosks = dict.fromkeys(broker_files.enrolled(asked.authority, asked.without), asked.profile)
    identity = (asked.identity or asked.authority).absolute()
    listens = (asked.host, asked.port)
    broker_files.write(asked.out.absolute(), identity, listens, asked.state, kiosks)
    sys.stdout.write(f"{asked.out}: {', '.join(kiosks) or 'no kiosk is enrolled'}\n")


def _policy_arguments(parser: argparse.ArgumentParser) -> None:
    purpose = "sign which profile holds at this site"
    told = f"{purpose}: the file that hub and kiosks want as `policy`"
    signing = parser.add_subparsers(required=True).add_parser(
        "sign", help=purpose, description=told
    )
    signing.add_argument("--profile", type=Profile, choices=list(Profile), required=True)
    signing.add_argument("--authority", type=Path, required=True, help="folder of the authority")
    out = f"the file to write ({policy_signing.FILE_NAME} in the folder where you are)"
    signing.add_argument("--out", type=Path, default=Path(policy_signing.FILE_NAME), help=out)
    signing.add_argument("--dry-run", action="store_true", help="say what would be signed")


def _policy(asked: argparse.Namespace) -> None:
    now = datetime.now(UTC)
    choice = policy_signing.sign(
        asked.authority, asked.profile, asked.out, now, dry_run=asked.dry_run
    )
    place = "not written (dry run)" if asked.dry_run else asked.out.absolute()
    sys.stdout.write(f"{choice.profile.value}, version {choice.version}: {place}\n")
    for measure, use in choice.table.items():
        sys.stdout.write(f"  {measure.value:<18}{use.value}\n")


def _audit_verify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("export", type=Path, help="what `python -m hub audit export` wrote")
    parser.add_argument("--authority", type=Path, help="the site's root certificate (PEM)")
    parser.add_argument("--checkpoints", type=Path, help="folder of the hub's checkpoints")


def _audit_verify(asked: argparse.Namespace) -> None:
    found = audit_verify.verify(asked.export, asked.authority, asked.checkpoints)
    newest = f"{found.newest['seq']} of {found.newest['at']}" if found.newest else "none"
    sys.stdout.write(
        f"Good: {found.entries} entries, the last is {newest}; {found.receipts} receipts, "
        f"{found.checkpoints} checkpoints.\n"
    )
    if asked.authority is None:
        sys.stdout.write(f"Only as good as the root {found.authority}: compare it with yours.\n")


class _Ended(KeyboardInterrupt):
    """A signal ends the command as Ctrl-C does, with an exit code of its own."""


def _end(number: int, _: object) -> None:
    raise _Ended(number)


def _demo(asked: argparse.Namespace) -> None:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    try:
        with Uninterrupted():
            from provisioning.demo import show  # noqa: PLC0415 - media libraries, the demo's alone

        show.run(demo_options.read(asked))
    except KeyboardInterrupt as ended:
        sys.stderr.write("\nThe demo was stopped before its end.\n")
        number = ended.args[0] if isinstance(ended, _Ended) else signal.SIGINT
        raise SystemExit(_SIGNALLED + number) from None


def _receipt_verify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="the receipt; without it, --slip alone")
    parser.add_argument("--authority", type=Path, required=True, help="the authority's certificate")
    parser.add_argument("--slip", help="the text of the QR code")


def _receipt_verify(asked: argparse.Namespace) -> None:
    told = receipt_verify.verify(asked.file, asked.authority, asked.slip)
    sys.stdout.write("\n".join((*told, "")))


_COMMANDS: dict[
    str,
    tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], None]],
] = {
    "audit-verify": (
        "say whether an exported audit log is the one that was written",
        _audit_verify_arguments,
        _audit_verify,
    ),
    "authority": ("make the site's authority", _authority_arguments, _authority),
    "broker": ("write Mosquitto's configuration and access list", _broker_arguments, _broker),
    "demo": ("bring up a whole site on this machine", demo_options.add_arguments, _demo),
    "enrol": ("give a kiosk its certificate", _enrol_arguments, _enrol),
    "policy": ("sign the policy of the site", _policy_arguments, _policy),
    "receipt-verify": (
        "say whether a candidate's receipt is genuine",
        _receipt_verify_arguments,
        _receipt_verify,
    ),
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
