"""What may be asked next: follow-ups of the plan that serve a rule, and the one the kiosk asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wire.prompting import RuleKind, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge_agent.interview.rules_fold import Due
    from wire.plan import Plan
    from wire.prompting import FollowUp

MOST = 5
"""Questions that a prompt suggests."""
_ASKED_BY_KIOSK = (
    RuleKind.NOT_UNDERSTOOD,
    RuleKind.HELP_ASKED,
    RuleKind.OFF_TOPIC,
    RuleKind.OWN_CONTRIBUTION,
    RuleKind.NO_EVIDENCE,
)
"""After which the kiosk itself may ask, the most telling first. Never after how somebody looked,
nor after a silence: a silence that mattered shows in what was said."""


def suggested(plan: Plan, due: Due, stage: int) -> tuple[int, ...]:
    """Name the follow-ups that fit a prompt, by their numbers: those of its own stage first."""
    kind = kind_of(plan.rules[due.rule])
    return tuple(_fitting(plan, kind, stage, due.finding.competency))[:MOST]


def chosen(
    plan: Plan, found: tuple[Due, ...], stage: int, asked: frozenset[int]
) -> tuple[int, int] | None:
    """Choose the follow-up (its number, and the rule's) that the kiosk asks after an answer.

    The same for everybody: the first rule in the order above that held, and of its follow-ups the
    first that was not asked in this interview.
    """
    for kind in _ASKED_BY_KIOSK:
        for due in found:
            if kind_of(plan.rules[due.rule]) is kind:
                fitting = _fitting(plan, kind, stage, due.finding.competency)
                number = next((one for one in fitting if one not in asked), None)
                if number is not None:
                    return number, due.rule
    return None


def _fitting(plan: Plan, kind: RuleKind, stage: int, competency: int | None) -> Iterator[int]:
    ranked = sorted(
        (_rank(one, stage), number)
        for number, one in enumerate(plan.follow_ups)
        if kind in one.serves and one.stage in (None, stage) and _shows(one, competency)
    )
    return (number for _, number in ranked)


def _rank(one: FollowUp, stage: int) -> int:
    return 0 if one.stage == stage else 1


def _shows(one: FollowUp, competency: int | None) -> bool:
    return competency is None or one.competency in (None, competency)
