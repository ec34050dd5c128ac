"""Addresses between the first question and the last: takes, help, pauses, words, the voice."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from edge_agent.interview.calling_help import CallHelp
from edge_agent.interview.in_the_chair import AskPlainer, Choose, Pause, Resume, Retake
from edge_agent.page import chair_scene, forms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from edge_agent.interview.commands import Command
    from edge_agent.page.chair_desk import ChairDesk
    from edge_agent.page.scene import Scene
    from wire.language import Language


LONGEST_PASSAGE = 2000
LONGEST_ANSWER = 6000
LONGEST_SAID = 4000
"""Characters."""
MOST_BYTES = 256 * 1024
MOST_FIELDS = 512


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


class ChairPages:
    """The handlers, one per address."""

    def __init__(self, desk: Callable[[], ChairDesk], language: Callable[[], Language]) -> None:
        """Take where to find the desk, and the language that pages are shown in."""
        self._desk = desk
        self._language = language

    def routes(self) -> list[Route]:
        """Give the addresses."""
        return [
            Route("/more-time", self.more_time, methods=["POST"]),
            Route("/captions", self.captions),
            Route("/captions", self.show_captions, methods=["POST"]),
            Route("/correct", self.correct, methods=["POST"]),
            Route("/type", self.type_in, methods=["POST"]),
            Route("/say", self.say, methods=["POST"]),
            Route("/voice", self.voice, methods=["POST"]),
        ]

    async def more_time(self, request: Request) -> Response:
        """Name another minute for thinking."""
        forms.nothing(await _form(request))
        self._desk().more_time()
        return RedirectResponse("/", status_code=303)

    async def captions(self, _: Request) -> Response:
        """Tell what is understood of the open answer."""
        now = self._desk().captions()
        return JSONResponse({"said": now.said, "partial": now.partial})

    async def show_captions(self, request: Request) -> Response:
        """Show captions, or no longer."""
        self._desk().show_captions(on=forms.switch(await _form(request), "captions"))
        return RedirectResponse("/", status_code=303)

    async def correct(self, request: Request) -> Response:
        """Keep the candidate's own text beside what was recognised."""
        await self._desk().correct(forms.lines(await _form(request), LONGEST_PASSAGE))
        return RedirectResponse("/", status_code=303)

    async def type_in(self, request: Request) -> Response:
        """Take a written answer."""
        await self._desk().type_in(forms.text(await _form(request), LONGEST_ANSWER))
        return RedirectResponse("/", status_code=303)

    async def say(self, request: Request) -> Response:
        """Read a text of the present page aloud: here, or by the sound that is given back."""
        text = forms.text(await _form(request), LONGEST_SAID)
        speech, is_played = await self._desk().say(text, self._language())
        seconds = {"Speech-Seconds": f"{speech.seconds:.1f}"}
        if is_played:
            return Response(status_code=204, headers=seconds)
        return Response(speech.wave, media_type="audio/wav", headers=seconds)

    async def voice(self, request: Request) -> Response:
        """Hear from the page that the voice plays, or has stopped."""
        await self._desk().voice(playing=forms.switch(await _form(request), "playing"))
        return Response(status_code=204)


async def _form(request: Request) -> dict[str, str]:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            break
    return forms.read(bytes(body), MOST_BYTES, MOST_FIELDS)


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
