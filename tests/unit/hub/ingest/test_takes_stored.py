"""Takes, written answers and help, as the hub keeps and scores them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import delete, select

from hub.ingest.arrival import Told, read
from hub.ingest.storing import store
from hub.scoring.result import Score, Why
from hub.storage.database import reading, writing
from hub.storage.tables.answer import Answer
from hub.storage.tables.consent import Consent
from hub.storage.tables.interview import Interview
from hub.storage.tables.message import MessageRow
from hub.storage.tables.score import ScoreRow
from hub.storage.tables.stream import Stream
from hub.workflow.scores import refresh
from tests.fakes.hub_database import HubDatabase, make
from tests.fakes.kiosk_messages import AT, arrival, interview_messages
from wire.messages.answer_features import AnswerFeatures, PictureVerdict
from wire.messages.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerKept,
    HelpCalled,
    HelpComing,
    InterviewEnded,
    TakeChosen,
)
from wire.messages.utterance_features import UtteranceFeatures
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wire.messages.fields import Durable


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubDatabase]:
    made = make(tmp_path_factory.mktemp("hub"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _emptied(database: HubDatabase) -> None:
    with writing(database.engine) as session:
        for table in (MessageRow, Stream, Answer, Consent, ScoreRow):
            session.execute(delete(table))
        interview = session.get_one(Interview, database.interview_id)
        interview.state, interview.language, interview.help_wanted_at = "scheduled", None, None


def take(database: HubDatabase, messages: Sequence[Durable]) -> None:
    came = [read(arrival(one), Profile.CN) for one in messages]
    with writing(database.engine) as session:
        store(session, [one for one in came if not isinstance(one, Told)])


def two_takes(database: HubDatabase, *more: Durable) -> list[Durable]:
    """Give an interview whose first take says a keyword and whose second says none."""
    said = interview_messages((database, database.interview_id), hits=(0,))[:-1]
    stream = database.interview_id
    began = AnswerBegan(stream_id=stream, seq=11, pts=2.0, at=AT, answer=1, stage=1, retake_of=0)
    silent = [
        msgspec.structs.replace(one, seq=one.seq + 4, answer=1, start=2.0, end=3.0)
        for one in said
        if isinstance(one, AnswerFeatures | UtteranceFeatures)
    ]
    silent = [
        msgspec.structs.replace(one, hits=()) if isinstance(one, UtteranceFeatures) else one
        for one in silent
    ]
    ended = AnswerEnded(stream_id=stream, seq=13, pts=3.0, at=AT, answer=1)
    return [*said, began, ended, *silent, *more]


def rows(database: HubDatabase) -> list[tuple[int, int, bool, bool]]:
    with reading(database.engine) as session:
        found = session.scalars(select(Answer).order_by(Answer.answer))
        return [(one.answer, one.take, one.counted, one.typed) for one in found]


def why(database: HubDatabase) -> set[Why]:
    with writing(database.engine) as session:
        result = refresh(session, database.interview_id, AT)
        assert isinstance(result, Score)
        return {one.why.code for one in result.competencies if one.evidence} | {
            one.why.code for one in result.competencies if one.why.code is Why.NO_EVIDENCE
        }


def test_of_two_takes_the_newest_counts_and_the_other_is_kept_and_never_scored(
    database: HubDatabase,
) -> None:
    take(database, two_takes(database))
    assert rows(database) == [(0, 1, False, False), (1, 2, True, False)]
    assert why(database) == {Why.NO_EVIDENCE}


def test_the_candidates_choice_counts_and_is_scored(database: HubDatabase) -> None:
    chosen = TakeChosen(stream_id=database.interview_id, seq=15, pts=3.0, at=AT, answer=0)
    take(database, two_takes(database, chosen))
    assert rows(database) == [(0, 1, True, False), (1, 2, False, False)]
    assert Why.GROUPS_HEARD in why(database)


def test_the_order_of_arrival_changes_nothing(database: HubDatabase) -> None:
    chosen = TakeChosen(stream_id=database.interview_id, seq=15, pts=3.0, at=AT, answer=0)
    messages = two_takes(database, chosen)
    later = [one for one in reversed(messages) if one.seq > 4]
    take(database, [one for one in messages if one.seq <= 4])
    for one in later:
        take(database, [one])
    assert rows(database) == [(0, 1, True, False), (1, 2, False, False)]


def test_help_shows_until_the_interview_goes_on(database: HubDatabase) -> None:
    stream = database.interview_id
    called = HelpCalled(stream_id=stream, seq=15, pts=3.0, at=AT, stage=1)
    take(database, two_takes(database, called))
    assert wanted(database)
    kept = AnswerKept(stream_id=stream, seq=16, pts=3.0, at=AT, answer=1)
    take(database, [kept])
    assert not wanted(database)


def test_help_that_somebody_brings_is_wanted_no_more(database: HubDatabase) -> None:
    stream = database.interview_id
    called = HelpCalled(stream_id=stream, seq=15, pts=3.0, at=AT, stage=1)
    coming = HelpComing(stream_id=stream, seq=16, pts=3.0, at=AT, stage=1)
    take(database, two_takes(database, called, coming))
    assert not wanted(database)
    take(database, [msgspec.structs.replace(called, seq=17)])
    assert wanted(database)


def test_help_that_nobody_gave_ends_with_the_interview(database: HubDatabase) -> None:
    stream = database.interview_id
    called = HelpCalled(stream_id=stream, seq=15, pts=3.0, at=AT, stage=1)
    ending = interview_messages((database, stream))[-1]
    assert isinstance(ending, InterviewEnded)
    take(database, two_takes(database, called, msgspec.structs.replace(ending, seq=16)))
    assert not wanted(database)


def wanted(database: HubDatabase) -> bool:
    with reading(database.engine) as session:
        return session.get_one(Interview, database.interview_id).help_wanted_at is not None


def test_a_written_answer_is_scored_by_its_words(database: HubDatabase) -> None:
    typed: list[Durable] = []
    for one in interview_messages((database, database.interview_id), hits=(0,)):
        match one:
            case AnswerBegan():
                typed.append(msgspec.structs.replace(one, typed=True))
            case AnswerEnded():
                typed.append(msgspec.structs.replace(one, pts=0.0))
            case AnswerFeatures():
                place = {"start": 0.0, "end": 0.0, "speech_s": 0.0}
                unseen = PictureVerdict.NOT_SEEN
                typed.append(msgspec.structs.replace(one, **place, picture=unseen))
            case UtteranceFeatures():
                hits = tuple(msgspec.structs.replace(hit, start=0.0, end=0.0) for hit in one.hits)
                typed.append(msgspec.structs.replace(one, start=0.0, end=0.0, rate=0.0, hits=hits))
            case _:
                typed.append(one)
    take(database, typed)
    assert rows(database) == [(0, 1, True, True)]
    assert Why.GROUPS_HEARD in why(database)
