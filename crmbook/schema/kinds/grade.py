"""意向等级 of leads, and its changes in the log (M29, M31, §2.3, §2.14).

Never to be mixed with 客户等级 of customers (A级–D级), which is a choice of its own (§2.3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from crmbook.i18n import _
from crmbook.model.cells import Raw
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Context, Issue, Kind, Odd, Parsed
from crmbook.schema.kinds.stray import stray
from crmbook.schema.text import fold, is_nothing, tidy

GRADES = ("A+类", "A类", "B类", "C类")  # best first
_LETTER = lazy(
    r"([abc])(\+?)(?:类|類|级|級|档|等)?(?:别|客户|线索)?"
    # A note in brackets or in Chinese behind a dash; A类(B类) and A类-B类 are no single grade.
    r"(?:[高中低]意向(?:客户)?|[(\[【](?!.*[abc]\+?[类级]).*|[:、—-][\u4e00-\u9fff]+)?"
)
#: What says a grade and nothing else; other spellings mean one, or carry a note (§2.14).
_PLAIN = lazy(r"[abc]\+?(?:类|類|级|級|档|等)?(?:别|客户|线索)?")
_WORDS = {
    "高": "A类", "中": "B类", "低": "C类", "高意向": "A类", "中意向": "B类", "低意向": "C类",
    "高意向客户": "A类", "中意向客户": "B类", "低意向客户": "C类", "意向高": "A类", "意向中": "B类",
    "意向低": "C类", "h": "A类", "m": "B类", "l": "C类", "high": "A类", "medium": "B类", "mid": "B类",
    "low": "C类", "hot": "A类", "warm": "B类", "cold": "C类",
}  # fmt: skip
_STARS = lazy("([★⭐*]{0,5})([☆]{0,4})")
_SAME = frozenset(
    {"不变", "无变化", "没变化", "未变", "维持", "保持", "保持不变", "维持不变", "无", "同上"}
)
_ARROW = lazy("->|→|=>|⇒|➔|➜|>|~|—|-|至|到|变更为|变为|变成|转为|转|升级为|升级到|升为|升到|升至|升|"
                    "降级为|降级到|降为|降到|降至|降|调整为|调为|改为")  # fmt: skip


def base_grade(grade: str | None) -> str | None:
    """Return the letter a grade counts under: A+类 counts as A (§2.3); None when it is no grade."""
    return grade[0] if grade in GRADES else None


def rank(grade: str | None) -> int:
    """Return 0 for A+类, 1 A类, 2 B类, 3 C类, 4 for none: sorts the best leads first."""
    return GRADES.index(grade) if grade in GRADES else len(GRADES)


def grade_of(text: str, stars: int = 3) -> str | None:
    """Return the grade a spelling means, None when unknown; ``stars`` is the scale of ★★★."""
    folded = fold(text)
    match = _LETTER.fullmatch(folded)
    if match is not None:
        found = f"{match[1].upper()}{match[2]}类"
        return found if found in GRADES else None
    return _WORDS.get(folded) or _by_stars(folded, stars)


def _by_stars(folded: str, scale: int) -> str | None:
    match = _STARS.fullmatch(folded)
    if match is None or not match[1] or "*" in match[1]:
        return None  # asterisks may be a masked value
    full, total = len(match[1]), len(folded)
    if max(scale, total) <= 3:
        return {3: "A类", 2: "B类", 1: "C类"}.get(full)
    return "A类" if full >= 4 else "B类" if full == 3 else "C类"


@dataclass(frozen=True)
class Grade(Kind):
    """意向等级: A+类, A类, B类 or C类; str.

    Other spellings (``A``, ``Ａ类``, ``A级``, 高, H, ★★★) mean one of them with a ``grade-style``
    issue; what means none (很高, D类) passes as typed and is found by ``grade-unknown``.
    """

    name: ClassVar[str] = "grade"
    checks: ClassVar[tuple[str, ...]] = ("grade-style",)
    clean: ClassVar[re.Pattern[str] | None] = lazy("A\\+?类|B类|C类")
    stars: int = 3

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse one spelling of a grade."""
        del context
        text = tidy(raw)
        if is_nothing(text):
            return Parsed()
        grade = grade_of(text, self.stars)
        if grade is None:
            return Parsed(text)
        if raw == grade:
            return Parsed(grade)
        return Parsed(grade, (_style(raw, text, grade),))

    def parse_odd(self, raws: list[Raw], context: Context) -> Odd:
        """Parse a column; if it holds ★★★★ anywhere, ★★★ is three of five and means B类."""
        if self.stars == 3 and any(isinstance(raw, str) and "★★★★" in raw for raw in raws):
            return Grade(stars=5).parse_odd(raws, context)
        return super().parse_odd(raws, context)


def _style(raw: str, text: str, grade: str) -> Issue:
    """Return the issue of a spelling, or of white space around a grade that is spelled well."""
    if text == grade:
        message = _("{where}: formulas do not count it as {grade}").format(
            where=stray(raw, text), grade=grade
        )
    else:
        message = _("“{text}” means {grade}, but is not counted as {grade} by formulas")
        message = message.format(text=text, grade=grade)
    remedy = _("Write {grade}. The grades are A+类, A类, B类 and C类.").format(grade=grade)
    guess = _PLAIN.fullmatch(fold(text)) is None
    return Issue("grade-style", message, grade, remedy, guess)


class GradeChange(Kind):
    """意向等级变化: ``A类→A+类``; a lone grade is what it changed to; blank means unchanged (U13)."""

    name: ClassVar[str] = "grade-change"
    checks: ClassVar[tuple[str, ...]] = ("grade-change-unreadable",)

    @dataclass(frozen=True, slots=True)
    class Change:
        """One change; ``before`` None: not said. Grades are canonical (A+类, A类, B类, C类)."""

        before: str | None
        after: str

        def __str__(self) -> str:
            return self.after if self.before is None else f"{self.before}→{self.after}"

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse one change; 不变 is the same as blank."""
        del context
        text = tidy(raw)
        if is_nothing(text) or fold(text) in _SAME:
            return Parsed()
        change = _change(text)
        if change is None:
            message = _("“{text}” does not say from which grade to which").format(text=text)
            return Parsed(issues=(Issue("grade-change-unreadable", message),))
        return Parsed(change)

    def format(self, value: Any) -> str:
        """Return ``A类→A+类``, or the grade alone when only that was said."""
        return str(value)


def _change(text: str) -> GradeChange.Change | None:
    folded = fold(text).removeprefix("由").removeprefix("从")
    single = grade_of(folded)
    if single is not None:
        return GradeChange.Change(None, single)
    before, *rest = _ARROW.split(folded)
    parts = [part for part in rest if part]
    if len(parts) != 1 or grade_of(parts[0]) is None:
        return None
    after = grade_of(parts[0])
    start = grade_of(before) if before else None
    if after is None or (before and start is None):
        return None
    return GradeChange.Change(start, after)
