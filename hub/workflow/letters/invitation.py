"""The invitation to an interview: made and sent by a person's own click, never by itself."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.people import audit
from hub.storage.tables.interview import InterviewState
from hub.storage.tables.letter import Letter, LetterKind
from hub.workflow.letters import releasing
from hub.workflow.letters.content import Content, Part, Scheduled, Sentence, encode
from hub.workflow.letters.errors import LetterError
from wire import check_in
from wire import plan as plans
from wire.language import Language, LocalText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from hub.people.sessions import Visitor
    from hub.storage.tables.interview import Interview
    from hub.workflow.letters.composing import Stamp
    from wire.plan import Plan

LONGEST_PLACE = 500
"""Characters of what the person types of day, hour and place."""
_CODE = LocalText(
    en="Your check-in code is {code}. Type it at the interview kiosk, or hold its QR code up to "
    "the kiosk's camera. Show it to nobody else: whoever has it is taken for you.",
    zh="您的签到码是 {code}。请在面试终端上输入签到码，或将二维码对准终端的摄像头。"
    "请勿告知他人：持有签到码的人会被当作您本人。",
)
_LENGTH = LocalText(
    en="You are asked {count} questions, one after another, and answer aloud or in writing, with "
    "time to think and pauses when you need them. It takes about {minutes} minutes at most.",
    zh="面试共有 {count} 个问题，逐一显示；您可以口头或书面作答，"
    "有准备时间，需要时可以暂停，最长约 {minutes} 分钟。",
)
_NOTHING_TO_BRING = LocalText(
    en="You need no device and no account of your own.", zh="无需自带设备，也无需注册账号。"
)
_CONSENT = LocalText(
    en="Before anything is recorded the kiosk tells you what is analysed and who sees it, and asks "
    "for each purpose by itself. Whoever says no is interviewed by a person, without disadvantage.",
    zh="录制开始前，终端会说明分析哪些内容、谁能看到，并逐项征求您的同意。如不同意，将由工作人员当面面试，不会对您不利。",
)
_CONTACT = LocalText(
    en="If you want to change the appointment, or need something to be able to take part, for "
    "instance because of a disability, tell us: {contact}",
    zh="如需改期，或因身体等原因需要特别安排，请联系我们：{contact}",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an invitation says beside what is fixed."""

    language: Language
    place: str
    """When and where to come, in the person's own words; empty: nothing is said of it."""
    contact: LocalText | None
    """How to reach a person."""


def content(interview: Interview, code: str, wanted: Wanted) -> Content:
    """Compose the invitation."""
    proof = Scheduled(at=interview.scheduled_at)
    told = _told(plans.decode(interview.plan), code, wanted)
    return Content(
        sentences=tuple(Sentence(part=part, text=text, proofs=(proof,)) for part, text in told)
    )


def invite(
    session: Session, visitor: Visitor, found: tuple[Interview, str], wanted: Wanted, stamp: Stamp
) -> Letter:
    """Write the invitation down and let it go; raises LetterError where none may be sent."""
    interview, code = found
    if interview.state != InterviewState.SCHEDULED.value:
        raise LetterError("The interview has begun.")
    if any(one.sent_at is None for one in sent(session, interview.interview_id)):
        raise LetterError("An invitation is on its way.", "invited")
    if not wanted.place:
        raise LetterError("An invitation says when and where to come.", "place")
    letter = Letter(
        letter_id=stamp.letter_id,
        interview_id=interview.interview_id,
        kind=LetterKind.INVITATION.value,
        language=wanted.language.value,
        content=encode(content(interview, code, wanted)),
        message_id=stamp.message_id,
        composed_at=stamp.at,
    )
    session.add(letter)
    session.flush()
    kind = LetterKind.INVITATION.value
    audit.record(session, visitor.actor, "compose_letter", interview.interview_id, kind)
    releasing.release(session, visitor, letter, stamp.at)
    return letter


def sent(session: Session, interview_id: str) -> list[Letter]:
    """Give the invitations to an interview, the newest first, on their way or sent."""
    wanted = select(Letter).where(
        Letter.interview_id == interview_id, Letter.kind == LetterKind.INVITATION.value
    )
    return list(session.scalars(wanted.order_by(Letter.composed_at.desc())))


def as_typed(text: str) -> str:
    """Give what somebody typed of day and place on one line; raises LetterError."""
    place = " ".join(text.split())
    if len(place) > LONGEST_PLACE:
        raise LetterError(f"Day and place have at most {LONGEST_PLACE} characters.", "place")
    return place


def _told(plan: Plan, code: str, wanted: Wanted) -> Iterator[tuple[Part, str]]:
    language = wanted.language
    if wanted.place:
        yield Part.APPOINTMENT, wanted.place
    yield Part.CHECK_IN, _CODE.of(language).format(code=check_in.grouped(code))
    longest_s = sum(one.longest_s + (one.preparation_s or 0) for one in plan.stages)
    count, minutes = len(plan.stages), ceil(longest_s / 300) * 5
    yield Part.GOOD_TO_KNOW, _LENGTH.of(language).format(count=count, minutes=minutes)
    yield Part.GOOD_TO_KNOW, _NOTHING_TO_BRING.of(language)
    yield Part.GOOD_TO_KNOW, _CONSENT.of(language)
    if wanted.contact is not None:
        contact = wanted.contact.of(language)
        yield Part.GOOD_TO_KNOW, _CONTACT.of(language).format(contact=contact)
