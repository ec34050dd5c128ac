"""What stands in an interview's report, in the words of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.reports.document import Document, Fact, Row, Section, Span
from hub.web import words
from hub.web.chapters import answers
from hub.web.rendering import say
from hub.web.scores import score_view
from hub.web.times import clock, local_time, spoken_length
from hub.web.words import marked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from hub.web.chapters import AnswerView
    from hub.web.interview_record import InterviewRecord
    from hub.web.reports.judged import Judged
    from hub.web.scores import CompetencyView, ScoreView
    from wire.language import Language
    from wire.policy import Purpose

SAMPLE = marked("A sample: the person and what was said are made up.")
PERSON = marked("A person decides.")
NO_PART = marked(
    "The score says which keyword groups were heard, and how sure that is; it decides nothing."
)
CANNOT = marked("Cannot score")
TITLE = marked("Interview report")
MADE = marked("Made on {at} by {name}")
HASHES = marked(
    "Each is the beginning of a SHA-256: two reports with the same ones rest on the same policy, "
    "the same questions and the same models."
)
FOOTER = marked("Confidential. Interview {id}")


def document(
    record: InterviewRecord, judged: Judged, made_by: str, at: datetime, language: Language
) -> Document:
    """Give the report of one interview in one language."""
    row, given = record.row, answers(record, language)
    score = score_view(record.result, language) if record.result and judged.shows_machine else None
    made = say(language, MADE).format(at=local_time(at, language), name=made_by)
    return Document(
        language=language.value,
        title=f"{row.candidate.name} · {record.plan.job_title.of(language)}",
        subtitle=f"{say(language, TITLE)} · {made}",
        sample=say(language, SAMPLE) if row.candidate.is_sample else None,
        facts=tuple(_facts(record, given, language)),
        sections=(
            *judged.sections(language),
            *([_machine(score, language)] if score else []),
            _answers(given, language),
        ),
        person=f"{say(language, PERSON)} {say(language, NO_PART)}",
        origin=_origin(record, language),
        footer=say(language, FOOTER).format(id=row.interview_id),
    )


def _facts(record: InterviewRecord, given: list[AnswerView], language: Language) -> Iterator[Fact]:
    row = record.row
    at = row.began_at or row.scheduled_at
    end = max((one.end for one in given), default=0.0)
    spoken = say(language, words.LANGUAGES[row.language]) if row.language else "–"
    decided = [
        _decided(purpose, language, granted=record.consents[purpose.value])
        for purpose in record.plan.purposes
        if purpose.value in record.consents
    ]
    version = say(language, marked("version {number}")).format(number=row.job_version)
    yield Fact(
        name=say(language, marked("Job")), value=f"{record.plan.job_title.of(language)}, {version}"
    )
    yield Fact(name=say(language, marked("Began")), value=local_time(at, language))
    yield Fact(name=say(language, marked("Duration")), value=spoken_length(end, language))
    yield Fact(name=say(language, marked("Language")), value=spoken)
    profile = say(language, words.PROFILES[row.profile])
    yield Fact(name=say(language, marked("Policy profile")), value=profile)
    yield Fact(name=say(language, marked("Consents")), value=" · ".join(decided) or "–")


def _decided(purpose: Purpose, language: Language, *, granted: bool) -> str:
    name = say(language, words.PURPOSES[purpose.value])
    return name if granted else f"{name}: {say(language, marked('not given'))}"


def _machine(score: ScoreView, language: Language) -> Section:
    total = score.total
    figure = (
        f"{total.value:.1f} ({total.low:.1f}–{total.high:.1f}). "
        if total.value is not None
        else f"{say(language, CANNOT)}. "
    )
    return Section(
        title=say(language, marked("Score by machine")),
        lead=figure + total.why,
        rows=tuple(_competency(one, language) for one in score.competencies),
    )


def _competency(one: CompetencyView, language: Language) -> Row:
    figure = one.figure
    weight = say(language, marked("weight %(share)s")) % {"share": one.weight}
    spans = tuple(Span(at=clock(span.start), text=span.why) for span in one.evidence)
    if figure.value is None:
        cannot = f"{say(language, CANNOT)} · {weight}"
        return Row(name=one.name, word=cannot, why=figure.why, spans=spans)
    return Row(
        name=one.name,
        figure=f"{figure.value:.1f}",
        word=f"{figure.low:.1f}–{figure.high:.1f} · {weight}",
        bar=(figure.low, figure.high, figure.value),
        why=figure.why,
        spans=spans,
    )


def _answers(given: list[AnswerView], language: Language) -> Section:
    lost = say(language, marked("%(length)s not recorded"))
    return Section(
        title=say(language, marked("Questions and answers")),
        rows=tuple(
            Row(
                name=f"{one.number}. {one.question or one.kind}",
                figure="",
                word=f"{clock(one.start)}–{clock(one.end)}",
                why=lost % {"length": spoken_length(one.lost, language)} if one.lost >= 1 else "",
            )
            for one in given
        ),
        empty=say(language, marked("Nothing has been recorded yet.")),
    )


def _origin(record: InterviewRecord, language: Language) -> str:
    row = record.row
    made_from = say(language, marked("Policy {policy}. Plan {plan}. Models {models}."))
    models = " ".join(one[:12] for one in row.model_hashes.split()) or "–"
    told = made_from.format(policy=row.policy_hash[:12], plan=row.plan_hash[:12], models=models)
    return f"{told} {say(language, HASHES)}"
