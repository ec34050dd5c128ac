"""What the sample's people write on cards, notes, decisions and appeals, in both languages."""

from __future__ import annotations

from hub.storage.tables.decision import Outcome
from wire.language import Language

RATERS = {
    Language.EN: ("Sample interviewer A", "Sample interviewer B"),
    Language.ZH: ("样例面试官甲", "样例面试官乙"),
}
DECIDER = {Language.EN: "Sample HR manager", Language.ZH: "样例人事经理"}

NOTES = {
    Language.EN: {
        1: "Stayed general; no case of the candidate's own, even when asked twice.",
        2: "A case, but the candidate's own part in it stayed unclear.",
        3: "One clear case with a check and a result; little on what was learnt.",
        4: "Clear case, own decision explained, result named in figures.",
        5: "Several sources compared, colleagues drawn in, result in figures, method kept since.",
    },
    Language.ZH: {
        1: "回答比较笼统，追问两次后仍没有讲出自己的实例。",
        2: "有实例，但本人承担的部分没有说清楚。",
        3: "有一个清楚的实例，说了核实过程和结果，总结较少。",
        4: "实例清楚，说明了自己的决定，结果有数据。",
        5: "对比了多方信息，带动同事一起完成，结果有数据，做法沿用至今。",
    },
}
"""Evidence by the number on the scale."""
UNJUDGED = {
    Language.EN: "The question about this was hardly answered; I cannot judge it.",
    Language.ZH: "相关问题基本没有作答，无法判断。",
}
REMARKS = {
    Language.EN: (
        "Good follow-up here: names the document that did not match.",
        "Pauses, then corrects the figure without being asked.",
        "Ask about this again in the next step: who decided in the end?",
    ),
    Language.ZH: (
        "这里追问得好：说出了对不上的那份资料。",
        "停顿之后主动更正了数据。",
        "下一轮再问清楚：最后是谁作的决定？",
    ),
}
"""Notes at a second."""
FOLLOWED = {
    Language.EN: "Watched the second answer again: the check was the candidate's own idea.",
    Language.ZH: "重看了第二题的回答：核查的办法是候选人自己提出的。",
}
OVERRIDE = {
    Language.EN: "Said in other words than the list has; the behaviour was described well.",
    Language.ZH: "候选人用了关键词表以外的说法，但行为描述得很清楚。",
}
REASONS = {
    Language.EN: {
        Outcome.HIRE: "Both interviewers saw clear cases of their own for every competency.",
        Outcome.NEXT_STEP: "Good grounds; the team wants to hear about working across.",
        Outcome.HOLD: "Suitable, but the position is filled first; asked to wait until May.",
        Outcome.REJECT: "Two competencies that the job needs were not shown in this interview.",
    },
    Language.ZH: {
        Outcome.HIRE: "两位面试官认为各项能力都有清楚的本人实例。",
        Outcome.NEXT_STEP: "基础较好，团队希望进一步了解跨部门协作的经历。",
        Outcome.HOLD: "条件合适，岗位名额需等待确认，已说明情况。",
        Outcome.REJECT: "岗位需要的两项能力在本次面试中没有体现。",
    },
}
APPEAL = {
    Language.EN: "My second answer was cut short because the next room was loud. "
    "I would like a person to listen to it again.",
    Language.ZH: "我回答第二题时隔壁很吵，后半段可能没有听清，希望能由人工重新听一遍。",
}
KEPT = {
    Language.EN: "Called the candidate and gave the answer in person.",
    Language.ZH: "已电话联系候选人，当面告知结果。",
}
