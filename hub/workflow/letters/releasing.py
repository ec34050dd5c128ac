"""Changing a sentence with a reason, and releasing a letter: by a person, or by policy."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from sqlalchemy import func, select

from hub.people import audit
from hub.scoring.result import Score, Why
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.decision import Decision
from hub.storage.tables.interview import Interview
from hub.storage.tables.letter import Letter, LetterKind
from hub.storage.tables.letter_edit import LetterEdit
from hub.storage.tables.mail import Mail
from hub.storage.tables.score import ScoreRow
from hub.workflow.act import LONGEST_REASON, SHORTEST_REASON
from hub.workflow.letters.composing import AT_ONCE, SYSTEM
from hub.workflow.letters.content import Sentence, decode
from hub.workflow.letters.errors import LetterError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hub.people.sessions import Visitor

LONGEST_SENTENCE = 1000
"""Characters."""
AT_LATEST = timedelta(minutes=30)
"""After the end; before it, policy waits until every answer is analysed."""


class Written(NamedTuple):
    """One sentence as the candidate reads it."""

    number: int
    sentence: Sentence
    """As it was composed, with its evidence."""
    text: str
    """Empty: it is left out."""
    edit: LetterEdit | None


def written(session: Session, letter: Letter) -> list[Written]:
    """Give a letter's sentences with what people changed."""
    wanted = select(LetterEdit).where(LetterEdit.letter_id == letter.letter_id)
    edits = {one.sentence: one for one in session.scalars(wanted.order_by(LetterEdit.id))}
    found = []
    for number, sentence in enumerate(decode(letter.content).sentences):
        edit = edits.get(number)
        found.append(Written(number, sentence, edit.text if edit else sentence.text, edit))
    return found


def state_of(letter: Letter, sentences: Sequence[Written]) -> str:
    """Name what a letter says now: composed anew or changed, it has another name."""
    newest = max((one.edit.id for one in sentences if one.edit), default=0)
    return f"{letter.composed_at.isoformat()} {newest}"


def refuse_unseen(session: Session, letter: Letter, seen: str) -> None:
    """Raise LetterError when the person saw other sentences than the letter has now."""
    if seen != state_of(letter, written(session, letter)):
        raise LetterError("The letter was composed anew, or somebody changed it.")


def edit(session: Session, visitor: Visitor, letter: Letter, changed: LetterEdit) -> None:
    """Put other words into an unreleased letter; raises LetterError."""
    _refuse_released(session, letter)
    changed.text, changed.reason = changed.text.strip(), changed.reason.strip()
    if not 0 <= changed.sentence < len(decode(letter.content).sentences):
        raise LetterError("There is no such sentence.")
    if len(changed.text) > LONGEST_SENTENCE:
        raise LetterError(f"A sentence has at most {LONGEST_SENTENCE} characters.", "text")
    if not SHORTEST_REASON <= len(changed.reason) <= LONGEST_REASON:
        raise LetterError(f"A reason has at least {SHORTEST_REASON} characters.", "reason")
    changed.letter_id, changed.account_id = letter.letter_id, visitor.account_id
    session.add(changed)
    session.flush()
    detail = f"{letter.kind} sentence {changed.sentence + 1}"
    audit.record(session, visitor.actor, "edit_letter", letter.interview_id, detail)


def release(session: Session, visitor: Visitor, letter: Letter, now: datetime) -> None:
    """Let a letter go, once; raises LetterError."""
    _refuse_released(session, letter)
    letter.released_by = visitor.account_id
    _release(session, letter, visitor.actor, now)


def release_by_policy(session: Session, now: datetime) -> list[Letter]:
    """Let every summary go whose answers are all analysed, or that has waited long enough."""
    wanted = (
        select(Letter, Interview, ScoreRow.result)
        .join(Interview, Interview.interview_id == Letter.interview_id)
        .outerjoin(ScoreRow, ScoreRow.interview_id == Letter.interview_id)
        .where(Letter.kind == LetterKind.SUMMARY.value, Letter.released_at.is_(None))
        .limit(AT_ONCE)
    )
    released = []
    for letter, interview, result in session.execute(wanted).all():
        ended_at = interview.ended_at or interview.scheduled_at
        if now - ended_at >= AT_LATEST or _is_whole(result):
            _release(session, letter, SYSTEM, now)
            released.append(letter)
    return released


def _is_whole(result: str | None) -> bool:
    if result is None:
        return False
    scored = msgspec.json.decode(result, type=Score).competencies
    return all(one.why.code is not Why.NOT_ANALYSED_YET for one in scored)


def _release(session: Session, letter: Letter, actor: str, now: datetime) -> None:
    """Stamp it and, for a person who is none of the samples, put it among what is to be sent."""
    letter.released_at = now
    owner = (
        select(Candidate.is_sample)
        .join(Interview, Interview.candidate_id == Candidate.candidate_id)
        .where(Interview.interview_id == letter.interview_id)
    )
    if not session.scalar(owner):
        session.add(Mail(letter_id=letter.letter_id, queued_at=now, next_at=now))
    session.flush()
    audit.record(session, actor, "release_letter", letter.interview_id, letter.kind)


def _refuse_released(session: Session, letter: Letter) -> None:
    if letter.released_at is not None:
        raise LetterError("This letter is released.")
    if letter.withdrawn_at is not None or _is_replaced(session, letter):
        raise LetterError("Another decision replaced the one that this letter tells.")


def _is_replaced(session: Session, letter: Letter) -> bool:
    """Say whether the decision holds no more, also before the letter is withdrawn for it."""
    if letter.decision_id is None:
        return False
    newest = select(func.max(Decision.id)).where(Decision.interview_id == letter.interview_id)
    return letter.decision_id != session.scalar(newest)
