"""Ways to have a kiosk under `eu` measure what is forbidden: each is refused, by code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from structlog.testing import capture_logs

from edge_agent.app import plans as app_plans
from edge_agent.app import signed_policy
from edge_agent.app.senses import models_of
from edge_agent.capture.frames import Frame
from edge_agent.errors import ModelError, OutboxError, SettingsError
from edge_agent.inference.models import chosen, model_path
from edge_agent.publish.outbox import Outbox
from edge_agent.settings import load, parse
from hub.app import signed_policy as hub_signed_policy
from hub.settings import parse as parse_hub
from provisioning import authority, pki, policy_signing
from tests.fakes.kiosk_messages import behaviour
from tests.fakes.plans import INTERVIEW_ID, sample_plan
from wire import policy, policy_file, signed
from wire.errors import PolicyError
from wire.policy import Measure, Profile, Purpose, Use
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.settings import Settings
    from wire.policy_file import Choice

pytestmark = pytest.mark.integration
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MODELS = Path(__file__).parents[2] / ".cache" / "models"
TOML = """
kiosk_id = "lobby-eu"
profile = "eu"
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


@dataclass(frozen=True, slots=True)
class Place:
    """A kiosk's folder whose policy is in order, and the authority that signed it."""

    folder: Path
    authority: Path

    @property
    def file(self) -> Path:
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

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-m", "edge_agent", "--settings", str(self.file), *command]
        told = {**os.environ, **environment}
        return subprocess.run(program, capture_output=True, text=True, check=False, env=told)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path / "kiosk", tmp_path / "authority")
    authority.prepare(made.authority, (), datetime.now(UTC))
    authority.enrol(made.authority, "lobby-eu", made.folder, datetime.now(UTC))
    policy_signing.sign(made.authority, Profile.EU, made.policy, NOW, dry_run=False)
    made.file.write_text(TOML.format(folder=made.folder, models=MODELS))
    return made


def test_the_policy_that_every_wrong_one_is_made_from_is_obeyed(place: Place) -> None:
    assert signed_policy.obey(place.settings()).profile is Profile.EU
    hub = parse_hub(HUB_TOML.format(folder=place.folder))
    assert hub_signed_policy.obey(hub).profile is Profile.EU


def edited(before: bytes, after: bytes) -> Callable[[Place], None]:
    def edit(place: Place) -> None:
        there = place.policy.read_bytes()
        assert before in there
        place.policy.write_bytes(there.replace(before, after, 1))

    return edit


def changed(**fields: object) -> Callable[[Place], None]:
    """Have the true authority sign another choice."""

    def sign(place: Place) -> None:
        eu = policy_file.choose(Profile.EU, NOW)
        place.sign(msgspec.structs.replace(eu, **fields))

    return sign


def signed_by_another(place: Place) -> None:
    other = pki.Authority.create(NOW)
    choice = policy_file.choose(Profile.EU, NOW)
    place.policy.write_bytes(policy_file.sign(choice, other.key))


def signed_by_the_kiosk(place: Place) -> None:
    key = pki.key_of((place.folder / "kiosk.key").read_bytes())
    choice = policy_file.choose(Profile.EU, NOW)
    place.policy.write_bytes(policy_file.sign(choice, key))


def signed_for_something_else(place: Place) -> None:
    key = authority.load(place.authority).key
    choice = policy_file.choose(Profile.EU, NOW)
    place.policy.write_bytes(signed.sign(b"another purpose\n", choice, key))


def emptied(place: Place) -> None:
    place.policy.write_bytes(b"")


def unsigned(place: Place) -> None:
    told = json.loads(place.policy.read_bytes())
    place.policy.write_text(json.dumps({"signed": told["signed"]}))


LAX = {**policy.table(Profile.EU), Measure.SMILES: Use.MEASURE}
POLICY: dict[str, tuple[Callable[[Place], None], str]] = {
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
    place: Place, smuggle: Callable[[Place], None], code: str
) -> None:
    smuggle(place)
    with capture_logs() as logs:
        with pytest.raises(PolicyError, match=code):
            signed_policy.obey(place.settings())
        with pytest.raises(PolicyError, match=code):
            hub_signed_policy.obey(parse_hub(HUB_TOML.format(folder=place.folder)))
    assert [(one["event"], one["code"]) for one in logs] == [("policy_refused", code)] * 2


def test_no_policy_stops_the_start(place: Place) -> None:
    place.policy.unlink()
    with capture_logs() as logs, pytest.raises(SettingsError, match="K-SETTINGS-001"):
        signed_policy.obey(place.settings())
    assert logs[0]["code"] == "K-SETTINGS-001"


@pytest.mark.parametrize("process", ["agent", "senses", "recorder", "uploader", "run"])
def test_settings_that_name_another_profile_stop_every_process(place: Place, process: str) -> None:
    place.file.write_text(place.file.read_text().replace('profile = "eu"', 'profile = "cn"'))
    ran = place.run(process)
    assert ran.returncode == 2
    assert "W-POLICY-003: eu was signed, not cn." in ran.stderr
    assert '"event": "policy_refused"' in ran.stderr


