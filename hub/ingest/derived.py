"""The rows that follow from an interview's events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.storage.tables.answer import Answer
from hub.storage.tables.consent import Consent
from wire.messages.events import Ending, Withdrawn
from wire.takes import counted, holding, takes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hub.ingest.folding import Facts
    from hub.storage.tables.interview import Interview
    from wire.messages.events import InterviewEnded


def write_facts(session: Session, interview: Interview, facts: Facts) -> None:
    """Write where the interview stands: its state, the consents, the answers."""
    interview.state = facts.state.value
    if facts.began is not None:
        interview.language = facts.began.language.value
        interview.began_at = facts.began.at
        interview.model_hashes = " ".join(facts.began.model_hashes)
    if facts.ended is not None:
        interview.ending = _ending(facts.ended).value
        interview.ended_at = facts.ended.at
    for consent in facts.consents.values():
        session.merge(
            Consent(
                interview_id=interview.interview_id,
                purpose=consent.purpose.value,
                granted=consent.granted,
                at=consent.at,
                seq=consent.seq,
            ),
        )
    is_over = facts.ended is not None
    helped = None if is_over else facts.help_called
    interview.help_wanted_at = None if helped is None else helped.at
    _write_answers(session, interview, facts)


def _write_answers(session: Session, interview: Interview, facts: Facts) -> None:
    counting, every = counted(facts.taken), takes(facts.taken)
    for began in facts.answers.values():
        ended, take = facts.ends.get(began.answer), holding(every, began.answer)
        session.merge(
            Answer(
                interview_id=interview.interview_id,
                answer=began.answer,
                stage=began.stage,
                start=began.pts,
                end=None if ended is None else ended.pts,
                take=1 if take is None else take.number,
                counted=began.answer in counting,
                free=began.free,
                typed=began.typed,
            ),
        )


def _ending(last: InterviewEnded | Withdrawn) -> Ending:
    return Ending.WITHDRAWN if isinstance(last, Withdrawn) else last.ending
