from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wire import plan, policy
from wire.errors import PlanError
from wire.language import Language, LocalText, catalogue
from wire.plan import Keyword, Plan, Stage, StageKind
from wire.policy import Profile

TEXT = LocalText(en="Please introduce yourself.", zh="请介绍一下您自己。")
PLAN = Plan(
    interview_id="0" * 32,
    job_title=LocalText(en="Account manager", zh="客户经理"),
    profile=Profile.CN,
    policy_hash=policy.policy_hash(Profile.CN),
    purposes=policy.purposes(Profile.CN),
    stages=(Stage(kind=StageKind.INTRODUCTION, text=TEXT),),
    keywords=(Keyword(number=0, language=Language.EN, forms=("customer", "client")),),
)
GOOD = plan.encode(PLAN)


def changed(old: str, new: str) -> bytes:
    """Spell the plan with one stretch of it replaced."""
    text = GOOD.decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def test_a_plan_reads_as_it_was_written() -> None:
    assert plan.decode(GOOD) == PLAN
    assert plan.plan_hash(PLAN) == hashlib.sha256(GOOD).hexdigest()


BAD = {
    "an unknown field": changed("{", '{"candidate":"somebody",'),
    "a text without Chinese": changed("请介绍一下您自己。", " "),
    "a text without English": changed("Please introduce yourself.", ""),
    "no stage": json.dumps(json.loads(GOOD) | {"stages": []}).encode(),
    "an answer without end": changed('"longest_s":180', '"longest_s":1801'),
    "a keyword without a form": changed('["customer","client"]', "[]"),
    "an unknown profile": changed('"cn"', '"de"'),
    "an identifier of another length": changed("0" * 32, "0" * 31),
    "NaN": changed('"longest_s":180', '"longest_s":NaN'),
    "deep nesting": b"[" * 200_000,
    "too long": GOOD.ljust(plan.MAX_BYTES + 1),
    "broken UTF-8": GOOD.replace(b"manager", b"manage\xff"),
}


@pytest.mark.parametrize("payload", BAD.values(), ids=BAD.keys())
def test_a_bad_plan_is_refused_by_name(payload: bytes) -> None:
    with pytest.raises(PlanError, match="W-PLAN-001"):
        plan.decode(payload)


@given(st.binary(max_size=100))
@example(b'{"\xff')
@settings(max_examples=50)
def test_arbitrary_bytes_are_refused_as_plans(noise: bytes) -> None:
    with pytest.raises(PlanError):
        plan.decode(noise)


def test_a_text_is_given_in_the_language_asked_for() -> None:
    assert TEXT.of(Language.EN) == TEXT.en
    assert TEXT.of(Language.ZH) == TEXT.zh


def test_a_catalogue_translates_to_chinese_and_leaves_english_alone() -> None:
    kind = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    po = f'{kind}\nmsgid "Next"\nmsgstr "下一步"\n'
    assert catalogue(Language.ZH, po.encode()).gettext("Next") == "下一步"
    assert catalogue(Language.EN, po.encode()).gettext("Next") == "Next"
