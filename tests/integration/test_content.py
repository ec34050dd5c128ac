"""With the real encoder, answers to a question stand apart from talk about something else."""

from __future__ import annotations

import json
import random
import tomllib
import wave
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from edge_agent.__main__ import main
from edge_agent.features.content import ContentMeter
from edge_agent.features.content_sentences import sentences
from edge_agent.inference.pieces import pieces
from edge_agent.inference.ports import TextEncoder, Word
from edge_agent.inference.recognisers import recogniser
from edge_agent.inference.text_encoders import text_encoder
from tests.fakes.plans import sample_plan
from tests.integration.speech_clips import MODELS, RATE, silence, speak
from wire import plan as plans
from wire.language import Language, LocalText
from wire.messages.answer_features import Coherent, Content, Topicality
from wire.plan import Stage, StageKind
from wire.policy import Profile

pytestmark = pytest.mark.integration

EXAMPLES = Path(__file__).parents[1] / "data" / "content"
WORD_S = 0.3
ON, OFF, UNTOLD = Topicality.ON_TOPIC, Topicality.OFF_TOPIC, Topicality.CANNOT_TELL


@cache
def encoder() -> TextEncoder:
    opened = text_encoder("e5", MODELS)
    assert opened is not None, "run `make models`"
    return opened


@cache
def meter(language: Language) -> ContentMeter:
    return ContentMeter(encoder(), language)


def examples(language: Language) -> dict[str, Any]:
    return tomllib.loads((EXAMPLES / f"{language.value}.toml").read_text(encoding="utf-8"))


def said(text: str, language: Language) -> list[Word]:
    """Words without a pause: sentences come from punctuation alone, where there is any."""
    words = pieces(text, language)
    return [Word(word, at * WORD_S, (at + 1) * WORD_S) for at, word in enumerate(words)]


def judged(question: str, answer: str, language: Language) -> Content:
    return meter(language).measure(question, [said(answer, language)])


@pytest.mark.parametrize("language", Language)
def test_a_question_read_back_is_never_on_topic(language: Language) -> None:
    """It was the best of all answers; nothing is told of it now."""
    for one in examples(language)["questions"]:
        assert judged(one["text"], " ".join([one["text"]] * 4), language).topic is UNTOLD


@pytest.mark.parametrize("part", ["tune", "held"])
@pytest.mark.parametrize("language", Language)
def test_answers_are_told_from_talk_about_something_else(language: Language, part: str) -> None:
    """The thresholds were chosen on `tune`; `held` had no say. 9 answers, 21 pairs off topic."""
    found = examples(language)
    asked = [one for one in found["questions"] if one["part"] == part]
    about = [
        judged(one["text"], answer, language).topic for one in asked for answer in one["answers"]
    ]
    other = [
        judged(one["text"], talk, language).topic
        for one in asked
        for talk in found["off_topic"][part]
    ]
    assert about.count(ON) == len(about)
    assert other.count(ON) == 0
    assert other.count(OFF) >= 0.8 * len(other)


def every_text(language: Language) -> list[list[str]]:
    """Give each text of the examples as its sentences, if it has neighbours enough."""
    found = examples(language)
    answers = [answer for one in found["questions"] for answer in one["answers"]]
    texts = (*answers, *found["off_topic"]["tune"], *found["off_topic"]["held"])
    cut = [sentences([said(text, language)], language) for text in texts]
    return [parts for parts in cut if len(parts) > 3]


@pytest.mark.parametrize("language", Language)
def test_a_text_of_a_piece_is_rarely_called_incoherent_and_a_mixed_one_rarely_coherent(
    language: Language,
) -> None:
    """A mixed text has each sentence from another one. It separates less than topics do."""
    texts = every_text(language)
    dice = random.Random(3)  # noqa: S311 - the same mixtures every time
    mixed = [[dice.choice(one) for one in dice.sample(texts, 5)] for _ in range(40)]
    gap = "" if language is Language.ZH else " "

    def verdicts(many: list[list[str]]) -> list[Coherent]:
        return [judged("", gap.join(parts), language).coherence for parts in many]

    whole, pieced = verdicts(texts), verdicts(mixed)
    assert whole.count(Coherent.INCOHERENT) <= 0.05 * len(whole)
    assert whole.count(Coherent.COHERENT) >= 0.4 * len(whole)
    assert pieced.count(Coherent.COHERENT) <= 0.2 * len(pieced)


@pytest.mark.parametrize("topic", [ON, OFF])
def test_what_a_recogniser_understood_is_judged_as_what_was_said(topic: Topicality) -> None:
    """A synthetic voice (espeak-ng) reads held-out English texts, Moonshine hears them."""
    found = examples(Language.EN)
    asked = next(one for one in found["questions"] if one["part"] == "held")
    text = asked["answers"][0] if topic is ON else found["off_topic"]["held"][0]
    hears = recogniser("moonshine", Language.EN, MODELS)
    heard = [
        hears.recognise(speak(f"{sentence}.")).words for sentence in text.rstrip(".").split(". ")
    ]
    assert meter(Language.EN).measure(asked["text"], heard).topic is topic


@pytest.mark.parametrize("language", Language)
def test_vectors_have_unit_length_and_the_same_text_the_same_vector(language: Language) -> None:
    texts = [parts[0] for parts in every_text(language)[:4]]
    vectors = encoder().passages(texts)
    assert vectors.shape == (4, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert np.array_equal(encoder().passages(texts[::-1])[::-1], vectors)


def test_a_text_longer_than_one_run_has_a_vector_too() -> None:
    text = "We opened the account and checked the papers. "
    short, long = encoder().passages([text * 10, text * 200])
    assert float(short @ long) > 0.95


def test_the_whole_line_tells_an_answer_from_a_file(tmp_path: Path) -> None:
    """From a sound file through voice activity, recogniser and encoder to the answer's message."""
    found = examples(Language.EN)
    asked = next(one for one in found["questions"] if one["part"] == "held")
    spoken = [speak(f"{one}.") for one in asked["answers"][0].rstrip(".").split(". ")]
    sound = np.concatenate([part for one in spoken for part in (one, silence(0.5))])
    with wave.open(str(tmp_path / "answer.wav"), "wb") as file:
        file.setparams((1, 2, RATE, len(sound), "NONE", ""))
        file.writeframes(sound.tobytes())
    question = Stage(kind=StageKind.QUESTION, text=LocalText(en=asked["text"], zh="问题"))
    plan = msgspec.structs.replace(sample_plan(Profile.EU), stages=(question,))
    (tmp_path / "plan.json").write_bytes(plans.encode(plan))
    out = tmp_path / "lines.jsonl"
    files = ("--audio", str(tmp_path / "answer.wav"), "--plan", str(tmp_path / "plan.json"))
    under = ("--language", "en", "--profile", "eu", "--models", str(MODELS), "--out", str(out))

    assert main(["measure", *files, *under]) == 0

    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    (answer,) = (line for line in lines if line["kind"] == "answer_features")
    assert answer["content"]["topic"] == ON.value
