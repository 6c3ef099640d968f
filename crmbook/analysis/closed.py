"""Closed months: their rows read back, and what would differ if they were counted today (§2.17)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crmbook.analysis.detail import UNGRADED
from crmbook.analysis.monthly import MonthFigures
from crmbook.facts.months import Month
from crmbook.i18n import _
from crmbook.model.cells import Raw
from crmbook.schema.sheets import conversion as sheet
from crmbook.schema.text import half_width

_LOSS = re.compile(r"(\S+?)[(（]流失\s*([\d.]+)%[)）]")
#: A number with what people write around it: 约41天, 30家, 1,200 条, 12%.
_TYPED = re.compile(
    r"\s*(?:约|大约|≈|~)?\s*(\d+(?:,\d{3})*(?:\.\d+)?)\s*(天|日|个|家|条|单|户|%)?\s*(?:左右)?\s*"
)
_PAIR = re.compile(r"\s*(\d+)\s*/\s*(\d+)\s*")
_SEPARATOR = "、"


@dataclass(frozen=True, slots=True)
class Drift:
    """One figure of a closed month that a recomputation would change, and the leads behind it."""

    month: Month
    header: str
    old: Raw
    new: Raw
    leads: tuple[str, ...] = ()

    def __str__(self) -> str:
        text = f"{self.month.label}{self.header} {_shown(self.old)}→{_shown(self.new)}"
        return f"{text}：{_SEPARATOR.join(self.leads[:5])}" if self.leads else text


def figures_of_row(
    month: Month, typed: Mapping[str, Raw], lost: Mapping[str, int] | None = None
) -> MonthFigures:
    """Return what a closed (or typed) row says, as figures; what cannot be read is 0 or None.

    ``lost`` by stage is what 流失分析 remembers of the month, None where it does not.
    """
    stage, loss = _loss(typed.get(sheet.LOSS.header))
    invalid, duplicate = _pair(typed.get(sheet.EXCLUDED.header))
    signed = _whole(typed.get(sheet.SIGNED.header))
    return MonthFigures(
        month=month,
        total=_whole(typed.get(sheet.TOTAL.header)) or 0,
        grades={
            "A": _whole(typed.get(sheet.GRADE_A.header)) or 0,
            "B": _whole(typed.get(sheet.GRADE_B.header)) or 0,
            "C": _whole(typed.get(sheet.GRADE_C.header)) or 0,
            UNGRADED: _whole(typed.get(sheet.UNGRADED.header)) or 0,
        },
        signed=signed,
        rate=_number(typed.get(sheet.RATE.header)),
        cycle=_number(typed.get(sheet.CYCLE.header)),
        lost=dict(lost or {}),
        loss_stage=stage,
        loss_rate=loss,
        cohort_signed=0,
        cohort_rate=_number(typed.get(sheet.COHORT.header)),
        invalid=invalid,
        duplicate=duplicate,
        signers=tuple(str(typed.get(sheet.BASIS.header) or "").split(_SEPARATOR)),
        closed=True,
        typed=typed,
    )


def losses_of(
    typed: Mapping[str, Raw], kept: Mapping[str, int] | None, fresh: MonthFigures
) -> Mapping[str, int] | None:
    """Return a closed month's losses by stage: as 流失分析 kept them, else as counted today.

    Today's count stands in only while it says of the month what its closed row says.
    """
    if kept is not None:
        return kept
    row = figures_of_row(fresh.month, typed)
    agree = row.total == fresh.total and row.loss_text == fresh.loss_text
    return fresh.lost if agree else None


def basis_text(figures: MonthFigures) -> str:
    """Return the signed leads of a month as its closed row remembers them."""
    return _SEPARATOR.join(figures.signers)


def drifts(closed: MonthFigures, fresh: MonthFigures) -> Iterator[Drift]:
    """Yield the figures of a closed month that today's data would give otherwise."""
    pairs = (
        (sheet.TOTAL, closed.total, fresh.total),
        (sheet.GRADE_A, closed.grades["A"], fresh.grades["A"]),
        (sheet.GRADE_B, closed.grades["B"], fresh.grades["B"]),
        (sheet.GRADE_C, closed.grades["C"], fresh.grades["C"]),
    )
    for column, old, new in pairs:
        if old != new:
            yield Drift(closed.month, column.header, old, new)
    if closed.signed != fresh.signed:
        known = set(closed.signers)
        changed = tuple(sorted(set(fresh.signers) ^ known)) if known - {""} else ()
        yield Drift(closed.month, sheet.SIGNED.header, closed.signed, fresh.signed, changed)
    if closed.cycle is not None and fresh.cycle is not None and _apart(closed.cycle, fresh.cycle):
        yield Drift(closed.month, sheet.CYCLE.header, closed.cycle, fresh.cycle)
    if closed.loss_text != fresh.loss_text:
        yield Drift(closed.month, sheet.LOSS.header, closed.loss_text, fresh.loss_text)


def _apart(old: float, new: float) -> bool:
    return abs(old - new) > 0.05  # the sheet shows one decimal


def _shown(value: Raw) -> str:
    if value is None:
        return _("(none)")
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _number(value: Raw) -> float | None:
    """Return a number as people type it: 41, ``41天``, ``约41 天``, ``12%`` (0.12); else None."""
    if isinstance(value, int | float):
        return float(value)
    match = _TYPED.fullmatch(half_width(value)) if isinstance(value, str) else None
    if match is None:
        return None
    number = float(match[1].replace(",", ""))
    return number / 100 if match[2] == "%" else number


def _whole(value: Raw) -> int | None:
    number = _number(value)
    return None if number is None else round(number)


def _loss(value: Raw) -> tuple[str, float | None]:
    match = _LOSS.fullmatch(value.strip()) if isinstance(value, str) else None
    return (match[1], float(match[2]) / 100) if match else ("", None)


def _pair(value: Raw) -> tuple[int, int]:
    match = _PAIR.fullmatch(value) if isinstance(value, str) else None
    return (int(match[1]), int(match[2])) if match else (0, 0)
