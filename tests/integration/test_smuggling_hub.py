"""Ways to have the hub keep or count what is forbidden or refused: each is refused, by code."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import text

from hub.errors import JobError
from hub.ingest.arrival import Letter, Refused, read
from hub.ingest.storing import store
from hub.recordings import uploads
from hub.recordings.uploads import UploadRefusedError
from hub.scoring import job as job_files
from hub.storage.database import reading, writing
from hub.storage.tables.consent import Consent
from hub.storage.tables.message import MessageRow
from hub.storage.tables.refusal import Refusal
from hub.workflow import interviews, jobs
from tests.fakes.hub_database import HubDatabase, make
from tests.fakes.kiosk_messages import AT, arrival, behaviour, interview_messages
from wire.errors import MessageError
from wire.messages.events import ConsentRecorded
from wire.messages.utterance_features import Speaker, UtteranceFeatures
from wire.policy import Profile, Purpose
from wire.tus import NO_CONSENT, decode_metadata, encode_metadata
from wire.upload import UploadKind, UploadMetadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wire.messages.fields import Durable

pytestmark = pytest.mark.integration


@pytest.fixture
def database(tmp_path: Path) -> Iterator[HubDatabase]:
    made = make(tmp_path)
    yield made
    made.close()


def take(database: HubDatabase, messages: list[Durable]) -> list[str]:
    """Ingest messages in one batch; gives the codes of the refusals that are kept."""
    came = (read(arrival(one), Profile.CN) for one in messages)
    with writing(database.engine) as session:
        store(session, [one for one in came if isinstance(one, Letter)])
    with reading(database.engine) as session:
        return [row.code for row in session.query(Refusal)]


def told(database: HubDatabase, *granted: Purpose) -> list[Durable]:
    return interview_messages((database, database.interview_id), granted)


def withdrawn(database: HubDatabase, seq: int) -> ConsentRecorded:
    return ConsentRecorded(
        stream_id=database.interview_id,
        seq=seq,
        pts=1.0,
        at=AT,
        purpose=Purpose.FACE_ANALYSIS,
        granted=False,
    )


REFUSED = {
    "behaviour without consent to it": ([Purpose.RECORDING, Purpose.ANALYSIS], 6),
    "words' features without consent to analysis": ([Purpose.RECORDING, Purpose.FACE_ANALYSIS], 7),
    "content without consent to analysis": ([Purpose.RECORDING, Purpose.FACE_ANALYSIS], 9),
    "anything without consent to recording": ([Purpose.ANALYSIS, Purpose.FACE_ANALYSIS], 5),
    "behaviour without consent to recording": ([Purpose.ANALYSIS, Purpose.FACE_ANALYSIS], 6),
}


@pytest.mark.parametrize(("granted", "place"), REFUSED.values(), ids=REFUSED.keys())
def test_what_nobody_agreed_to(database: HubDatabase, granted: list[Purpose], place: int) -> None:
    messages = told(database, *granted)
    smuggled = msgspec.structs.replace(messages[place], seq=4)
    assert take(database, [*messages[:3], smuggled]) == ["H-INGEST-004"]
    assert database.count(MessageRow) == 3


def test_behaviour_after_consent_was_withdrawn(database: HubDatabase) -> None:
    begun = told(database, *Purpose)[:6]
    smuggled = behaviour(database.interview_id, 8)
    assert take(database, [*begun, withdrawn(database, 7), smuggled]) == ["H-INGEST-004"]


def test_behaviour_from_before_the_withdrawal_that_comes_after_it(database: HubDatabase) -> None:
    begun = told(database, *Purpose)[:6]
    take(database, [*begun, withdrawn(database, 8)])
    assert take(database, [behaviour(database.interview_id, 7)]) == ["H-INGEST-004"]


def test_behaviour_on_the_strength_of_another_interviews_consent(database: HubDatabase) -> None:
    other = make_another(database)
    take(database, interview_messages((database, other)))
    messages = told(database, Purpose.RECORDING)
    smuggled = msgspec.structs.replace(messages[6], seq=4)
    assert take(database, [*messages[:3], smuggled]) == ["H-INGEST-004"]


def make_another(database: HubDatabase) -> str:
    return interviews.schedule(
        database.engine, Profile.CN, "lobby-cn", "bank-account-manager", "Another"
    )


def test_behaviour_of_an_interview_that_was_scheduled_under_eu(tmp_path: Path) -> None:
    european = make(tmp_path / "eu", Profile.EU)
    codes = take(european, told(european, *Purpose))
    european.close()
    assert codes == ["H-INGEST-003"]


@pytest.mark.parametrize("speaker", list(Speaker))
def test_voices_told_apart_under_us(database: HubDatabase, speaker: Speaker) -> None:
    said = next(one for one in told(database, *Purpose) if isinstance(one, UtteranceFeatures))
    smuggled = read(arrival(msgspec.structs.replace(said, speaker=speaker)), Profile.US)
    assert isinstance(smuggled, Refused)
    assert smuggled.code == "W-MESSAGE-001"


JOBS = {
    "a measure to score": "\n[[measures]]\nid = 'gaze_away'\nweight = 1.0\n",
    "a weight for behaviour": "\n[behaviour]\nweight = 0.2\n",
}


@pytest.mark.parametrize("added", JOBS.values(), ids=JOBS.keys())
def test_a_job_file_cannot_name(database: HubDatabase, added: str) -> None:
    source = next(iter(_sources(database)))
    job_files.parse(source.encode())
    with pytest.raises(JobError, match="H-JOB-001"):
        jobs.import_job(database.engine, (source + added).encode())


def _sources(database: HubDatabase) -> list[str]:
    with reading(database.engine) as session:
        return list(session.scalars(text("SELECT source FROM job")))


@pytest.mark.parametrize(
    ("kind", "purpose"),
    [
        (UploadKind.TRANSCRIPT, Purpose.ANALYSIS),
        (UploadKind.MEDIA, Purpose.RECORDING),
        (UploadKind.MANIFEST, Purpose.RECORDING),
    ],
)
def test_an_upload_that_the_candidate_refused(
    database: HubDatabase, kind: UploadKind, purpose: Purpose
) -> None:
    metadata = UploadMetadata(
        upload_kind=kind,
        interview_id=database.interview_id,
        answer=0,
        part=0,
        sha256="0" * 64,
        header="",
    )
    assert uploads.begin(database.engine, "lobby-cn", metadata, 5)[1]
    with writing(database.engine) as session:
        session.add(
            Consent(
                interview_id=database.interview_id,
                purpose=purpose.value,
                granted=False,
                at=AT,
                seq=1,
            )
        )
    with pytest.raises(UploadRefusedError, match="H-UPLOAD-002") as refused:
        uploads.begin(database.engine, "lobby-cn", metadata, 5)
    assert refused.value.status == NO_CONSENT


@pytest.mark.parametrize("kind", ["behaviour", "face", "features"])
def test_an_upload_of_a_kind_that_does_not_exist(kind: str) -> None:
    metadata = UploadMetadata(
        upload_kind=UploadKind.MEDIA,
        interview_id="f" * 32,
        answer=0,
        part=0,
        sha256="0" * 64,
        header="",
    )
    there = encode_metadata(metadata)
    assert decode_metadata(there) == metadata
    other = encode_metadata(metadata).replace("bWVkaWE=", _base64(kind))
    with pytest.raises(MessageError, match="W-MESSAGE-001"):
        decode_metadata(other)


def _base64(kind: str) -> str:
    return base64.b64encode(kind.encode()).decode()
