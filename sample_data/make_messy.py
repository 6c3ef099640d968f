"""Write 台账-凌乱.xlsx and expected.csv: ``python -m sample_data.make_messy``.

A real-life book: titles above the headers, two reps' sheets that are one register, subtotals, the
header repeated inside the data, merged, coloured, struck and hidden rows, error values, a formula
nobody calculated. Every check fires at least once, and every cell not listed in expected.csv is in
order on ``--today 2024-03-18``. Both files come from one plan; crmbook's ``check`` is not run.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from crmbook.checks.registry import find
from sample_data.messy import leads, li, log, months, settings, zhang
from sample_data.messy.plan import Finding, Tab
from sample_data.messy.writer import Writer, new_book

BOOK = Path(__file__).with_name("台账-凌乱.xlsx")
EXPECTED = Path(__file__).with_name("expected.csv")
TODAY = "2024-03-18"


def tabs() -> list[Tab]:
    """Return the tabs of the book, in order."""
    first = list(zhang.rows())
    rows = list(leads.numbered([*first, *li.rows()]))
    return [
        Tab(
            "张三", leads.HEADERS, rows[: len(first)], colour="#FF0000", wrong=("X409",),
            above=("2024年一季度线索台账（张三）", "注：红色=名片，绿色=重点；有问题找张三", ""),
        ),
        Tab(
            "李四", leads.OTHER_HEADERS, rows[len(first) :], titles=leads.TITLES,
            above=("客户跟进表",), wrong_titles=((leads.SECOND, "S202"),),
        ),
        Tab("跟进记录", log.HEADERS, tuple(log.rows())),
        months.CONVERSION,
        settings.CUSTOMERS,
        settings.PEOPLE,
        settings.RULES,
        settings.WORDS,
    ]  # fmt: skip


def build() -> tuple[bytes, list[Finding]]:
    """Return the book's bytes and what is wrong in it."""
    out = io.BytesIO()
    book = new_book(out)
    writer = Writer(book)
    for tab in tabs():
        writer.lay(tab)
    book.close()
    return out.getvalue(), writer.findings


def expected(findings: list[Finding]) -> bytes:
    """Return expected.csv: sheet, cell, code, severity (as the check of that code declares it)."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(("sheet", "cell", "code", "severity"))
    for one in findings:
        check = find(one.code)
        if check is None:
            raise KeyError(one.code)
        lines.writerow((one.sheet, one.cell, one.code, check.severity))
    return out.getvalue().encode()


def main() -> None:
    """Write the book and the list of what is wrong in it."""
    data, findings = build()
    BOOK.write_bytes(data)
    EXPECTED.write_bytes(expected(findings))
    print(f"{len(data)} bytes, {len(findings)} problems of {len({f.code for f in findings})} kinds")


if __name__ == "__main__":
    main()
