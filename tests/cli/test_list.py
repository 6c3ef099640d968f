"""``list``: leads by tag, owner, grade, state, source, words; each filter alone and together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.desk import write_rows

_LEADS = ["线索编号", "公司名称", "联系人", "联系电话", "线索来源", "需求描述", "意向等级", "负责人", "分配时间", "线索状态",
          "地区", "需求标签", "合并至"]  # fmt: skip
ROWS: list[list[Any]] = [
    ["XS2024001", "杭州华鼎科技有限公司", "张伟", "1", "官网注册", "需采购ERP系统", "A类", "张三", "2024-03-01", "跟进中",
     "浙江", "急需采购；价格敏感", None],
    ["XS2024002", "宁波启航商贸有限公司", "王总", "2", "展会留资", "物流", "B类", "李四", "2024-03-01", None, "浙江",
     "价格敏感", None],
    ["XS2024003", "苏州恒达机械厂", "李工", "3", "官网注册", "升级", "A+类", "小张", "2024-03-01", "已签约", "江苏",
     "行业：制造业", None],
    ["XS2024004", "绍兴明远电子有限公司", "陈姐", "4", "陌拜", "ERP", None, None, "2024-03-01", None, None, None, None],
    ["XS2024005", "绍兴明远电子有限公司", "陈姐", "4", "陌拜", "ERP", "A类", "张三", "2024-03-01", "重复", None, None,
     "XS2024004"],
]  # fmt: skip
PEOPLE: list[list[Any]] = [["姓名", "别名", "在岗"], ["张三", "小张", "是"], ["李四", None, "是"]]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "台账.xlsx", {"线索登记表": [_LEADS, *ROWS], "人员": PEOPLE})


def listed(run: Run, book: Path, *more: str) -> list[int]:
    found = json.loads(run("list", book, "--format", "json", *more).out)
    return [int(one["id"][-1]) for one in found["leads"]]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ((), [1, 2, 3, 4]),  # what was merged away is not listed
        (("--tag", "价格敏感"), [1, 2]),
        (("--tag", "价格敏感", "--tag", "急需采购"), [1]),
        (("--tag", "行业:制造业"), [3]),
        (("--owner", "小张"), [1, 3]),
        (("--grade", "A"), [1, 3]),
        (("--grade", "A+"), [3]),
        (("--grade", "A", "--grade", "B"), [1, 2, 3]),
        (("--status", "成交"), [3]),
        (("--status", "待联系"), [2]),
        (("--source", "官网"), [1, 3]),
        (("--region", "浙江"), [1, 2]),
        (("--words", "erp"), [1, 4]),
        (("--grade", "A", "--region", "浙江"), [1]),
        (("--owner", ""), [4]),
    ],
    ids=str,
)
def test_a_lead_has_to_fit_all_that_is_asked_for(
    run: Run, book: Path, wanted: tuple[str, ...], expected: list[int]
) -> None:
    assert listed(run, book, *wanted) == expected


@pytest.mark.parametrize("wanted", [("--grade", "Z"), ("--status", "开心"), ("--owner", "钱七")])
def test_a_value_nobody_knows_is_refused(run: Run, book: Path, wanted: tuple[str, ...]) -> None:
    assert run("list", book, *wanted).code == 2


def test_the_text_counts_by_grade_and_tag(run: Run, book: Path) -> None:
    out = run("list", book).out
    assert out.splitlines()[0] == "4 条线索（A类 1、B类 1、A+类 1、未评级 1）"
    assert "价格敏感 2" in out.splitlines()[1]
