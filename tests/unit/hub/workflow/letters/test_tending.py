"""An interview ends: a promise, a letter, an alarm before it is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.people.alarms import Due
from hub.storage.database import reading, writing
from hub.storage.tables.alarm import Alarm
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.interview import Interview
from hub.storage.tables.letter import Letter, LetterKind
from hub.storage.tables.letter_edit import LetterEdit
from hub.storage.tables.promise import Promise
from hub.storage.tables.score import ScoreRow
from hub.workflow import scores
from hub.workflow.letters import releasing
from hub.workflow.letters.content import Part, decode
from hub.workflow.letters.errors import LetterError
from hub.workflow.letters.figures import kept, speed, speeds
from hub.workflow.letters.outbox import next_due
from tests.fakes.sample_messages import Sitting

if TYPE_CHECKING:
    from tests.fakes.letter_box import LetterBox


def alarms(box: LetterBox) -> list[str]:
    with reading(box.hub.engine) as session:
        return sorted(session.scalars(select(Alarm.kind)))


def promise(box: LetterBox, interview_id: str) -> Promise:
    with reading(box.hub.engine) as session:
        wanted = select(Promise).where(Promise.interview_id == interview_id)
        return session.scalars(wanted).one()


def test_an_interview_that_ended_has_one_promise_and_one_summary(box: LetterBox) -> None:
    mine = box.held("Ada")
    box.tend()
    box.tend(1)
    with reading(box.hub.engine) as session:
        letters = session.scalars(select(Letter).where(Letter.interview_id == mine)).all()
    assert [one.kind for one in letters] == ["summary"]
    told = decode(letters[0].content).of(Part.NEXT_STEP)[0]
    assert getattr(told.proofs[0], "due_at") == promise(box, mine).due_at  # noqa: B009 - of one kind of proof


def test_a_running_interview_has_neither(box: LetterBox) -> None:
    box.hub.held("Rita", Sitting(), ended=False)
    assert box.tender.round(box.now).did_something() is False


def test_a_score_that_comes_later_is_put_in_until_somebody_changed_a_word(box: LetterBox) -> None:
    mine = box.held("Ada")
    box.tend()
    first = box.letter(mine)
    box.now += timedelta(minutes=1)
    with writing(box.hub.engine) as session:
        scores.refresh(session, mine, box.now)
    box.tend(1)
    again = box.letter(mine)
    assert (again.letter_id, again.message_id) == (first.letter_id, first.message_id)
    assert again.composed_at > first.composed_at
    change(box, mine, "We heard it.", "It says the same in fewer words.")
    with writing(box.hub.engine) as session:
        scores.refresh(session, mine, box.now + timedelta(minutes=1))
    box.tend(2)
    assert box.letter(mine).composed_at == again.composed_at


def change(box: LetterBox, interview_id: str, text: str, reason: str, sentence: int = 0) -> None:
    edit = LetterEdit(sentence=sentence, text=text, reason=reason, made_at=box.now)
    by, letter_id = box.visitor("hr_manager-en"), box.letter(interview_id).letter_id
    with writing(box.hub.engine) as session:
        releasing.edit(session, by, session.get_one(Letter, letter_id), edit)


@pytest.mark.parametrize(
    ("text", "reason", "sentence", "what"),
    [
        ("Other words.", "short", 0, "reason"),
        ("x" * 1001, "long enough a reason", 0, "text"),
        ("Other words.", "long enough a reason", 99, "state"),
        ("Other words.", "long enough a reason", -1, "state"),
    ],
)
def test_a_change_wants_a_reason_and_a_sentence_that_is_there(
    box: LetterBox, text: str, reason: str, sentence: int, what: str
) -> None:
    mine = box.held("Ada")
    box.tend()
    with pytest.raises(LetterError) as refused:
        change(box, mine, text, reason, sentence)
    assert refused.value.what == what


def test_a_released_letter_is_not_changed_and_not_released_again(box: LetterBox) -> None:
    mine = box.held("Ada")
    box.tend()
    box.release(mine)
    with pytest.raises(LetterError):
        change(box, mine, "Too late.", "long enough a reason")
    with pytest.raises(LetterError):
        box.release(mine)


def test_hr_releases_unless_policy_does(box: LetterBox) -> None:
    mine = box.held("Ada")
    box.tend(200)
    assert box.letter(mine).released_at is None
    box.tender = replace(box.tender, by_policy=True)
    box.tend()
    released = box.letter(mine)
    assert released.released_at == box.now
    assert released.released_by is None


def test_policy_waits_for_answers_that_are_not_analysed_and_not_for_ever(box: LetterBox) -> None:
    mine = box.held("Ada")
    with writing(box.hub.engine) as session:
        session.delete(session.get_one(ScoreRow, mine))
    box.tender = replace(box.tender, by_policy=True)
    box.tend()
    assert box.letter(mine).released_at is None
    box.tend(30)
    assert box.letter(mine).released_at is not None


def test_a_summary_is_told_as_late_once_45_minutes_after_the_interview(box: LetterBox) -> None:
    box.held("Ada")
    box.tend(40)
    assert alarms(box) == []
    box.tend(6)
    box.tend(6)
    assert alarms(box) == [Due.SUMMARY_LATE.value]


def test_a_promise_is_told_as_due_and_then_as_broken(box: LetterBox) -> None:
    mine = box.held("Ada")
    box.tend()
    box.release(mine)
    row = promise(box, mine)
    box.now = row.warn_at - timedelta(seconds=1)
    box.tend()
    assert alarms(box) == []
    box.tend(1)
    assert alarms(box) == [Due.PROMISE_DUE.value]
    box.now = row.due_at
    box.tend()
    box.tend(5)
    assert alarms(box) == [Due.PROMISE_BROKEN.value, Due.PROMISE_DUE.value]


def test_a_sample_is_never_sent_counted_or_told_as_late(box: LetterBox) -> None:
    mine = box.held("Ada")
    with writing(box.hub.engine) as session:
        whose = session.get_one(Interview, mine).candidate_id
        session.get_one(Candidate, whose).is_sample = True
    box.tend(50)
    box.release(mine)
    box.now = promise(box, mine).due_at
    box.tend(1)
    with reading(box.hub.engine) as session:
        since = box.now - timedelta(days=90)
        released, sent = speeds(session, since, box.now)
        assert (released.n, sent.n, kept(session, since, box.now).n) == (0, 0, 0)
    assert alarms(box) == []
    assert box.send() is None


def test_a_decision_is_told_by_a_letter_that_a_person_releases(box: LetterBox) -> None:
    mine = box.held("Ada")
    box.decide(mine, "reject")
    box.tender = replace(box.tender, by_policy=True)
    box.tend(120)
    feedback = box.letter(mine, LetterKind.FEEDBACK)
    assert feedback.released_at is None
    assert decode(feedback.content).of(Part.ADVICE)


def test_a_letter_of_a_replaced_decision_is_withdrawn(box: LetterBox) -> None:
    mine = box.held("Ada")
    box.decide(mine, "reject")
    box.tend()
    box.decide(mine, "next_step")
    box.tend(1)
    assert box.letter(mine, LetterKind.FEEDBACK).withdrawn_at is not None
    assert box.letter(mine, LetterKind.ANSWER).withdrawn_at is None
    with pytest.raises(LetterError):
        box.release(mine, LetterKind.FEEDBACK)


def test_a_letter_of_a_replaced_decision_is_not_released_before_it_is_withdrawn(
    box: LetterBox,
) -> None:
    mine = box.held("Ada")
    box.decide(mine, "reject")
    box.tend()
    box.decide(mine, "hire")
    with pytest.raises(LetterError):
        box.release(mine, LetterKind.FEEDBACK)
    assert box.letter(mine, LetterKind.FEEDBACK).released_at is None


def test_a_released_letter_of_a_replaced_decision_does_not_go_out(box: LetterBox) -> None:
    mine = box.held("Ada")
    box.decide(mine, "reject")
    box.tend()
    box.release(mine, LetterKind.FEEDBACK)
    box.decide(mine, "hire")
    box.tend(1)
    assert box.letter(mine, LetterKind.FEEDBACK).withdrawn_at is not None
    with writing(box.hub.engine) as session:
        due = next_due(session, box.now + timedelta(days=1))
    assert due is None or due.letter.kind != LetterKind.FEEDBACK.value


def test_nothing_is_sent_to_whoever_is_on_hold(box: LetterBox) -> None:
    mine = box.held("Ada")
    box.decide(mine, "hold")
    box.tend()
    with reading(box.hub.engine) as session:
        assert list(session.scalars(select(Letter.kind))) == ["summary"]
    assert promise(box, mine).kept_at is None


def test_the_figure_counts_what_is_missing_once_its_time_is_over() -> None:
    came = [10 * 60.0, 120 * 60.0, None]
    early = speed([(30 * 60.0, one) for one in came])
    late = speed([(180 * 60.0, one) for one in came])
    assert (early.n, early.within, early.waiting) == (2, 1, 0)
    assert (late.n, late.within, late.waiting) == (3, 1, 1)
    assert (late.median_s, late.worst_s) == (65 * 60, 120 * 60)
    assert speed([]).share is None


def test_the_figure_is_of_interviews_and_their_stamps(box: LetterBox) -> None:
    mine = box.held("Ada")
    box.held("Ben")
    box.tend(7)
    box.release(mine)
    box.send(5)
    with reading(box.hub.engine) as session:
        ended_at = session.get_one(Interview, mine).ended_at
        released, sent = speeds(session, box.now - timedelta(days=1), box.now)
        later, _ = speeds(session, box.now - timedelta(days=1), box.now + timedelta(hours=2))
    assert ended_at is not None
    assert sent.worst_s == pytest.approx((box.now - ended_at).total_seconds(), abs=0.01)
    assert (released.n, released.within, sent.n, later.n, later.waiting) == (1, 1, 1, 2, 1)
