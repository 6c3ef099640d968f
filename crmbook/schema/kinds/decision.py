"""决策链关系, and 是/否 (M12, §2.1)."""

from __future__ import annotations

from typing import Any, ClassVar

from crmbook.i18n import _
from crmbook.model.cells import Raw
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.text import fold, is_nothing, tidy
from crmbook.schema.vocabularies import default_vocabulary

_SEPARATORS = lazy("[;；，,\n|]+")
_COLON = lazy("\\s*[:：]\\s*|\\s*[=＝-]\\s*")
#: Roles of a buying centre beside those of 决策权限.
_ROLES = (
    "发起者",
    "采购者",
    "审批者",
    "把关者",
    "执行者",
    "推荐者",
    "技术把关",
    "采购负责人",
    "财务",
)
_YES = frozenset((
    "是", "y", "yes", "true", "t", "1", "✓", "✔", "√", "☑", "✅", "对", "有", "在岗", "在职", "上班",
))  # fmt: skip
_NO = frozenset((
    "否", "n", "no", "false", "f", "0", "×", "x", "✗", "✘", "❌", "☐", "不", "不是", "没有", "无",
    "不在岗", "离职", "休", "休息", "放假",
))  # fmt: skip


class Chain(tuple[tuple[str, str], ...]):
    """The people who decide, each (role, person), in the order typed."""

    __slots__ = ()

    def __str__(self) -> str:
        return ";".join(f"{role}:{person}" for role, person in self)


class DecisionChain(Kind):
    """决策链关系: ``最终决策人:总经理李;影响者:技术主管王``; a :class:`Chain`."""

    name: ClassVar[str] = "decision-chain"
    checks: ClassVar[tuple[str, ...]] = ("decision-unreadable",)

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse role:person pairs; parts that are none are reported, the others kept."""
        del context
        parts = [tidy(part) for part in _SEPARATORS.split(raw) if not is_nothing(part)]
        if not parts:
            return Parsed()
        pairs, issues = [], []
        for part in parts:
            role, *rest = _COLON.split(part, maxsplit=1)
            if not role or not rest or not rest[0]:
                issues.append(_not_a_pair(part))
                continue
            known = _role(role)
            pairs.append((known or role, rest[0]))
            issues += [] if known else [_strange_role(role)]
        return Parsed(Chain(pairs) if pairs else None, tuple(issues))

    def format(self, value: Any) -> str:
        """Return the pairs as ``role:person``, joined by ``;``."""
        return str(Chain(value))


def _role(text: str) -> str | None:
    """Return the role that a word means: 决策者 is 最终决策人."""
    return default_vocabulary("决策权限").aliases.get(fold(text)) or (
        text if text in _ROLES else None
    )


def _not_a_pair(part: str) -> Issue:
    message = _("“{part}” does not say who has which role").format(part=part)
    return Issue("decision-unreadable", message)


def _strange_role(role: str) -> Issue:
    known = "、".join(default_vocabulary("决策权限").values)
    return Issue(
        "decision-unreadable",
        _("“{role}” is no role known").format(role=role),
        remedy=_("Roles: {roles}.").format(roles=known),
    )


class Boolean(Kind):
    """是 or 否; bool. ✓, Y, 1 and TRUE mean 是; ×, N, 0 and FALSE 否."""

    name: ClassVar[str] = "boolean"
    checks: ClassVar[tuple[str, ...]] = ("boolean-unreadable",)

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse a sign or word for yes or no."""
        del context
        text = tidy(raw)
        folded = fold(text)
        if is_nothing(text):
            return Parsed()
        if folded in _YES or folded in _NO:
            return Parsed(folded in _YES)
        message = _("“{text}” is neither 是 nor 否").format(text=text)
        return Parsed(issues=(Issue("boolean-unreadable", message),))

    def parse_other(self, raw: Raw, context: Context) -> Parsed:
        """Take a truth value as it is; 1 and 0 are read as text."""
        return Parsed(raw) if isinstance(raw, bool) else self.parse_text(str(raw), context)

    def format(self, value: Any) -> str:
        """Return 是 or 否."""
        return "是" if value else "否"
