"""What formulas say of a sheet, in all the ways in which they can say it."""

from __future__ import annotations

import gettext

import pytest

from crmbook.files.tabs.formulas import Renamed, Spoken
from crmbook.model.errors import FileRefused


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmbook.i18n._State.language", "en")
    monkeypatch.setattr("crmbook.i18n._State.catalogue", gettext.NullTranslations())


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("线索", "客户", "SUM(线索!A1:B2)", "SUM(客户!A1:B2)"),
        ("线索", "客户 2", "SUM(线索!A1:B2)", "SUM('客户 2'!A1:B2)"),
        ("线索 1", "客户", "'线索 1'!A1+'线索 10'!A1", "客户!A1+'线索 10'!A1"),
        ("Sheet1", "总表", "sheet1!$A$1*SHEET1!B2", "总表!$A$1*总表!B2"),
        ("Tom's", "Jim's", "'Tom''s'!A1", "'Jim''s'!A1"),
        ("Sheet1", "New", "Sheet11!A1+MySheet1!A1", "Sheet11!A1+MySheet1!A1"),
        ("Sheet1", "New", "[1]Sheet1!A1+'[b.xlsx]Sheet1'!A1", "[1]Sheet1!A1+'[b.xlsx]Sheet1'!A1"),
        ("Sheet1", "New", 'IF(Sheet1!A1="Sheet1!A1",1,0)', 'IF(New!A1="Sheet1!A1",1,0)'),
        ("Sheet1", "New", 'INDIRECT("Sheet1!A"&ROW())', 'INDIRECT("New!A"&ROW())'),
        ("a b", "c d", "HYPERLINK(\"#'a b'!A1\",\"a b\")", "HYPERLINK(\"#'c d'!A1\",\"a b\")"),
        ("Jan", "一月", "SUM(Jan:Mar!A1)", "SUM(一月:Mar!A1)"),
        ("Mar", "三 月", "SUM(Jan:Mar!A1)", "SUM('Jan:三 月'!A1)"),
        ("Jan 1", "一月", "SUM('Jan 1:Mar 1'!A1)", "SUM('一月:Mar 1'!A1)"),
        ("Sheet1", "a b", "SUM(A1:Sheet1!B5)", "SUM(A1:'a b'!B5)"),
        ("Sheet1", "a b", "Sheet1!A1:Sheet1!B5", "'a b'!A1:'a b'!B5"),
        ("Sheet1", "New", "T[Sheet1!x]+T[[#All],['[Sheet1!]]]", "T[Sheet1!x]+T[[#All],['[Sheet1!]]]"),
        ("Sheet1", "Q1", "Sheet1!A1", "'Q1'!A1"),
        ("Sheet1", "2024", "-Sheet1!A1%", "-'2024'!A1%"),
        ("2024.3", "新", "'2024.3'!A1", "新!A1"),
        ("表", "新", "表!#REF!+表!名称", "新!#REF!+新!名称"),
        ("表", "新", "SUM(表,表[列])", "SUM(表,表[列])"),
    ],
)  # fmt: skip
def test_a_formula_goes_on_speaking_of_the_sheet(
    old: str, new: str, before: str, after: str
) -> None:
    assert Renamed(old, new).formula(before) == after


def test_a_name_that_runs_into_other_words_is_refused() -> None:
    with pytest.raises(FileRefused, match="in a way that crmbook does not know"):
        Renamed("a-b", "新").formula("SUM(a-b!A1)")


TABS = ("一月", "二月", "三月", "汇 总")


@pytest.mark.parametrize(
    ("formula", "speaks"),
    [
        ("二月!A1", True),
        ("'二月'!A1", True),
        ("SUM(一月:三月!A1)", True),
        ("SUM('一月:汇 总'!A1)", True),
        ("SUM(三月:'汇 总'!A1)", False),
        ("'汇 总'!A1&\"二月!A1\"", False),
        ('INDIRECT("二月!A1")', True),
        ("COUNTA(表2[公司])", True),
        ("表2", True),
        ("表2(1)+表20+[1]表2!A1", False),
        ("[1]二月!A1", False),
        ("A1+B2", False),
    ],
)
def test_it_is_known_whether_a_formula_speaks_of_a_sheet(formula: str, *, speaks: bool) -> None:
    assert Spoken("二月", TABS, frozenset({"表2"})).by(formula) is speaks
