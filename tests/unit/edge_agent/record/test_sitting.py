from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from edge_agent.errors import SpoolError
from edge_agent.record.sitting import OpenAnswer, Sitting, SittingFile
from tests.fakes.kiosk import make_plan
from wire.language import Language

if TYPE_CHECKING:
    from pathlib import Path

SITTING = Sitting(
    plan=make_plan(),
    language=Language.ZH,
    analysis=True,
    face_analysis=False,
    began_at=1_700_000_000.0,
    model_hashes=("5" * 64,),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sitting.json"


def test_the_running_interview_is_known_after_a_restart(path: Path) -> None:
    opened = OpenAnswer(answer=2, stage=1, start=30.5)
    sitting = structs.replace(SITTING, open_answer=opened, answered=(0, 1), media_time=30.5)
    SittingFile(path).write(SITTING)
    SittingFile(path).write(sitting)
    assert SittingFile(path).read() == sitting


def test_an_interview_that_is_over_is_forgotten(path: Path) -> None:
    file = SittingFile(path)
    file.write(SITTING)
    file.clear()
    file.clear()
    assert file.read() is None


@pytest.mark.parametrize(
    "damage", [b"", b"{}", b"\xff\xfe", b'"\xff"', b'{"plan": "e30="}', b'{"\xc3": 1}', b"[" * 9999]
)
def test_a_damaged_file_is_put_aside_and_stops_nothing(path: Path, damage: bytes) -> None:
    path.write_bytes(damage)
    assert SittingFile(path).read() is None
    assert not path.exists()
    assert path.with_name("sitting.json.damaged").read_bytes() == damage


def test_a_folder_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SpoolError, match="K-SPOOL-001"):
        SittingFile(tmp_path / "gone" / "sitting.json").write(SITTING)
