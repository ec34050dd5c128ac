"""A whole site in one folder: authority, broker, hub and one kiosk, all on 127.0.0.1."""

from __future__ import annotations

import json
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import tomli_w

from provisioning import authority, durable, policy_signing
from provisioning.broker import Broker
from provisioning.demo.kept_up import KeptUp
from provisioning.demo.processes import ask, free_port, module, running, wait_for_port
from wire import sealed
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from provisioning.demo.media import Media
    from provisioning.demo.processes import Watched
    from wire.policy import Profile

HOST = "127.0.0.1"
KIOSK = "kiosk-1"
HR_NAME = "hr"


@dataclass(frozen=True, slots=True)
class Ports:
    """Free TCP ports of this machine."""

    broker: int
    receive: int
    web: int
    page: int


@dataclass(frozen=True, slots=True)
class Site:
    """The site's folder, and how to reach what runs in it."""

    folder: Path
    sockets: Path
    """Its name is short: a Unix socket's path has room for 107 bytes."""
    ports: Ports
    profile: Profile
    hr_password: str

    @property
    def hub_settings(self) -> Path:
        """The hub's settings file."""
        return self.folder / "hub.toml"

    @property
    def kiosk_settings(self) -> Path:
        """The kiosk's settings file."""
        return self.folder / "kiosk.toml"

    @property
    def keeper_identity(self) -> Path:
        """The private key that opens recordings; the keeper's alone."""
        return self.folder / "keeper" / "identity.txt"

    @property
    def policy(self) -> Path:
        """The policy that the site's authority signed, for hub and kiosk alike."""
        return self.folder / policy_signing.FILE_NAME

    @property
    def checkpoints(self) -> Path:
        """Where the audit log's checkpoints go; a real site's lie on another machine."""
        return self.folder / "checkpoints"

    @property
    def logs(self) -> Path:
        """One log a process."""
        return self.folder / "logs"

    @property
    def web_address(self) -> str:
        """HR's view."""
        return f"http://{HOST}:{self.ports.web}/"

    @property
    def page_address(self) -> str:
        """The candidate page."""
        return f"http://{HOST}:{self.ports.page}/"

    def hub(
        self,
        *arguments: str,
        stdin: str | None = None,
        watch: Callable[[], None] = lambda: None,
    ) -> str:
        """Run a command of the hub and give what it printed; raises ProcessError."""
        command = module("hub", "--settings", str(self.hub_settings), *arguments)
        return ask(command, stdin=stdin, watch=watch)

    def kiosk(self, *arguments: str) -> str:
        """Run a command of the kiosk and give what it printed; raises ProcessError."""
        return ask(module("edge_agent", "--settings", str(self.kiosk_settings), *arguments))

    def schedule(self, candidate: str, job_id: str, in_charge: str = "") -> str:
        """Let the kiosk expect a candidate; gives the interview's identifier."""
        asked = ("--kiosk", KIOSK, "--job", job_id, "--candidate", candidate, "--json")
        whose = ("--in-charge", in_charge) if in_charge else ()
        said = self.hub("interview", "schedule", *asked, *whose)
        return str(json.loads(said)["interview_id"])

    def check_in_code(self, interview_id: str) -> str:
        """Give the code by which an interview's candidate checks in."""
        return self.hub("interview", "code", interview_id).strip()


def prepare(folder: Path, sockets: Path, profile: Profile) -> Site:
    """Make the authority, the keys and the hub's settings in an empty folder."""
    durable.make_folder(folder)
    durable.make_folder(folder / "checkpoints")
    ports = Ports(free_port(), free_port(), free_port(), free_port())
    site = Site(folder, sockets, ports, profile, secrets.token_urlsafe(12))
    authority.prepare(folder / "authority", (), datetime.now(UTC))
    authority.enrol(folder / "authority", KIOSK, folder / "kiosk", datetime.now(UTC))
    policy_signing.sign(
        folder / "authority", profile, site.policy, datetime.now(UTC), dry_run=False
    )
    for path in (site.keeper_identity, folder / "authority" / "recovery.txt"):
        durable.make_folder(path.parent)
        identity, _ = sealed.generate_identity()
        durable.write(path, f"{identity}\n".encode(), durable.SECRET)
    _write_settings(site.hub_settings, _hub_settings(site))
    return site


