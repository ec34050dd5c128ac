"""`check` and `capabilities`, as a technician's program calls them."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.site import free_port, running_site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.site import Site

pytestmark = pytest.mark.integration

TOML = """
kiosk_id = "{kiosk_id}"
profile = "cn"
state_dir = "{folder}/state"
runtime_dir = "{folder}/run"
models_dir = "{folder}/no-models"
[hub]
broker_host = "127.0.0.1"
broker_port = {broker_port}
receive_url = "https://127.0.0.1:{receive_port}"
[identity]
certificate = "{certificate}"
key = "{key}"
authority = "{authority}"
[camera]
kind = "replay"
[microphone]
kind = "replay"
[recording]
recipients = ["age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"]
[replay]
video = "{folder}/none.mp4"
audio = "{folder}/none.wav"
takes = []
"""


def checked(site: Site, folder: Path, kiosk_id: str) -> tuple[int, dict[str, Any]]:
    """Run `check --json` with the certificate of lobby-cn; gives exit code and items by name."""
    issued = site.kiosks["lobby-cn"]
    settings = folder / "kiosk.toml"
    text = TOML.format(
        kiosk_id=kiosk_id,
        folder=folder,
        broker_port=site.broker.port,
        receive_port=free_port(),
        certificate=issued.certificate,
        key=issued.key,
        authority=issued.authority,
    )
    settings.write_text(text)
    command = [sys.executable, "-m", "edge_agent", "--settings", str(settings), "check", "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    told = json.loads(ran.stdout)
    return ran.returncode, {one["item"]: one for one in told["items"]}


def test_each_part_is_told_with_what_to_do(tmp_path: Path) -> None:
    with running_site(tmp_path / "site") as site:
        code, items = checked(site, tmp_path, "lobby-cn")
        _, others = checked(site, tmp_path, "lobby-eu")
    assert code == 1
    assert {name for name, one in items.items() if one["ok"]} >= {
        "settings",
        "certificate",
        "hub: broker",
        "disk",
    }
    assert items["model face_detector"]["code"] == "K-MODEL-001"
    assert items["camera and microphone"]["code"] == "K-MEDIA-001"
    assert items["hub: plans and uploads"]["code"] == "K-HUB-001"
    assert "another kiosk's" in others["certificate"]["says"]


def test_capabilities_name_models_by_hash_and_measures_by_profile() -> None:
    command = [sys.executable, "-m", "edge_agent", "capabilities"]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert all(len(sha256) == 64 for sha256 in told["models"].values())
    assert told["profiles"]["eu"]["measures"]["smiles"] == "off"
    assert told["signed"] is False
