from __future__ import annotations

import pytest

from crmbook.files.moved_rows.references import Followed
from crmbook.files.moved_rows.rows import Rows

DOWN = Rows({3: 4, 4: 5, 5: 6}, 6, 1)  # a month came before the first
GONE = Rows({3: None, 4: 3, 5: 4}, 6, -1)  # the first went
TURNED = Rows({3: 5, 4: 4, 5: 3}, 6, 0)  # somebody had sorted the table the other way

CASES = {
    "one cell": (DOWN, "=转化分析表!B5", "=转化分析表!B6"),
    "absolute": (DOWN, "=转化分析表!$B$5*2", "=转化分析表!$B$6*2"),
    "quoted, any case": (DOWN, "='转化分析表'!b5", "='转化分析表'!b6"),
    "a range": (DOWN, "=SUM(转化分析表!B3:B5)", "=SUM(转化分析表!B4:B6)"),
    "a range with its header": (DOWN, "=SUM(转化分析表!B2:B5)", "=SUM(转化分析表!B2:B6)"),
    "a range to the bottom": (DOWN, "=SUM(转化分析表!B3:B999)", "=SUM(转化分析表!B4:B999)"),
    "the sheet named twice": (DOWN, "=SUM(转化分析表!B3:转化分析表!B5)", "=SUM(转化分析表!B4:B6)"),
    "whole rows": (DOWN, "=SUM(转化分析表!3:3)", "=SUM(转化分析表!4:4)"),
    "whole columns": (DOWN, "=SUM(转化分析表!B:B)", "=SUM(转化分析表!B:B)"),
    "the header": (DOWN, "=转化分析表!B2", "=转化分析表!B2"),
    "another sheet": (DOWN, "=汇总!B5+B5", "=汇总!B5+B5"),
    "a sheet whose name ends alike": (DOWN, "=新转化分析表!B5", "=新转化分析表!B5"),
    "another book": (DOWN, "=[1]转化分析表!B5+'[1]转化分析表'!B5", "=[1]转化分析表!B5+'[1]转化分析表'!B5"),
    "text": (DOWN, '="转化分析表!B5"&转化分析表!B5', '="转化分析表!B5"&转化分析表!B6'),
    "two areas": (DOWN, "(转化分析表!$B$3,转化分析表!$B$5)", "(转化分析表!$B$4,转化分析表!$B$6)"),
    "a row that went": (GONE, "=转化分析表!B3", "=转化分析表!#REF!"),
    "a range whose first row went": (GONE, "=SUM(转化分析表!B3:B5)", "=SUM(转化分析表!B3:B4)"),
    "a range that went": (GONE, "=SUM(转化分析表!B3:C3)", "=SUM(转化分析表!#REF!)"),
    "sorted anew": (TURNED, "=转化分析表!B3-转化分析表!B4", "=转化分析表!B5-转化分析表!B4"),
    "a range sorted anew": (TURNED, "=SUM(转化分析表!B3:B4)", "=SUM(转化分析表!B4:B5)"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "before", "after"), CASES.values(), ids=CASES)
def test_a_formula_goes_on_speaking_of_the_same_rows(rows: Rows, before: str, after: str) -> None:
    assert Followed("转化分析表", rows).formula(before) == after


def test_a_name_with_quotes_in_it_is_known() -> None:
    assert Followed("O'Brien", DOWN).formula("='O''Brien'!B5") == "='O''Brien'!B6"
