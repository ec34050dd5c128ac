"""Wrong policy files, and ways around the right one: kiosk and hub refuse each, by code."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest
from structlog.testing import capture_logs

from edge_agent.app import signed_policy
from edge_agent.errors import SettingsError
from edge_agent.settings import parse
from hub.app import signed_policy as hub_signed_policy
from hub.settings import parse as parse_hub
from provisioning import authority, pki
from tests.fakes.kiosk_folder import KioskFolder, enrolled
from wire import policy, policy_file, signed
from wire.errors import PolicyError
from wire.policy import Measure, Profile, Use

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.integration
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HUB_TOML = """
state_dir = "{folder}/hub"
profile = "eu"
policy = "{folder}/policy.json"
broker = {{ host = "127.0.0.1", port = 1 }}
identity = {{ certificate = "none", key = "none", authority = "{folder}/authority.crt" }}
receive = {{ host = "127.0.0.1", port = 1 }}
web = {{ host = "127.0.0.1", port = 1 }}
keeper = {{ identity_file = "none", socket = "none" }}
"""


@pytest.fixture
def place(tmp_path: Path) -> KioskFolder:
    return enrolled(tmp_path, Profile.EU)


def test_the_policy_that_every_wrong_one_is_made_from_is_obeyed(place: KioskFolder) -> None:
    assert signed_policy.obey(place.settings()).profile is Profile.EU
    hub = parse_hub(HUB_TOML.format(folder=place.folder))
    assert hub_signed_policy.obey(hub).profile is Profile.EU


def edited(before: bytes, after: bytes) -> Callable[[KioskFolder], None]:
    def edit(place: KioskFolder) -> None:
        there = place.policy.read_bytes()
        assert before in there
        place.policy.write_bytes(there.replace(before, after, 1))

    return edit


def changed(**fields: object) -> Callable[[KioskFolder], None]:
    """Have the true authority sign another choice."""

    def sign(place: KioskFolder) -> None:
        eu = policy_file.choose(Profile.EU, NOW)
        place.sign(msgspec.structs.replace(eu, **fields))

    return sign


def signed_by_another(place: KioskFolder) -> None:
    other = pki.Authority.create(NOW)
    choice = policy_file.choose(Profile.EU, NOW)
    place.policy.write_bytes(policy_file.sign(choice, other.key))


def signed_by_the_kiosk(place: KioskFolder) -> None:
    key = pki.key_of((place.folder / "kiosk.key").read_bytes())
    choice = policy_file.choose(Profile.EU, NOW)
    place.policy.write_bytes(policy_file.sign(choice, key))


def signed_for_something_else(place: KioskFolder) -> None:
    key = authority.load(place.authority).key
    choice = policy_file.choose(Profile.EU, NOW)
    place.policy.write_bytes(signed.sign(b"another purpose\n", choice, key))


def emptied(place: KioskFolder) -> None:
    place.policy.write_bytes(b"")


def unsigned(place: KioskFolder) -> None:
    told = json.loads(place.policy.read_bytes())
    place.policy.write_text(json.dumps({"signed": told["signed"]}))


LAX = {**policy.table(Profile.EU), Measure.SMILES: Use.MEASURE}
POLICY: dict[str, tuple[Callable[[KioskFolder], None], str]] = {
    "the profile edited in the file": (edited(b'"eu"', b'"cn"'), "W-POLICY-002"),
    "a use edited in the file": (edited(b'"smiles": "off"', b'"smiles": "score"'), "W-POLICY-002"),
    "white space added to the file": (edited(b'"eu"', b' "eu"'), "W-POLICY-002"),
    "a field added outside the signature": (
        edited(b'{"signed"', b'{"a":1,"signed"'),
        "W-POLICY-002",
    ),
    "no signature": (unsigned, "W-POLICY-002"),
    "an empty file": (emptied, "W-POLICY-002"),
    "another authority's signature": (signed_by_another, "W-POLICY-002"),
    "the kiosk's own signature": (signed_by_the_kiosk, "W-POLICY-002"),
    "a signature made for something else": (signed_for_something_else, "W-POLICY-002"),
    "another profile, truly signed": (
        lambda place: place.sign(policy_file.choose(Profile.CN, NOW)),
        "W-POLICY-003",
    ),
    "an older version, truly signed": (changed(version=1), "W-POLICY-004"),
    "a newer version, truly signed": (changed(version=99), "W-POLICY-004"),
    "a laxer table, truly signed": (changed(table=LAX), "W-POLICY-004"),
    "a table with a gap, truly signed": (changed(table={}), "W-POLICY-004"),
}


@pytest.mark.parametrize(("smuggle", "code"), POLICY.values(), ids=POLICY.keys())
def test_a_policy_that_is_not_the_sites_stops_kiosk_and_hub(
    place: KioskFolder, smuggle: Callable[[KioskFolder], None], code: str
) -> None:
    smuggle(place)
    with capture_logs() as logs:
        with pytest.raises(PolicyError, match=code):
            signed_policy.obey(place.settings())
        with pytest.raises(PolicyError, match=code):
            hub_signed_policy.obey(parse_hub(HUB_TOML.format(folder=place.folder)))
    assert [(one["event"], one["code"]) for one in logs] == [("policy_refused", code)] * 2


def test_no_policy_stops_the_start(place: KioskFolder) -> None:
    place.policy.unlink()
    with capture_logs() as logs, pytest.raises(SettingsError, match="K-SETTINGS-001"):
        signed_policy.obey(place.settings())
    assert logs[0]["code"] == "K-SETTINGS-001"


@pytest.mark.parametrize("process", ["agent", "senses", "recorder", "uploader", "run"])
def test_settings_that_name_another_profile_stop_every_process(
    place: KioskFolder, process: str
) -> None:
    place.file.write_text(place.file.read_text().replace('profile = "eu"', 'profile = "cn"'))
    ran = place.run(process)
    assert ran.returncode == 2
    assert "W-POLICY-003: eu was signed, not cn." in ran.stderr
    assert '"event": "policy_refused"' in ran.stderr


def test_a_kiosk_measures_no_file_under_another_profile_either(place: KioskFolder) -> None:
    out = place.folder / "out.jsonl"
    asked = ("--profile", "cn", "--language", "en", "--audio", "none.wav", "--out", str(out))
    ran = place.run("measure", *asked)
    assert ran.returncode == 2
    assert "W-POLICY-003: eu was signed, not cn." in ran.stderr
    assert not out.exists()


@pytest.mark.parametrize(
    "command", [("measure", "--profile", "cn", "--language", "en"), ("capabilities",)]
)
def test_settings_that_are_named_and_missing_are_not_taken_for_none(
    place: KioskFolder, command: tuple[str, ...]
) -> None:
    out = place.folder / "out.jsonl"
    place.file.rename(place.file.with_suffix(".gone"))
    options = ("--audio", "none.wav", "--out", str(out)) if "measure" in command else ()
    ran = place.run(*command, *options)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "K-SETTINGS-001" in ran.stderr
    assert not out.exists()


def test_a_setting_that_would_allow_behaviour_is_unknown(place: KioskFolder) -> None:
    with pytest.raises(SettingsError, match=r"K-SETTINGS-001.*behaviour"):
        parse("behaviour = true\n" + place.file.read_text())
