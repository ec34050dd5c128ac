"""No message, page, document or catalogue claims to measure what a person feels or is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WHERE = (
    "README.md",
    "CHANGELOG.md",
    "docs/**/*.md",
    "docs/schemas/**/*.json",
    "edge_agent/**/*.py",
    "edge_agent/page/static/*.js",
    "edge_agent/page/templates/*.html",
    "edge_agent/page/locale/*.po",
    "hub/**/*.py",
    "hub/web/static/*.js",
    "hub/web/templates/**/*.html",
    "hub/web/locale/zh/*.po",
    "hub/workflow/**/*.toml",
    "models_quantized/**/*.py",
    "models_quantized/cards/*.md",
    "provisioning/**/*.py",
    "wire/**/*.py",
)
CLAIMS = re.compile(
    r"emotion|honest|sincer|truthful|decepti|trustworth|personalit|temperament|introver|extrover|"
    r"self[-_ ]?confiden|self[-_ ]?assur|nervous|anxi|stress|\bmoods?\b|\bfeel|\bhapp(?:y|iness)\b|"
    r"\bsad(?:ness)?\b|\bang(?:er|ry)\b|\bcalm|\bcomposed (?:and|person|candidate|manner)\b|"
    r"enthusias|engag(?:ed|ement)|credib|believab|assertiv|charism|motivat|"
    r"passionat|like?abil|sentiment|\bconfident(?:ly)?\b|candidate_confidence|resilien|"
    r"情[绪緒]|情感|情商|诚实|誠實|[说說][谎謊]|撒[谎謊]|欺[骗騙]|真[诚誠]|诚恳|誠懇|性格|人格|自信|信心|"
    r"[紧緊][张張]|焦[虑慮]|[压壓]力|心情|心理|[镇鎮](?:定|静|靜)|冷[静靜]|沉[着著]|[从從]容|可信|可靠|"
    r"[热熱]情|积极|積極|投入度|[参參][与與]度|[态態]度|魅力|亲和|親和",
    re.IGNORECASE,
)
DENIALS = (
    "It measures no emotion, honesty, personality or self-confidence",
    "它不测量情绪、诚实、性格或自信",
    "It does not work out who you are or what you feel.",
    "它不会识别您是谁，也不会推断您的情绪。",
    "A person who is calm by nature and one who is tense throughout look alike to it.",
    "a friendly smile from a polite, nervous or painful one",
    "The number of blinks says nothing of honesty or stress.",
    "How a person sits says nothing of interest, honesty or nerves.",
    "a fast speaker from a nervous one",
    "never whose face it is or what it feels",
    "or an honest word why there is none",
    'or an honest "cannot',
    "what was not captured is never shown as calm",
    "told calmly while it can still be mended",
    "when nobody trustworthy is there",
    "Never a number, a rank, a feeling, another candidate",
    'en = ["openly", "honest", "honestly", "transparent"',
)
"""Sentences that deny such a claim, or do not speak of a person."""


def files() -> list[Path]:
    return sorted(path for pattern in WHERE for path in ROOT.glob(pattern))


def claims(text: str) -> list[str]:
    """Give the words that would claim it, once the denials are taken out."""
    flat = re.sub(r"[\s#>*`]+", " ", text)
    for denial in DENIALS:
        flat = flat.replace(denial, " ")
    return [match.group() for match in CLAIMS.finditer(flat)]


def test_nothing_claims_to_measure_emotion_honesty_personality_or_self_confidence() -> None:
    found = {
        str(path.relative_to(ROOT)): said
        for path in files()
        if (said := claims(path.read_text(encoding="utf-8")))
    }

    assert found == {}


@pytest.mark.parametrize(
    "claim",
    [
        "The indicator shows how nervous the candidate was.",
        "self_confidence: Share",
        "Composure measures self-confidence",
        "该指标反映候选人的自信程度",
        "诚实度",
        "emotion_score",
        "enthusiasm",
        "engagement score",
        "engagement_share: Share",
        "The candidate stayed calm and composed",
        "credible and assertive",
        "a confident speaker",
        "candidate_confidence",
        "charisma",
        "motivation of the candidate",
        "候选人冷静沉着",
        "冷靜沉著",
        "充满信心",
        "情緒",
        "态度诚恳",
        "可信度",
        "應徵者的誠實與緊張程度",
        "参与度",
    ],
)
def test_a_claim_would_be_found(claim: str) -> None:
    assert claims(claim)


@pytest.mark.parametrize("pattern", WHERE)
def test_every_pattern_finds_a_file(pattern: str) -> None:
    assert list(ROOT.glob(pattern))


def test_every_denial_still_stands_somewhere() -> None:
    everything = " ".join(
        re.sub(r"[\s#>*`]+", " ", path.read_text(encoding="utf-8")) for path in files()
    )

    assert [denial for denial in DENIALS if denial not in everything] == []
