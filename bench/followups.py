"""What due, monthly and meeting cost, against ``check`` of the same book and its log.

python bench/followups.py [--rows 100000] [--runs 5]

The log has five rows a lead, in a file of its own that is read beside the book.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import tempfile
from pathlib import Path

import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[1]))

import crmbook
from bench.measuring import CRMBOOK, Ratio, leads, report

_HEADERS = ["线索编号", "跟进时间", "跟进人", "跟进方式", "跟进内容摘要", "客户反馈/异议", "下一步计划",
            "预计完成时间", "意向等级变化"]  # fmt: skip
_WAYS = ("电话", "微信", "拜访", "邮件")
_SAID = ("要报价", "等老板回来", "暂时不需要", "对库存模块感兴趣", "已收到，内部讨论", "价格偏高")
_NEXT = ("发案例", "电话问反馈", "约演示", "报价后三天回访")
_NAMES = ("张三", "李四", "王芳", "赵磊", "陈静", "周敏")
_LAST = dt.datetime(2026, 1, 1)
_EACH = 5


def log_book(path: Path, rows: int, numbers: list[str]) -> Path:
    """Save a log of so many rows about these leads; always the same one."""
    chance = random.Random(7)  # noqa: S311 - sample data
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("跟进记录表")
        dates = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, _HEADERS)
        for row in range(1, rows + 1):
            when = _LAST - dt.timedelta(minutes=chance.randrange(400 * 1440))
            sheet.write_string(row, 0, chance.choice(numbers))
            sheet.write_datetime(row, 1, when, dates)
            for at, words in enumerate((_NAMES, _WAYS, _SAID, _SAID, _NEXT), 2):
                sheet.write_string(row, at, chance.choice(words))
            if row % 2:
                sheet.write_datetime(row, 7, when + dt.timedelta(chance.randrange(1, 9)), dates)
    return path


def numbers_of(book: Path) -> list[str]:
    """Return the numbers of a book's leads."""
    register = crmbook.open(book).ledger(_LAST.date()).leads
    assert register is not None  # noqa: S101 - it was made with leads
    return [register.id(record) for record in range(len(register))]


def promises(folder: Path, rows: int) -> list[Ratio]:
    """Return the promises; makes the books they need."""
    book = leads(folder, rows)
    if book is None:
        return []
    log = log_book(folder / "log.xlsx", rows * _EACH, numbers_of(book))
    read = [str(book), "--with", str(log), "--today", "2026-01-01", "--no-state", "--quiet"]
    check = [*CRMBOOK, "check", *read]
    title = f"{rows:,} leads, {rows * _EACH:,} log rows / check"
    page = [*CRMBOOK, "meeting", *read, "--force", "-o", str(folder / "周会.html")]
    return [
        Ratio(f"due {title}", [*CRMBOOK, "due", *read], check, 2.0),
        Ratio(f"due json {title}", [*CRMBOOK, "due", *read, "--format", "json"], check, 2.0),
        Ratio(f"monthly {title}", [*CRMBOOK, "monthly", *read, "--dry-run"], check, 1.5),
        Ratio(f"meeting {title}", page, check, 1.5),
    ]


def main() -> int:
    """Measure and print every ratio; return 1 when one is above its limit."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--runs", type=int, default=5)
    wanted = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return report(promises(Path(folder), wanted.rows), wanted.runs)


if __name__ == "__main__":
    sys.exit(main())
