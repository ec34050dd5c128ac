"""Interviews: one candidate's one sitting."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.storage.tables.candidate import Candidate
from hub.storage.tables.table import Table


class InterviewState(StrEnum):
    """How far an interview is."""

    SCHEDULED = "scheduled"
    RUNNING = "running"
    ENDED = "ended"


class Interview(Table):
    """What was scheduled, and how far it went."""

    __tablename__ = "interview"
    __table_args__ = (
        ForeignKeyConstraint(["job_id", "job_version"], ["job.job_id", "job.version"]),
        Index("ix_interview_ended", "state", "ended_at", "interview_id", "candidate_id"),
        Index(
            "ix_interview_listed",
            "scheduled_at",
            "began_at",
            "interview_id",
            "candidate_id",
            "state",
            "job_id",
        ),
    )

    interview_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosk.kiosk_id"), index=True)
    candidate_id: Mapped[str] = mapped_column(ForeignKey("candidate.candidate_id"), index=True)
    job_id: Mapped[str] = mapped_column(String(64), index=True)
    job_version: Mapped[int]
    profile: Mapped[str] = mapped_column(String(8))
    policy_hash: Mapped[str] = mapped_column(String(64))
    plan: Mapped[bytes]
    """JSON as sent to the kiosk."""
    plan_hash: Mapped[str] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(2))
    model_hashes: Mapped[str] = mapped_column(String(4096), default="")
    """SHA-256 of the models used, separated by spaces."""
    state: Mapped[str] = mapped_column(String(16), default=InterviewState.SCHEDULED.value)
    ending: Mapped[str | None] = mapped_column(String(32))
    scheduled_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    help_wanted_at: Mapped[datetime | None]
    """When the candidate asked for a person; none once the interview has gone on."""
    delete_on: Mapped[date | None]
    """The day on which all of it is deleted; none: it was scheduled before days were set."""
    candidate: Mapped[Candidate] = relationship(lazy="joined", innerjoin=True)
