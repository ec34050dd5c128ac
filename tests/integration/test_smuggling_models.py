"""Ways to have a kiosk under `eu` load or send what is forbidden: each is refused, by code."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest

from edge_agent.app.senses_models import models_of
from edge_agent.capture.frames import Frame
from edge_agent.errors import ModelError, OutboxError
from edge_agent.inference.models import chosen, model_path
from edge_agent.publish.outbox import Outbox
from tests.fakes.kiosk_folder import MODELS, KioskFolder, enrolled
from tests.fakes.kiosk_messages import behaviour
from tests.fakes.plans import INTERVIEW_ID
from wire.policy import Profile
from wire.topics import Channel

pytestmark = pytest.mark.integration


@pytest.fixture
def place(tmp_path: Path) -> KioskFolder:
    return enrolled(tmp_path, Profile.EU)


def test_no_environment_variable_and_no_plug_in_is_heeded(
    place: KioskFolder, tmp_path: Path
) -> None:
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
    place: KioskFolder, tmp_path: Path
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


def test_the_outbox_has_no_channel_for_it(place: KioskFolder) -> None:
    outbox = Outbox.of_kiosk(place.settings().state_dir, Profile.EU)
    with pytest.raises(OutboxError, match="K-OUTBOX-002"):
        outbox.append(Channel.BEHAVIOUR, lambda seq: behaviour(INTERVIEW_ID, seq), INTERVIEW_ID)
    waiting = outbox.count_waiting()
    outbox.close()
    assert waiting == 0
