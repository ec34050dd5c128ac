from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
import structlog
from cryptography.hazmat.primitives.asymmetric import ec
from structlog.testing import capture_logs

from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.errors import SpoolError
from edge_agent.record.answer_recorder import AnswerRecorder
from edge_agent.record.ledger import AnswerName, Ledger, holes, merged
from edge_agent.record.part_recorder import Shape
from edge_agent.record.part_writer import PartWriter, Tally
from edge_agent.record.spool import Spool
from tests.fakes.media_files import grey, noise
from wire.manifest import Envelope
from wire.sealed import generate_identity
from wire.upload import Gap, Manifest

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.record.journal import PartBegan
    from edge_agent.record.part_files import PartFiles

_, RECIPIENT = generate_identity()
INTERVIEW = "ab" * 16
NAME = AnswerName(INTERVIEW, 4, "5" * 64, ("6" * 64,))
SHAPE = Shape(size=(96, 64), sound_rate=48_000, bit_rate=300_000, source_waits=True)


class FullDisk:
    """Lets a few fragments through, then has no space; a new part has space again."""

    def __init__(self, fragments: int, *, for_good: bool = False) -> None:
        self.fragments_left = fragments
        self.is_for_good = for_good

    def open(self, files: PartFiles, began: PartBegan) -> PartWriter:
        return _Writer(self, files, began)


class _Writer(PartWriter):
    def __init__(self, disk: FullDisk, files: PartFiles, began: PartBegan) -> None:
        self._disk = disk
        super().__init__(files, [RECIPIENT], began)

    def fragment(self, plaintext: bytes, start: float, duration: float, tally: Tally) -> None:
        if self._disk.fragments_left == 0:
            self._disk.fragments_left = 0 if self._disk.is_for_good else -1
            raise SpoolError("No space left on device.")
        self._disk.fragments_left -= 1
        super().fragment(plaintext, start, duration, tally)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool", [RECIPIENT])


def _record(spool: Spool, disk: FullDisk, seconds: int) -> None:
    ledger = Ledger(spool, ec.generate_private_key(ec.SECP256R1()))
    answer = AnswerRecorder(NAME, spool, ledger, disk.open, SHAPE)
    answer.begin(20.0, 20.0)
    samples = noise(4800)
    for tick in range(seconds * 10):
        answer.add(Frame(20.0 + tick / 10, 0.0, grey(tick, (96, 64))))
        answer.add(AudioChunk(20.0 + tick / 10, 0.0, 48_000, samples))
    answer.finish(20.0 + seconds)
    answer.close()


def _manifest(spool: Spool) -> Manifest:
    content = (spool.interview(INTERVIEW) / "4.manifest.json").read_bytes()
    envelope = msgspec.json.decode(content, type=Envelope)
    return msgspec.json.decode(envelope.manifest, type=Manifest)


def test_a_disk_that_refuses_costs_the_fragment_and_a_gap_that_is_listed(spool: Spool) -> None:
    structlog.reset_defaults()
    with capture_logs() as logs:
        _record(spool, FullDisk(4), 20)
    manifest = _manifest(spool)
    first, second = manifest.parts
    assert [part.truncated for part in manifest.parts] == [True, False]
    assert 0 < second.start - (first.start + first.duration) < 3
    assert manifest.gaps == (Gap(start=first.start + first.duration, end=second.start),)
    assert second.start + second.duration == pytest.approx(40.0, abs=0.1)
    (failed,) = [each for each in logs if each["event"] == "part_failed"]
    assert failed["code"] == "K-SPOOL-001"


def test_a_disk_that_is_full_for_good_leaves_one_gap(spool: Spool) -> None:
    _record(spool, FullDisk(0, for_good=True), 2)
    manifest = _manifest(spool)
    assert manifest.parts == ()
    assert manifest.gaps == (Gap(start=20.0, end=22.0),)
    assert manifest.model_hashes == NAME.model_hashes


def test_touching_gaps_are_joined() -> None:
    gaps = [Gap(start=3.0, end=4.0), Gap(start=1.0, end=2.0), Gap(start=1.5, end=3.0)]
    assert merged(gaps) == (Gap(start=1.0, end=4.0),)


def test_an_answer_without_parts_and_bounds_has_no_hole() -> None:
    assert holes([], 5.0, None) == []
    assert holes([], 5.0, 6.0) == [Gap(start=5.0, end=6.0)]
