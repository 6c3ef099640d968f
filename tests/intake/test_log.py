"""--log-from: cells become rows of 跟进记录表, each with its day, way, words and who."""

from __future__ import annotations

import datetime as dt

import pytest

from crmbook.intake.log import Diary, LogEntry, key_of, log_columns, read_log
from crmbook.model.errors import UsageError
from tests.intake.lists import TODAY, WORDS, table, taken

HEAD = ["公司名称", "联系人", "联系电话", "分配时间"]
LEAD = ["杭州华鼎科技有限公司", "张伟", "13867412358", "2024-03-01"]


def diary(columns: dict[str, str | dt.datetime], *names: str) -> Diary:
    intake = taken([[*HEAD, *columns], [*LEAD, *columns.values()]])
    return read_log(intake, log_columns(names, intake.table), TODAY, WORDS)


def rows(found: Diary) -> list[tuple[str, str, str, str]]:
    return [(f"{one.when:%Y-%m-%d}", one.way, one.by, one.content) for one in found.entries]


def test_one_cell_becomes_a_row_for_each_piece() -> None:
    found = diary(
        {"跟进情况": "老客户；3.2电话，要报价；3.5小张：加微信；3/12没接（李四）"}, "跟进情况"
    )
    assert rows(found) == [
        ("2024-03-02", "电话", "", "电话，要报价"),
        ("2024-03-05", "微信", "张三", "加微信"),
        ("2024-03-12", "电话", "李四", "没接"),
    ]
    assert [(one.row, one.text, one.source) for one in found.review] == [
        (2, "老客户；", "跟进情况")
    ]


def test_numbered_columns_are_read_one_after_the_other() -> None:
    columns = {"跟进1": "12.28拜访", "跟进2": "1.5微信", "备注2": "x"}
    intake = taken([[*HEAD, *columns], [*LEAD[:3], "2023-12-20", *columns.values()]])
    found = read_log(intake, log_columns(["跟进"], intake.table), TODAY, WORDS)
    assert [one.when.date() for one in found.entries] == [
        dt.date(2023, 12, 28), dt.date(2024, 1, 5)
    ]  # fmt: skip


def test_a_day_may_stand_in_the_title_or_in_a_column_beside() -> None:
    found = diary(
        {"3月12日跟进": "没接", "跟进时间2": dt.datetime(2024, 3, 25), "跟进2": "微信问候"},
        "3月12日跟进", "跟进2",
    )  # fmt: skip
    assert rows(found) == [
        ("2024-03-12", "电话", "", "没接"),
        ("2024-03-25", "微信", "", "微信问候"),
    ]


@pytest.mark.parametrize(
    ("text", "by", "content"),
    [
        ("3.2张三：电话", "张三", "电话"),
        ("3.2【李四】拜访", "", "【李四】拜访"),
        ("3.2 张三电话", "张三", "张三电话"),
        ("3.2李总：要报价", "", "李总：要报价"),
        ("3.2客户：要报价", "", "客户：要报价"),
        ("3.2电话（小张）", "张三", "电话"),
        ("3.2电话（未接）", "", "电话（未接）"),
    ],
)
def test_who_did_it_is_taken_where_it_is_said(text: str, by: str, content: str) -> None:
    found = diary({"跟进情况": text}, "跟进情况").entries[0]
    assert (found.by, found.content) == (by, content)


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("3.2打电话给王总，微信发资料", "电话"), ("3.2无人接听", "电话"), ("3.2加微信", "微信"),
        ("3.2企微联系", "企业微信"), ("3.2上门", "拜访"), ("3.2发邮件", "邮件"), ("3.2腾讯会议", "线上会议"),
        ("3.2要样品", ""), ("3.2寄样", "样品演示"), ("3.2已发，等回复", ""),
    ],
)  # fmt: skip
def test_the_way_is_what_the_text_names_first(text: str, way: str) -> None:
    assert diary({"跟进情况": text}, "跟进情况").entries[0].way == way


def test_a_piece_has_a_key_by_which_a_second_import_knows_it() -> None:
    found = diary({"跟进情况": "3.2电话，要报价；"}, "跟进情况").entries[0]
    assert found.key == key_of(dt.date(2024, 3, 2), " 电话，要报价。")


def test_a_bare_date_is_no_follow_up() -> None:
    found = diary({"跟进情况": "3.2"}, "跟进情况")
    assert (len(found.entries), len(found.review)) == (0, 1)


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError):
        log_columns(["没有"], table([HEAD, LEAD]))
    with pytest.raises(UsageError):
        log_columns([], table([HEAD, LEAD]))


def test_entries_belong_to_the_rows_they_stood_in() -> None:
    intake = taken([[*HEAD, "跟进"], [*LEAD, ""], [*LEAD, "3.2电话"], ["", "", "", "", "3.3电话"]])
    found = read_log(intake, log_columns(["跟进"], intake.table), TODAY, WORDS)
    assert [(one.at, one.row) for one in found.entries if isinstance(one, LogEntry)] == [(1, 3)]
