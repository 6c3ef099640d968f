"""Words that people read: examples in their language, cells by address, no internal names."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from crmbook.book import open_books
from crmbook.checks.registry import by_name
from crmbook.cli.render.explanation import explanation
from crmbook.i18n import N_, _
from crmbook.model.cells import UNCACHED
from crmbook.model.checks import Check
from tests.checks.workbooks import write_book

#: Letters in an example that are data: numbers of records, grades, cells, addresses, error values.
_DATA = re.compile(
    r"[A-Za-z]{1,4}\d+|[ABC]\+?类|A级|[\w.]+@[\w.]+|#REF!|1\.38E\+10|zhangxx|ABC|wx: zhang_wei88"
)


@pytest.mark.parametrize("check", by_name().values(), ids=lambda check: check.code)
def test_the_examples_of_a_check_are_told_in_chinese(check: Check) -> None:
    for example in filter(None, (check.bad, check.good)):
        assert not re.search("[A-Za-z]{2,}", _DATA.sub("", _(example)))


def test_a_blank_example_is_named() -> None:
    assert _("(blank)") in explanation("V104")
    assert "Content-Type" not in explanation("V104")


def test_a_row_that_is_skipped_names_no_internal_value(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{}, {}, {}]
    sheets = {"leads": [*rows, {"公司名称": "合计", "职位": "=UNCACHED", **_EMPTY}]}
    ledger = open_books([write_book(tmp_path / "台账.xlsx", sheets)]).ledger(_TODAY)
    assert [one.text for one in ledger.skipped] == [f"合计 {_(N_('(formula not calculated)'))}"]


_TODAY = dt.datetime(2024, 3, 31)
_EMPTY = dict.fromkeys(
    (
        "行业类型",
        "企业规模(员工数)",
        "联系人",
        "联系电话",
        "邮箱",
        "线索来源",
        "需求描述",
        "意向等级",
        "负责人",
        "分配时间",
        "线索编号",
    )
)


def test_a_formula_without_a_result_reads_as_words() -> None:
    assert str(UNCACHED) == _("(formula not calculated)")
    assert repr(UNCACHED) == "UNCACHED"
