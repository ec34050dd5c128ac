"""The running interview's prompts, folded from what stands in the outbox."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from edge_agent.interview.commands import AskAlso
from edge_agent.interview.rules_ask import chosen
from edge_agent.interview.rules_fold import Prompts, due, found, taken
from edge_agent.interview.rules_words import event_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge_agent.interview.rules_answer import Fact
    from edge_agent.interview.rules_fold import Place
    from edge_agent.interview.state import InterviewState
    from wire.messages.events import PromptShown
    from wire.messages.fields import Durable
    from wire.plan import Plan


class Kept(Protocol):
    """Messages that are kept; an `Outbox` has them."""

    def since(self, stream_id: str, seq: int) -> Sequence[Durable]:
        """Give the stream's messages after number `seq`, oldest first; raises OutboxError."""
        ...


class PromptBook:
    """Reads what is new in the outbox, and says what follows."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._seq = 0
        self._asked: set[Place] = set()
        """Prompts that are on their way into the outbox."""
        self.prompts: Prompts | None = None
        """Of the interview that is expected or goes on; none without one."""

    def open(self, plan: Plan | None) -> None:
        """Begin another interview, or none."""
        self._seq = 0
        self._asked.clear()
        self.prompts = None if plan is None else Prompts(plan)

    def catch_up(self) -> list[Durable]:
        """Fold what is new, and give it; raises OutboxError."""
        if self.prompts is None:
            return []
        new = list(self._kept.since(self.prompts.plan.interview_id, self._seq))
        for message in new:
            self._seq = message.seq
            self.take(message)
        return new

    def take(self, fact: Fact) -> None:
        """Fold a fact that is not kept."""
        if self.prompts is not None:
            self.prompts = taken(self.prompts, fact)

    def to_show(self) -> list[PromptShown]:
        """Give every prompt that is due, each once."""
        if self.prompts is None:
            return []
        new = [one for one in due(self.prompts) if (one.answer, one.rule) not in self._asked]
        self._asked |= {(one.answer, one.rule) for one in new}
        now = datetime.now(UTC)
        return [event_of(self.prompts.plan, one, now) for one in new]

    def to_ask(self, state: InterviewState, answer: int) -> AskAlso | None:
        """Choose what the kiosk itself asks after an answer, if anything fits."""
        known = None if self.prompts is None else self.prompts.answer(answer)
        if self.prompts is None or known is None:
            return None
        plan, holding = self.prompts.plan, found(self.prompts, answer)
        fitting = chosen(plan, holding, known.stage, state.follow_ups)
        return None if fitting is None else AskAlso(fitting[0], rule=fitting[1])
