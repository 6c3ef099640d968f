"""``monthly`` as text and as JSON (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crmbook.analysis.channel import ChannelFigures
from crmbook.analysis.detail import UNGRADED
from crmbook.analysis.diagnosis import Diagnosis
from crmbook.analysis.monthly import MonthFigures
from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import dumps, envelope
from crmbook.i18n import _
from crmbook.model.edits import PutSheet
from crmbook.workflows.monthly import Monthly
from crmbook.workflows.write import Written


def monthly_json(result: Monthly, written: Written | None) -> str:
    """Return the months, the sources of one of them, and what is missing."""
    return dumps(
        {
            **envelope("monthly", result.book, result.today),
            "months": [_month(one) for one in result.months],
            "month": result.month.iso,
            "channels": [_channel(one) for one in result.channels],
            "diagnosis": [_diagnosis(one) for one in result.diagnoses],
            "missing": [*result.missing],
            "remarks": [*result.remarks],
            "drift": [str(one) for one in result.drifts],
            "written": None if written is None else str(written.path),
            "beside": None if written is None else written.why_beside or None,
            "backup": _backup(written),
            "notes": [*_notes(written)],
        }
    )


def _month(one: MonthFigures) -> dict[str, Any]:
    return {
        "统计周期": one.month.label,
        "线索总数": one.total,
        "A类线索数": one.grades["A"],
        "B类线索数": one.grades["B"],
        "C类线索数": one.grades["C"],
        "签约客户数": one.signed,
        "转化率": _rounded(one.rate),
        "平均销售周期(天)": _rounded(one.cycle),
        "主要流失阶段": one.loss_stage or None,
        "流失率": _rounded(one.loss_rate),
        "优化建议": one.advice or one.suggestion or None,
        "批次转化率": _rounded(one.cohort_rate),
        "未评级": one.grades[UNGRADED],
        "无效": one.invalid,
        "重复": one.duplicate,
        "closed": one.closed,
    }


def _channel(one: ChannelFigures) -> dict[str, Any]:
    return {
        "线索来源": one.source,
        "留资量": one.received,
        "线索数": one.valid,
        "有效率": _rounded(one.valid_rate),
        "签约数": one.signed,
        "转化率": _rounded(one.rate),
    }


def _diagnosis(one: Diagnosis) -> dict[str, Any]:
    miss, cause = one.miss, one.cause
    return {
        "对象": miss.subject,
        "指标": miss.metric,
        "against": "target" if miss.against_target else "month before",
        "reference": _rounded(miss.reference),
        "actual": _rounded(miss.actual),
        "grave": miss.grave,
        "cause": None if cause is None else {"维度": cause.dimension, "分项": cause.name,
                                             "leads": _rounded(cause.leads)},
        "建议措施": one.measure,
        "责任人": miss.owner or None,
    }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def monthly_text(result: Monthly, written: Written | None) -> str:
    """Return the months one a line, then what was written and what a reader must know."""
    lines = [*_where(result, written), "", *map(_line, result.months)]
    for title, found in (
        (_("Closed months whose figures would differ today (not written): "), result.drifts),
        (_("Cannot be computed: "), result.missing),
        (_("Note: "), (*result.remarks, *_notes(written))),
    ):
        if found:
            lines += ["", title + "；".join(str(one) for one in found)]
    return "\n".join(map(printable, lines))


def _where(result: Monthly, written: Written | None) -> Iterator[str]:
    sheets = "、".join(edit.name for edit in result.plan if isinstance(edit, PutSheet))
    if written is None:
        yield _("Nothing written (--dry-run); {sheets} would be").format(sheets=sheets)
    elif written.why_beside:
        yield _("{why}; the result is in {path}; {remedy}").format(
            why=written.why_beside, path=written.path, remedy=written.remedy
        )
    elif written.receipt is not None and not written.receipt.changed:
        yield _("{path} is up to date: nothing written").format(path=written.path)
    else:
        yield _("{path}: {sheets} regenerated").format(path=written.path, sheets=sheets)
        backup = _backup(written)
        if backup:
            yield _("the version before is in {path}").format(path=backup)


def _backup(written: Written | None) -> str | None:
    if written is None or written.receipt is None or written.receipt.backup is None:
        return None
    return str(written.receipt.backup)


def _notes(written: Written | None) -> tuple[str, ...]:
    """Return what the write itself has to say: a history that could not be kept, say."""
    return () if written is None or written.receipt is None else written.receipt.notes


def _line(one: MonthFigures) -> str:
    grades = " ".join(f"{grade}{one.grades[grade]}" for grade in ("A", "B", "C"))
    rate = "—" if one.rate is None else f"{one.rate:.1%}"
    cycle = "—" if one.cycle is None else f"{one.cycle:.1f}".removesuffix(".0")
    signed = "—" if one.signed is None else one.signed
    state = _(" (closed)") if one.closed else ""
    return _(
        "{month}{state}: {total} leads ({grades}), {signed} signed, {rate}, {cycle} days, {loss}"
    ).format(
        month=one.month.label, state=state, total=one.total, grades=grades, signed=signed,
        rate=rate, cycle=cycle, loss=one.loss_text,
    )  # fmt: skip
