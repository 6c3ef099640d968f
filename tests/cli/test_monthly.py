"""``monthly`` at the command line: its JSON, its months, its refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, lead, lying, write_rows

TODAY = ("--today", "2024-03-31")


def _json(run: Run, *arguments: object) -> dict[str, Any]:
    ended = run("monthly", *arguments, *TODAY, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    found: dict[str, Any] = json.loads(ended.out)
    return found


def test_the_json_has_the_keys_of_the_contract(run: Run, sample: Path) -> None:
    found = _json(run, sample)
    assert set(found) >= {"crmbook", "command", "book", "with", "today", "months", "channels",
                          "missing"}  # fmt: skip
    assert (found["command"], found["book"], found["today"]) == (
        "monthly", str(sample), "2024-03-31",
    )  # fmt: skip
    march = found["months"][-1]
    assert march.items() >= {
        "统计周期": "2024年3月", "线索总数": 200, "A类线索数": 60, "B类线索数": 100,
        "C类线索数": 40, "签约客户数": 30, "转化率": 0.15, "平均销售周期(天)": 45,
        "主要流失阶段": "跟进阶段", "流失率": 0.08, "优化建议": "加强B类线索培育频率", "closed": False,
    }.items()  # fmt: skip
    assert {"批次转化率", "未评级"} <= set(march)
    assert found["channels"]
    for one in found["channels"]:
        assert {"线索来源", "线索数", "签约数", "转化率"} <= set(one)
    assert found["written"] == str(sample)
    assert Path(found["backup"]).is_file()


@pytest.mark.parametrize("month", ["2024-01", "202401", "2024年1月", "1月", "2024/1"])
def test_a_month_is_written_as_people_write_it(month: str, run: Run, sample: Path) -> None:
    assert _json(run, sample, "--dry-run", "--month", month)["month"] == "2024-01"


@pytest.mark.parametrize(
    "arguments",
    [("--month", "13"), ("--month", "2019-01"), ("--close", "2024-04"), ("--month", "明年")],
    ids=["no month", "before the book", "a month to come", "a word"],
)
def test_a_month_the_book_does_not_have_is_wrong_usage(
    arguments: tuple[str, ...], run: Run, sample: Path
) -> None:
    before = lying(sample.parent)
    ended = run("monthly", sample, *TODAY, *arguments)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert lying(sample.parent) == before


def test_close_takes_its_month_and_says_so(run: Run, sample: Path) -> None:
    found = _json(run, sample, "--close", "2024-01")
    assert [one["统计周期"] for one in found["months"] if one["closed"]] == ["2024年1月"]
    assert "2024年1月（已封账）" in run("monthly", sample, *TODAY).out


def test_a_dry_run_writes_nothing(run: Run, sample: Path) -> None:
    before = lying(sample.parent)
    found = _json(run, sample, "--dry-run")
    assert (found["written"], found["backup"]) == (None, None)
    assert "转化分析表" in run("monthly", sample, *TODAY, "--dry-run").out.splitlines()[0]
    assert lying(sample.parent) == before


def test_the_text_says_where_the_version_before_is(run: Run, sample: Path) -> None:
    before = sample.read_bytes()
    first, second, *_rest = run("monthly", sample, *TODAY).out.splitlines()
    assert first.startswith(f"{sample}：")
    assert Path(second.split()[-1]).read_bytes() == before
    again = run("monthly", sample, *TODAY).out.splitlines()
    assert str(sample) in again[0]
    assert "没有" in again[0] or "未" in again[0] or "无需" in again[0]


def test_figures_without_their_column_are_named_not_zero(run: Run, small: Path) -> None:
    found = _json(run, small)
    (march,) = found["months"]
    assert (march["线索总数"], march["签约客户数"], march["转化率"]) == (3, None, None)
    assert any("签约日期" in one for one in found["missing"])
    assert "签约日期" in run("monthly", small, *TODAY).out


def test_a_csv_gets_its_result_beside_it(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "名单.csv"
    rows = [HEADERS, lead(1)]
    book.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    before = lying(tmp_path)
    found = _json(run, book)
    assert "csv" in found["beside"]
    written = Path(found["written"])
    assert openpyxl.load_workbook(written).sheetnames[0] == "转化分析表"
    assert lying(tmp_path).items() >= before.items()
    ended = run("monthly", book, *TODAY, "-o", tmp_path / "新.xlsx")
    assert (ended.code, ended.err.count("\n")) == (3, 1)


def test_a_book_of_log_rows_alone_is_refused(run: Run, tmp_path: Path) -> None:
    headers = ["线索编号", "跟进时间", "跟进人", "跟进方式", "跟进内容摘要", "下一步计划"]
    row = ["XS2024001", "2024-03-02", "张三", "电话", "介绍功能", "发送案例"]
    book = write_rows(tmp_path / "跟进.xlsx", {"跟进记录表": [headers, row]})
    before = lying(tmp_path)
    ended = run("monthly", book, *TODAY)
    assert (ended.code, ended.out, ended.err.count("\n")) == (3, "", 1)
    assert "线索登记表" in ended.err
    assert lying(tmp_path) == before


def test_the_json_tells_what_the_month_missed_and_why(run: Run, tmp_path: Path) -> None:
    fair = [lead(at, 线索来源="展会留资", 分配时间="2024-02-05") for at in range(60)]
    both = [lead(100 + at, 分配时间=f"2024-0{2 + at % 2}-05") for at in range(80)]
    path = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [HEADERS, *fair, *both]})
    done = run("monthly", path, "--month", "2024-03", "--today", "2024-04-02", "--format", "json")
    found = {one["指标"]: one for one in json.loads(done.out)["diagnosis"]}
    missed = found["线索总数"]
    assert (missed["reference"], missed["actual"], missed["against"]) == (100, 40, "month before")
    assert (missed["grave"], missed["责任人"]) == (True, None)
    assert missed["cause"] == {"维度": "来源", "分项": "展会留资", "leads": -60}
    assert missed["建议措施"]
