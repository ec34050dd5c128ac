"""Letters on their way: a hub with an interview, a mail server that does as it is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.people import sessions
from hub.settings_candidates import MailSettings
from hub.storage.database import reading, writing
from hub.storage.tables.account import Account
from hub.storage.tables.candidate_detail import Detail
from hub.storage.tables.interview import Interview
from hub.storage.tables.letter import Letter, LetterKind
from hub.storage.tables.mail import Mail
from hub.workflow import candidate_file, decisions, scorecards
from hub.workflow.act import Act
from hub.workflow.details import checked
from hub.workflow.letters import releasing
from hub.workflow.letters.sending import Sender, send_next
from hub.workflow.letters.tending import Tender
from tests.fakes.sample_messages import Sitting

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from hub.errors import HubError
    from hub.people.sessions import Visitor
    from tests.fakes.hub_site import HubSite

ADDRESS = "candidate@example.org"
COMPETENCIES = (
    "risk-control",
    "integrity",
    "finding-needs",
    "working-across",
    "clear-account",
)
SETTINGS = MailSettings(
    host="127.0.0.1", tls="none", sender="hr@example.com", site="https://hr.example"
)


class Dies(BaseException):
    """The process is killed."""


class FakePost:
    """A mail server in this process."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.before: HubError | None = None
        """Raised before the text is asked for."""
        self.after: HubError | Dies | None = None
        """Raised once the text is taken."""

    def send(self, mail: EmailMessage, before_text: Callable[[], None]) -> None:
        """Take a mail."""
        if self.before is not None:
            raise self.before
        before_text()
        self.taken.append(mail)
        if self.after is not None:
            raise self.after


class LetterBox:
    """A site's letters; time passes when the test says so."""

    def __init__(self, hub: HubSite, settings: MailSettings = SETTINGS) -> None:
        self.hub = hub
        self.now = datetime.now(UTC)
        self.post = FakePost()
        self.sender = Sender(hub.engine, hub.vault, self.post, settings, lambda: self.now)
        self.tender = Tender.of(hub.settings, hub.engine)

    def held(self, name: str, sitting: Sitting | None = None, email: str = ADDRESS) -> str:
        """Hold an interview with a candidate who has an address, if any."""
        sitting = sitting or Sitting(at=self.now - timedelta(minutes=3))
        interview_id = self.hub.held(name, sitting)
        if email:
            self.give_address(interview_id, name, email)
        return interview_id

    def give_address(self, interview_id: str, name: str, email: str = ADDRESS) -> None:
        """Type a candidate's address."""
        with reading(self.hub.engine) as session:
            candidate = session.get_one(Interview, interview_id).candidate_id
        found = checked(Detail.EMAIL, email, self.now.date())
        entered = candidate_file.Entered(name, (found,))
        candidate_file.edit(self.hub.engine, self.hub.vault, candidate, entered, "command")

    def tend(self, minutes: float = 0.0) -> None:
        """Let time pass, then do a round."""
        self.now += timedelta(minutes=minutes)
        self.tender.round(self.now)

    def send(self, minutes: float = 0.0) -> str | None:
        """Let time pass, then try the next letter."""
        self.now += timedelta(minutes=minutes)
        return send_next(self.sender)

    def visitor(self, name: str) -> Visitor:
        """Sign somebody in."""
        with reading(self.hub.engine) as session:
            account = session.scalars(select(Account).where(Account.name == name)).one()
        token = sessions.begin(self.hub.engine, account, None, self.now)
        found = sessions.find(self.hub.engine, token, self.now)
        assert found is not None
        return found

    def release(self, interview_id: str, kind: LetterKind = LetterKind.SUMMARY) -> None:
        """Let an interview's letter go."""
        by, letter_id = self.visitor("hr_manager-en"), self.letter(interview_id, kind).letter_id
        with writing(self.hub.engine) as session:
            releasing.release(session, by, session.get_one(Letter, letter_id), self.now)

    def decide(self, interview_id: str, outcome: str) -> None:
        """Rate, then decide."""
        by = self.visitor("interviewer-en")
        with writing(self.hub.engine) as session:
            act = Act(session, by, interview_id, self.now)
            if not decisions.is_rated(session, interview_id):
                ratings = [scorecards.rating(one, "3", "", None) for one in COMPETENCIES]
                scorecards.save(act, ratings, machine_first=False)
                scorecards.submit(act, COMPETENCIES)
            decisions.decide(act, outcome, "It follows from the scorecards.")

    def letter(self, interview_id: str, kind: LetterKind = LetterKind.SUMMARY) -> Letter:
        """Give an interview's newest letter of a kind."""
        wanted = select(Letter).where(
            Letter.interview_id == interview_id, Letter.kind == kind.value
        )
        with reading(self.hub.engine) as session:
            return session.scalars(wanted.order_by(Letter.composed_at.desc()).limit(1)).one()

    def mail(self, interview_id: str) -> Mail:
        """Give what is stored of the summary's way."""
        with reading(self.hub.engine) as session:
            return session.get_one(Mail, self.letter(interview_id).letter_id)
