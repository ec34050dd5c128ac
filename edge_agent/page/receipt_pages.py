"""Withdrawing, and the receipt that the candidate takes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from edge_agent.interview.commands import Withdraw
from edge_agent.interview.decisions import OutOfOrderError
from edge_agent.interview.state import Phase
from edge_agent.page import forms
from edge_agent.page.receipt_scene import qr_svg

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from edge_agent.page.scene import Desk, Scene


class ReceiptPages:
    """The handlers, one per address."""

    def __init__(self, desk: Desk, render: Callable[[str, Scene], Response]) -> None:
        self._desk = desk
        self._render = render

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [
            Route("/withdraw", self.ask, methods=["GET"]),
            Route("/withdraw", self.withdraw, methods=["POST"]),
            Route("/receipt", self.receipt),
            Route("/receipt.svg", self.code),
            Route("/own-page", self.own_page),
            Route("/own-page.svg", self.own_code),
        ]

    async def ask(self, _: Request) -> Response:
        """Say what withdrawing means and ask whether that is wanted."""
        scene = self._desk.scene()
        if not scene.may_withdraw:
            return RedirectResponse("/", status_code=303)
        return self._render("withdraw.html", scene)

    async def withdraw(self, request: Request) -> Response:
        """Take everything back; before the check-in it is nobody's yet."""
        forms.nothing(await forms.sent(request))
        if not self._desk.scene().may_withdraw:
            raise OutOfOrderError("Nobody has checked in.")
        await self._desk.take(Withdraw())
        return RedirectResponse("/", status_code=303)

    async def receipt(self, _: Request) -> Response:
        """Show the receipt in words."""
        scene = self._desk.scene()
        if scene.receipt is None:
            return RedirectResponse("/", status_code=303)
        return self._render("receipt.html", scene)

    async def code(self, _: Request) -> Response:
        """Draw the receipt's QR code."""
        shown = self._desk.scene().receipt
        if shown is None:
            return Response(status_code=404)
        return Response(qr_svg(shown.slip), media_type="image/svg+xml")

    async def own_page(self, _: Request) -> Response:
        """Give the way to the candidate's own page, for the last page; 204 while there is none."""
        scene = self._desk.scene()
        if not _leads_on(scene):
            return Response(status_code=204)
        return self._render("own_page.html", scene)

    async def own_code(self, _: Request) -> Response:
        """Draw its QR code."""
        scene = self._desk.scene()
        if not _leads_on(scene):
            return Response(status_code=404)
        return Response(qr_svg(scene.around.own_page), media_type="image/svg+xml")


def _leads_on(scene: Scene) -> bool:
    return scene.state.phase is Phase.THANKS and bool(scene.around.own_page)
