"""`capabilities`, as a technician prints it and another person checks it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.fakes.kiosk_folder import MODELS, enrolled, run
from wire.policy import BEHAVIOUR, Measure, Profile, policy_hash

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("profile", list(Profile))
def test_it_says_what_the_signed_profile_lets_this_kiosk_do(
    tmp_path: Path, profile: Profile
) -> None:
    told = json.loads(enrolled(tmp_path, profile).run("capabilities").stdout)["signed"]
    assert (told["profile"], told["policy_hash"]) == (profile.value, policy_hash(profile))
    assert set(told["measures"]) == {measure.value for measure in Measure}
    may = {name for name, one in told["measures"].items() if one["forbidden_by"] is None}
    behaves = profile is Profile.CN
    assert ({measure.value for measure in BEHAVIOUR} <= may) is behaves
    assert ("face_landmarks" in told["models"]) is behaves
    assert ("face_landmarks" in told["models_not_loaded"]) is not behaves
    assert told["measures"]["picture_quality"]["can"]


def test_a_print_is_checked_with_the_kiosks_certificate(tmp_path: Path) -> None:
    eu, us = enrolled(tmp_path, Profile.EU), enrolled(tmp_path, Profile.US)
    file, certificate = tmp_path / "printed.json", eu.folder / "kiosk.crt"
    file.write_text(eu.run("capabilities").stdout)
    good = eu.run("capabilities", "--verify", file, certificate)
    assert (good.returncode, json.loads(good.stdout)["kiosk_id"]) == (0, "lobby-eu")
    file.write_text(file.read_text().replace('"smiles": {', '"smile": {', 1))
    forged = eu.run("capabilities", "--verify", file, certificate)
    assert (forged.returncode, forged.stderr[:12]) == (2, "W-SIGNED-001")
    file.write_text(us.run("capabilities").stdout)
    another = eu.run("capabilities", "--verify", file, certificate)
    assert (another.returncode, another.stderr[:12]) == (2, "W-SIGNED-001")


def test_where_no_settings_lie_it_says_that_nobody_signed_it(tmp_path: Path) -> None:
    ran = run("capabilities", within=tmp_path)
    assert json.loads(ran.stdout)["signed"] is False
    assert "unsigned" in ran.stderr


def test_it_signs_what_lies_there_not_what_ought_to(tmp_path: Path) -> None:
    kiosk = enrolled(tmp_path, Profile.EU)
    models = tmp_path / "models"
    shutil.copytree(MODELS, models, copy_function=os.symlink)
    detector = models / "face_detector.tflite"
    bytes_there = bytearray(detector.read_bytes())
    bytes_there[1000] ^= 1
    detector.unlink()
    detector.write_bytes(bytes_there)
    kiosk.file.write_text(kiosk.file.read_text().replace(str(MODELS), str(models)))

    told = json.loads(kiosk.run("capabilities").stdout)["signed"]

    assert told["models"]["face_detector"] == hashlib.sha256(bytes_there).hexdigest()
    assert told["models_altered"] == ["face_detector"]
    assert not told["measures"]["picture_quality"]["can"]
