"""Whose pseudonyms the log's are: joined when somebody reads it, never written into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import String, cast, select, union_all

from hub.storage.tables.account import Account
from hub.storage.tables.appeal import Appeal
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.interview import Interview
from hub.storage.tables.recording import Recording
from hub.storage.tables.resume import Resume

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

_ACCOUNT = "account:"
MERGED = "merge_candidates"
"""The action of a merge's entry."""


class Names(NamedTuple):
    """Names by identifier."""

    people: dict[str, str]
    """Of accounts, by actor."""
    candidates: dict[str, str]
    """By the identifier of a candidate, an interview, a recording, a résumé, or an appeal."""

    def actor(self, actor: str) -> str:
        """Give a person's name, or the pseudonym of what is not an account (any more)."""
        return self.people.get(actor, actor)


def names(session: Session, subjects: Collection[str]) -> Names:
    """Give everybody's name, and the candidates whom the subjects of entries belong to."""
    accounts = session.execute(select(Account.id, Account.name))
    people = {f"{_ACCOUNT}{number}": name for number, name in accounts}
    found = session.execute(_candidates_of(set(subjects)))
    return Names(people, {row[0]: row[1] for row in found})


def _candidates_of(subjects: Collection[str]) -> Select[str, str]:
    interviews = select(Interview.interview_id, Candidate.name).join(
        Candidate, Candidate.candidate_id == Interview.candidate_id
    )
    recordings = (
        select(Recording.id, Candidate.name)
        .join(Interview, Interview.interview_id == Recording.interview_id)
        .join(Candidate, Candidate.candidate_id == Interview.candidate_id)
    )
    resumes = select(Resume.resume_id, Candidate.name).join(
        Candidate, Candidate.candidate_id == Resume.candidate_id
    )
    appeals = (
        select(Appeal.appeal_id, Candidate.name)
        .join(Interview, Interview.interview_id == Appeal.interview_id)
        .join(Candidate, Candidate.candidate_id == Interview.candidate_id)
    )
    candidates = select(Candidate.candidate_id, Candidate.name)
    known = union_all(
        candidates.where(Candidate.candidate_id.in_(subjects)),
        interviews.where(Interview.interview_id.in_(subjects)),
        recordings.where(Recording.id.in_(subjects)),
        resumes.where(Resume.resume_id.in_(subjects)),
        appeals.where(Appeal.appeal_id.in_(subjects)),
        _merged(subjects),
    ).subquery()
    return select(known.c[0], known.c[1])


def _merged(subjects: Collection[str]) -> Select[str, str]:
    """Give files that were merged into others under the name of the one that is left."""
    is_merge = AuditEntry.action == MERGED
    first = select(AuditEntry.detail.label("gone"), AuditEntry.subject.label("kept"))
    way = first.where(is_merge, AuditEntry.detail.in_(subjects)).cte("way", recursive=True)
    later = select(way.c.gone, AuditEntry.subject).join(AuditEntry, AuditEntry.detail == way.c.kept)
    way = way.union(later.where(is_merge))
    return select(way.c.gone, Candidate.name).join(Candidate, Candidate.candidate_id == way.c.kept)


def subjects_of(candidate: Select[str]) -> Select[str]:
    """Give every subject under which an entry is about one of some candidates (by identifier)."""
    known = _with_those_merged(candidate)
    interviews = select(Interview.interview_id).where(Interview.candidate_id.in_(candidate))
    recordings = select(Recording.id).where(Recording.interview_id.in_(interviews))
    resumes = select(Resume.resume_id).where(Resume.candidate_id.in_(candidate))
    appeals = select(Appeal.appeal_id).where(Appeal.interview_id.in_(interviews))
    every = union_all(known, interviews, recordings, resumes, appeals).subquery()
    return select(every.c[0])


def _with_those_merged(candidate: Select[str]) -> Select[str]:
    """Give some candidates, and whoever was merged into them: the log still names those.

    The entry of a merge has the kept candidate as its subject and the merged one as its detail.
    """
    # PostgreSQL wants one type, length included, in both parts of a recursive query.
    some = candidate.subquery()
    known = select(cast(some.c[0], String).label("one")).cte("known", recursive=True)
    merges = select(cast(AuditEntry.detail, String)).join(known, AuditEntry.subject == known.c[0])
    known = known.union(merges.where(AuditEntry.action == MERGED))
    return select(known.c[0])
