"""Invitations: what they say, that a person sends them, and what they leave alone."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from hub.storage.database import reading, writing
from hub.storage.tables.interview import Interview, InterviewState
from hub.storage.tables.letter import Letter, LetterKind
from hub.workflow import interviews
from hub.workflow.letters import invitation
from hub.workflow.letters.composing import house_of
from hub.workflow.letters.errors import LetterError
from hub.workflow.letters.invitation import Wanted, as_typed
from tests.fakes.letter_box import ADDRESS, SETTINGS
from wire import check_in
from wire.language import Language, LocalText

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.fakes.letter_box import LetterBox

PLACE = "Monday, 30 November, 10:00, Harbour Street 1, room 204"
CONTACT = LocalText(en="hr@example.com", zh="hr@example.com")
WANTED = Wanted(Language.EN, PLACE, CONTACT)


def scheduled(box: LetterBox, email: str = ADDRESS) -> str:
    mine = box.hub.scheduled("Ada Invited")
    if email:
        box.give_address(mine, "Ada Invited", email)
    return mine


def invite(box: LetterBox, interview_id: str, wanted: Wanted = WANTED) -> None:
    by, code = box.visitor("hr_manager-en"), interviews.code_of(box.hub.engine, interview_id)
    assert code is not None
    with writing(box.hub.engine) as session:
        found = (session.get_one(Interview, interview_id), code)
        invitation.invite(session, by, found, wanted, house_of(SETTINGS).stamp(box.now))


def pictures(mail: EmailMessage) -> list[bytes]:
    made = message_from_bytes(mail.as_bytes(), policy=policy.default)
    return [
        bytes(one.get_payload(decode=True))
        for one in made.walk()
        if one.get_content_type() == "image/png"
    ]


@pytest.mark.parametrize("language", Language)
def test_it_says_when_where_how_to_check_in_and_whom_to_ask(
    box: LetterBox, language: Language
) -> None:
    mine = scheduled(box)
    with reading(box.hub.engine) as session:
        row = session.get_one(Interview, mine)
        said = invitation.content(row, "ABCD2345", Wanted(language, PLACE, CONTACT)).sentences
    texts = [one.text for one in said]
    assert texts[0] == PLACE
    assert "ABCD 2345" in texts[1]
    assert "hr@example.com" in texts[-1]
    assert all(one.proofs for one in said)


def test_nothing_is_sent_before_a_person_says_so(box: LetterBox) -> None:
    scheduled(box)
    box.tend()
    assert box.send() is None
    assert box.post.taken == []


def test_the_mail_has_the_code_as_text_and_as_a_picture_that_a_camera_reads(box: LetterBox) -> None:
    mine = scheduled(box)
    invite(box, mine)
    assert box.send() == "250"
    (mail,) = box.post.taken
    assert mail["To"] == ADDRESS
    code = interviews.code_of(box.hub.engine, mine)
    assert code is not None
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert check_in.grouped(code) in plain.get_content()
    assert 'src="cid:check-in"' in html.get_content()
    (picture,) = pictures(mail)
    seen = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert seen is not None
    assert cv2.QRCodeDetector().detectAndDecode(seen)[0] == code


def test_a_sent_invitation_keeps_no_promise_of_an_answer_and_is_no_summary(box: LetterBox) -> None:
    mine = scheduled(box)
    invite(box, mine)
    box.send()
    letter = box.letter(mine, LetterKind.INVITATION)
    assert letter.sent_at is not None
    assert letter.released_by is not None
    assert letter.decision_id is None


def test_a_second_one_waits_until_the_first_is_sent(box: LetterBox) -> None:
    mine = scheduled(box)
    invite(box, mine)
    with pytest.raises(LetterError):
        invite(box, mine)
    box.send()
    invite(box, mine)
    assert box.send() == "250"


def test_nobody_is_invited_to_what_has_begun_or_to_nowhere(box: LetterBox) -> None:
    mine = scheduled(box)
    with pytest.raises(LetterError):
        invite(box, mine, Wanted(Language.EN, "", None))
    with writing(box.hub.engine) as session:
        session.get_one(Interview, mine).state = InterviewState.RUNNING.value
    with pytest.raises(LetterError):
        invite(box, mine)
    with reading(box.hub.engine) as session:
        assert session.query(Letter).count() == 0


def test_what_is_typed_of_the_place_is_one_line_of_bounded_length() -> None:
    assert as_typed("Monday\n 10:00 ") == "Monday 10:00"
    with pytest.raises(LetterError):
        as_typed("x" * 501)
