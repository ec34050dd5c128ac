"""The letter that tells a decision; to the rejected with advice and links to learn from. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.storage.tables.decision import Outcome
from hub.workflow.letters import wording
from hub.workflow.letters.content import CardNote, Content, Decided, Link, Part, Sentence
from hub.workflow.letters.summary import assessed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hub.workflow.letters.content import AnyProof
    from hub.workflow.letters.learning import Advice
    from hub.workflow.letters.summary import Told

TOLD = frozenset({Outcome.HIRE.value, Outcome.NEXT_STEP.value, Outcome.REJECT.value})
"""Outcomes that a letter tells; whoever is on hold is still promised an answer."""


def letter(told: Told, outcome: str, decision_id: int, catalogue: Mapping[str, Advice]) -> Content:
    """Compose the letter of a decision."""
    words = wording.DECIDED[outcome].of(told.language)
    proof = Decided(decision_id=decision_id)
    first = Sentence(part=Part.OUTCOME, text=words, proofs=(proof,))
    if outcome != Outcome.REJECT.value:
        return Content(sentences=(first,))
    shown = assessed(told)
    return Content(sentences=(first, *shown, *_advice(told, shown, catalogue)))


def _advice(
    told: Told, shown: tuple[Sentence, ...], catalogue: Mapping[str, Advice]
) -> Iterator[Sentence]:
    """Give advice on what there is to work on; it rests on what that rests on."""
    for competency, proofs in _to_work_on(shown).items():
        found = catalogue.get(competency)
        if found is None:
            continue
        mine = [one for one in found.links if one.language is told.language]
        yield Sentence(
            part=Part.ADVICE,
            text=found.advice.of(told.language),
            proofs=tuple(proofs),
            competency=competency,
            links=tuple(Link(title=one.title, url=one.url) for one in mine),
        )


def _to_work_on(shown: tuple[Sentence, ...]) -> dict[str, list[AnyProof]]:
    """Give the evidence of each competency; a sentence about several has it from each note."""
    found: dict[str, list[AnyProof]] = {}
    for sentence in shown:
        for proof in sentence.proofs if sentence.part is Part.IMPROVE else ():
            own = proof.competency if isinstance(proof, CardNote) else sentence.competency
            if proof not in found.setdefault(own, []):
                found[own].append(proof)
    return found
