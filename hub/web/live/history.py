"""What earlier interviews and the résumé suggest to ask, as far as the person may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from hub.people.rights import Action
from hub.scoring.keywords import keyword_list
from hub.scoring.result import Score
from hub.storage.database import reading
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.interview import Interview
from hub.storage.tables.message import MessageRow
from hub.storage.tables.resume import Resume
from hub.storage.tables.score import ScoreRow
from hub.web.candidates.fields_view import resume_views
from hub.web.candidates.record import fields_of
from hub.web.ratings.hiding import hidden
from hub.web.scope import candidates_visible_to, visible_to
from hub.workflow.ratings import current, job_of, submitted
from hub.workflow.suggestions import Earlier, suggest
from wire.codec import decode_durable
from wire.messages.utterance_features import UtteranceFeatures
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

    from hub.web.interview_record import InterviewRecord
    from hub.web.page import Asked
    from hub.workflow.ratings import Card
    from hub.workflow.suggestions import Suggestion

_MOST = 5
"""Earlier interviews that are looked at."""


def suggestions(asked: Asked, record: InterviewRecord) -> tuple[Suggestion, ...]:
    """Read them; what is hidden from the person until the own card is in, is not looked at."""
    with reading(asked.site.engine) as session:
        rows = _earlier_rows(asked, session, record)
        unseen = hidden(asked, session, [one.interview_id for one in rows])
        open_ids = [one.interview_id for one in rows if one.interview_id not in unseen.colleagues]
        cards = submitted(session, open_ids)
        earlier = [
            _earlier(
                session,
                row,
                cards.get(row.interview_id, ()),
                sees_machine=row.interview_id not in unseen.machine,
            )
            for row in rows
        ]
        skills, projects = _resume(asked, session, record.row.candidate_id)
    return suggest(record.job, earlier, skills, projects)


def _earlier_rows(asked: Asked, session: Session, record: InterviewRecord) -> Sequence[Interview]:
    """Give the candidate's interviews before this one, the newest first."""
    wanted = select(Interview).where(
        Interview.candidate_id == record.row.candidate_id,
        Interview.interview_id != record.row.interview_id,
        Interview.ended_at.is_not(None),
        Interview.began_at.is_not(None),
        visible_to(asked.person, Action.SEE_SCORES),
    )
    return session.scalars(wanted.order_by(Interview.began_at.desc()).limit(_MOST)).all()


def _earlier(
    session: Session, row: Interview, cards: Collection[Card], *, sees_machine: bool
) -> Earlier:
    score = session.get(ScoreRow, row.interview_id) if sees_machine else None
    scored = msgspec.json.decode(score.result, type=Score).competencies if score else ()
    values = [card.values() for card in current(cards)]
    return Earlier(
        interview_id=row.interview_id,
        at=row.began_at or row.scheduled_at,
        unscored={one.id: one.why for one in scored if one.score is None},
        scored=frozenset(one.id for one in scored if one.score is not None),
        ratings={name: [one[name] for one in values if name in one] for name in _names(values)},
        heard=_heard(session, row) if sees_machine else frozenset(),
    )


def _names(values: Collection[dict[str, int | None]]) -> set[str]:
    return {name for one in values for name in one}


def _heard(session: Session, row: Interview) -> frozenset[str]:
    forms = {one.number: one.forms for one in keyword_list(job_of(session, row))}
    wanted = select(MessageRow.channel, MessageRow.payload).where(
        MessageRow.stream_id == row.interview_id, MessageRow.kind == "utterance_features"
    )
    said = (decode_durable(Channel(channel), body) for channel, body in session.execute(wanted))
    hits = {hit.keyword for one in said if isinstance(one, UtteranceFeatures) for hit in one.hits}
    return frozenset(form for number in hits for form in forms.get(number, ()))


def _resume(asked: Asked, session: Session, candidate_id: str) -> tuple[list[str], list[str]]:
    """Give skills and projects of the newest résumé; nothing for whoever may not read it."""
    visible = candidates_visible_to(asked.person, Action.READ_RESUMES)
    newest = (
        select(Resume)
        .join(Candidate, Candidate.candidate_id == Resume.candidate_id)
        .where(Resume.candidate_id == candidate_id, visible)
        .order_by(Resume.uploaded_at.desc())
        .limit(1)
    )
    row = session.scalar(newest)
    if row is None:
        return [], []
    view = resume_views([row], fields_of(session, [row.resume_id]))[0]
    return [one.value for one in view.skills], [one.value for one in view.projects]
