"""A small plan with every kind of stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wire.language import LocalText
from wire.plan import Pauses, Plan, Stage, StageKind
from wire.policy import policy_hash, purposes

if TYPE_CHECKING:
    from wire.policy import Profile

INTERVIEW_ID = "0123456789abcdef" * 2


def sample_plan(profile: Profile, interview_id: str = INTERVIEW_ID) -> Plan:
    """Give a plan of an introduction, two questions and the candidate's own questions."""
    return Plan(
        interview_id=interview_id,
        job_title=LocalText(en="Bank account manager", zh="银行客户经理"),
        profile=profile,
        policy_hash=policy_hash(profile),
        purposes=purposes(profile),
        stages=(_introduction(), _question(), _second_question(), _own_questions()),
        keywords=(),
        pauses=Pauses(most=2, longest_s=300),
    )


def _introduction() -> Stage:
    return Stage(
        kind=StageKind.INTRODUCTION,
        text=LocalText(
            en="Please tell us briefly about yourself.",
            zh="请简单介绍一下自己。",
        ),
        hint=LocalText(en="This warms up your voice.", zh="这一段只是为了让您放松。"),
        longest_s=60,
    )


def _question() -> Stage:
    return Stage(
        kind=StageKind.QUESTION,
        text=LocalText(
            en="Tell us about a time when a customer was about to leave. What did you do, and how "
            "did it end?",
            zh="请讲一次客户打算离开的经历：您当时怎么做的，结果如何？",
        ),
        hint=LocalText(
            en="Think of one real case: the situation, your part in it, the outcome.",
            zh="想一个真实的例子：当时的情况、您做的事、最后的结果。",
        ),
        longest_s=180,
        preparation_s=30,
        retakes=1,
    )


def _second_question() -> Stage:
    return Stage(
        kind=StageKind.QUESTION,
        text=LocalText(
            en="How do you explain a risky product to a cautious customer?",
            zh="面对谨慎的客户，您会怎样说明一款有风险的产品？",
        ),
        longest_s=120,
    )


def _own_questions() -> Stage:
    return Stage(
        kind=StageKind.CANDIDATE_QUESTIONS,
        text=LocalText(
            en="What would you like to ask us?",
            zh="您有什么想问我们的吗？",
        ),
        hint=LocalText(
            en="A person will answer your questions after the interview.",
            zh="面试结束后会有工作人员回答您的问题。",
        ),
        longest_s=120,
    )
