"""Invented people: names that belong to nobody in particular, and a page of history each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wire.language import Language

if TYPE_CHECKING:
    from random import Random

_FAMILY_ZH = "林周吴郑冯韩杨朱秦许何吕张孔曹严金魏陶姜戚谢邹苏潘葛范彭鲁韦"
_GIVEN_ZH = (
    *("雨桐", "子墨", "思远", "佳宁", "浩然", "欣怡", "明轩", "若溪", "书瑶", "志恒"),
    *("晓岚", "文博", "静姝", "天佑", "慕青", "承宇", "可心", "一鸣", "梦洁", "俊杰"),
)
_FAMILY_EN = (
    *("Ashdown", "Bellamy", "Carrow", "Dunmore", "Ellery", "Fenwick", "Garland", "Hollis"),
    *("Ivory", "Jessop", "Kestrel", "Larkin", "Merriden", "Norcott", "Oakley", "Penrose"),
)
_GIVEN_EN = (
    *("Alice", "Ben", "Clara", "Daniel", "Edith", "Felix", "Grace", "Hugo"),
    *("Isla", "Jonas", "Kate", "Leo", "Martha", "Nina", "Oscar", "Ruth"),
)
_SCHOOLS = {
    Language.EN: ("Northbridge University", "Harbour State University", "Westmere College"),
    Language.ZH: ("江城示范大学", "东湖样例大学", "南山虚构学院"),
}
_SUBJECTS = {
    Language.EN: ("Economics", "Computer Science", "Business Administration", "Statistics"),
    Language.ZH: ("金融学", "计算机科学与技术", "工商管理", "统计学"),
}
_FIRMS = {
    Language.EN: ("Example Savings Bank", "Placeholder Software Ltd.", "Sample Logistics Ltd."),
    Language.ZH: ("示例商业银行股份有限公司", "虚构软件有限公司", "样本物流有限公司"),
}
_WORK = {
    Language.EN: ("Account Manager", "Software Engineer", "Customer Service Specialist"),
    Language.ZH: ("客户经理", "软件工程师", "客户服务专员"),
}
_SKILLS = {
    Language.EN: ("Excel, SQL, Python", "Java, Linux, Git", "Excel, PowerPoint, Tableau"),
    Language.ZH: ("Excel、SQL、Python", "Java、Linux、Git", "Excel、PowerPoint、Tableau"),
}


class Invented(NamedTuple):
    """One person who does not exist."""

    name: str
    language: Language
    email: str
    """Under a domain that is reserved for examples (RFC 2606)."""


def invented(rng: Random, number: int, language: Language, taken: set[str]) -> Invented:
    """Draw a person whose name is not `taken`."""
    while (name := _name(rng, language)) in taken:
        pass
    taken.add(name)
    return Invented(name, language, f"sample.{number}@example.org")


def _name(rng: Random, language: Language) -> str:
    if language is Language.ZH:
        return rng.choice(_FAMILY_ZH) + rng.choice(_GIVEN_ZH)
    return f"{rng.choice(_GIVEN_EN)} {rng.choice(_FAMILY_EN)}"


def resume(rng: Random, person: Invented, year: int) -> str:
    """Write a résumé as such a person might send it; `year` is this year."""
    graduated = year - rng.randrange(3, 12)
    parts = [rng.choice(of[person.language]) for of in (_SCHOOLS, _SUBJECTS, _FIRMS, _WORK)]
    school, subject, firm, work = parts
    skills, since = rng.choice(_SKILLS[person.language]), graduated + rng.randrange(0, 2)
    if person.language is Language.ZH:
        return (
            f"{person.name}\n样例简历，人物与内容均为虚构\n邮箱：{person.email}\n\n教育背景\n"
            f"{graduated - 4}.09 - {graduated}.06　{school}　{subject}　本科\n\n工作经历\n"
            f"{since}.08 - 至今　{firm}　{work}\n\n专业技能\n{skills}\n"
        )
    return (
        f"{person.name}\nA sample: the person and what stands here are made up\n"
        f"Email: {person.email}\n\nEducation\n"
        f"{graduated - 3} - {graduated}  {school}, Bachelor of Science in {subject}\n\n"
        f"Work experience\n{since} - present  {firm}, {work}\n\nSkills\n{skills}\n"
    )
