"""What the kiosk keeps of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from structlog.testing import capture_logs

from edge_agent.app.device import keep_self_test, last_self_test, note_identity
from edge_agent.errors import DeviceRecordError
from edge_agent.record.device_record import DeviceIdentity, DeviceRecord
from tests.fakes.kiosk import Kiosk, make_kiosk
from wire.policy import Profile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    kiosk = make_kiosk(tmp_path)
    pem = kiosk.certificate.public_bytes(Encoding.PEM)
    kiosk.settings.identity.certificate.write_bytes(pem)
    return kiosk


def test_the_kiosk_knows_who_it_is(kiosk: Kiosk) -> None:
    note_identity(kiosk.settings)
    note_identity(kiosk.settings)
    with DeviceRecord(kiosk.settings.state_dir / "device.json") as record:
        identity = record.get(DeviceIdentity)
    assert identity is not None
    assert (identity.kiosk_id, identity.profile) == ("kiosk-01", Profile.CN)
    assert identity.certificate_fingerprint == kiosk.certificate.fingerprint(SHA256()).hex()


def test_a_missing_certificate_is_a_warning_and_no_more(kiosk: Kiosk) -> None:
    kiosk.settings.identity.certificate.unlink()
    with capture_logs() as lines:
        note_identity(kiosk.settings)
    assert [line["code"] for line in lines] == ["K-SETTINGS-001"]


def test_each_self_test_takes_the_place_of_the_one_before(kiosk: Kiosk) -> None:
    assert last_self_test(kiosk.settings) is None
    keep_self_test(kiosk.settings, ["K-CAMERA-001", "K-HUB-001", "K-HUB-001"])
    failed = last_self_test(kiosk.settings)
    assert failed is not None
    assert failed.failed_codes == ("K-CAMERA-001", "K-HUB-001")
    keep_self_test(kiosk.settings, [])
    passed = last_self_test(kiosk.settings)
    assert passed is not None
    assert passed.passed
    assert passed.at >= failed.at


def test_a_record_damaged_beyond_its_copy_is_made_anew(kiosk: Kiosk) -> None:
    keep_self_test(kiosk.settings, [])
    for path in kiosk.settings.state_dir.glob("device.json*"):
        path.write_bytes(b"{")
    with pytest.raises(DeviceRecordError):
        last_self_test(kiosk.settings)
    keep_self_test(kiosk.settings, ["K-HUB-001"])
    kept = last_self_test(kiosk.settings)
    assert kept is not None
    assert not kept.passed
