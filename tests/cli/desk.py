"""A desk with workbooks on it, and the command line run at it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
HEADERS = ["线索编号", "公司名称", "行业类型", "企业规模(员工数)", "联系人", "职位", "联系电话", "邮箱", "线索来源",
           "需求描述", "意向等级", "负责人", "分配时间"]  # fmt: skip
GOOD = ["XS2024001", "杭州华鼎科技有限公司", "制造业", "200-500人", "张伟", "采购经理", "13867412358",
        "zhangwei@huading.com.cn", "官网注册", "需采购ERP系统", "A类", "张三", "2024-03-01"]  # fmt: skip


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str


def lead(number: int, **other: Any) -> list[Any]:
    """Return a good row with other values under some headers."""
    row = {**dict(zip(HEADERS, GOOD, strict=True)), "线索编号": f"XS2024{number:03d}", **other}
    return [row[header] for header in HEADERS]


def write_rows(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """Write rows as they are, sheet by sheet; an empty list makes an empty sheet."""
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


def spawn(
    arguments: Sequence[object], *, before: Sequence[str] = (), stdout: int | Path = subprocess.PIPE
) -> Ended:
    """Run ``python -m crmbook`` in a process of its own, a tracer ``before`` it."""
    with ExitStack() as files:
        out = stdout if isinstance(stdout, int) else files.enter_context(stdout.open("wb"))
        done = subprocess.run(
            [*before, sys.executable, "-m", "crmbook", *map(str, arguments)],
            env=ENVIRONMENT | os.environ, stdout=out, stderr=subprocess.PIPE, timeout=120,
            check=False,
        )  # fmt: skip
    return Ended(done.returncode, (done.stdout or b"").decode(), done.stderr.decode())


def python(code: str, *arguments: object) -> Ended:
    """Run a piece of Python beside the package."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=ENVIRONMENT | os.environ, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def lying(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, to be compared with what lies there later."""
    found = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in found}
