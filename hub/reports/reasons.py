"""Why a score is what it is, in one sentence of the interview's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.scoring.result import Reason, Why
from wire.language import LocalText
from wire.messages.answer_features import SoundVerdict

if TYPE_CHECKING:
    from wire.language import Language

_SENTENCES = {
    Why.GROUPS_HEARD: LocalText(
        en="{heard} of {groups} subjects were heard.",
        zh="{groups} 个要点中听到 {heard} 个。",
    ),
    Why.NO_EVIDENCE: LocalText(
        en="No evidence was heard in {speech:.0f} s of speech; a person should listen.",
        zh="在 {speech:.0f} 秒的发言中没有听到相关内容，请由人来听。",
    ),
    Why.NOT_ANSWERED: LocalText(en="Not answered.", zh="未作答。"),
    Why.NOT_ANALYSED_YET: LocalText(en="Not analysed yet.", zh="尚未分析。"),
    Why.ANALYSIS_REFUSED: LocalText(
        en="The candidate did not agree to an analysis; a person judges.",
        zh="候选人未同意分析，由人评判。",
    ),
    Why.SOUND_UNUSABLE: LocalText(
        en="The sound cannot be scored: {verdict}.",
        zh="声音无法评分：{verdict}。",
    ),
    Why.WEIGHTED_MEAN: LocalText(
        en="Weighted mean of what could be scored ({share:.0%} of the weight).",
        zh="可评分部分的加权平均（占权重 {share:.0%}）。",
    ),
    Why.TOO_LITTLE_SCOREABLE: LocalText(
        en="Only {share:.0%} of the weight could be scored.",
        zh="只有 {share:.0%} 的权重可以评分。",
    ),
}

_VERDICTS = {
    SoundVerdict.GOOD: LocalText(en="good", zh="良好"),
    SoundVerdict.NO_SPEECH: LocalText(en="no speech was heard", zh="没有听到发言"),
    SoundVerdict.TOO_QUIET: LocalText(en="too quiet", zh="声音太小"),
    SoundVerdict.CLIPPED: LocalText(en="overdriven", zh="声音过载"),
    SoundVerdict.NOT_UNDERSTOOD: LocalText(en="not understood", zh="没有听懂"),
}


def sentence(reason: Reason, language: Language) -> str:
    """Give the sentence of a reason."""
    verdict = _VERDICTS[reason.verdict].of(language) if reason.verdict else ""
    return (
        _SENTENCES[reason.code]
        .of(language)
        .format(
            heard=reason.groups_heard,
            groups=reason.groups,
            speech=reason.speech_s,
            verdict=verdict,
            share=reason.scoreable_share,
        )
    )
