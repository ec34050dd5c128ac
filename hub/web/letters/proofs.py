"""What a sentence rests on, as a person of HR reads and follows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from hub.people.rights import Action, may
from hub.storage.tables.decision import Decision
from hub.web.ratings.words import OUTCOMES
from hub.web.rendering import say
from hub.web.times import local_time
from hub.web.words import ENDINGS, VERDICTS, WHYS, marked
from hub.workflow.letters.content import (
    CardNote,
    Cause,
    Decided,
    Ended,
    Promised,
    Scheduled,
    Stretch,
)
from hub.workflow.ratings import submitted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from hub.web.letters.found import LetterLine
    from hub.web.page import Asked
    from hub.workflow.letters.content import AnyProof
    from hub.workflow.letters.releasing import Written
    from hub.workflow.ratings import Card
    from wire.language import Language

WHOLE_ANSWER = marked("answer {number}, whole")
BY_CARD = marked("scorecard of {name}")
UNTIL = marked("promised until {time}")
SCHEDULED = marked("scheduled on {time}")
DECISION = marked("decision: {outcome}")


@dataclass(frozen=True, slots=True)
class ProofView:
    """One piece of evidence."""

    text: str
    at_s: float | None = None
    """Seconds since the interview began, where there is something to watch."""
    note: str = ""
    """A person's words."""


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One sentence with its evidence."""

    written: Written
    proofs: list[ProofView]


def proof_views(
    asked: Asked, session: Session, line: LetterLine, sentences: Sequence[Written]
) -> list[SentenceView]:
    """Give every sentence of a letter with what it rests on."""
    mine = line.letter.interview_id
    cards = {one.row.id: one for one in submitted(session, [mine])[mine]}
    decision = _decision(session, line)
    return [
        SentenceView(
            one,
            [_view(asked, proof, cards, decision) for proof in one.sentence.proofs],
        )
        for one in sentences
    ]


def _decision(session: Session, line: LetterLine) -> Decision | None:
    number = line.letter.decision_id
    return None if number is None else session.get(Decision, number)


def _view(
    asked: Asked, proof: AnyProof, cards: Mapping[int, Card], decision: Decision | None
) -> ProofView:
    language = asked.language
    match proof:
        case Stretch():
            whole = say(language, WHOLE_ANSWER).format(number=proof.answer + 1)
            return ProofView(proof.group.of(language) if proof.group else whole, proof.start_s)
        case CardNote():
            return _by_card(asked, proof, cards.get(proof.scorecard_id))
        case Cause():
            why = VERDICTS[proof.verdict] if proof.verdict else WHYS[proof.why]
            return ProofView(say(language, why))
        case Ended():
            return ProofView(say(language, ENDINGS.get(proof.ending, proof.ending)))
        case Promised() | Scheduled():
            return _dated(proof, language)
        case Decided():
            outcome = say(language, OUTCOMES[decision.outcome]) if decision else "–"
            return ProofView(say(language, DECISION).format(outcome=outcome))
        case _:
            assert_never(proof)


def _dated(proof: Promised | Scheduled, language: Language) -> ProofView:
    if isinstance(proof, Promised):
        text, at = UNTIL, proof.due_at
    else:
        text, at = SCHEDULED, proof.at
    return ProofView(say(language, text).format(time=local_time(at, language)))


def _by_card(asked: Asked, proof: CardNote, card: Card | None) -> ProofView:
    name = card.rater if card else "–"
    reads = may(asked.person.role, Action.READ_TRANSCRIPTS)  # a note may quote the candidate
    rating = card.ratings.get(proof.competency) if card and reads else None
    text = say(asked.language, BY_CARD).format(name=name)
    return ProofView(text, proof.at_s, rating.note if rating else "")
