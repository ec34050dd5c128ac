"""The candidate page's addresses; every page is rendered here, on the kiosk itself."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from edge_agent.errors import EdgeError
from edge_agent.interview.arrival import Practise, StepBack, Understood
from edge_agent.interview.commands import Answer, Begin, Consent, Finish, Next, Ready
from edge_agent.interview.decisions import OutOfOrderError
from edge_agent.interview.state import Phase
from edge_agent.page import before, chair, chair_scene, forms, receipt_words, self_view
from edge_agent.page.guard import Guard
from edge_agent.page.porch_pages import PorchPages
from edge_agent.page.receipt_pages import ReceiptPages
from edge_agent.page.words import STATIC, environments
from wire import policy
from wire.language import Language
from wire.plan import StageKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.websockets import WebSocket

    from edge_agent.interview.commands import Command
    from edge_agent.page.scene import Desk, Scene


_AS_USUAL: Mapping[str, object] = MappingProxyType(
    {"chosen": {}, "undecided": (), "is_incomplete": False}
)
"""What templates are given where nothing went wrong."""


def build(desk: Desk) -> Starlette:
    """Give the application that shows `desk`."""
    return Pages(desk).application()


class Pages:
    """The handlers, one per address."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._environments = environments()

    def application(self) -> Starlette:
        """Give the application."""
        return Starlette(
            routes=[
                Route("/", self.page),
                Route("/state", self.state),
                Route("/check-in", self.check_in, methods=["POST"]),
                Route("/consent", self.consent, methods=["POST"]),
                *(Route(path, self.post, methods=["POST"]) for path in _COMMANDS),
                Route("/language", self.show_in, methods=["POST"]),
                *self._chair_pages().routes(),
                *ReceiptPages(self._desk, self._render_plain).routes(),
                *PorchPages(self._desk).routes(),
                WebSocketRoute("/self-view", self.self_view),
                Mount("/static", StaticFiles(directory=STATIC)),
            ],
            middleware=[Middleware(Guard)],
            exception_handlers={
                forms.FormError: self.bad_form,
                OutOfOrderError: self.out_of_order,
                EdgeError: self.failed,
            },
        )

    def _chair_pages(self) -> chair.ChairPages:
        return chair.ChairPages(lambda: self._desk.chair, lambda: self._desk.scene().language)

    async def page(self, _: Request) -> Response:
        """Show the present page."""
        scene = self._desk.scene()
        return self._render(_template(scene), scene)

    async def state(self, _: Request) -> Response:
        """Tell where the interview stands."""
        return JSONResponse(_told(self._desk.scene()))

    async def post(self, request: Request) -> Response:
        """Do what a button says, then show the page that follows."""
        command = _COMMANDS[request.url.path](await forms.sent(request))
        await self._desk.take(command)
        return RedirectResponse("/", status_code=303)

    async def consent(self, request: Request) -> Response:
        """Take the decisions; a browser that left one open is asked for it again."""
        form = await forms.sent(request)
        granted = forms.granted(form)
        scene = self._desk.scene()
        asked = scene.state.plan.purposes if scene.state.plan else ()
        undecided = forms.undecided(form, asked)
        if undecided and _is_browser(request) and scene.state.phase is Phase.CONSENT:
            return self._render("consent.html", scene, 422, chosen=form, undecided=undecided)
        await self._desk.take(Consent(granted))
        return RedirectResponse("/", status_code=303)

    async def check_in(self, request: Request) -> Response:
        """Take a code; what cannot be one is told so and not counted."""
        code = forms.code(await forms.sent(request))
        if code is None:
            scene = self._desk.scene()
            return self._render("check_in.html", scene, 422, is_incomplete=True)
        await self._desk.check_in(code)
        return RedirectResponse("/", status_code=303)

    async def show_in(self, request: Request) -> Response:
        """Show the page in the other language."""
        await self._desk.show_in(forms.language(await forms.sent(request)))
        return RedirectResponse("/", status_code=303)

    async def self_view(self, socket: WebSocket) -> None:
        """Show the candidate to themselves."""
        await self_view.serve(socket, self._desk.mirror)

    async def bad_form(self, _: Request, error: Exception) -> Response:
        """Answer a form that none of our pages sends."""
        return PlainTextResponse(f"{error}\n", status_code=400)

    async def out_of_order(self, request: Request, error: Exception) -> Response:
        """Answer what the interview is not ready for, or past; a browser goes on from there."""
        if not _is_browser(request):
            return PlainTextResponse(f"{error}\n", status_code=409)
        return self._render("moved_on.html", self._desk.scene(), 409, {"Refresh": "1; url=/"})

    async def failed(self, request: Request, error: Exception) -> Response:
        """Say that something on the kiosk is away; the page tries again by itself."""
        if not _is_browser(request):
            return PlainTextResponse(f"{error}\n", status_code=503)
        return self._render("one_moment.html", self._desk.scene(), 503, {"Refresh": "3; url=/"})

    def _render_plain(self, template: str, scene: Scene) -> Response:
        return self._render(template, scene)

    def _render(
        self,
        template: str,
        scene: Scene,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **shown: object,
    ) -> Response:
        environment = self._environments[scene.language]
        text = environment.get_template(template).render(
            scene=scene,
            state=scene.state,
            plan=scene.state.plan,
            stage=scene.state.current,
            language=scene.language,
            Language=Language,
            StageKind=StageKind,
            Purpose=policy.Purpose,
            **{**_AS_USUAL, **shown},
            **before.context(scene),
            **chair.context(scene),
            step=_step(scene),
            said_words=receipt_words,
        )
        return HTMLResponse(text, status_code=status, headers=headers)


def _plain(command: Command) -> Callable[[Mapping[str, str]], Command]:
    def read(form: Mapping[str, str]) -> Command:
        forms.nothing(form)
        return command

    return read


_COMMANDS: Mapping[str, Callable[[Mapping[str, str]], Command]] = {
    "/begin": lambda form: Begin(forms.language(form)),
    "/understood": _plain(Understood()),
    "/practise": lambda form: Practise(forms.practice(form)),
    "/step-back": _plain(StepBack()),
    "/ready": _plain(Ready()),
    "/answer": _plain(Answer()),
    "/next": _plain(Next()),
    "/finish": _plain(Finish()),
    **chair.COMMANDS,
}


def _step(scene: Scene) -> str:
    return before.step(scene) or chair_scene.step(scene.state, scene.chair)


def _template(scene: Scene) -> str:
    return f"{scene.state.phase.value}.html"


def _is_browser(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _told(scene: Scene) -> dict[str, object]:
    state, plan = scene.state, scene.state.plan
    return {
        "ready": scene.ready,
        "phase": state.phase.value,
        "stage": state.stage,
        "stages": len(plan.stages) if plan else 0,
        "take_over": scene.take_over,
        "ending": state.ending.value if state.ending else None,
        "interview_id": plan.interview_id if plan else None,
        "elapsed_s": scene.elapsed_s,
        "problem": scene.problem.value if scene.problem else None,
        "language": scene.language.value,
        "watched": scene.is_watched,
        "receipt": scene.receipt is not None,
        "step": _step(scene),
        "follow_up": state.follow_up is not None,
    }
