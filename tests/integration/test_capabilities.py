"""`capabilities`, as a technician prints it and another person checks it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from provisioning import authority, policy_signing
from wire.policy import BEHAVIOUR, Measure, Profile, policy_hash

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.integration
MODELS = Path(__file__).parents[2] / ".cache" / "models"
TOML = """
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


def made(root: Path, profile: Profile) -> Path:
    """Make a kiosk's folder; gives its settings file."""
    now, kiosk = datetime.now(UTC), f"lobby-{profile.value}"
    authority.prepare(root / "authority", (), now)
    authority.enrol(root / "authority", kiosk, root / kiosk, now)
    policy_signing.sign(
        root / "authority", profile, root / kiosk / "policy.json", now, dry_run=False
    )
    file = root / kiosk / "kiosk.toml"
    told = {"kiosk": kiosk, "profile": profile.value, "folder": root / kiosk, "models": MODELS}
    file.write_text(TOML.format(**told))
    return file


def ask(settings: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command: Sequence[str] = [sys.executable, "-m", "edge_agent", "--settings", str(settings)]
    told = [*command, "capabilities", *map(str, arguments)]
    return subprocess.run(told, capture_output=True, text=True, check=False)


def printed(settings: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(ask(settings).stdout)["signed"]
    return told


@pytest.mark.parametrize("profile", list(Profile))
def test_it_says_what_the_signed_profile_lets_this_kiosk_do(
    tmp_path: Path, profile: Profile
) -> None:
    told = printed(made(tmp_path, profile))
    assert (told["profile"], told["policy_hash"]) == (profile.value, policy_hash(profile))
    assert set(told["measures"]) == {measure.value for measure in Measure}
    may = {name for name, one in told["measures"].items() if one["forbidden_by"] is None}
    behaves = profile is Profile.CN
    assert ({measure.value for measure in BEHAVIOUR} <= may) is behaves
    assert ("face_landmarks" in told["models"]) is behaves
    assert ("face_landmarks" in told["models_not_loaded"]) is not behaves
    assert told["measures"]["picture_quality"]["can"]


def test_a_print_is_checked_with_the_kiosks_certificate(tmp_path: Path) -> None:
    eu, us = made(tmp_path, Profile.EU), made(tmp_path, Profile.US)
    file = tmp_path / "printed.json"
    file.write_text(ask(eu).stdout)
    good = ask(eu, "--verify", file, eu.with_name("kiosk.crt"))
    assert (good.returncode, json.loads(good.stdout)["kiosk_id"]) == (0, "lobby-eu")
    file.write_text(file.read_text().replace('"smiles": {', '"smile": {', 1))
    forged = ask(eu, "--verify", file, eu.with_name("kiosk.crt"))
    assert (forged.returncode, forged.stderr[:12]) == (2, "W-SIGNED-001")
    file.write_text(ask(us).stdout)
    another = ask(eu, "--verify", file, eu.with_name("kiosk.crt"))
    assert (another.returncode, another.stderr[:12]) == (2, "W-SIGNED-001")


def test_without_settings_it_says_that_nobody_signed_it(tmp_path: Path) -> None:
    ran = ask(tmp_path / "none.toml")
    assert json.loads(ran.stdout)["signed"] is False
    assert "unsigned" in ran.stderr
