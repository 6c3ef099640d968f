from __future__ import annotations

import pytest

from crmbook.files.graft.references import Renaming

NAMES = Renaming("Sheet1", "看 板", {"T": "T_2"})


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("Sheet1!A1", "'看 板'!A1"),
        ("SUM('Sheet1'!$A$1:$B$2)", "SUM('看 板'!$A$1:$B$2)"),
        ("sheet1!A1", "'看 板'!A1"),
        ("Sheet11!A1+MySheet1!A1", "Sheet11!A1+MySheet1!A1"),
        ("[1]Sheet1!A1+'[1]Sheet1'!A1", "[1]Sheet1!A1+'[1]Sheet1'!A1"),
        ('"Sheet1!A1"&A1', '"Sheet1!A1"&A1'),
        ('"他说""Sheet1!"""', '"他说""Sheet1!"""'),
        ("T[[#This Row],[T]]*SUM(T)", "T_2[[#This Row],[T]]*SUM(T_2)"),
        ("T[a'[b]+T", "T_2[a'[b]+T_2"),
        ("T(1)+TT+Total", "T(1)+TT+Total"),
        ("线索登记表!A1", "线索登记表!A1"),
    ],
    ids=[
        "plain", "quoted", "other case", "other sheets", "another book", "in text",
        "quotes in text", "structured", "escaped bracket", "functions", "sheet of the host",
    ],
)  # fmt: skip
def test_a_formula_says_the_same_under_new_names(formula: str, expected: str) -> None:
    assert NAMES.formula(formula) == expected


def test_nothing_is_touched_where_nothing_is_renamed() -> None:
    same = Renaming("Sheet1", "Sheet1", {"T": "T"})
    assert not same
    assert same.formula("Sheet1!A1") == "Sheet1!A1"


def test_a_quote_in_a_sheet_name_is_doubled() -> None:
    assert Renaming("O'Brien", "D'or").formula("'O''Brien'!A1") == "'D''or'!A1"
