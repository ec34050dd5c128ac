"""Whether somebody says that a question was not understood (docs/prompts.md).

Only a sentence that ends with it counts, spoken of oneself or to the other person: "the client did
not understand the contract" is a story, "I don't understand the question" is not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

Span = tuple[float, float]
_LONGEST = {Language.EN: 14, Language.ZH: 24}
"""Words or characters of an utterance; who says more goes on to answer."""
_ENGLISH = re.compile(
    r"\bi (really |still |quite |just )?(don't|do not|didn't|did not|can't|cannot|can not) "
    r"(really |quite |fully )?(understand|follow|catch|get)"
    r"( (it|that|this|you|(the|this|that|your|what the) (last )?question( means)?"
    r"|what you mean|what you said|what (is|it) means?))?[.?!, ]*$"
    r"|\b(could|can|would) you (please )?(repeat|rephrase|say that again|explain)\b"
    r"( (it|that|this|(the|that|this|your) question))?(,? again|,? please)*[.?!, ]*$"
    r"|\bwhat do you mean( by that)?[.?!, ]*$"
    r"|\bwhat does (that|this|it|(the|this|that) question) mean[.?!, ]*$"
)
_CHINESE = re.compile(
    r"(^|我|题|问题|有点|还是|不好意思|对不起|抱歉|嗯|呃)(这个|这道)?(问题|题目?)?(我)?(有点|还是|不太|没太|没有)?"
    r"(没听懂|听不懂|没听明白|听不明白|没明白|不明白|不太明白|没太明白|没理解|不理解|不太理解|没听清楚?|听不清楚?|不懂|明白|理解|听懂|听清)"
    r"(您|你)?(的)?(这个|这道)?(问题|题目?|意思|问的|说的)?(是什么意思)?[。？！，,.?! 了啊呢吗吧]*$"
    r"|^(不好意思|对不起|抱歉|嗯|呃)?(麻烦|请)?(您|你|能不能|可不可以|可以)"
    r".{0,6}(再说|再讲|重复|解释|换个说法).{0,6}[。？！，,.?! ]*$"
    r"|(问题|题目?|您|你|这|这个|这是|问的)(是|说的|问的)*(什么|啥)意思[。？！，,.?! 啊呢]*$"
)
_CHINESE_NEGATIVE = re.compile(r"没|不|再说|再讲|重复|解释|换个说法|什么意思|啥意思")


class Said(Protocol):
    """A word or character and when it was said."""

    @property
    def text(self) -> str:
        """The word, with the punctuation that follows it."""
        ...

    @property
    def start(self) -> float:
        """Seconds."""
        ...

    @property
    def end(self) -> float:
        """Seconds."""
        ...


def puzzled(words: Sequence[Said], language: Language) -> Span | None:
    """Give when it was said in an utterance, if it was."""
    if not words or len(words) > _LONGEST[language]:
        return None
    is_said = _in_chinese(words) if language is Language.ZH else _in_english(words)
    return (words[0].start, words[-1].end) if is_said else None


def _in_english(words: Sequence[Said]) -> bool:
    text = " ".join(word.text.strip() for word in words).lower().replace("’", "'")
    return any(_ENGLISH.search(part + ".") for part in re.split(r"[.?!;]", text) if part.strip())


def _in_chinese(words: Sequence[Said]) -> bool:
    text = "".join(word.text.strip() for word in words)
    parts = [part for part in re.split(r"[。？！；，,.?!;]", text) if part]
    return any(_CHINESE.search(part) and _CHINESE_NEGATIVE.search(part) for part in parts)
