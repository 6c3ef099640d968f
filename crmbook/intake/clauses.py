"""Clauses of a follow-up told in one line: what was done, what the customer says, what comes next (M58).

``电话沟通，客户要求增加售后培训，需等待内部反馈，下次跟进6月22日``: each clause goes where its first
words send it, a clause without any to where the one before went. Nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from crmbook.model.patterns import lazy
from crmbook.schema.kinds.grade import GradeChange
from crmbook.schema.text import fold


class Part(Enum):
    """What a clause is about."""

    CONTENT = "content"
    FEEDBACK = "feedback"
    NEXT = "next"
    DUE = "due"
    GRADE = "grade"
    WAY = "way"
    BY = "by"
    STAGE = "stage"


_LABELS = {
    "跟进内容摘要": Part.CONTENT, "跟进内容": Part.CONTENT, "核心内容": Part.CONTENT,
    "沟通内容": Part.CONTENT, "内容": Part.CONTENT, "摘要": Part.CONTENT, "情况": Part.CONTENT,
    "客户反馈/异议": Part.FEEDBACK, "客户反馈": Part.FEEDBACK, "反馈": Part.FEEDBACK,
    "异议": Part.FEEDBACK, "客户异议": Part.FEEDBACK, "下一步计划": Part.NEXT, "下一步": Part.NEXT,
    "下一步行动": Part.NEXT, "下步计划": Part.NEXT, "后续计划": Part.NEXT, "后续": Part.NEXT,
    "计划": Part.NEXT, "下次跟进计划": Part.NEXT, "下次跟进": Part.DUE, "下次跟进时间": Part.DUE,
    "预计完成时间": Part.DUE, "预计完成": Part.DUE, "意向等级变化": Part.GRADE, "意向等级": Part.GRADE,
    "等级变化": Part.GRADE, "等级": Part.GRADE, "意向": Part.GRADE, "跟进方式": Part.WAY,
    "方式": Part.WAY, "跟进人": Part.BY,
}  # fmt: skip
_LABEL = lazy(
    r"\s*[【\[]?(" + "|".join(sorted(_LABELS, key=len, reverse=True)) + r")[】\]]?\s*[:：]\s*"
)
_TITLE = r"(?:总|工|经理|主任|先生|女士|小姐|老师|姐|哥|董|厂长|老板|处长?|科长|部长|主管|助理)"
#: What only somebody of ours does, whatever follows.
_OURS = lazy(
    r"(?:并|又|也|再|还)?(?:已(?!收到|看|知)|我|向|给|与|和|跟|为|同|对(?=客户|其|他)|联系|拜访|邀|带|帮|发|寄|送|介绍|演示|讲解|"
    r"报了|报价(?!太|偏|高|贵)|提供|沟通|确认|了解|说明|解释|回复|告知|上门|加了?微|电话|微信|企业微信|邮件|面谈|首次|"
    r"初次|问候|回访|推送|签到|致电|来访接待|未接|没接|无人接|没打通)"
)
_CUSTOMERS = lazy(
    r"(?:但|但是|不过|而|另外|其中|现)?(?:客户|对方|甲方|买方|他们?|她们?|其|"
    rf"[\u4e00-\u9fff]{{1,2}}{_TITLE}(?!.{{0,4}}(?:沟通|电话|见面|面谈)))"
)
_SAID = lazy(
    r"要求|表示|反映|反馈|提出|希望|觉得|认为|担心|嫌|抱怨|感兴趣|满意|异议|暂时不需要|不需要|没有?预算|太贵|价格高|"
    r"偏高|偏贵|考虑|要报价|有意向|没意向|没需求|催|关注|顾虑|犹豫|询问|问(?:了|到|起|能|有|多)|同意|答应|拒绝|想要|"
    r"已收到|收到了|在对比|对比多家"
)
_DAY = (
    r"(?:(?:20\d{2}年)?\d{1,2}月\d{1,2}[日号]?|\d{1,2}[./-]\d{1,2}|\d{1,2}[日号]|今天|明天|后天|大后天|"
    r"(?:本|这|下+|下个|这个)?(?:周|星期|礼拜)[一二三四五六日天末]?|(?:本|下|下个|这个)?月[初中底末]|下个?月|"
    r"[\d一二两三四五六七八九十]{1,3}个?(?:工作日|天|日|周|星期|月)(?:之|以)?[内后])"
)
_AHEAD = lazy(
    r"(?:然后|并|再|且|我方|我们|我|还)?(?:需(?:要)?(?:我方|我们|再|先)?(?:等|待|跟|发|寄|准备|安排|联系|协调|沟通|"
    r"反馈|提供|回|申请|补|内部|出|做|整理|上报|请示|拜访|改|修改|报价|评估|核实|确认|约)|待|等(?!级)|下次|下一步|下步|"
    r"后续|接下来|计划|打算|准备|拟|将|争取|约(?:定|好|了|在|见|其|客户)?(?!需|要)|安排|定于|定在|预计(?!需要)|"
    rf"{_DAY}(?!.{{0,6}}(?:已|了)))"
)
_DATED_AHEAD = lazy(
    rf"{_DAY}(?:上午|下午|晚上)?(?:\d{{1,2}}[:：点]\d{{0,2}})?(?:之?前|再|去|来|发|给|寄)"
)
_GRADE = r"[ABCabcＡＢＣ][+＋]?"
_TO = r"(?:->|→|—>|=>|⇒|➔|➜|>|(?:由此)?(?:升级?|降级?|调整?|变更?|转|改)(?:为|到|至|成)|升|降)"
_CHANGE = lazy(
    rf"(?:意向)?(?:等级)?(?:变化)?[:：]?\s*(?:由|从)?\s*({_GRADE})\s*[类级]?\s*{_TO}\s*({_GRADE})\s*[类级]?(?![A-Za-z0-9])"
)
_RAISED = lazy(
    rf"(?:意向)?(?:等级|级别|意向)?\s*(?:升级?|降级?|调整?|变更?|转|改)(?:为|到|至|成)\s*({_GRADE})\s*[类级](?!客户|的)"
)
_TRIVIAL = lazy(r"[\s，,。；;、:：（）()【】]*")
_OPEN, _CLOSE = "（(“「【[《", "）)”」】]》"
_GAP = lazy(r"(?<=[\u4e00-\u9fff])[ \t\u3000]+(?=[\u4e00-\u9fff【])")
_STOPS = "，,。；;！!\n"


@dataclass
class Sorted:
    """The clauses of a follow-up by what they are about, each as it stands.

    ``core``: what was done and said, in the order in which it was told; ``labelled``: what a label
    (下次跟进：) says outright; ``grade`` the change of 意向等级.
    """

    core: list[str] = field(default_factory=list)
    content: list[str] = field(default_factory=list)
    feedback: list[str] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)
    labelled: dict[Part, str] = field(default_factory=dict)
    grade: GradeChange.Change | None = None


def sort_clauses(text: str) -> Sorted:
    """Return the clauses of a text (without its date) by what they are about."""
    found = Sorted()
    found.grade, rest = _grade(text)
    state, told = Part.CONTENT, False
    for clause in _clauses(rest):
        label = _LABEL.match(clause)
        if label is not None:
            state, told = _LABELS[label[1]], True
            body = clause[label.end() :]
            _put(found, state, body if state is not Part.DUE else clause)
            if state in {Part.DUE, Part.GRADE, Part.WAY, Part.BY}:
                found.labelled[state] = body.strip(_STOPS + " ")
                state, told = Part.CONTENT, False
            continue
        state = state if told else _about(clause, state)
        _put(found, state, clause)
    return found


def is_labelled(text: str) -> bool:
    """Whether a text begins with a label: 方式：."""
    return _LABEL.match(text) is not None


def _put(found: Sorted, state: Part, clause: str) -> None:
    if not clause.strip(_STOPS + " "):
        return
    if state is Part.CONTENT:
        found.content.append(clause)
        found.core.append(clause)
    elif state is Part.FEEDBACK:
        found.feedback.append(clause)
        found.core.append(clause)
    elif state in {Part.NEXT, Part.DUE}:
        found.ahead.append(clause)


def _about(clause: str, before: Part) -> Part:
    """Return what a clause without a label is about, from its words or from the one before."""
    plain = clause.strip()
    if _AHEAD.match(plain) or _DATED_AHEAD.search(plain):
        return Part.FEEDBACK if _CUSTOMERS.match(plain) and _SAID.search(plain) else Part.NEXT
    if _CUSTOMERS.match(plain):
        return Part.FEEDBACK
    if before is Part.NEXT:
        return Part.NEXT
    if _OURS.match(plain):
        return Part.CONTENT
    return Part.FEEDBACK if _SAID.search(plain) else before


def _grade(text: str) -> tuple[GradeChange.Change | None, str]:
    """Return the change of 意向等级 that a text tells, and the text without it."""
    match = _CHANGE.search(text)
    if match is not None:
        change = GradeChange.Change(_canonical(match[1]), _canonical(match[2]))
        return change, text[: match.start()] + text[match.end() :]
    match = _RAISED.search(text)
    if match is None:
        return None, text
    return (
        GradeChange.Change(None, _canonical(match[1])),
        text[: match.start()] + text[match.end() :],
    )


def _canonical(letter: str) -> str:
    return f"{fold(letter).upper()}类"


def _clauses(text: str) -> Iterator[str]:
    """Yield the clauses with the stop behind each; within brackets and quotes nothing is cut."""
    depth, start = 0, 0
    for at, character in enumerate(text):
        depth += (character in _OPEN) - (character in _CLOSE and depth > 0)
        stop = character in _STOPS and (not depth or character == "\n")
        if stop or (not depth and _GAP.match(text, at)):
            yield text[start : at + 1]
            start = at + 1
    if _TRIVIAL.fullmatch(text, start) is None:
        yield text[start:]


def joined(clauses: list[str]) -> str:
    """Return clauses as one text, without the stop at its end."""
    text = re.sub(r"\s*\n\s*", "；", "".join(clauses))
    return text.strip(" \t" + _STOPS + "、").strip()
