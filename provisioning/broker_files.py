"""What an installed Mosquitto reads: configuration and access list, from the kiosks enrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioning import durable
from provisioning.authority import in_folder, load
from provisioning.broker import acl, configuration
from wire.topics import HUB

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from wire.policy import Profile

CONFIGURATION, ACCESS_LIST = "mosquitto.conf", "acl"


def enrolled(authority: Path, without: Collection[str] = ()) -> list[str]:
    """Name the kiosks that the authority gave a certificate; raises AuthorityError without one."""
    load(authority)
    found = (path.stem for path in (authority / "kiosks").glob("*.crt"))
    return sorted(one for one in found if one not in without)


def write(
    out: Path, identity: Path, listens: tuple[str, int], state: Path, kiosks: dict[str, Profile]
) -> None:
    """Write both files into `out`; neither has a secret, Mosquitto's own user reads them.

    `identity` is the folder with hub.crt, hub.key and authority.crt on the broker's machine.
    Raises FolderError.
    """
    durable.make_folder(out)
    host, port = listens
    written = configuration(
        out, host, port, in_folder(identity, HUB), state=state, keeps_root=False
    )
    durable.write(out / CONFIGURATION, written.encode(), durable.PUBLIC)
    durable.write(out / ACCESS_LIST, acl(HUB, kiosks).encode(), durable.PUBLIC)
