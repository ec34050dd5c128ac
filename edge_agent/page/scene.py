"""What the page shows, and whom it hands the candidate's wishes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from edge_agent.interview.state import Phase
from edge_agent.page.chair_scene import ChairScene
from edge_agent.page.porch import Surroundings

if TYPE_CHECKING:
    from edge_agent.features.capture_problems import CaptureProblem
    from edge_agent.interview.commands import Command
    from edge_agent.interview.state import InterviewState
    from edge_agent.page.chair_desk import ChairDesk
    from edge_agent.page.mirror import Mirror
    from edge_agent.page.porch import Porch
    from edge_agent.page.receipt_scene import Shown
    from wire.language import Language


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a page is made from."""

    state: InterviewState
    language: Language
    """What the page is shown in; what is spoken stands in the state."""
    ready: bool
    """An interview is expected and everything it needs has started."""
    take_over: bool = False
    """A replay has no more sound for the open answer."""
    elapsed_s: float = 0.0
    """Media time since the open answer began."""
    camera: bool = True
    microphone: bool = True
    problem: CaptureProblem | None = None
    """The worst of what is wrong with the open answer's capture now."""
    chair: ChairScene = field(default_factory=ChairScene)
    """Of the pages between the first question and the last."""
    is_watched: bool = False
    """Somebody sees and hears the interview at this moment."""
    around: Surroundings = field(default_factory=Surroundings)
    receipt: Shown | None = None
    """Of the interview that has ended, or of its deletion."""

    @property
    def may_withdraw(self) -> bool:
        """Say whether somebody is here whose interview this is, and can still be taken back."""
        nobody = (Phase.WELCOME, Phase.CHECK_IN, Phase.WITHDRAWN)
        return self.state.plan is not None and self.state.phase not in nobody


class Desk(Protocol):
    """The interview as the page sees it."""

    @property
    def mirror(self) -> Mirror:
        """Give the self-view."""
        ...

    @property
    def porch(self) -> Porch:
        """Give what surrounds the interview."""
        ...

    @property
    def chair(self) -> ChairDesk:
        """Give what the pages between the first question and the last ask for."""
        ...

    def scene(self) -> Scene:
        """Give what is to be shown now."""
        ...

    async def take(self, command: Command) -> None:
        """Do what the candidate wishes; raises OutOfOrderError or, when it failed, an EdgeError.

        `Ready` comes without model hashes; the desk knows them.
        """
        ...

    async def check_in(self, code: str) -> None:
        """Take a code that was typed or shown; raises OutOfOrderError where none is asked for."""
        ...

    async def show_in(self, language: Language) -> None:
        """Show pages in `language`; until the interview begins it is spoken in it as well."""
        ...
