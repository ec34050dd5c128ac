"""One mail for each letter: retried while it was surely not taken, never where nobody knows."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hub.errors import KeeperError
from hub.people import links
from hub.people.alarms import Due
from hub.storage.database import reading, writing
from hub.storage.tables.alarm import Alarm
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.candidate_link import CandidateLink
from hub.storage.tables.letter import Letter, LetterKind
from hub.storage.tables.promise import Promise
from hub.workflow.letters import outbox
from hub.workflow.letters.composing import SYSTEM
from hub.workflow.letters.errors import (
    LetterError,
    MailError,
    MailInDoubtError,
    MailRefusedError,
)
from hub.workflow.letters.sending import send_next
from tests.fakes.letter_box import ADDRESS, Dies, FakePost

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from tests.fakes.letter_box import LetterBox


def released(box: LetterBox) -> str:
    mine = box.held("Ada")
    box.tend()
    box.release(mine)
    return mine


def test_a_released_letter_is_sent_once_with_the_number_it_was_composed_with(
    box: LetterBox,
) -> None:
    mine = released(box)
    assert [box.send(), box.send(), box.send(100)] == ["250", None, None]
    letter = box.letter(mine)
    assert [one["Message-ID"] for one in box.post.taken] == [letter.message_id]
    assert box.post.taken[0]["To"] == ADDRESS
    assert letter.sent_at is not None


@pytest.mark.parametrize("comes", ["to hand over", "to fail"])
def test_of_two_processes_only_the_later_attempt_hands_the_letter_over(
    box: LetterBox, comes: str
) -> None:
    mine = released(box)

    class Slow(FakePost):
        def send(self, mail: EmailMessage, before_text: Callable[[], None]) -> None:
            assert box.send(2) == "250"
            if comes == "to fail":
                raise MailError("The server is away.")
            super().send(mail, before_text)

    slow = Slow()
    code = send_next(replace(box.sender, post=slow))
    assert code == ("H-MAIL-005" if comes == "to hand over" else "H-MAIL-001")
    assert (len(box.post.taken), len(slow.taken)) == (1, 0)
    assert box.letter(mine).sent_at is not None
    assert box.mail(mine).next_at is None


def test_nothing_is_sent_before_it_is_released(box: LetterBox) -> None:
    box.held("Ada")
    box.tend()
    assert box.send() is None


def test_the_address_is_opened_for_an_entry_of_the_mail_process(box: LetterBox) -> None:
    released(box)
    box.send()
    with reading(box.hub.engine) as session:
        wanted = select(AuditEntry).where(AuditEntry.action == "open_field")
        entry = session.scalars(wanted.order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.actor, entry.detail) == (SYSTEM, "email")
    assert ADDRESS not in entry.subject


def test_the_letter_carries_a_link_that_opens_the_candidates_own_page(box: LetterBox) -> None:
    mine = released(box)
    box.send()
    body = box.post.taken[0].get_body(("plain",))
    assert body is not None
    found = re.search(r"https://hr\.example/my/(\S+)", body.get_content())
    assert found is not None
    assert links.find(box.hub.engine, found[1], box.now) is not None
    assert found[1] not in box.letter(mine).content


def test_a_server_that_is_away_is_asked_again_later_and_later(box: LetterBox) -> None:
    mine = released(box)
    box.post.before = MailError("away")
    assert [box.send(), box.send(0.5), box.send(0.6), box.send(1)] == [
        MailError.code,
        None,
        MailError.code,
        None,
    ]
    box.post.before = None
    assert box.send(2) == "250"
    assert box.mail(mine).attempts == 3
    with reading(box.hub.engine) as session:
        good = CandidateLink.revoked_at.is_(None)
        assert len(session.scalars(select(CandidateLink).where(good)).all()) == 1


def test_a_refusal_for_good_waits_for_a_person(box: LetterBox) -> None:
    mine = released(box)
    box.post.before = MailRefusedError("550")
    assert [box.send(), box.send(1000)] == [MailRefusedError.code, None]
    box.post.before = None
    by = box.visitor("hr_manager-en")
    with writing(box.hub.engine) as session:
        found = outbox.one(session, box.letter(mine).letter_id)
        outbox.send_again(session, by, found, box.now)
    assert box.send() == "250"


def test_a_keeper_that_is_away_leaves_the_letter_where_it_is(box: LetterBox) -> None:
    released(box)
    box.post.before = KeeperError("away")
    assert box.send() == KeeperError.code
    box.post.before = None
    assert box.send(2) == "250"


def test_without_an_address_it_waits_for_one(box: LetterBox) -> None:
    mine = box.held("Ada", email="")
    box.tend()
    box.release(mine)
    assert [box.send(), box.send(), box.send(1)] == [outbox.NO_ADDRESS, None, outbox.NO_ADDRESS]
    assert box.mail(mine).said == outbox.NO_ADDRESS
    assert box.mail(mine).attempts == 0
    box.give_address(mine, "Ada")
    assert box.send(1) == "250"


@pytest.mark.parametrize("after", [Dies(), MailInDoubtError("no answer")])
def test_what_was_handed_over_without_an_answer_is_never_sent_by_itself(
    box: LetterBox, after: Dies | MailInDoubtError
) -> None:
    mine = released(box)
    box.post.after = after
    with suppress(Dies):
        box.send()
    box.post.after = None
    assert [box.send(), box.send(2000)] == [None, None]
    assert len(box.post.taken) == 1
    box.tend()
    box.tend()
    with reading(box.hub.engine) as session:
        kinds = list(session.scalars(select(Alarm.kind)))
    assert kinds.count(Due.MAIL_IN_DOUBT.value) == 1
    assert box.mail(mine).said == outbox.IN_DOUBT


@pytest.mark.parametrize("has_arrived", [True, False])
def test_a_person_settles_a_doubt(box: LetterBox, has_arrived: bool) -> None:  # noqa: FBT001 - a table's column
    mine = released(box)
    box.post.after = MailInDoubtError("no answer")
    box.send()
    box.post.after = None
    box.now += timedelta(minutes=10)
    by = box.visitor("hr_manager-en")
    with writing(box.hub.engine) as session:
        found = outbox.one(session, box.letter(mine).letter_id)
        if has_arrived:
            outbox.say_arrived(session, by, found)
        else:
            outbox.send_again(session, by, found, box.now)
    assert box.send() == (None if has_arrived else "250")
    assert box.letter(mine).sent_at is not None
    numbers = {one["Message-ID"] for one in box.post.taken}
    assert (len(box.post.taken), len(numbers)) == (1 if has_arrived else 2, 1)


def test_a_letter_that_is_being_handed_over_is_not_sent_again(box: LetterBox) -> None:
    mine = released(box)
    box.post.after = MailInDoubtError("no answer")
    box.send()
    by, number = box.visitor("hr_manager-en"), box.letter(mine).letter_id
    with reading(box.hub.engine) as session:
        found = outbox.one(session, number)
        with pytest.raises(LetterError):
            outbox.send_again(session, by, found, box.now)


def test_the_letter_with_the_decision_keeps_the_promise_and_the_summary_does_not(
    box: LetterBox,
) -> None:
    mine = released(box)
    box.send()
    wanted = select(Promise).where(Promise.interview_id == mine)
    with reading(box.hub.engine) as session:
        assert session.scalars(wanted).one().kept_at is None
    box.decide(mine, "next_step")
    box.tend()
    box.release(mine, LetterKind.ANSWER)
    box.send()
    with reading(box.hub.engine) as session:
        kept = session.scalars(wanted).one()
        letters = session.scalars(select(Letter).where(Letter.interview_id == mine)).all()
    assert (kept.kept_at, kept.kept_by) == (box.now, None)
    assert all(one.sent_at for one in letters)


@given(st.integers(0, 10_000))
def test_the_wait_doubles_up_to_an_hour(attempts: int) -> None:
    wait, after = outbox.back_off(attempts), outbox.back_off(attempts + 1)
    assert outbox.FIRST_DELAY <= wait <= after <= outbox.LONGEST_DELAY
