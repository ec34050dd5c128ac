"""Sample candidates put into a hub, so that its pages can be seen before anybody came.

Everything hangs on candidates marked `is_sample`; figures leave those out, and `removing` takes
them away with all that refers to them. No sample has a recording.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from hub.errors import UnknownError
from hub.ingest.derived import write_facts
from hub.ingest.folding import fold
from hub.people import audit
from hub.storage.database import writing
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.interview import Interview
from hub.storage.tables.message import MessageRow
from hub.storage.tables.stream import Stream
from hub.workflow import jobs, scores
from hub.workflow.candidate_names import name_key
from hub.workflow.interviews import plan_of
from hub.workflow.resumes.intake import take_in
from hub.workflow.samples import course, personnel
from hub.workflow.samples.filed import address, appeal
from hub.workflow.samples.judged import Case, Judging
from hub.workflow.samples.messages import Sitting
from hub.workflow.samples.people import invented, resume
from wire import plan as plans
from wire.codec import encode
from wire.language import Language
from wire.policy import purposes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hub.settings_candidates import PromiseSettings
    from hub.workflow.resumes.intake import Place
    from hub.workflow.samples.people import Invented
    from wire.messages.fields import Durable
    from wire.policy import Profile

JOBS = ("bank-account-manager", "customer-service-team-lead", "software-engineer")
MOST = 300
_WITH_RESUME = 3
"""One in so many."""
DAYS = 24
"""Over which the interviews are spread."""
_FRIDAY = 4
_CHANNELS = {"feature_window": "features", "behaviour_window": "behaviour"}
_SPOKEN = {"utterance_features": "features", "answer_features": "features"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted."""

    profile: Profile
    count: int = 30
    seed: int = 1
    in_charge: Sequence[str] = ()
    """Accounts that get every third interview as their own."""
    looked: Sequence[str] = ()
    """Accounts that have seen the scores of all decided interviews, and rate those no more."""


def add(place: Place, promises: PromiseSettings, asked: Asked, now: datetime) -> int:
    """Add samples and give how many; raises UnknownError where there are some, KeeperError."""
    if not 1 <= asked.count <= MOST:
        raise UnknownError(f"Ask for 1 to {MOST} samples.")
    place.keeper.recipient()  # who cannot seal is told so before anything is written
    people = _Adding(Random(asked.seed), asked, now)  # noqa: S311 - made up, not a secret
    with writing(place.engine) as session:
        if session.scalar(select(Candidate.candidate_id).where(Candidate.is_sample).limit(1)):
            raise UnknownError("There are samples already: `samples remove` takes them away.")
        jury = personnel.jury(session, promises, now)
        judging = Judging(session, people.rng, jury, now)
        for number in range(asked.count):
            people.one(session, place, judging, number)
        appeal(session, place.keeper, jury.calendar, now)
        told = f"{asked.count} with seed {asked.seed}"
        audit.record(session, audit_actor(), "add_samples", "", told)
    for candidate_id, person in people.added[::_WITH_RESUME]:
        text = resume(people.rng, person, now.year)
        take_in(place, candidate_id, text.encode(), audit_actor())
    return asked.count


def audit_actor() -> str:
    """Give who acts: samples are a command's alone."""
    return "command"


class _Adding:
    """One run."""

    def __init__(self, rng: Random, asked: Asked, now: datetime) -> None:
        self.rng, self._asked, self._now = rng, asked, now
        self._taken: set[str] = set()
        self.added: list[tuple[str, Invented]] = []

    def one(self, session: Session, place: Place, judging: Judging, number: int) -> None:
        """Add one candidate with one ended interview."""
        language = Language.ZH if number % 5 < 3 else Language.EN  # noqa: PLR2004 - three in five
        person = invented(self.rng, number + 1, language, self._taken)
        began_at = self._when(number)
        row = Candidate(
            candidate_id=self._identifier(),
            name=person.name,
            name_key=name_key(person.name),
            is_sample=True,
            created_at=began_at - timedelta(days=3),
        )
        session.add(row)
        session.flush()
        address(session, place.keeper, row.candidate_id, person)
        self.added.append((row.candidate_id, person))
        case = self._hold(session, row, (number, language, began_at))
        self._put_in_charge(session, case.row, number)
        for rater in judging.jury.raters:
            personnel.put_in_charge(session, case.row, rater)
        if judging.judge(case, number=number, left=self._asked.count - number):
            for name in self._asked.looked:
                personnel.let_look(session, name, row=case.row)

    def _hold(
        self, session: Session, candidate: Candidate, given: tuple[int, Language, datetime]
    ) -> Case:
        number, language, began_at = given
        job = jobs.newest(session, JOBS[number % len(JOBS)])
        interview_id = self._identifier()
        plan = plan_of(job, interview_id, self._asked.profile)
        row = Interview(
            interview_id=interview_id,
            kiosk_id=personnel.ROOM,
            candidate_id=candidate.candidate_id,
            job_id=job.id,
            job_version=job.version,
            profile=self._asked.profile.value,
            policy_hash=plan.policy_hash,
            plan=plans.encode(plan),
            plan_hash=plans.plan_hash(plan),
            scheduled_at=began_at - timedelta(days=2),
        )
        session.add(row)
        session.flush()
        held = course.draw(self.rng, self._setting(number, len(plan.stages), language, began_at))
        sent = Sitting(self.rng, held, plan, job).messages()
        _store(session, interview_id, sent, self._now)
        write_facts(session, row, fold(sent))
        session.flush()
        ended_at = row.ended_at or began_at
        scores.refresh(session, interview_id, ended_at + timedelta(minutes=1))
        return Case(row, held, job, ended_at)

    def _setting(
        self, number: int, stages: int, language: Language, began_at: datetime
    ) -> course.Setting:
        profile = self._asked.profile
        return course.Setting(
            kind=course.kind_of(number),
            language=language,
            profile=profile,
            purposes=tuple(purposes(profile)),
            stages=stages,
            began_at=began_at,
        )

    def _when(self, number: int) -> datetime:
        """Spread the interviews over the last days, the first the oldest."""
        days = DAYS * (self._asked.count - number) / (self._asked.count + 1)
        day = (self._now - timedelta(days=days)).astimezone()
        day -= timedelta(days=max(0, day.weekday() - _FRIDAY))
        hour, minute = self.rng.randrange(9, 17), self.rng.randrange(0, 60, 5)
        at = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return at if at < self._now - timedelta(hours=1) else at - timedelta(days=1)

    def _identifier(self) -> str:
        return f"{self.rng.getrandbits(128):032x}"

    def _put_in_charge(self, session: Session, row: Interview, number: int) -> None:
        if number % 3 != self._asked.count % 3:  # the newest is among them
            return
        for name in self._asked.in_charge:
            personnel.put_in_charge(session, row, personnel.number_of(session, name))


def _store(session: Session, interview_id: str, sent: Sequence[Durable], now: datetime) -> None:
    """Keep the messages as ingest does."""
    session.add(Stream(stream_id=interview_id, kiosk_id=personnel.ROOM, watermark=len(sent)))
    session.flush()
    session.execute(insert(MessageRow), [_row(interview_id, one, now) for one in sent])


def _row(interview_id: str, message: Durable, now: datetime) -> dict[str, object]:
    payload = encode(message)
    kind = str(message.__struct_config__.tag)
    return {
        "stream_id": interview_id,
        "seq": message.seq,
        "channel": (_CHANNELS | _SPOKEN).get(kind, "events"),
        "kind": kind,
        "payload": payload,
        "sha256": sha256(payload).hexdigest(),
        "received_at": now,
        "committed_at": now,
    }
