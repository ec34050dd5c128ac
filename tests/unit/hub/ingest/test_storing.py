from __future__ import annotations

import random
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from hub.ingest.arrival import Arrival, Told, read
from hub.ingest.storing import Outcome, mark_committed, store
from hub.storage.database import reading, writing
from hub.storage.tables.answer import Answer
from hub.storage.tables.consent import Consent
from hub.storage.tables.interview import Interview
from hub.storage.tables.kiosk import Kiosk
from hub.storage.tables.message import MessageRow
from hub.storage.tables.refusal import Refusal
from hub.storage.tables.stream import Stream
from tests.fakes.hub_database import OTHER_KIOSK, HubDatabase, make
from tests.fakes.kiosk_messages import AT, arrival, behaviour, interview_messages, window
from wire.policy import Profile, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from wire.messages.fields import Durable


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubDatabase]:
    made = make(tmp_path_factory.mktemp("hub"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _emptied(database: HubDatabase) -> None:
    empty(database)


def empty(database: HubDatabase) -> None:
    with writing(database.engine) as session:
        for table in (MessageRow, Refusal, Stream, Answer, Consent):
            session.execute(delete(table))
        interview = session.get_one(Interview, database.interview_id)
        interview.state, interview.language = "scheduled", None


def take(database: HubDatabase, arrivals: Iterable[Arrival]) -> Outcome:
    came = (read(one, Profile.CN) for one in arrivals)
    batch = [item for item in came if not isinstance(item, Told)]
    with writing(database.engine) as session:
        return store(session, batch)


def stream(database: HubDatabase) -> Stream:
    with reading(database.engine) as session:
        return session.get_one(Stream, database.interview_id)


def reasons(database: HubDatabase) -> list[str]:
    with reading(database.engine) as session:
        return list(session.scalars(select(Refusal.code)))


def test_a_whole_interview_becomes_rows_and_one_watermark(database: HubDatabase) -> None:
    messages = interview_messages((database, database.interview_id))
    outcome = take(database, map(arrival, messages))
    assert outcome.refused == []
    assert [(kiosk, told.seq) for kiosk, told in outcome.watermarks] == [("lobby-cn", 11)]
    assert outcome.to_score == [database.interview_id]
    with reading(database.engine) as session:
        interview = session.get_one(Interview, database.interview_id)
        answer = session.get_one(Answer, (database.interview_id, 0))
    assert (interview.state, interview.language, interview.ending) == ("ended", "en", "finished")
    assert (answer.stage, answer.start, answer.end) == (1, 0.0, 1.0)
    assert database.count(Consent) == 3


def test_redelivery_changes_nothing_but_the_count_of_duplicates(database: HubDatabase) -> None:
    messages = interview_messages((database, database.interview_id))
    take(database, map(arrival, messages))
    again = take(database, map(arrival, messages))
    assert again.stored == []
    assert [told.seq for _, told in again.watermarks] == [11]
    assert database.count(MessageRow) == 11
    assert stream(database).duplicates == 11


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000), cuts=st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_in_whatever_order_and_batches_messages_come_they_end_the_same(
    database: HubDatabase,
    seed: int,
    cuts: list[int],
) -> None:
    empty(database)
    dealer = random.Random(seed)  # noqa: S311 - a shuffle, not a secret
    messages = interview_messages((database, database.interview_id))
    for _ in range(len(messages) + 1):  # what had to wait for its consent is sent again
        dealer.shuffle(messages)
        for start in range(0, len(messages), max(cuts)):
            take(database, map(arrival, messages[start : start + max(cuts)]))
    row = stream(database)
    assert (row.watermark, row.gaps) == (11, 0)
    assert database.count(MessageRow) == 11
    assert database.count(Refusal) == 0


def test_a_gap_holds_the_watermark_until_it_is_filled(database: HubDatabase) -> None:
    messages = interview_messages((database, database.interview_id))
    first = take(database, map(arrival, [*messages[:4], *messages[5:6]]))
    assert [told.seq for _, told in first.watermarks] == [4]
    assert stream(database).gaps == 1
    second = take(database, [arrival(messages[4])])
    assert [told.seq for _, told in second.watermarks] == [6]
    assert stream(database).gaps == 0


def test_another_message_in_a_taken_place_is_refused(database: HubDatabase) -> None:
    messages = interview_messages((database, database.interview_id))
    take(database, map(arrival, messages))
    outcome = take(database, [arrival(window(database.interview_id, 6, start=5.0))])
    assert [one.code for one in outcome.refused] == ["H-INGEST-006"]
    assert database.count(MessageRow) == 11


def test_another_kiosk_cannot_write_into_a_stream(database: HubDatabase) -> None:
    messages = interview_messages((database, database.interview_id))
    take(database, map(arrival, messages[:5]))
    outcome = take(database, [arrival(messages[5], OTHER_KIOSK)])
    assert outcome.watermarks == []
    assert reasons(database) == ["H-INGEST-002"]
    assert stream(database).watermark == 5
    own = take(database, [arrival(messages[5])])
    assert [told.seq for _, told in own.watermarks] == [6]


def test_an_unknown_kiosk_and_an_unknown_interview_are_refused(database: HubDatabase) -> None:
    messages = interview_messages((database, database.interview_id))
    take(database, [arrival(messages[0], "stranger")])
    take(database, [arrival(msgspec.structs.replace(messages[0], stream_id="f" * 32))])
    assert reasons(database) == ["H-INGEST-001", "H-INGEST-002"]
    assert database.count(MessageRow) == database.count(Stream) == 0


def test_a_revoked_kiosk_is_refused(database: HubDatabase) -> None:
    with writing(database.engine) as session:
        session.get_one(Kiosk, "lobby-cn").revoked_at = AT
    take(database, [arrival(interview_messages((database, database.interview_id))[0])])
    with writing(database.engine) as session:
        session.get_one(Kiosk, "lobby-cn").revoked_at = None
    assert reasons(database) == ["H-INGEST-001"]


@pytest.mark.parametrize(
    ("purpose", "refused_seqs"),
    [(Purpose.FACE_ANALYSIS, [7]), (Purpose.ANALYSIS, [8, 10])],
)
def test_what_nobody_agreed_to_is_stored_nowhere(
    database: HubDatabase,
    purpose: Purpose,
    refused_seqs: list[int],
) -> None:
    granted = set(Purpose) - {purpose}
    outcome = take(
        database, map(arrival, interview_messages((database, database.interview_id), granted))
    )
    assert [one.seq for one in outcome.refused] == refused_seqs
    assert set(reasons(database)) == {"H-INGEST-004"}
    assert [told.seq for _, told in outcome.watermarks] == [11]
    assert database.count(MessageRow) == 11 - len(refused_seqs)


def test_behaviour_is_refused_where_the_profile_forbids_it(tmp_path: Path) -> None:
    european = make(tmp_path / "eu", Profile.EU)
    take(european, map(arrival, interview_messages((european, european.interview_id))))
    codes = reasons(european)
    stored = european.count(MessageRow)
    european.close()
    assert codes == ["H-INGEST-003"]
    assert stored == 10


def test_behaviour_whose_consent_may_still_come_is_not_refused_for_good(
    database: HubDatabase,
) -> None:
    early = take(database, [arrival(behaviour(database.interview_id, 7))])
    assert (early.refused, early.stored) == ([], [])


def test_an_interview_under_another_plan_is_refused(database: HubDatabase) -> None:
    messages = interview_messages((database, database.interview_id))
    messages[3] = msgspec.structs.replace(messages[3], plan_hash="0" * 64)
    outcome = take(database, map(arrival, messages[:4]))
    assert [one.code for one in outcome.refused] == ["H-INGEST-005"]
    with reading(database.engine) as session:
        assert session.get_one(Interview, database.interview_id).state == "scheduled"


def broken(message: Durable, **changed: object) -> Arrival:
    good = arrival(message)
    fields = {**msgspec.json.decode(good.payload), **changed}
    return Arrival(good.topic, msgspec.json.encode(fields), AT)


@pytest.mark.parametrize(
    ("fault", "settles"),
    [
        ("unknown_field", True),
        ("nan", False),
        ("one_megabyte", False),
        ("negative_time", True),
        ("other_channel", True),
        ("not_json", False),
        ("bad_utf8", False),
        ("deep_nesting", False),
    ],
)
def test_one_bad_message_is_counted_and_the_rest_goes_on(
    database: HubDatabase,
    fault: str,
    settles: bool,  # noqa: FBT001 - a table's column
) -> None:
    messages = interview_messages((database, database.interview_id))
    good = arrival(messages[5])
    bad = {
        "unknown_field": broken(messages[5], surprise=1),
        "nan": Arrival(good.topic, good.payload.replace(b'"start":0.0', b'"start":NaN'), AT),
        "one_megabyte": Arrival(good.topic, good.payload + b" " * 2**20, AT),
        "negative_time": broken(messages[5], start=-1.0),
        "other_channel": Arrival(good.topic.replace("features", "events"), good.payload, AT),
        "not_json": Arrival(good.topic, b"hello", AT),
        "bad_utf8": Arrival(good.topic, b"\xff" * 10, AT),
        "deep_nesting": Arrival(good.topic, b"[" * 9000, AT),
    }[fault]
    outcome = take(database, [*map(arrival, messages[:5]), bad, arrival(messages[7])])
    assert [one.code for one in outcome.refused] == ["W-MESSAGE-001"]
    assert database.count(MessageRow) == 6
    assert stream(database).watermark == (6 if settles else 5)
    with reading(database.engine) as session:
        row = session.scalars(select(Refusal)).one()
    assert "surprise" not in row.reason or fault == "unknown_field"
    assert len(row.reason) <= 200


def test_a_topic_that_is_none_of_ours_is_counted(database: HubDatabase) -> None:
    take(database, [Arrival("kiosk/../features", b"{}", AT)])
    assert database.count(Refusal) == 1


def test_the_moment_of_commit_is_noted_by_the_next_transaction(database: HubDatabase) -> None:
    outcome = take(database, map(arrival, interview_messages((database, database.interview_id))))
    with writing(database.engine) as session:
        mark_committed(session, outcome.stored, AT)
    with reading(database.engine) as session:
        assert set(session.scalars(select(MessageRow.committed_at))) == {AT}
