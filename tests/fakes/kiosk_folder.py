"""An enrolled kiosk's folder as it lies on a disk: settings, keys, and a signed policy."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from edge_agent.settings import load
from provisioning import authority, policy_signing
from wire import policy_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edge_agent.settings import Settings
    from wire.policy import Profile
    from wire.policy_file import Choice

_ROOT = Path(__file__).parents[2]
MODELS = _ROOT / ".cache" / "models"
_TOML = """
kiosk_id = "{kiosk}"
profile = "{profile}"
policy = "{folder}/policy.json"
state_dir = "{folder}/state"
runtime_dir = "{folder}/run"
models_dir = "{models}"
hub = {{broker_host = "127.0.0.1", broker_port = 1, receive_url = "https://127.0.0.1:1"}}
camera = {{kind = "v4l2"}}
microphone = {{kind = "pyaudio"}}
recording = {{recipients = ["age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"]}}
[identity]
certificate = "{folder}/kiosk.crt"
key = "{folder}/kiosk.key"
authority = "{folder}/authority.crt"
"""


@dataclass(frozen=True, slots=True)
class KioskFolder:
    """A kiosk's folder whose policy is in order, and the authority that signed it."""

    folder: Path
    authority: Path

    @property
    def file(self) -> Path:
        """Its settings."""
        return self.folder / "kiosk.toml"

    @property
    def policy(self) -> Path:
        return self.folder / "policy.json"

    def settings(self) -> Settings:
        return load(self.file)

    def sign(self, choice: Choice) -> None:
        """Have the site's own authority sign whatever a test wants."""
        key = authority.load(self.authority).key
        self.policy.write_bytes(policy_file.sign(choice, key))

    def run(self, *command: object, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the kiosk with these settings."""
        return run("--settings", self.file, *command, environment=environment)


def run(
    *arguments: object, within: Path = _ROOT, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the kiosk's program in a folder."""
    program = [sys.executable, "-m", "edge_agent", *map(str, arguments)]
    told = {**os.environ, "PYTHONPATH": str(_ROOT), **(environment or {})}
    return subprocess.run(
        program, capture_output=True, text=True, check=False, env=told, cwd=within
    )


def enrolled(root: Path, profile: Profile) -> KioskFolder:
    """Enrol a kiosk of `profile` with the one authority of `root`."""
    kiosk, now = f"lobby-{profile.value}", datetime.now(UTC)
    made = KioskFolder(root / kiosk, root / "authority")
    authority.prepare(made.authority, (), now)
    authority.enrol(made.authority, kiosk, made.folder, now)
    policy_signing.sign(made.authority, profile, made.policy, now, dry_run=False)
    told = {"kiosk": kiosk, "profile": profile.value, "folder": made.folder, "models": MODELS}
    made.file.write_text(_TOML.format(**told))
    return made