def test_a_kiosk_measures_no_file_under_another_profile_either(place: Place) -> None:
    out = place.folder / "out.jsonl"
    asked = ("--profile", "cn", "--language", "en", "--audio", "none.wav", "--out", str(out))
    ran = place.run("measure", *asked)
    assert ran.returncode == 2
    assert "W-POLICY-003: eu was signed, not cn." in ran.stderr
    assert not out.exists()


def test_a_setting_that_would_allow_behaviour_is_unknown(place: Place) -> None:
    with pytest.raises(SettingsError, match=r"K-SETTINGS-001.*behaviour"):
        parse("behaviour = true\n" + place.file.read_text())


def test_no_environment_variable_and_no_plug_in_is_heeded(place: Place, tmp_path: Path) -> None:
    touched = tmp_path / "smuggled"
    plug_in = tmp_path / "plug" / "smuggled.py"
    plug_in.parent.mkdir()
    plug_in.write_text(f"open({str(touched)!r}, 'w').close()\n")
    info = plug_in.parent / "smuggled-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: smuggled\nVersion: 1\n")
    groups = ("edge_agent", "edge_agent.measures", "interview_kiosk.plugins")
    (info / "entry_points.txt").write_text("".join(f"[{one}]\nx = smuggled\n" for one in groups))
    path = os.pathsep.join([str(Path(__file__).parents[2]), str(plug_in.parent)])
    names = ("PROFILE", "KIOSK_PROFILE", "EDGE_AGENT_PROFILE", "POLICY")
    ran = place.run("capabilities", PYTHONPATH=path, **dict.fromkeys(names, "cn"))
    told = json.loads(ran.stdout)["signed"]
    assert (told["profile"], told["measures"]["smiles"]["can"]) == ("eu", False)
    assert not touched.exists()


def test_another_file_under_a_models_name_is_refused(tmp_path: Path) -> None:
    detector = chosen(MODELS, "face_detector").file
    shutil.copy(MODELS / chosen(MODELS, "face_landmarks").file, tmp_path / detector)
    with pytest.raises(ModelError, match=r"K-MODEL-001.*altered"):
        model_path(tmp_path, "face_detector")


def test_a_choice_of_models_that_names_another_file_is_refused(tmp_path: Path) -> None:
    sha256 = chosen(None, "face_landmarks").sha256
    choice = f'[models.face_detector]\nvariant = "face_landmarks"\nsha256 = "{sha256}"\n'
    (tmp_path / "chosen.toml").write_text(choice)
    with pytest.raises(ModelError, match=r"K-MODEL-0.*no variant"):
        model_path(tmp_path, "face_detector")


def test_the_forbidden_model_is_not_opened_whatever_is_asked_for(
    place: Place, tmp_path: Path
) -> None:
    """It is not even there: whoever opened it would raise ModelError."""
    folder = tmp_path / "models"
    folder.mkdir()
    detector = chosen(MODELS, "face_detector").file
    shutil.copy(MODELS / detector, folder / detector)
    settings = msgspec.structs.replace(place.settings(), models_dir=folder)
    tracker = models_of(settings).tracker(behaviour=True)
    picture = np.zeros((240, 320, 3), np.uint8)
    seen = tracker.observe(Frame(pts=0.0, captured_at=0.0, image=picture))
    assert (seen.mesh, seen.body) == (None, None)
    cn = msgspec.structs.replace(settings, profile=Profile.CN)
    with pytest.raises(ModelError, match="K-MODEL-001"):
        models_of(cn).tracker(behaviour=True)


def test_the_outbox_has_no_channel_for_it(place: Place) -> None:
    outbox = Outbox.of_kiosk(place.settings().state_dir, Profile.EU)
    with pytest.raises(OutboxError, match="K-OUTBOX-002"):
        outbox.append(Channel.BEHAVIOUR, lambda seq: behaviour(INTERVIEW_ID, seq), INTERVIEW_ID)
    waiting = outbox.count_waiting()
    outbox.close()
    assert waiting == 0


PLANS = {
    "for another profile": sample_plan(Profile.CN),
    "with another policy's hash": msgspec.structs.replace(
        sample_plan(Profile.EU), policy_hash=policy.policy_hash(Profile.CN)
    ),
    "that asks for consent to face analysis": msgspec.structs.replace(
        sample_plan(Profile.EU), purposes=tuple(Purpose)
    ),
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS.keys())
def test_a_plan_is_refused(plan: object) -> None:
    with pytest.raises(PolicyError, match="W-POLICY-001"):
        app_plans.check(msgspec.convert(plan, type(sample_plan(Profile.EU))), Profile.EU)


TABLES = {
    "that lets behaviour count": ('smiles = { use = "off"', 'smiles = { use = "score"'),
    "that allows a part of behaviour": ('smiles = { use = "off"', 'smiles = { use = "measure"'),
    "without a ground": ('ground = "AI Act Art. 5(1)(f)"', 'ground = ""'),
    "with a measure nobody knows": ("content = {", "honesty = {"),
    "with a gap": ("\ncontent = {", "\n# content = {"),
    "with a profile nobody knows": ("[profiles.us", "[profiles.xx"),
}


@pytest.mark.parametrize(("before", "after"), TABLES.values(), ids=TABLES.keys())
def test_a_table_is_refused(before: str, after: str) -> None:
    text = (Path(policy.__file__).with_name("policy.toml")).read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(PolicyError, match="W-POLICY-001"):
        policy.read(text.replace(before, after))
