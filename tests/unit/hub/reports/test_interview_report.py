from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from hub.ingest.arrival import Letter, read
from hub.ingest.storing import mark_committed, store
from hub.reports import answered, measured, observed
from hub.reports.completeness import missing
from hub.reports.gathered import Gathered, gather
from hub.scoring.result import Reason, Why
from hub.storage.database import writing
from hub.storage.tables.interview import Interview
from hub.storage.tables.manifest import ManifestRow
from hub.storage.tables.recording import Recording
from hub.web.reasons import sentence
from tests.fakes.heard import number
from tests.fakes.hub_database import KIOSK, HubDatabase, make
from tests.fakes.kiosk_messages import AT, arrival, interview_messages
from wire.language import Language
from wire.messages.answer_features import SoundVerdict
from wire.messages.behaviour_window import BehaviourWindow
from wire.policy import Profile, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[HubDatabase]:
    made = make(tmp_path)
    yield made
    made.close()


def held(database: HubDatabase, *granted: Purpose) -> Gathered:
    place = (database, database.interview_id)
    messages = interview_messages(place, granted, (number("risk-control", 0),))
    came = (read(arrival(one), Profile.CN) for one in messages)
    letters = [item for item in came if isinstance(item, Letter)]
    with writing(database.engine) as session:
        outcome = store(session, letters)
    with writing(database.engine) as session:
        mark_committed(session, outcome.stored, AT + timedelta(milliseconds=40))
    return gather(database.engine, database.interview_id)


def put(database: HubDatabase, kind: str) -> None:
    with writing(database.engine) as session:
        session.add(
            Recording(
                id=kind.ljust(32, "0"),
                interview_id=database.interview_id,
                kiosk_id=KIOSK,
                answer=0,
                part=0,
                kind=kind,
                body="nowhere",
                bytes=1,
                plain_bytes=1,
                sha256="0" * 64,
                uploaded_sha256="0" * 64,
                uploaded_bytes=1,
                truncated=False,
                stored_at=AT,
            ),
        )


def sign(database: HubDatabase, parts: int) -> None:
    with writing(database.engine) as session:
        session.add(
            ManifestRow(
                interview_id=database.interview_id,
                answer=0,
                envelope=b"",
                parts=parts,
                frames_recorded=30,
                frames_lost=0,
                gaps="[]",
                stored_at=AT,
            ),
        )


def test_the_sums_are_those_of_the_messages(database: HubDatabase) -> None:
    gathered = held(database, *Purpose)
    assert measured.vision(gathered) == {
        "frames_seen": 15,
        "frames_skipped": 0,
        "face_share": 0.8,
        "blinks": 1,
        "smiles": 1,
        "brow_lowerings": 0,
        "gaze_away_s": 0.25,
        "face_measured_s": 1.0,
        "smile_s": 0.5,
        "gaze_away_episodes": 1,
        "head_yaw": 2.0,
        "head_pitch": -1.0,
        "head_roll": 0.5,
        "body": {
            "measured_s": 1.0,
            "lean": 1.5,
            "lean_forward": 0.02,
            "sway": 0.01,
            "hands_s": 0.5,
            "hand_movement": 0.3,
            "gestures": 0,
            "gesture_s": 0.0,
        },
    }
    speech = measured.speech(gathered, "what was said")
    assert (speech["speech_s"], speech["words"], speech["transcript"]) == (0.8, 3, "what was said")
    assert speech["keyword_hits"][0]["group"] == "looks at the figures"


def test_behaviour_is_null_without_consent_to_it(database: HubDatabase) -> None:
    vision = measured.vision(held(database, Purpose.RECORDING, Purpose.ANALYSIS))
    assert vision["frames_seen"] == 15
    assert vision["blinks"] is vision["smiles"] is vision["gaze_away_s"] is None
    assert not {"head_yaw", "smile_s", "body"} & set(vision)


def test_body_is_averaged_by_the_seconds_in_which_it_was_measured(database: HubDatabase) -> None:
    gathered = held(database, *Purpose)
    stored = next(one for one in gathered.messages if isinstance(one.message, BehaviourWindow))
    window = stored.message
    assert isinstance(window, BehaviourWindow)
    glimpse = msgspec.structs.replace(
        window.body, measured_s=0.25, sway=0.06, hands_s=0.125, hand_movement=0.8
    )
    brief = replace(stored, message=msgspec.structs.replace(window, body=glimpse))

    body = observed.behaviour(replace(gathered, messages=[*gathered.messages, brief]))["body"]

    assert body["sway"] == pytest.approx((1.0 * 0.01 + 0.25 * 0.06) / 1.25)
    assert body["hand_movement"] == pytest.approx((0.5 * 0.3 + 0.125 * 0.8) / 0.625)


