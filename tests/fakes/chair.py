"""What the pages in the interview ask for, remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.page.chair_desk import CaptionsNow
from edge_agent.page.chair_scene import ChairScene, Line, Verdict
from edge_agent.page.voice import Speech
from wire.messages.answer_features import PictureVerdict, SoundVerdict

if TYPE_CHECKING:
    from edge_agent.errors import EdgeError
    from wire.language import Language

FULL = ChairScene(
    verdict=Verdict(SoundVerdict.NOISY, PictureVerdict.DARK),
    is_judged=True,
    lines=(Line("heard", "said"), Line("as it was", "as it was")),
    prepare_left_s=20.0,
    pause_left_s=90.0,
    voice=True,
    captions=True,
    may_type=True,
)
"""Everything that these pages can show."""


class FakeChair:
    """Implements `page.chair_desk.ChairDesk`; tests set `scene` and look at `asked`."""

    def __init__(self) -> None:
        self.scene = ChairScene()
        self.asked: list[tuple[object, ...]] = []
        self.now = CaptionsNow()
        self.has_speaker = False
        self.failure: EdgeError | None = None

    def more_time(self) -> None:
        self._note("more_time")

    def show_captions(self, *, on: bool) -> None:
        self._note("show_captions", on)

    def captions(self) -> CaptionsNow:
        return self.now

    async def correct(self, texts: tuple[str, ...]) -> None:
        self._note("correct", texts)

    async def type_in(self, text: str) -> None:
        self._note("type_in", text)

    async def say(self, text: str, language: Language) -> tuple[Speech, bool]:
        self._note("say", text, language)
        return Speech(b"RIFF", 1.5), self.has_speaker

    async def voice(self, *, playing: bool) -> None:
        self._note("voice", playing)

    def _note(self, *asked: object) -> None:
        if self.failure:
            raise self.failure
        self.asked.append(asked)
