"""The parts of a draft, each edited on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.scoring.job_questions import Kind, Level
from hub.scoring.job_terms import SCALE
from hub.web.jobs import timing
from hub.web.jobs.fields import Block, Field, Shape, pair
from hub.web.jobs.words import FOLLOW_UP, KINDS, LEVELS
from hub.web.rendering import say
from hub.web.words import marked

if TYPE_CHECKING:
    from hub.web.jobs.fields import Document, Path
    from wire.language import Language

LONGEST_TIME = marked("Longest answer, in seconds")
_BLANK_FOLLOW_UPS = 2
_EMPTIED = marked("Emptied texts take the entry out.")


@dataclass(frozen=True, slots=True)
class Part:
    """What one page edits."""

    title: str
    blocks: tuple[Block, ...]


def basics(_document: Document, language: Language) -> Part:
    """Give the title and the two stages that are not scored."""
    stages = {
        "introduction": marked("Introduction"),
        "candidate_questions": marked("The candidate's questions"),
    }
    title = Block(say(language, marked("Job title")), tuple(_line(("title",), marked("Title"))))
    blocks = [
        Block(
            say(language, name),
            (*_stage((key,)), Field((key, "longest_s"), LONGEST_TIME, Shape.SECONDS)),
            hint=say(language, marked("Nothing said in this stage is scored.")),
        )
        for key, name in stages.items()
    ]
    return Part(say(language, marked("Title and frame")), (title, *blocks, timing.block(language)))


def weights(document: Document, language: Language) -> Part:
    """Give all weights on one page, since each is a share of the whole."""
    whole = sum(one["weight"] for one in document["competencies"])
    blocks = tuple(
        Block(
            f"{one['name'][language.value]} · {100 * one['weight'] / whole:.0f} %",
            (Field(("competencies", place, "weight"), marked("Weight"), Shape.NUMBER),),
        )
        for place, one in enumerate(document["competencies"])
    )
    return Part(say(language, marked("Weights and their shares so far")), blocks)


def competency(document: Document, place: int, language: Language) -> Part:
    """Give a competency's name, definition and anchors."""
    here: Path = ("competencies", place)
    title = document["competencies"][place]["name"][language.value]
    named = Block(
        say(language, marked("What it is")),
        (
            *_line((*here, "name"), marked("Name")),
            *pair((*here, "definition"), marked("Definition"), required=False),
        ),
    )
    return Part(title, (named, *_anchors(here, language)))


def keywords(document: Document, place: int, language: Language) -> Part:
    """Give a competency's keyword groups, and room for one more."""
    one = document["competencies"][place]
    blocks = tuple(
        group(("competencies", place, "groups", number), number, language)
        for number in range(len(one["groups"]) + 1)
    )
    return Part(one["name"][language.value], blocks)


def group(here: Path, number: int, language: Language) -> Block:
    """Give the fields of one keyword group."""
    heading = say(language, marked("Keyword group {number}")).format(number=number + 1)
    fields = (
        *_line((*here, "name"), marked("What a good answer speaks of")),
        *pair((*here,), marked("Ways to say it, one on each line"), Shape.FORMS),
    )
    return Block(heading, fields, here, say(language, _EMPTIED))


def new_competency(document: Document, language: Language) -> Part:
    """Give the fields of a competency of one's own."""
    here: Path = ("competencies", len(document["competencies"]))
    named = Block(
        say(language, marked("What it is")),
        (
            *_line((*here, "name"), marked("Name")),
            *pair((*here, "definition"), marked("Definition"), required=False),
            Field((*here, "weight"), marked("Weight"), Shape.NUMBER),
        ),
    )
    first = group((*here, "groups", 0), 0, language)
    only = Block(first.heading, first.fields)
    title = say(language, marked("New competency"))
    return Part(title, (named, only, *_anchors(here, language)))


def question_of(key: str, document: Document, place: int, language: Language) -> Part:
    """Give one question, of those that are asked (`questions`) or of the `bank`."""
    there = document[key][place]
    return Part(there["text"][language.value], _question((key, place), document, there, language))


def new_question(key: str, document: Document, _place: int, language: Language) -> Part:
    """Give the fields of a question of one's own."""
    here: Path = (key, len(document.get(key, ())))
    title = say(language, marked("New question"))
    return Part(title, _question(here, document, {}, language))


def _question(
    here: Path, document: Document, there: Document, language: Language
) -> tuple[Block, ...]:
    return (
        Block(say(language, marked("What is asked")), tuple(_asked(here, document, language))),
        *_follow_ups(here, document, len(there.get("follow_ups", ())), language),
        *_anchors(here, language),
    )


def _asked(here: Path, document: Document, language: Language) -> list[Field]:
    levels = tuple((one.value, say(language, LEVELS[one])) for one in Level)
    kinds = tuple((one.value, say(language, KINDS[one])) for one in Kind)
    is_bank = here[0] == "bank"
    return [
        *_stage(here),
        Field(
            (*here, "competencies"),
            marked("What the answer may show"),
            Shape.CHOICES,
            options=_competencies(document, language),
        ),
        Field((*here, "level"), marked("Level"), Shape.CHOICE, is_bank, levels),
        Field((*here, "kind"), marked("Kind"), Shape.CHOICE, is_bank, kinds),
        Field((*here, "longest_s"), LONGEST_TIME, Shape.SECONDS),
    ]


def _follow_ups(here: Path, document: Document, there: int, language: Language) -> list[Block]:
    known = _competencies(document, language)
    return [
        Block(
            say(language, FOLLOW_UP).format(number=number + 1),
            (
                *pair((*here, "follow_ups", number, "text"), marked("What to ask next")),
                Field(
                    (*here, "follow_ups", number, "competency"),
                    marked("What the answer may show"),
                    Shape.CHOICE,
                    required=False,
                    options=known,
                ),
            ),
            (*here, "follow_ups", number),
            say(language, _EMPTIED),
        )
        for number in range(there + _BLANK_FOLLOW_UPS)
    ]


def _anchors(here: Path, language: Language) -> tuple[Block]:
    fields = [
        field
        for place, rating in enumerate(SCALE)
        for field in pair((*here, "anchors", place), ANCHORS[rating])
    ]
    hint = marked("What one sees and hears at each rating. All five, or none.")
    heading = say(language, marked("Behaviour anchors"))
    return (Block(heading, tuple(fields), (*here, "anchors"), say(language, hint)),)


ANCHORS = {
    1: marked("Rating 1"),
    2: marked("Rating 2"),
    3: marked("Rating 3"),
    4: marked("Rating 4"),
    5: marked("Rating 5"),
}


def _line(path: Path, label: str) -> list[Field]:
    return pair(path, label, Shape.LINE)


def _stage(here: Path) -> list[Field]:
    return [
        *pair((*here, "text"), marked("Text")),
        *pair((*here, "hint"), marked("Hint below it"), required=False),
    ]


def _competencies(document: Document, language: Language) -> tuple[tuple[str, str], ...]:
    return tuple((one["id"], one["name"][language.value]) for one in document["competencies"])
