"""``due``: the day on the terminal, as JSON, for the group, on paper and in the calendar."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest
from ical.calendar_stream import IcsCalendarStream
from openxml_audit import FileFormat, OpenXmlValidator

from tests.cli.conftest import Run
from tests.cli.desk import write_rows

MONDAY = ("--today", "2024-03-18T10:00")
_LEADS: list[Any] = ["线索编号", "公司名称", "联系人", "职位", "联系电话", "微信号", "邮箱", "意向等级", "负责人", "分配时间", "线索状态",
          "确认时间"]  # fmt: skip
_LOG: list[Any] = [
    "线索编号",
    "跟进时间",
    "跟进人",
    "跟进方式",
    "跟进内容摘要",
    "客户反馈/异议",
    "下一步计划",
    "预计完成时间",
]
LEADS: list[list[Any]] = [
    ["XS2024012", "杭州华鼎科技有限公司", "张伟", "采购经理", "13867412358", "13867412358", None, "A类", "张三",
     "2024-03-01", None, "2024-03-01"],
    ["XS2024031", "宁波启航商贸有限公司", "王总", "总经理", "13967412358", None, None, "A类", "张三", "2024-03-01",
     None, "2024-03-01"],
    ["XS2024045", "苏州恒达机械厂", "李工", "设备科", "0512-66881234转803", None, None, "B类", "张三", "2024-03-01",
     None, "2024-03-01"],
    ["XS2024050", "绍兴明远电子有限公司", "陈姐", None, "13767412358", None, None, "A类", "张三", "2024-03-01", None,
     "2024-03-01"],
    ["XS2024051", "台州新锐塑料有限公司", "周总", None, "13667412358", None, "zhou@xr.com.cn", "C类", "李四",
     "2024-03-01", "暂停跟进", "2024-03-01"],
    ["XS2024052", "嘉兴宏图服饰有限公司", "吴总", None, "13567412358", None, None, "B类", "李四", "2024-03-15", None,
     "2024-03-15"],
]  # fmt: skip
LOG: list[list[Any]] = [
    [
        "XS2024012",
        "2024-03-15",
        "张三",
        "电话",
        "介绍方案",
        "要库存模块案例",
        "发案例，约演示",
        "2024-03-18 15:00",
    ],
    ["XS2024031", "2024-03-12", "张三", "微信", "问进展", "等老板回来", "问讨论结果", None],
    [
        "XS2024045",
        "2024-03-13",
        "张三",
        "邮件",
        "推送白皮书",
        "已收白皮书",
        "电话问反馈，邀演示",
        None,
    ],
    ["XS2024050", "2024-03-18 09:10", "张三", "电话", "问进展", "在看", "发报价", None],
    ["XS2024051", "2024-03-03", "李四", "电话", "问进展", "暂时不需要", None, None],
    ["XS2024052", "2024-03-15", "李四", "电话", "首次联系", "要资料", "发资料", "2024-03-20"],
]
PEOPLE: list[list[Any]] = [
    ["姓名", "主管", "每日跟进上限"],
    ["张三", "马骏", 2],
    ["李四", "马骏", 10],
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_rows(
        tmp_path / "台账.xlsx",
        {"线索登记表": [_LEADS, *LEADS], "跟进记录表": [_LOG, *LOG], "人员": PEOPLE},
    )


def day(run: Run, book: Path, *more: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("due", book, "--format", "json", *MONDAY, *more).out)
    return found


def test_json_lists_everybody_in_the_order_of_the_day(run: Run, book: Path) -> None:
    items = day(run, book)["items"]
    told = [(one["id"], one["kind"], one["today"]) for one in items]
    assert told == [
        ("XS2024012", "promise", True),
        ("XS2024031", "overdue", True),
        ("XS2024045", "due", False),  # beyond 每日跟进上限
        ("XS2024050", "do-not-contact", True),
        ("XS2024051", "do-not-contact", True),
    ]
    first = items[1]
    assert {key: first[key] for key in (
        "company", "owner", "grade", "contact", "phone", "last_contact", "next_step", "earliest",
        "latest", "days_late", "way", "goal", "rule",
    )} == {
        "company": "宁波启航商贸有限公司", "owner": "张三", "grade": "A类", "contact": "王总 总经理",
        "phone": "13967412358", "last_contact": "2024-03-12", "next_step": "问讨论结果",
        "earliest": "2024-03-13", "latest": "2024-03-14", "days_late": 4,
        "way": "电话+拜访+方案定制", "goal": "促成商务洽谈", "rule": "周期.线索.A类",
    }  # fmt: skip


def test_the_text_says_who_is_first_why_and_what_to_do(run: Run, book: Path) -> None:
    out = run("due", book, *MONDAY).out
    assert out.splitlines()[0] == "今天要联系 2 家：承诺 1、逾期 1"
    assert "张三  2024年3月18日 周一  今天 2 家：承诺 1、逾期 1" in out
    assert (
        "承诺今天到期  A类  杭州华鼎科技 XS2024012  张伟 采购经理  13867412358（微信同号）" in out
    )
    assert "上次：3月15日 电话：要库存模块案例；今天：发案例，约演示" in out
    assert "逾期4天(2个工作日)" in out
    assert "另有 1 家排到明天" in out
    assert "今天不要联系：绍兴明远电子（A类，9:10 已联系 1 次）" in out


def test_a_paused_lead_says_when_its_light_touch_is(run: Run, book: Path) -> None:
    out = run("due", book, "--owner", "李四", *MONDAY).out
    assert "台州新锐塑料（暂停跟进，4月2日轻触达）" in out


def test_one_persons_day_is_theirs_alone(run: Run, book: Path) -> None:
    assert {one["owner"] for one in day(run, book, "--owner", "李四")["items"]} == {"李四"}
    ended = run("due", book, "--owner", "李五", *MONDAY)
    assert ended.code == 2
    assert "李五" in ended.err


def test_the_lines_for_the_group_hold_no_phone_number(run: Run, book: Path) -> None:
    out = run("due", book, "--format", "wechat", *MONDAY).out
    assert "138" not in out
    assert len(out.splitlines()) <= 20
    assert out.startswith(
        "【今日跟进 3月18日】张三 2家：承诺 1、逾期 1；先联系 杭州华鼎科技（承诺今天到期）"
    )


def test_the_sheets_are_those_of_the_printed_form(run: Run, book: Path, tmp_path: Path) -> None:
    target = tmp_path / "今日.xlsx"
    assert run("due", book, "--format", "xlsx", "-o", target, *MONDAY).code == 0
    saved = openpyxl.load_workbook(target)
    sheet = saved["今日跟进"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1] == ["序", "为什么", "等级", "公司/编号", "联系人", "电话·微信", "上次跟进", "今天要做",
                       "方式→目标", "最晚", "结果", "下次"]  # fmt: skip
    assert rows[2][0] == "张三  2024年3月18日 周一  今天 2 家：承诺 1、逾期 1"
    assert rows[3] == [
        1, "● 承诺今天到期", "A类", "杭州华鼎科技 XS2024012", "张伟 采购经理", "13867412358（微信同号）",
        "3月15日 电话：要库存模块案例", "发案例，约演示", "电话+拜访+方案定制→促成商务洽谈", "今天", None, None,
    ]  # fmt: skip
    assert rows[5][0] == "另有 1 家排到明天（每日跟进上限）"
    assert str(rows[6][0]).startswith("今天不要联系：绍兴明远电子（A类，9:10 已联系 1 次）")
    assert sheet.print_title_rows == "$1:$2"
    assert [mark.id for mark in sheet.row_breaks.brk] == [8]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_the_numbers_of_the_call_list_dial(run: Run, book: Path, tmp_path: Path) -> None:
    people = write_rows(tmp_path / "人员.xlsx", {"人员": [PEOPLE[0]]})
    target = tmp_path / "今日.xlsx"
    run("due", book, "--with", people, "--format", "xlsx", "-o", target, "--today", "2024-03-20")
    sheet = openpyxl.load_workbook(target)["外呼名单"]
    links = [row[3].value for row in sheet.iter_rows(min_row=4)]
    assert '=HYPERLINK("tel:13867412358","13867412358（微信同号）")' in links
    values = openpyxl.load_workbook(target, data_only=True)["外呼名单"]
    assert "13867412358（微信同号）" in [row[3].value for row in values.iter_rows(min_row=4)]


def test_the_calendar_is_read_by_two_readers(run: Run, book: Path, tmp_path: Path) -> None:
    target = tmp_path / "今日.ics"
    assert run("due", book, "--format", "ics", "-o", target, *MONDAY).code == 0
    data = target.read_bytes()
    events: dict[str, Any] = {
        str(one["summary"]): one for one in icalendar.Calendar.from_ical(data).walk("VEVENT")
    }
    promise = events["杭州华鼎科技：发案例，约演示"]
    assert promise["dtstart"].dt.isoformat() == "2024-03-18T15:00:00+08:00"
    alarm = promise.walk("VALARM")[0]["trigger"].dt
    assert (promise["dtstart"].dt + alarm).isoformat() == "2024-03-15T18:00:00+08:00"  # Friday
    planned = events["嘉兴宏图服饰：发资料"]  # not today's: its plan is for the 20th
    assert planned["dtstart"].dt == dt.date(2024, 3, 20)
    second = IcsCalendarStream.calendar_from_ics(data.decode())
    assert {one.summary for one in second.events} == set(events)
    assert all(one.uid and one.dtstamp for one in second.events)


def test_a_calendar_made_later_has_the_same_events_with_a_higher_sequence(
    run: Run, book: Path, tmp_path: Path
) -> None:
    def made(name: str, today: str) -> dict[str, int]:
        run("due", book, "--format", "ics", "-o", tmp_path / name, "--today", today)
        data = (tmp_path / name).read_bytes()
        found: list[Any] = icalendar.Calendar.from_ical(data).walk("VEVENT")
        return {str(one["uid"]): int(one["sequence"]) for one in found}

    first, second = made("1.ics", "2024-03-18"), made("2.ics", "2024-03-19")
    assert set(first) & set(second) == set(first)
    assert all(second[uid] > first[uid] for uid in first)
    assert len(second) == len(set(second))


def test_a_file_beside_the_book_is_named_by_the_day(run: Run, book: Path) -> None:
    assert run("due", book, "--format", "xlsx", *MONDAY).code == 0
    assert run("due", book, "--format", "xlsx", *MONDAY).code == 0  # made anew
    assert (book.parent / "台账-今日跟进-20240318.xlsx").exists()


def test_what_cannot_be_told_is_said(run: Run, tmp_path: Path) -> None:
    rows: list[list[Any]] = [row[:-1] for row in (_LEADS, *LEADS)]
    rows[1][8] = None  # no owner
    rows[2][9] = "2024-03-19"  # given only tomorrow
    log: list[list[Any]] = [
        _LOG,
        ["XS2024045", "2024-04-01", "张三", "电话", "x", None, None, None],
    ]
    people: list[list[Any]] = [["姓名", "在岗", "离职日期"], ["张三", "否", "2024-03-10"]]
    book = write_rows(
        tmp_path / "台账.xlsx", {"线索登记表": rows, "跟进记录表": log, "人员": people}
    )
    out = run("due", book, *MONDAY).out
    assert "1 家没有负责人" in out
    assert "1 条跟进记录的时间在将来" in out
    assert "1 条线索的分配时间在今天之后" in out
    assert "没有“确认时间”列" in out
    assert "已离职或不在岗：张三" in out


def test_a_book_without_a_log_is_reckoned_from_the_day_a_lead_was_given(
    run: Run, tmp_path: Path
) -> None:
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [_LEADS, *LEADS]})
    found = day(run, book)
    assert [one["kind"] for one in found["items"]].count("stale") == 4
    assert any("没有跟进记录表" in note for note in found["notes"])


def test_a_year_without_a_calendar_is_said(run: Run, book: Path) -> None:
    out = run("due", book, "--today", "2031-03-18").out
    assert "2031 年没有官方节假日安排" in out


def test_the_book_stays_as_it_is(run: Run, book: Path) -> None:
    before = book.read_bytes()
    for form in ("text", "json", "wechat", "xlsx", "ics"):
        run("due", book, "--format", form, *MONDAY)
    assert book.read_bytes() == before


def test_a_tag_brings_the_tactic_that_the_rules_advise(run: Run, tmp_path: Path) -> None:
    rows = [[*_LEADS, "需求标签"], [*LEADS[1], "价格敏感；技术优先"]]
    rules: list[list[Any]] = [["编号", "规则", "值"], ["标签策略.技术优先", "", "派工程师"]]
    book = write_rows(
        tmp_path / "台账.xlsx", {"线索登记表": rows, "跟进记录表": [_LOG, LOG[1]], "规则": rules}
    )
    (item,) = day(run, book)["items"]
    assert item["tactics"] == ["促销", "派工程师"]
    assert "（促销，派工程师）" in run("due", book, *MONDAY).out


def test_two_owners_are_the_first_and_a_helper(run: Run, tmp_path: Path) -> None:
    row = [*LEADS[1]]
    row[8] = "张三/李四"
    book = write_rows(
        tmp_path / "台账.xlsx",
        {"线索登记表": [_LEADS, row], "跟进记录表": [_LOG, LOG[1]], "人员": PEOPLE},
    )
    assert [one["owner"] for one in day(run, book)["items"]] == ["张三"]


def test_the_sheets_are_valid_workbooks(run: Run, book: Path, tmp_path: Path) -> None:
    target = tmp_path / "今日.xlsx"
    run("due", book, "--format", "xlsx", "-o", target, "--today", "2024-05-28")
    assert OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(target).errors == []