def set_up_hub(site: Site, language: Language = Language.EN) -> None:
    """Make the hub's database, its HR account and its kiosk."""
    site.hub("migrate")
    account = ["user", "add", HR_NAME, "--role", "hr_manager"]
    if "--language" in site.hub("user", "add", "--help"):
        account += ["--language", language.value]
    site.hub(*account, stdin=f"{site.hr_password}\n")
    site.hub("kiosk", "add", KIOSK)


def set_up_kiosk(site: Site, media: Media, language: Language, speed: str, models: Path) -> None:
    """Write the kiosk's settings: a replay in place of camera and microphone."""
    _write_settings(site.kiosk_settings, _kiosk_settings(site, media, language, speed, models))


@contextmanager
def up(
    site: Site,
    broker_kind: type[Broker] = Broker,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[tuple[Watched, ...]]:
    """Run broker, hub and kiosk for the length of a `with` block.

    `tell` hears what the one who waits should know.
    """
    issued = authority.in_folder(site.folder / "authority", "hub")
    kiosks = {KIOSK: site.profile}
    hub = module("hub", "--settings", str(site.hub_settings), "serve")
    kiosk = module("edge_agent", "--settings", str(site.kiosk_settings), "run")
    with (
        broker_kind(site.folder / "broker", HOST, site.ports.broker, issued, kiosks) as broker,
        running("hub", hub, site.logs) as hub_process,
    ):
        # A kiosk that finds no hub waits ten seconds before it asks again.
        wait_for_port(HOST, site.ports.receive, hub_process)
        with running("kiosk", kiosk, site.logs) as kiosk_process:
            yield KeptUp(broker, tell), hub_process, kiosk_process


def _write_settings(path: Path, settings: dict[str, Any]) -> None:
    durable.write(path, tomli_w.dumps(settings).encode(), durable.SECRET)


def _hub_settings(site: Site) -> dict[str, Any]:
    issued = authority.in_folder(site.folder / "authority", "hub")
    return {
        "state_dir": str(site.folder / "hub"),
        "profile": site.profile.value,
        "policy": str(site.policy),
        "broker": {"host": HOST, "port": site.ports.broker},
        "identity": _identity(issued),
        "receive": {"host": HOST, "port": site.ports.receive},
        "web": {"host": HOST, "port": site.ports.web},
        "sign_in": {"second_factor": "offered"},
        "audit": {"checkpoint_dir": str(site.checkpoints)},
        "keeper": {
            "identity_file": str(site.keeper_identity),
            "socket": str(site.sockets / "keeper.sock"),
        },
        "live": {"socket": str(site.sockets / "switchboard.sock")},
    }


def _identity(credentials: authority.Credentials) -> dict[str, str]:
    return {
        "certificate": str(credentials.certificate),
        "key": str(credentials.key),
        "authority": str(credentials.authority),
    }


def _kiosk_settings(
    site: Site,
    media: Media,
    language: Language,
    speed: str,
    models: Path,
) -> dict[str, Any]:
    takes = [
        {"stage": take.stage, "start_s": take.start_s, "end_s": take.end_s} for take in media.takes
    ]
    return {
        "kiosk_id": KIOSK,
        "profile": site.profile.value,
        "policy": str(site.policy),
        "language": language.value,
        "state_dir": str(site.folder / "kiosk" / "state"),
        "runtime_dir": str(site.sockets),
        "models_dir": str(models),
        "hub": {
            "broker_host": HOST,
            "broker_port": site.ports.broker,
            "receive_url": f"https://{HOST}:{site.ports.receive}",
        },
        "identity": _identity(authority.in_folder(site.folder / "kiosk", "kiosk")),
        "camera": {"kind": "replay"},
        "microphone": {"kind": "replay"},
        "recording": {"recipients": _recipients(site)},
        "page": {"host": HOST, "port": site.ports.page},
        "replay": {
            "video": str(media.video.resolve()),
            "audio": str(media.audio.resolve()),
            "speed": speed,
            "takes": takes,
        },
    }


def _recipients(site: Site) -> list[str]:
    files = (site.keeper_identity, site.folder / "authority" / "recovery.txt")
    return [sealed.recipient_of(path.read_text().strip()) for path in files]
