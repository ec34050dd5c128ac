"""The words of letters, in both languages. They tell what was heard, never what it may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_datetime

from hub.scoring.result import Why
from wire.language import Language, LocalText
from wire.messages.answer_features import SoundVerdict
from wire.messages.events import Ending

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

HEARD = LocalText(
    en="In your answers on “{competency}” we heard these points: {groups}.",
    zh="在“{competency}”方面，您的回答谈到了：{groups}。",
)
SEEN_BY_PERSON = LocalText(
    en="On {competencies}, an interviewer noted something concrete in your answers.",
    zh="在{competencies}方面，面试官在您的回答中记录到了具体的事例。",
)
NOT_HEARD = LocalText(
    en="On “{competency}”, we did not pick out {groups}. If you have such an experience, tell it "
    "next time with an example of your own.",
    zh="关于“{competency}”，我们没有从您的回答中听到{groups}。如果您有这方面的经历，下次不妨结合自己的事例谈一谈。",
)
WANTED_BY_PERSON = LocalText(
    en="On {competencies}, an interviewer would have liked to hear more detail: a case of your "
    "own, what you did in it, and what came of it.",
    zh="关于{competencies}，面试官希望听到更多细节：一件您亲身经历的事、您做了什么、结果如何。",
)
NEXT_STEP = LocalText(
    en="You will have our answer by {date}, that is within {days} working days.",
    zh="我们会在{days}个工作日内给您答复，最迟不超过{date}。",
)

_NOT_YOUR_FAULT = LocalText(
    en=" That is not your fault, and it does not count against you.",
    zh="这不是您的责任，也不会影响对您的评价。",
)
_KIND: Mapping[SoundVerdict, LocalText | None] = {
    SoundVerdict.NO_SPEECH: LocalText(
        en=" If you did speak, the fault is with our equipment: please tell us.",
        zh="如果您当时作了回答，那是我们设备的问题，请告诉我们。",
    ),
    SoundVerdict.OTHER_VOICE: None,
}
"""Where it is not for the hub to say whose doing it was."""
_SOUND: Mapping[SoundVerdict, LocalText] = {
    SoundVerdict.NO_SPEECH: LocalText(
        en="no speech could be heard in the recording", zh="录音中没有听到说话声"
    ),
    SoundVerdict.TOO_QUIET: LocalText(en="the recording was too quiet", zh="录音的音量太低"),
    SoundVerdict.CLIPPED: LocalText(
        en="the microphone was set too loud",
        zh="麦克风音量过大，录音失真",
    ),
    SoundVerdict.NOISY: LocalText(en="the room was too loud", zh="现场噪声太大"),
    SoundVerdict.NOT_UNDERSTOOD: LocalText(
        en="our speech recognition did not understand the recording",
        zh="我们的语音识别没能听清录音",
    ),
    SoundVerdict.OTHER_VOICE: LocalText(
        en="another voice could be heard in the recording", zh="录音中还有其他人的声音"
    ),
}
_SOUND_UNUSABLE = LocalText(
    en="{competencies} could not be scored, because {sound}.{kind}",
    zh="{competencies}无法评分，原因是{sound}。{kind}",
)
_CAUSES: Mapping[Why, LocalText] = {
    Why.ANALYSIS_REFUSED: LocalText(
        en="You chose not to have your speech analysed, so nothing was scored automatically. That "
        "is your right and no disadvantage: people look at your interview.",
        zh="您选择了不对语音进行分析，因此没有自动评分。这是您的权利，不会对您不利：您的面试由面试官查看。",
    ),
    Why.NOT_ANSWERED: LocalText(
        en="{competencies} could not be scored, because no question about this was answered.",
        zh="{competencies}无法评分，因为相关问题没有作答。",
    ),
    Why.NOT_ANALYSED_YET: LocalText(
        en="{competencies} could not be scored, because our analysis was not ready in time. That "
        "is not your fault, and it does not count against you.",
        zh="{competencies}无法评分，因为回答未能及时完成分析。这不是您的责任，也不会影响对您的评价。",
    ),
}
ENDED: Mapping[str, LocalText] = {
    Ending.NO_CONSENT.value: LocalText(
        en="You chose not to be recorded, so there is nothing that we could score. That is your "
        "right; we will talk with you in person about how to go on.",
        zh="您选择了不录制，因此没有可供评分的内容。这是您的权利，我们会与您商量其他面试方式。",
    ),
    Ending.INTERRUPTED.value: LocalText(
        en="The interview was interrupted before its end. Whatever could not be recorded does not "
        "count against you.",
        zh="面试在结束前中断。未能录制的部分不会影响对您的评价。",
    ),
}
DECIDED: Mapping[str, LocalText] = {
    "hire": LocalText(
        en="We would be glad to have you with us, and will contact you about the offer.",
        zh="我们很高兴邀请您加入，稍后会就录用事宜与您联系。",
    ),
    "next_step": LocalText(
        en="We would like to go on with you to the next step, and will contact you about a date.",
        zh="我们希望与您进入下一轮，稍后会与您约定时间。",
    ),
    "reject": LocalText(
        en="We have decided not to go on with your application for this position. People made "
        "this decision; you may ask for the reason, or appeal.",
        zh="很遗憾，我们决定不再推进您在该职位的应聘。这一决定由面试官等工作人员作出；您可以询问原因，也可以提出申诉。",
    ),
}
_LOCALES = {Language.EN: "en_GB", Language.ZH: "zh_Hans_CN"}
_DATES = {Language.EN: "EEEE, d MMMM y, HH:mm", Language.ZH: "y年M月d日（EEEE）HH:mm"}


def cause(
    why: Why, verdict: SoundVerdict | None, names: Sequence[str], language: Language
) -> str | None:
    """Say kindly why these competencies have no score; none where the reason wants no words."""
    competencies = listed(names, language)
    if why is Why.SOUND_UNUSABLE and verdict is not None and verdict in _SOUND:
        kind = _KIND.get(verdict, _NOT_YOUR_FAULT)
        return _SOUND_UNUSABLE.of(language).format(
            competencies=competencies,
            sound=_SOUND[verdict].of(language),
            kind=kind.of(language) if kind else "",
        )
    words = _CAUSES.get(why)
    return words.of(language).format(competencies=competencies) if words else None


def listed(names: Sequence[str], language: Language) -> str:
    """Join quoted names."""
    if language is Language.ZH:
        return "".join(f"“{one}”" for one in names)  # GB/T 15834: none between quotation marks
    return ", ".join(f"“{one}”" for one in names)


def instant(at: datetime, language: Language) -> str:
    """Write an instant at the hub's place, the day of the week included."""
    text: str = format_datetime(at.astimezone(), _DATES[language], locale=_LOCALES[language])
    return text
