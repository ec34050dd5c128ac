"""The side desk: what interviewers' screens are told, and what they may ask for.

Everything here runs on the event loop. Words stay in memory (`captions.py`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from edge_agent.app.prompt_book import PromptBook
from edge_agent.app.side_ports import Nobody
from edge_agent.app.side_words import evidence, heard, standing
from edge_agent.errors import OutboxError
from edge_agent.interview.calling_help import SayComing
from edge_agent.interview.commands import AskAlso, Next, Prompted
from edge_agent.interview.rules_answer import SaidPuzzled, TopicSoFar
from edge_agent.interview.rules_words import name_of, place_of, prompt_of
from edge_agent.interview.state import Phase
from edge_agent.publish.bell import AnswerDone, CaptionHeard, OutboxGrew, Puzzled, TopicNow
from wire import live
from wire.messages.events import PromptDismissed
from wire.messages.feature_window import FeatureWindow
from wire.messages.utterance_features import UtteranceFeatures

if TYPE_CHECKING:
    from edge_agent.app.captions import Captions
    from edge_agent.app.prompt_book import Kept
    from edge_agent.app.side_ports import Company, Interview
    from edge_agent.interview.rules_fold import Place
    from edge_agent.publish.bell import Rung
    from wire.live import FromBrowser, FromKiosk
    from wire.messages.fields import Durable
    from wire.plan import Plan

_LOG = structlog.get_logger()


class Side:
    """Implements `edge_agent.live.side_desk.SideDesk`."""

    def __init__(self, kept: Kept, interview: Interview, captions: Captions) -> None:
        """Take the outbox, the interview and its captions; nobody watches yet."""
        self._book = PromptBook(kept)
        self._interview = interview
        self._captions = captions
        self._company: Company = Nobody()
        self._plan: Plan | None = None
        self._shown: set[Place] = set()
        self._told: live.Standing | None = None

    def admit(self, company: Company) -> None:
        """Have those of `company` watch."""
        self._company = company

    def opened(self, viewing_id: str) -> list[FromKiosk]:  # noqa: ARG002 - all are told the same
        """Give what a screen that has just opened must know."""
        said: list[FromKiosk] = [self._standing()]
        said += [self._prompt(place) for place in sorted(self._shown)]
        return [*said, *self._captions.all()]

    def said(self, viewing_id: str, said: FromBrowser) -> list[FromKiosk]:
        """Take what a screen said; nothing that may not be done now is done."""
        if isinstance(said, live.Dismiss):
            self._dismiss(viewing_id, said.prompt)
        elif isinstance(said, live.SayComing):
            self._say_coming(viewing_id)
        elif self._company.speaks(viewing_id):
            self._lead(viewing_id, said)
        return []

    def promised(self, interview_id: str) -> None:
        """Take the hub's word that somebody goes to the candidate."""
        plan = self._interview.state.plan
        if plan is not None and plan.interview_id == interview_id:
            self._say_coming(None)

    def _say_coming(self, viewing_id: str | None) -> None:
        """Whoever watches may go to the candidate; only the first who says so is heard."""
        known = self._interview.state.help
        if known is not None and not known.is_coming:
            self._interview.later(SayComing(viewing_id))

    def _lead(self, viewing_id: str, said: FromBrowser) -> None:
        state = self._interview.state
        if state.phase not in (Phase.QUESTION, Phase.ANSWERING, Phase.REVIEW):
            return
        if isinstance(said, live.GoOn):
            is_seen = said.stage == state.stage and state.phase is not Phase.REVIEW
            if is_seen:  # the look at an answer is the candidate's own
                self._interview.later(Next())
        elif isinstance(said, live.AskAlso):
            self._interview.later(AskAlso(said.follow_up, viewing_id=viewing_id))

    def rung(self, ring: Rung) -> None:
        """Take what the senses tell."""
        match ring:
            case OutboxGrew():
                self.catch_up()
            case CaptionHeard():
                self._company.tell(self._captions.hear(ring))
            case Puzzled():
                self._take(SaidPuzzled(ring.answer, ring.start, ring.end))
            case TopicNow():
                self._take(TopicSoFar(ring.answer, ring.pts, ring.topic, ring.similarity))
            case AnswerDone():
                self.catch_up()
                self._follow_up(ring.answer)
            case _:
                pass

    def catch_up(self) -> None:
        """Fold what is new in the outbox, and tell those who watch what follows."""
        self._turn_over()
        try:
            new = self._book.catch_up()
        except OutboxError as error:
            _LOG.warning("prompts_wait", code=error.code, why=str(error))
            return
        if self._company.count:
            for message in new:
                self._tell(message)
        self._show()

    def tick(self) -> None:
        """Tell where the interview is when that changed, and have captions made if wanted."""
        if self._turn_over():
            self.catch_up()
        self._captions.keep_going(watched=self._company.count > 0)
        now = self._standing()
        if self._told is None or _key(now) != _key(self._told):
            self._told = now
            self._company.tell(now)
        self._show()

    def _turn_over(self) -> bool:
        """Begin with another interview where there is one; drop every word when one is over.

        Says whether another began.
        """
        state = self._interview.state
        if state.ending is not None:
            self._captions.forget()
        if state.plan is self._plan:
            return False
        self._plan = state.plan
        self._book.open(state.plan)
        self._captions.forget()
        self._shown.clear()
        return True

    def _take(self, fact: SaidPuzzled | TopicSoFar) -> None:
        self._book.take(fact)
        self._show()

    def _tell(self, message: Durable) -> None:
        if isinstance(message, FeatureWindow):
            self._company.tell(heard(message, self._interview.problem()))
        elif isinstance(message, UtteranceFeatures):
            for one in evidence(message):
                self._company.tell(one)

    def _show(self) -> None:
        """Bring the screens to the prompts that are shown now; have new ones kept first."""
        prompts = self._book.prompts
        if prompts is None:
            return
        for place in self._shown - prompts.shown.keys():
            self._company.tell(live.PromptGone(prompt=name_of(*place)))
        new = sorted(prompts.shown.keys() - self._shown)
        self._shown = set(prompts.shown)
        for place in new:
            self._company.tell(self._prompt(place))
        if self._company.count:
            for event in self._book.to_show():
                self._interview.later(Prompted(event))

    def _prompt(self, place: Place) -> live.Prompt:
        prompts, language = self._book.prompts, self._interview.state.language
        if prompts is None or language is None:
            message = "There is no prompt outside of an interview."
            raise LookupError(message)
        known = prompts.answer(place[0])
        stage = 0 if known is None else known.stage
        return prompt_of(prompts.plan, prompts.shown[place], stage, language)

    def _dismiss(self, viewing_id: str, name: str) -> None:
        place, plan = place_of(name), self._interview.state.plan
        if place is None or plan is None or place not in self._shown:
            return
        event = PromptDismissed(
            stream_id=plan.interview_id,
            seq=1,
            pts=self._interview.media_time(),
            at=datetime.now(UTC),
            answer=place[0],
            rule=place[1],
            viewing_id=viewing_id,
        )
        self._interview.later(Prompted(event))

    def _follow_up(self, answer: int) -> None:
        """Have the kiosk ask what fits after an answer that nobody leads, while it is looked at."""
        state = self._interview.state
        is_looked_at = state.phase is Phase.REVIEW and state.taking.reviewed == answer
        if self._company.is_led or not is_looked_at:
            return
        command = self._book.to_ask(state, answer)
        if command is not None:
            self._interview.later(command)

    def _standing(self) -> live.Standing:
        now = self._interview.media_time()
        return standing(self._interview.state, now, is_led=self._company.is_led)


def _key(told: live.Standing) -> tuple[object, ...]:
    place = told.phase, told.stage, told.answer, told.led, told.follow_up
    return *place, told.help_since, told.help_coming
