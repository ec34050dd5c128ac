"""Vosk hears through a folder that a technician installed; a wrong folder is one clear line."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest

from edge_agent.errors import ModelError
from edge_agent.inference.vosk import Vosk
from tests.integration.speech_clips import KOREAN, RATE, silence, speak
from wire.language import Language

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def vosk() -> Vosk:
    return Vosk(KOREAN, Language.EN)


def test_korean_is_heard_in_words_with_vosks_own_times(vosk: Vosk) -> None:
    said = speak("안녕하세요 반갑습니다", voice="ko", speed=130)
    found = vosk.recognise(np.concatenate((silence(0.5), said, silence(0.5))))
    text = "".join(word.text for word in found.words)
    assert text.endswith("니다")
    assert 0.3 <= found.words[0].start <= 1.0
    assert found.words[-1].end <= len(said) / RATE + 0.7
    assert 0.0 < found.confidence <= 1.0


def test_a_chinese_word_is_cut_into_its_characters() -> None:
    heard = Vosk.__new__(Vosk)
    heard._language = Language.ZH
    parts = list(heard._words({"word": "银行", "start": 1.0, "end": 2.0, "conf": 1.0}))
    assert [(part.text, part.start, part.end) for part in parts] == [
        ("银", 1.0, 1.5),
        ("行", 1.5, 2.0),
    ]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"K-MODEL-003: .*absent holds no Vosk model"):
        Vosk(tmp_path / "absent", Language.ZH)


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "README").write_text("not a model", encoding="utf-8")
    with pytest.raises(ModelError, match="holds no Vosk model"):
        Vosk(tmp_path, Language.ZH)


def test_a_model_whose_files_are_cut_off_is_refused(tmp_path: Path) -> None:
    for part in ("conf", "am"):
        shutil.copytree(KOREAN / part, tmp_path / part)
    (tmp_path / "am" / "final.mdl").write_bytes(b"cut off")
    with pytest.raises(ModelError, match="K-MODEL-003"):
        Vosk(tmp_path, Language.ZH)
