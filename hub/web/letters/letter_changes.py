"""What a person does with a letter: other words with a reason, releasing, settling doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from hub.people.rights import Action
from hub.storage.database import writing
from hub.storage.tables.letter_edit import LetterEdit
from hub.web.letters import words as letter_words
from hub.web.letters.found import letter_for
from hub.web.letters.letter_page import Problem, is_hidden, page
from hub.web.page import Page
from hub.web.rendering import say
from hub.workflow.letters import outbox, releasing
from hub.workflow.letters.errors import LetterError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from hub.web.letters.found import LetterLine
    from hub.web.page import Asked

_RELEASE = Action.RELEASE_FEEDBACK
_MOST_DIGITS = 3


def edit(asked: Asked) -> Response:
    """Put other words in the place of a sentence."""
    number, form = asked.form.get("sentence", ""), asked.form
    is_number = number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS
    sentence = int(number) if is_number else -1
    text = "" if "leave_out" in form else form.get("text", "")

    def change(session: Session, line: LetterLine) -> None:
        changed = LetterEdit(
            sentence=sentence, text=text, reason=form.get("reason", ""), made_at=asked.site.clock()
        )
        releasing.refuse_unseen(session, line.letter, form.get("seen", ""))
        releasing.edit(session, asked.person, line.letter, changed)

    return _changed(asked, change, sentence)


def release(asked: Asked) -> Response:
    """Let the letter go, as the person saw it."""

    def change(session: Session, line: LetterLine) -> None:
        releasing.refuse_unseen(session, line.letter, asked.form.get("seen", ""))
        releasing.release(session, asked.person, line.letter, asked.site.clock())

    return _changed(asked, change)


def again(asked: Asked) -> Response:
    """Let it be sent again."""
    return _changed(
        asked,
        lambda session, line: outbox.send_again(
            session, asked.person, line.outgoing, asked.site.clock()
        ),
    )


def arrived(asked: Asked) -> Response:
    """Note that it arrived."""
    return _changed(
        asked,
        lambda session, line: outbox.say_arrived(session, asked.person, line.outgoing),
    )


def back(asked: Asked) -> Response:
    """Go to the letter: what a form opened has no address of its own."""
    return RedirectResponse(f"/letters/{asked.request.path_params['letter_id']}", 303)


def _changed(
    asked: Asked, change: Callable[[Session, LetterLine], None], sentence: int = -1
) -> Response:
    try:
        with writing(asked.site.engine) as session:
            line = letter_for(session, asked, _RELEASE)
            if not is_hidden(asked, session, line):
                change(session, line)
    except LetterError as error:
        told = say(asked.language, letter_words.PROBLEMS[error.what])
        typed, reason = asked.form.get("text", ""), asked.form.get("reason", "")
        return page(asked, Problem(sentence, told, typed, reason))
    return back(asked)


_ONE = "/letters/{letter_id}"
PAGES = (
    Page("POST", _ONE + "/edit", _RELEASE, edit, largest_form=48 * 1024),
    Page("POST", _ONE + "/release", _RELEASE, release),
    Page("POST", _ONE + "/again", _RELEASE, again),
    Page("POST", _ONE + "/arrived", _RELEASE, arrived),
    Page("GET", _ONE + "/edit", _RELEASE, back),
)
