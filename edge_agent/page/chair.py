"""Addresses between the first question and the last: takes, help, pauses, words, the voice."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from edge_agent.interview.in_the_chair import AskPlainer, CallHelp, Choose, Pause, Resume, Retake
from edge_agent.page import chair_scene, forms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from edge_agent.interview.commands import Command
    from edge_agent.page.scene import Scene


def _plain(command: Command) -> Callable[[Mapping[str, str]], Command]:
    def read(form: Mapping[str, str]) -> Command:
        forms.nothing(form)
        return command

    return read


COMMANDS: Mapping[str, Callable[[Mapping[str, str]], Command]] = MappingProxyType(
    {
        "/retake": _plain(Retake()),
        "/choose-take": lambda form: Choose(forms.number(form, "answer")),
        "/help": _plain(CallHelp()),
        "/plainer": _plain(AskPlainer()),
        "/pause": _plain(Pause()),
        "/resume": _plain(Resume()),
    }
)


def context(scene: Scene) -> dict[str, object]:
    """Give what the templates need beside the scene."""
    state = scene.state
    allowed = state.plan.pauses if state.plan else None
    return {
        "chair": scene.chair,
        "asked": chair_scene.question(state),
        "takes": chair_scene.takes(state),
        "pauses_left": state.resting.left(allowed),
        "is_last": state.plan is not None and state.stage + 1 == len(state.plan.stages),
    }
