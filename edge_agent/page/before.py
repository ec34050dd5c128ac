"""What the pages before the first question and after the last are made from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from edge_agent.interview.state import Phase
from edge_agent.page.measure_words import MEASURES, by_purpose
from edge_agent.page.receipt_words import PURPOSES
from edge_agent.page.survey_words import ITEMS
from wire.check_in import ALPHABET
from wire.policy import Measure

if TYPE_CHECKING:
    from edge_agent.page.scene import Scene
    from wire.plan import Plan, StageKind

PRACTICE_S = 60
"""So long the clock of the practice runs."""
_NAMES_NOBODY = frozenset({Phase.WELCOME, Phase.CHECK_IN})
"""Nothing of the interview is shown to whoever has not checked in."""


@dataclass(frozen=True, slots=True)
class Part:
    """Stages of one kind that follow each other."""

    kind: StageKind
    n: int
    longest_s: int
    """Together."""


def context(scene: Scene) -> dict[str, object]:
    """Give what their templates need beside the scene."""
    arrival, around, plan = scene.state.arrival, scene.around, scene.state.plan
    taken = frozenset(Measure) if around.measures is None else around.measures
    return {
        "arrival": arrival,
        "is_known": scene.state.phase not in _NAMES_NOBODY,
        "keys": ALPHABET,
        "wait_s": math.ceil(arrival.wait_s(datetime.now(UTC))),
        "practice_s": PRACTICE_S,
        "parts": parts(plan) if plan else [],
        "briefing": around.briefing,
        "own_page": around.own_page,
        "measured": by_purpose(taken, plan.purposes) if plan else {},
        "measure_words": MEASURES,
        "purpose_words": PURPOSES,
        "survey_items": ITEMS,
        "view": around.view,
    }


def parts(plan: Plan) -> list[Part]:
    """Give the interview's parts with the time that each may take."""
    grouped = (list(group) for _, group in groupby(plan.stages, key=lambda stage: stage.kind))
    return [
        Part(group[0].kind, len(group), sum(one.longest_s for one in group)) for group in grouped
    ]


def step(scene: Scene) -> str:
    """Name what a page of the same phase may yet differ in; the page follows when it changes."""
    arrival, around = scene.state.arrival, scene.around
    match scene.state.phase:
        case Phase.CHECK_IN:
            return f"wrong-{arrival.wrong_codes}"
        case Phase.PRACTICE:
            return arrival.practice.value if arrival.practice else ""
        case Phase.THANKS:
            return "surveyed" if around.is_surveyed else ""
        case _:
            return ""
