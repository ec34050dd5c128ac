"""An interview that a kiosk sends: its messages through ingest's own reading and storing.

No broker and no upload stand between; test_browser_line.py has those. Recordings are stored as
receive leaves them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from hub.ingest.arrival import Arrival, Told, read
from hub.ingest.storing import store
from hub.storage.database import reading, writing
from hub.storage.tables.interview import Interview
from hub.workflow import scores
from hub.workflow.ratings import job_of
from hub.workflow.samples import course
from hub.workflow.samples.messages import Sitting as Sent
from tests.fakes import sample_messages
from tests.fakes.hub_site import KIOSK
from tests.fakes.kiosk_messages import channel_of
from wire import plan as plans
from wire.codec import encode
from wire.policy import Profile
from wire.topics import Topic

if TYPE_CHECKING:
    from tests.fakes.hub_site import HubSite
    from wire.language import Language

_AGO = timedelta(minutes=12)


def arrive(hub: HubSite, interview_id: str, language: Language, seed: int) -> None:
    """Let the kiosk hold a scheduled interview and send all of it."""
    with reading(hub.engine) as session:
        row = session.get_one(Interview, interview_id)
        plan, job = plans.decode(row.plan), job_of(session, row)
    now, rng = datetime.now(UTC), Random(seed)  # noqa: S311 - made up, not a secret
    setting = course.Setting(
        course.Kind.PLAIN, language, Profile.CN, plan.purposes, len(plan.stages), now - _AGO
    )
    held = course.draw(rng, setting)
    batch = [
        came
        for one in Sent(rng, held, plan, job).messages()
        if not isinstance(
            came := read(Arrival(str(Topic(KIOSK, channel_of(one))), encode(one), now), Profile.CN),
            Told,
        )
    ]
    with writing(hub.engine) as session:
        outcome = store(session, batch)
        assert outcome.refused == []
        assert outcome.to_score == [interview_id]
    with writing(hub.engine) as session:
        scores.refresh(session, interview_id, now)
    spoken = sample_messages.Sitting(language=language, answers=held.answers, with_gap=-1)
    for answer in range(len(held.answers)):
        hub._store_answer(interview_id, spoken, answer)
