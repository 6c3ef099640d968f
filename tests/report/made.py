"""Detail rows and reports made by hand, hostile on purpose."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from crmbook.analysis.channel import channels
from crmbook.analysis.detail import DetailRow
from crmbook.analysis.monthly import MonthFigures, figures
from crmbook.book import open_book
from crmbook.facts.months import Month
from crmbook.model.edits import PutSheet
from crmbook.report.bundle import bundle
from crmbook.report.monthly_sheets import MonthlyReport, monthly_sheets
from crmbook.report.new_workbook import NewOptions, build_workbook
from crmbook.sample import load
from crmbook.workflows.monthly import monthly

JANUARY, OCTOBER, MARCH = Month(2024, 1), Month(2024, 10), Month(2024, 3)
#: Sources that COUNTIFS would read as numbers, comparisons, patterns, or as one another.
SOURCES = ("1688", ">5", "*", "官网*", "官网注册", "=1+1", "SEO", "seo", "~?")

LEAD = DetailRow(
    number="XS2024001",
    sheet="线索登记表",
    row=2,
    company="甲公司",
    owner="张三",
    month=MARCH,
    state="跟进中",
    counted=True,
    grade="A",
    source="官网注册",
    signed_month=None,
    first=False,
    cycle=None,
    lost_month=None,
    lost_stage="",
    cohort=False,
)


def lead(number: int, **changes: Any) -> DetailRow:
    return replace(LEAD, number=f"XS2024{number:03d}", row=number + 1, **changes)


def hostile_rows() -> list[DetailRow]:
    """Months that begin alike, loss rates that round at .5, signings of one company, no dates."""
    rows = [lead(at, month=JANUARY, source=SOURCES[at % 9]) for at in range(200)]
    rows += [lead(200 + at, month=OCTOBER, grade="B", source=SOURCES[at % 9]) for at in range(8)]
    rows += [lead(208 + at, month=Month(2024, 11), grade="C") for at in range(3)]
    for at in range(29):  # 29 of 200 = 14.5 %: as a float a little less
        rows[at] = replace(rows[at], state="已流失", lost_month=JANUARY, lost_stage="跟进阶段")
    # 1 of 8 = 12.5 %, in two stages alike: the first one is named
    rows[200] = replace(rows[200], state="已流失", lost_month=OCTOBER, lost_stage="转化阶段")
    rows[201] = replace(rows[201], state="已流失", lost_month=OCTOBER, lost_stage="分配阶段")
    rows[202] = replace(rows[202], state="无效", counted=False)
    rows[203] = replace(rows[203], state="重复", counted=False)
    rows[204] = replace(rows[204], grade="未评级")
    rows.append(lead(211, month=None))
    rows.append(lead(212, month=JANUARY, signed_month=OCTOBER, first=True, cycle=270, cohort=True))
    rows.append(lead(213, month=JANUARY, signed_month=OCTOBER, first=False, cycle=9, cohort=True))
    rows.append(lead(214, month=None, signed_month=OCTOBER, first=True, cycle=None))
    rows.append(lead(215, month=JANUARY, signed_month=JANUARY, first=True, cycle=7, cohort=True))
    rows.append(lead(216, month=JANUARY, signed_month=JANUARY, first=True, cycle=8, cohort=True))
    return rows


def months_of(rows: list[DetailRow]) -> list[MonthFigures]:
    """Figures from January to December: most months are empty, and all rates of those are —."""
    return figures(rows, [Month(2024, number) for number in range(1, 13)])


def report_of(rows: list[DetailRow], **changes: Any) -> MonthlyReport:
    report = MonthlyReport(
        months=months_of(rows),
        detail=rows,
        month=JANUARY,
        channels=channels(rows, JANUARY),
        remarks=("1月未评级2条",),
        missing=(),
        basis=("转化率＝当月签约÷当月获取",),
        as_of=dt.datetime(2024, 3, 18, 18, 0),
    )
    return replace(report, **changes)


def bundled(report: MonthlyReport) -> bytes:
    return bundle([(sheet.name, sheet.workbook) for sheet in monthly_sheets(report)])


def sample_book(folder: Path) -> Path:
    path = folder / "台账.xlsx"
    path.write_bytes(build_workbook(NewOptions(sample=load())))
    return path


def sample_monthly(folder: Path) -> bytes:
    """The monthly sheets of the sample workbook, as ``monthly`` plans them."""
    result = monthly(open_book(sample_book(folder)), dt.datetime(2024, 3, 31, 18, 0))
    return bundle([(e.name, e.workbook) for e in result.plan if isinstance(e, PutSheet)])
