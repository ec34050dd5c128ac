"""Live view: who may watch, and what a viewer's connection is made of."""

from __future__ import annotations

import asyncio
import contextlib
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from edge_agent.app.live_speaker import speaker_of
from edge_agent.capture.bus import FarEnd
from edge_agent.capture.recorder_client import RecorderClient
from edge_agent.errors import ProcessError
from edge_agent.interview.state import Phase
from edge_agent.live.packet_feed import PacketFeed
from edge_agent.live.viewers import Viewers

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.interview.state import InterviewState
    from edge_agent.live.side_desk import SideDesk
    from edge_agent.live.viewers import Peer
    from edge_agent.live.voices import Voices
    from edge_agent.settings import Settings
    from wire.messages.signal import Call

_LIBRARY_USER = "edge_agent.live.aiortc_peer"
"""Its import takes most of a second, and memory that a kiosk without viewers never needs."""


def watchable(state: InterviewState) -> str | None:
    """Give the interview that may be watched: agreed to, and its candidate not thanked yet."""
    if state.plan is None or not state.may_record or state.phase is Phase.THANKS:
        return None
    return state.plan.interview_id


class LiveView:
    """Makes viewers' connections; the WebRTC library is loaded when the first call comes."""

    def __init__(
        self, settings: Settings, state: Callable[[], InterviewState], desk: SideDesk
    ) -> None:
        self._speaker = settings.speaker
        self._recorder = RecorderClient(settings.runtime_dir / "recorder.sock")
        loop = asyncio.get_running_loop()
        self._feed = PacketFeed(settings.runtime_dir / "media.sock", self._recorder, loop)
        self._desk = desk
        self._voices: Voices | None = None
        self.viewers = Viewers(self._new_peer, lambda: watchable(state()))
        loop.run_in_executor(None, self._fall_silent)

    def _fall_silent(self) -> None:
        """Tell the recorder that nothing plays: an agent that fell over may have said it does."""
        voices: tuple[Literal["interviewer", "synthetic"], ...] = ("interviewer", "synthetic")
        for voice in voices:
            with contextlib.suppress(ProcessError):  # a recorder that is away knows of no voice
                self._recorder.ask(FarEnd(playing=False, voice=voice))

    async def _new_peer(self, call: Call, gone: Callable[[], None]) -> Peer:
        await asyncio.to_thread(import_module, _LIBRARY_USER)
        from edge_agent.live.aiortc_peer import AiortcPeer  # noqa: PLC0415 - see _LIBRARY_USER
        from edge_agent.live.voices import Voices  # noqa: PLC0415 - as above

        open_speaker = speaker_of(self._speaker)
        if self._voices is None and open_speaker is not None:
            self._voices = Voices(open_speaker, self._recorder)
        return AiortcPeer(call, gone, self._feed, self._desk, self._voices)