def test_composure_is_no_field_without_leave_and_comes_with_its_answers_with_it(
    database: HubDatabase,
) -> None:
    allowed = held(database, *Purpose)
    assert observed.composure(allowed) == {
        "composure": [{"answer": 0, "value": None, "why_not": "is_reference", "parts": []}],
    }
    refused = replace(allowed, consents={**allowed.consents, Purpose.FACE_ANALYSIS.value: False})
    assert observed.composure(refused) == {}


@pytest.mark.parametrize("profile", [Profile.EU, Profile.US])
def test_a_profile_that_forbids_behaviour_has_no_field_of_it_even_if_messages_came(
    database: HubDatabase, profile: Profile
) -> None:
    allowed = held(database, *Purpose)
    forbidden = replace(allowed, row=Interview(profile=profile.value))

    assert observed.composure(forbidden) == {}
    assert set(observed.behaviour(forbidden).values()) == {None}
    assert "body" not in observed.behaviour(forbidden)
    for one in answered.answers(forbidden) or []:
        assert not {"brow_lowerings", "gestures"} & set(one)


def test_each_answer_says_what_its_content_picture_and_voices_were(database: HubDatabase) -> None:
    assert answered.answers(held(database, *Purpose)) == [
        {
            "answer": 0,
            "sound": "good",
            "picture": "good",
            "other_speech_s": 0.0,
            "topic": "cannot_tell",
            "topic_similarity": None,
            "coherence": "cannot_tell",
            "sentence_similarity": None,
            "words": 3,
            "rate": 150.0,
            "pauses": 0,
            "pause_s": 0.0,
            "fillers": 0,
            "capture": {
                "snr": 30.0,
                "noise": -60.0,
                "clipped": 0.0,
                "far_end_s": 0.0,
                "framed": 0.8,
                "dark": 0.0,
                "frozen": 0.0,
                "several_faces": 0.0,
                "brightness": 0.5,
                "sync_s": 0.0,
            },
            "brow_lowerings": 0,
            "gestures": 0,
        },
    ]


def test_words_are_null_without_consent_to_analysis(database: HubDatabase) -> None:
    unheard = held(database, Purpose.RECORDING)
    assert answered.answers(unheard) is None
    speech = measured.speech(unheard, None)
    assert speech["speech_s"] == 0.8
    assert speech["words"] is speech["transcript"] is speech["keyword_hits"] is None


def test_latency_counts_from_the_windows_close(database: HubDatabase) -> None:
    latency = measured.latency(held(database, *Purpose))
    assert latency["window_to_message"] == {"p50": 0.0, "p95": 0.0, "p99": 0.0}
    assert latency["window_to_hub_commit"]["p95"] == pytest.approx(40.0)


def test_an_interview_that_goes_on_is_not_complete(database: HubDatabase) -> None:
    assert missing(gather(database.engine, database.interview_id)) == ["the interview is scheduled"]


def test_what_has_not_arrived_is_named_until_all_is_there(database: HubDatabase) -> None:
    assert missing(held(database, *Purpose)) == ["answer 0: manifest", "answer 0: transcript"]
    sign(database, parts=1)
    put(database, "transcript")
    again = gather(database.engine, database.interview_id)
    assert missing(again) == ["answer 0: 1 recorded parts"]
    put(database, "media")
    assert missing(gather(database.engine, database.interview_id)) == []


def test_no_transcript_is_waited_for_where_analysis_was_refused(database: HubDatabase) -> None:
    held(database, Purpose.RECORDING)
    sign(database, parts=0)
    assert missing(gather(database.engine, database.interview_id)) == []


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("code", list(Why))
def test_every_reason_is_a_sentence_in_both_languages(code: Why, language: Language) -> None:
    said = sentence(Reason(code=code, speech_s=24.0, verdict=SoundVerdict.TOO_QUIET), language)
    assert said
    assert "{" not in said
