"""Files read together are told apart by name, whatever they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from crmbook.book.naming import told_apart
from crmbook.files.grid import SourceBook

CASES = {
    "other names": (["/甲/台账.xlsx", "/甲/日志.xlsx"], ["台账.xlsx", "日志.xlsx"]),
    "another folder": (["/甲/台账.xlsx", "/乙/台账.xlsx"], ["台账.xlsx", "乙/台账.xlsx"]),
    "folders of one name": (
        ["/台账.xlsx", "/甲/三月/台账.xlsx", "/乙/三月/台账.xlsx"],
        ["台账.xlsx", "三月/台账.xlsx", "乙/三月/台账.xlsx"],
    ),
    "one file twice": (["/甲/台账.xlsx"] * 3, ["台账.xlsx", "甲/台账.xlsx", "台账 (2).xlsx"]),
}


@pytest.mark.parametrize(("paths", "names"), CASES.values(), ids=CASES.keys())
def test_no_two_files_share_a_name(paths: list[str], names: list[str]) -> None:
    sources = [SourceBook(Path(path), "xlsx", [], "") for path in paths]
    found = told_apart(sources)
    assert [one.name for one in found] == names
    assert [str(one.path) for one in found] == paths
