"""Prompts and follow-ups of an interview that a hub holds, and who watched it."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from hub.storage.database import reading, writing
from hub.storage.tables.account import Account
from hub.storage.tables.interview import Interview
from hub.storage.tables.message import MessageRow
from hub.storage.tables.viewing import Viewing
from wire import plan as plans
from wire.codec import encode
from wire.messages.events import FollowUpAsked, PromptDismissed, PromptShown, Span
from wire.prompting import LongSilence, NoEvidence, OwnContribution

if TYPE_CHECKING:
    from tests.fakes.hub_site import HubSite
    from wire.messages.fields import Durable
    from wire.plan import Plan

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VIEWING = "ab" * 16


def plan_of(hub: HubSite, interview_id: str) -> Plan:
    """Give an interview's plan."""
    with reading(hub.engine) as session:
        return plans.decode(session.get_one(Interview, interview_id).plan)


def prompt_an_interview(
    hub: HubSite, interview_id: str, watcher: str, viewing_id: str = VIEWING
) -> None:
    """Have two prompts shown, one dismissed by `watcher`, and a follow-up asked by each side."""
    made = plan_of(hub, interview_id)
    numbers = {type(rule): number for number, rule in enumerate(made.rules)}
    said: dict[str, Any] = {"stream_id": interview_id, "at": AT}
    own, silence = numbers[OwnContribution], numbers[LongSilence]
    _watch(hub, interview_id, watcher, viewing_id)
    tell(
        hub,
        interview_id,
        [
            PromptShown(
                **said,
                seq=9001,
                pts=12.0,
                answer=0,
                rule=own,
                evidence=(Span(start=6.0, end=7.0),),
                share=0.2,
                hits=5,
            ),
            PromptDismissed(**said, seq=9002, pts=13.0, answer=0, rule=own, viewing_id=viewing_id),
            PromptShown(**said, seq=9003, pts=40.0, answer=1, rule=silence, silence_s=11.0),
            FollowUpAsked(
                **said, seq=9004, pts=48.0, answer=1, follow_up=0, rule=numbers[NoEvidence]
            ),
            FollowUpAsked(**said, seq=9005, pts=78.0, answer=2, follow_up=4, viewing_id=viewing_id),
        ],
    )


def _watch(hub: HubSite, interview_id: str, watcher: str, viewing_id: str) -> None:
    with writing(hub.engine) as session:
        account = session.scalars(select(Account.id).where(Account.name == watcher)).one()
        row = Viewing(
            viewing_id=viewing_id,
            interview_id=interview_id,
            account_id=account,
            session="0" * 64,
            may_speak=True,
            began_at=AT,
        )
        session.add(row)


def tell(hub: HubSite, interview_id: str, events: list[Durable]) -> None:
    """Have the hub hold these events as well."""
    with writing(hub.engine) as session:
        assert session.scalar(select(func.count()).where(MessageRow.stream_id == interview_id))
        for one in events:
            payload = encode(one)
            row = MessageRow(
                stream_id=interview_id,
                seq=one.seq,
                channel="events",
                kind=str(one.__struct_config__.tag),
                payload=payload,
                sha256=sha256(payload).hexdigest(),
                received_at=AT,
            )
            session.add(row)
