"""A cable between two network namespaces that loses datagrams: ip-netns(8), veth(4), nft(8).

Kiosk and viewer stand at its two ends, on one machine and one clock, and have no other network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROGRAMS = ("ip", "nft", "nsenter")
_NETWORK = "10.77.0."
_RULES = """table inet loss {{
  chain heard {{
    type filter hook input priority 0; policy accept;
    meta l4proto udp numgen random mod 100 < {percent} drop
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class End:
    """One end: a namespace and its address."""

    name: str
    address: str

    def command(self, *arguments: str) -> list[str]:
        """Give the command that runs another one at this end."""
        return ["nsenter", f"--net=/run/netns/{self.name}", *arguments]


@dataclass(frozen=True, slots=True)
class Cable:
    """Both ends."""

    kiosk: End
    viewer: End


def why_not() -> str | None:
    """Say what is missing for a cable, if anything is."""
    if os.geteuid() != 0:
        return "network namespaces want root"
    missing = [name for name in _PROGRAMS if shutil.which(name) is None]
    return f"not installed: {', '.join(missing)}" if missing else None


@contextmanager
def cable(loss_percent: int) -> Iterator[Cable]:
    """Lay a cable that loses so many of a hundred datagrams, each way."""
    ends = [End(f"live-{os.getpid()}-{n}", f"{_NETWORK}{n}") for n in (1, 2)]
    with ExitStack() as stack:
        for end in ends:
            _run("ip", "netns", "add", end.name)
            stack.callback(_run, "ip", "netns", "delete", end.name)
        first, second = (end.name for end in ends)
        plugs = ("peer", "name", "cable", "netns", second)
        _run("ip", "link", "add", "cable", "netns", first, "type", "veth", *plugs)
        for end in ends:
            _plug_in(end, loss_percent)
        yield Cable(*ends)


def _plug_in(end: End, loss_percent: int) -> None:
    _run("ip", "-n", end.name, "address", "add", f"{end.address}/24", "dev", "cable")
    for device in ("lo", "cable"):
        _run("ip", "-n", end.name, "link", "set", device, "up")
    if loss_percent:
        _run(*end.command("nft", "-f", "-"), told=_RULES.format(percent=loss_percent))


def _run(*command: str, told: str = "") -> None:
    subprocess.run(command, check=True, input=told, text=True)
