"""The scripted candidate: uses the candidate page as a browser would, without one."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from provisioning.demo.errors import InterviewError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from wire.language import Language
    from wire.policy import Purpose

_POLL_S = 0.1
_STEP_LIMIT_S = 120.0


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the interview is."""

    phase: str
    stage: int | None
    stages: int
    answering_s: float


class ScriptedCandidate:
    """Consents, answers the stages that have a take, and finishes.

    `watch` is called with the progress several times a second; it may raise to end the interview.
    """

    def __init__(self, page: httpx.Client, watch: Callable[[Progress], None]) -> None:
        self._page = page
        self._watch = watch

    def wait_until_ready(self) -> str:
        """Wait until the page expects somebody; give the interview's identifier."""
        state = self._until(
            lambda state: bool(state["ready"]) and state["interview_id"] is not None
        )
        return str(state["interview_id"])

    def sit(
        self,
        language: Language,
        consents: Collection[Purpose],
        takes: Mapping[int, float],
        code: str | None = None,
    ) -> None:
        """Go through the whole interview; `takes` gives each answered stage's seconds of sound.

        `code` is the check-in code; none where the plan asks for none.
        """
        self._post("begin", {"language": language.value})
        if code is not None:
            self._post("check-in", {"code": code})
        self._post("understood")
        self._post("consent", {purpose.value: "on" for purpose in consents})
        self._until(lambda state: state["phase"] in {"check", "thanks"})
        if self._state()["phase"] == "check":
            self._post("ready")
        while self._until(lambda state: state["phase"] in {"question", "thanks"})["phase"] != (
            "thanks"
        ):
            self._stage(takes)

    def _stage(self, takes: Mapping[int, float]) -> None:
        state = self._state()
        stage = int(state["stage"])
        if stage in takes and not state["follow_up"]:
            self._answer(stage, takes)
        else:
            self._post("next")
            self._until(lambda state: state["stage"] != stage or state["phase"] == "thanks")

    def _answer(self, stage: int, takes: Mapping[int, float]) -> None:
        """Answer, look at the answer, and keep it."""
        self._post("answer")
        self._until(
            lambda state: bool(state["take_over"]) or state["phase"] != "answering",
            limit_s=_STEP_LIMIT_S + 3 * takes[stage],
        )
        if self._state()["phase"] == "answering":
            self._post("next")
        self._until(lambda state: state["phase"] in {"review", "thanks"})
        self._post("next")
        self._until(lambda state: state["phase"] in {"question", "thanks"})

    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = self._page.get("/state").raise_for_status().json()
        return state

    def _post(self, path: str, form: Mapping[str, str] | None = None) -> None:
        answer = self._page.post(f"/{path}", data=dict(form or {}))
        if answer.status_code >= httpx.codes.BAD_REQUEST:
            raise InterviewError(f"/{path} was answered with {answer.status_code}.")

    def _until(
        self,
        arrived: Callable[[dict[str, Any]], bool],
        limit_s: float = _STEP_LIMIT_S,
    ) -> dict[str, Any]:
        began = time.monotonic()
        while True:
            elapsed = time.monotonic() - began
            try:
                state = self._state()
            except httpx.TransportError:
                state = {"phase": "starting", "stage": None, "ready": False, "interview_id": None}
            answering_s = elapsed if state["phase"] == "answering" else 0.0
            self._watch(
                Progress(state["phase"], state["stage"], state.get("stages") or 0, answering_s),
            )
            if state["phase"] != "starting" and arrived(state):
                return state
            if elapsed > limit_s:
                raise InterviewError(f"the page stayed at {state['phase']} for {limit_s:.0f} s.")
            time.sleep(_POLL_S)
