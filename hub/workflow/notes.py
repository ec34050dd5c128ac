"""Notes at a second of an interview, and words against a machine's score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from hub.errors import RatingError
from hub.scoring.job_terms import SCALE
from hub.scoring.result import Score
from hub.storage.tables.score import ScoreRow
from hub.storage.tables.score_override import ScoreOverride
from hub.storage.tables.time_note import TimeNote
from hub.workflow.act import checked
from hub.workflow.scorecards import LONGEST_NOTE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hub.workflow.act import Act


def add_note(act: Act, at_s: float, text: str) -> TimeNote:
    """Keep a note; raises RatingError for an empty or too long one."""
    text = text.strip()
    if not 0 < len(text) <= LONGEST_NOTE:
        raise RatingError(f"A note has 1 to {LONGEST_NOTE} characters.", "note")
    row = TimeNote(
        interview_id=act.interview_id,
        account_id=act.visitor.account_id,
        at_s=at_s,
        text=text,
        made_at=act.now,
    )
    act.session.add(row)
    act.session.flush()
    act.record("note", f"second {at_s:.0f}")
    return row


def notes_of(session: Session, interview_id: str) -> list[TimeNote]:
    """Give everybody's notes on an interview in the order of its seconds."""
    wanted = select(TimeNote).where(TimeNote.interview_id == interview_id)
    return list(session.scalars(wanted.order_by(TimeNote.at_s, TimeNote.id)))


def override(act: Act, competency: str, choice: str, reason: str) -> ScoreOverride:
    """Put `1` to `5`, or `none` for cannot be scored, beside a machine's score.

    Raises RatingError where the machine has none, or the choice or the reason cannot be.
    """
    machine = _machine_score(act.session, act.interview_id, competency)
    if machine is None:
        raise RatingError("There is no machine score to override.")
    if choice not in {"none", *(str(one) for one in SCALE)}:
        raise RatingError("Choose a number from 1 to 5, or that it cannot be scored.", "override")
    row = ScoreOverride(
        interview_id=act.interview_id,
        competency=competency,
        account_id=act.visitor.account_id,
        machine=machine,
        value=None if choice == "none" else int(choice),
        reason=checked(reason),
        made_at=act.now,
    )
    act.session.add(row)
    act.session.flush()
    act.record("override_score", competency)
    return row


def overrides_of(session: Session, interview_id: str) -> dict[str, list[ScoreOverride]]:
    """Give all words against the machine's scores by competency, the newest first."""
    wanted = select(ScoreOverride).where(ScoreOverride.interview_id == interview_id)
    found: dict[str, list[ScoreOverride]] = {}
    for row in session.scalars(wanted.order_by(ScoreOverride.id.desc())):
        found.setdefault(row.competency, []).append(row)
    return found


def _machine_score(session: Session, interview_id: str, competency: str) -> float | None:
    row = session.get(ScoreRow, interview_id)
    if row is None:
        return None
    scored = msgspec.json.decode(row.result, type=Score).competencies
    return next((one.score for one in scored if one.id == competency), None)
