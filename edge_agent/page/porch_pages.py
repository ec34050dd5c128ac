"""The addresses of what surrounds an interview: pictures of people, the view, the survey."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from edge_agent.interview.decisions import OutOfOrderError
from edge_agent.interview.state import Phase
from edge_agent.page import forms
from wire import briefing
from wire.survey import Item

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from edge_agent.page.porch import View
    from edge_agent.page.scene import Desk

_NAMES_NOBODY = (Phase.WELCOME, Phase.CHECK_IN)
_RATINGS = frozenset("12345")


class PorchPages:
    """The handlers, one per address."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [
            Route("/interviewer/{place:int}", self.picture),
            Route("/view", self.view, methods=["POST"]),
            Route("/survey", self.survey, methods=["POST"]),
            Route("/stay", self.stay, methods=["POST"]),
            Route("/leave", self.leave, methods=["POST"]),
        ]

    async def picture(self, request: Request) -> Response:
        """Give an interviewer's picture, to whoever has checked in."""
        shown = self._desk.scene()
        cards = shown.around.briefing.interviewers
        place = request.path_params["place"]
        if shown.state.phase in _NAMES_NOBODY or place >= len(cards) or not cards[place].picture:
            return Response(status_code=404)
        kept = cards[place].picture
        return Response(kept, media_type=briefing.kind_of(kept))

    async def view(self, request: Request) -> Response:
        """Show pages larger, or with more contrast, or as before."""
        form = await forms.sent(request)
        self._desk.porch.show(toggled(self._desk.porch.now.view, form))
        return RedirectResponse("/", status_code=303)

    async def survey(self, request: Request) -> Response:
        """Take the survey, or that there is to be none."""
        answers = ratings(await forms.sent(request))
        if self._desk.scene().state.phase is not Phase.THANKS:
            raise OutOfOrderError("The survey comes after the interview.")
        self._desk.porch.survey(answers)
        return RedirectResponse("/", status_code=303)

    async def stay(self, request: Request) -> Response:
        """Keep the last page longer."""
        forms.nothing(await forms.sent(request))
        self._desk.porch.touch()
        return RedirectResponse("/", status_code=303)

    async def leave(self, request: Request) -> Response:
        """Take the last page away at once; there is one when the receipt stands on it."""
        forms.nothing(await forms.sent(request))
        if self._desk.scene().receipt is None:
            raise OutOfOrderError("The last page is not there yet.")
        await self._desk.porch.leave()
        return RedirectResponse("/", status_code=303)


def toggled(view: View, form: Mapping[str, str]) -> View:
    """Give the view in which one thing is the other way round; raises FormError."""
    forms.only(form, {"toggle"})
    match form.get("toggle"):
        case "large":
            return replace(view, large=not view.large)
        case "contrast":
            return replace(view, contrast=not view.contrast)
        case _:
            raise forms.FormError("There is no such way of showing pages.")


def ratings(form: Mapping[str, str]) -> dict[Item, int]:
    """Read the survey; raises FormError."""
    forms.only(form, {item.value for item in Item})
    if not set(form.values()) <= _RATINGS:
        raise forms.FormError("Each statement is rated from 1 to 5, or left out.")
    return {Item(name): int(rating) for name, rating in form.items()}
