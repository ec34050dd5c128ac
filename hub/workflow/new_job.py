"""A job to begin with: chosen competencies, their questions in the bank, one asked of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.scoring.job import CandidateQuestions, Introduction, Job
from hub.scoring.job_questions import Level, chosen
from wire.language import LocalText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hub.workflow.competency_catalogue import Entry

_INTRODUCTION = Introduction(
    text=LocalText(
        en="Please tell us briefly about yourself. If a card lies in front of you, you may read "
        "it aloud instead.",
        zh="请简单介绍一下自己；如果面前放有卡片，也可以改为朗读卡片上的短文。",
    ),
    hint=LocalText(
        en="This settles you in. Nothing you say here is scored.",
        zh="这一段帮助您适应环境，所说的内容都不计分。",
    ),
)
_THEIR_QUESTIONS = CandidateQuestions(
    text=LocalText(en="What would you like to ask us?", zh="您有什么想问我们的吗？"),
    hint=LocalText(
        en="A person will answer you after the interview. Your questions are not scored.",
        zh="面试后会有工作人员答复您，您的提问不计分。",
    ),
)


def new_job(job_id: str, title: LocalText, weighed: Sequence[tuple[Entry, float]]) -> Job:
    """Make version 1 of a job; of each competency the first basic question is asked."""
    bank = tuple(question for entry, _ in weighed for question in entry.bank)
    first = [
        next((one for one in entry.bank if one.level is Level.BASIC), entry.bank[0])
        for entry, _ in weighed
    ]
    return Job(
        id=job_id,
        version=1,
        title=title,
        introduction=_INTRODUCTION,
        competencies=tuple(entry.competency(weight) for entry, weight in weighed),
        questions=tuple(chosen(one) for one in first),
        candidate_questions=_THEIR_QUESTIONS,
        bank=bank,
    )
