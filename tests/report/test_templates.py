"""The committed templates are what the code makes today."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from crmbook.report.templates import main, templates

FOLDER = Path(__file__).parents[2] / "templates"
NAMES = (
    "台账", "台账-完整", "台账-无表格", "线索登记表", "跟进记录表", "转化分析表", "客户档案", "订单", "服务记录",
)  # fmt: skip


def test_every_template_is_committed_and_no_other() -> None:
    committed = {path.name for path in FOLDER.glob("*.xlsx")}
    assert committed == set(templates()) == {f"{name}.xlsx" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_up_to_date(name: str) -> None:
    """Else run ``make templates``."""
    assert (FOLDER / f"{name}.xlsx").read_bytes() == templates()[f"{name}.xlsx"]


def test_the_script_writes_them_into_a_folder(tmp_path: Path) -> None:
    assert main([str(tmp_path / "out")]) == 0
    assert len(list((tmp_path / "out").glob("*.xlsx"))) == len(NAMES)
    assert main([]) == 2


@pytest.mark.parametrize("name", NAMES[3:])
def test_a_register_alone_holds_itself_first(name: str) -> None:
    book = openpyxl.load_workbook(FOLDER / f"{name}.xlsx")
    assert book.sheetnames[0] == name
    assert set(book.sheetnames[1:]) <= {"字典"}
