from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edge_agent.errors import DeviceRecordError
from edge_agent.record.crash_safe_storage import CrashSafeStorage
from edge_agent.record.device_record import (
    KINDS,
    DeviceIdentity,
    DeviceRecord,
    SelfTest,
)
from wire.policy import Profile

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)
IDENTITY = DeviceIdentity(
    kiosk_id="kiosk-01", profile=Profile.CN, certificate_fingerprint="a" * 64, enrolled_at=AT
)
PASSED = SelfTest(at=AT, passed=True)
FAILED = SelfTest(at=AT, passed=False, failed_codes=("K-CAMERA-001",))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "device.json"


def test_what_was_put_is_found_after_a_restart(path: Path) -> None:
    with DeviceRecord(path) as record:
        for entry in (IDENTITY, PASSED, FAILED):
            record.put(entry)
    with DeviceRecord(path) as record:
        assert record.get(DeviceIdentity) == IDENTITY
        assert record.get(SelfTest) == FAILED


def test_a_new_kiosk_knows_nothing(path: Path) -> None:
    with DeviceRecord(path) as record:
        assert record.get(DeviceIdentity) is None
        assert record.get(SelfTest) is None


def test_no_entry_has_room_for_a_candidate() -> None:
    fields = {name for kind in KINDS.values() for name in kind.__struct_fields__}
    assert not {name for name in fields if "candidate" in name or "interview" in name}


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_file_gives_the_content_before(path: Path, data: st.DataObject) -> None:
    with DeviceRecord(path) as record:
        record.put(IDENTITY)
        record.put(PASSED)
        record.put(FAILED)
    whole = path.read_bytes()
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with DeviceRecord(path) as record:
        assert record.get(DeviceIdentity) == IDENTITY
        assert record.get(SelfTest) == PASSED
        record.put(FAILED)
    with DeviceRecord(path) as record:
        assert record.get(SelfTest) == FAILED


def test_when_the_copy_is_damaged_too_the_record_says_so(path: Path) -> None:
    with DeviceRecord(path) as record:
        record.put(IDENTITY)
        record.put(PASSED)
    for damaged in path.parent.iterdir():
        damaged.write_text("{")
    with DeviceRecord(path) as record, pytest.raises(DeviceRecordError, match="K-DEVICE-001"):
        record.get(SelfTest)


def test_an_entry_that_is_wrong_is_named(path: Path) -> None:
    wrong = {"device": {"1": {"name": "self_test", "entry": {"at": "today", "passed": True}}}}
    CrashSafeStorage(path).write(wrong)
    with DeviceRecord(path) as record, pytest.raises(DeviceRecordError, match="'self_test'"):
        record.get(SelfTest)


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with (
        DeviceRecord(tmp_path / "gone" / "device.json") as record,
        pytest.raises(DeviceRecordError, match="was not written"),
    ):
        record.put(PASSED)


def test_nothing_but_the_file_and_its_copy_is_left_behind(path: Path) -> None:
    with DeviceRecord(path) as record:
        record.put(PASSED)
        record.put(FAILED)
    assert {each.name for each in path.parent.iterdir()} == {"device.json", "device.json.before"}
