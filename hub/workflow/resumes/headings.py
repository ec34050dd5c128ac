"""Which part of a résumé each line belongs to: headings are short lines of known words."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Section(StrEnum):
    """Parts that the rules tell apart."""

    HEAD = "head"
    """Before the first heading."""
    WORK = "work"
    INTERNSHIP = "internship"
    """Is not counted as work."""
    EDUCATION = "education"
    SKILLS = "skills"
    PROJECTS = "projects"
    OTHER = "other"


_LONGEST = 40
_TRIM = re.compile(r"^[\W_]*(?:[一二三四五六七八九十]+、|\d+[.、)])?[\W_]*|[\W_]+$")
_JOINS = re.compile(r"\s*(?:/|\||&|和|与|及|、|\band\b)\s*")

_CHINESE: dict[Section, str] = {
    Section.WORK: (
        "工作经历 工作经验 工作履历 工作背景 职业经历 职业履历 从业经历 任职经历 工作經歷 工作經驗"
    ),
    Section.INTERNSHIP: "实习经历 实习经验 社会实践 實習經歷",
    Section.EDUCATION: (
        "教育背景 教育经历 教育程度 教育 学历 学习经历 教育情况 學歷 教育經歷 學歷背景"
    ),
    Section.SKILLS: (
        "专业技能 技能 个人技能 职业技能 技能特长 技能证书 能力特长 专业能力 核心技能 技术栈 软件 "
        "软件技能 it技能 掌握技能 技能专长 專業技能 技能專長"
    ),
    Section.PROJECTS: (
        "项目经历 项目经验 主要项目 代表项目 项目 重点项目 项目业绩 專案經歷 專案經驗"
    ),
    Section.OTHER: (
        "自我评价 个人评价 个人简介 个人概况 个人简历 基本信息 个人信息 求职意向 获奖情况 荣誉奖项 "
        "证书 资格证书 语言能力 培训经历 兴趣爱好 自我評價 联系方式 发表论文 个人优势"
    ),
}
_ENGLISH: dict[Section, str] = {
    Section.WORK: (
        "experience,work experience,professional experience,employment,employment history,"
        "career history,work history,professional background,relevant experience"
    ),
    Section.INTERNSHIP: "internships,internship,internship experience",
    Section.EDUCATION: (
        "education,academic background,academic qualifications,qualifications,"
        "educational background,education history"
    ),
    Section.SKILLS: (
        "skills,key skills,technical skills,core competencies,core skills,"
        "technical proficiencies,professional skills,competencies,expertise,tools,skill set"
    ),
    Section.PROJECTS: (
        "projects,selected projects,key projects,project experience,personal projects,"
        "project highlights,notable projects"
    ),
    Section.OTHER: (
        "summary,profile,objective,about me,awards,honours,certifications,certificates,languages,"
        "interests,hobbies,references,volunteering,publications,training,contact,"
        "personal statement"
    ),
}
_HEADINGS = {word: section for section, words in _CHINESE.items() for word in words.split()} | {
    word: section for section, words in _ENGLISH.items() for word in words.split(",")
}


def section_of(line: str) -> Section | None:
    """Give the part that a heading begins; none for a line that is no heading."""
    if len(line) > _LONGEST:
        return None
    bare = _TRIM.sub("", line).casefold().strip()
    if bare in _HEADINGS:
        return _HEADINGS[bare]
    first, *_ = _JOINS.split(bare)
    return _HEADINGS.get(first)


def sections(lines: Sequence[str]) -> Iterator[tuple[Section, bool]]:
    """Yield each line's part, and whether the line is its heading."""
    now = Section.HEAD
    for line in lines:
        begun = section_of(line)
        now = begun or now
        yield now, begun is not None
