"""A follow-up told in one line: when, how, what, what the customer says, what comes next (M58, U03)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.intake.pasted import pasted
from crmbook.intake.spoken import Spoken, Unread, spoken

TODAY = dt.datetime(2024, 6, 16, 10, 30)


def one(text: str) -> Spoken:
    (found,) = spoken(text, TODAY, {})
    assert isinstance(found, Spoken), found
    return found


def test_the_documents_line_is_read_whole() -> None:
    found = one("6月15日电话沟通，客户要求增加售后培训，需等待内部反馈，下次跟进6月22日")
    assert found.when == dt.datetime(2024, 6, 15)
    assert found.way == "电话"
    assert found.content == "电话沟通，客户要求增加售后培训"
    assert found.feedback == "客户要求增加售后培训"
    assert found.next_step == "需等待内部反馈，下次跟进6月22日"
    assert found.due == dt.datetime(2024, 6, 22)
    assert found.missing == ()


@pytest.mark.parametrize(
    ("text", "when", "way", "due"),
    [
        ("今天下午3点拜访张总，对方案认可，6月20日前报价", "2024-06-16 15:00", "拜访", "2024-06-20"),
        ("刚才微信联系，已收到，内部讨论；下周三再电话", "2024-06-16 10:30", "微信", "2024-06-19"),
        ("昨天电话未接", "2024-06-15 00:00", "电话", None),
        ("2024-06-15 10:00 电话，介绍核心功能，6月17日发案例，约定6月18日演示", "2024-06-15 10:00", "电话",
         "2024-06-18"),
        ("2023年12月28日 邮件发送方案，1月5日前回复", "2023-12-28 00:00", "邮件", "2024-01-05"),
        ("6月15日到现场拜访 王总提出增加接口 我方答应两天内给方案", "2024-06-15 00:00", "拜访", "2024-06-17"),
        ("时间：6月15日；方式：微信；内容：发资料；下一步：申请折扣；预计完成：6月18日", "2024-06-15 00:00", "微信",
         "2024-06-18"),
    ],
)  # fmt: skip
def test_when_how_and_until_when(text: str, when: str, way: str, due: str | None) -> None:
    found = one(text)
    assert f"{found.when:%Y-%m-%d %H:%M}" == when
    assert found.way == way
    assert (None if found.due is None else f"{found.due:%Y-%m-%d}") == due


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("6月15日电话，A类→A+类", "A类→A+类"),
        ("6月15日电话，升为A类", "A类"),
        ("6月15日电话，b->a", "B类→A类"),
    ],
)
def test_a_change_of_grade_is_heard(text: str, change: str) -> None:
    assert str(one(text).grade) == change


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("电话沟通，客户很满意", "it does not say when"),
        ("6月15日前反馈定制方案修改意见", "it says what is to be done"),
        ("6月25日电话沟通", "the date lies in the future"),
        ("2月30日电话沟通", "there is no such day"),
        ("6月15日", "nothing but a date"),
    ],
)
def test_what_cannot_be_taken_says_why(
    text: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crmbook.intake.spoken._", str)
    (found,) = spoken(text, TODAY, {})
    assert isinstance(found, Unread)
    assert found.why.startswith(why)


def test_a_line_with_two_dates_is_two_follow_ups() -> None:
    first, second = spoken("3.2电话，要报价；3.5已发，等回复", TODAY, {})
    assert isinstance(first, Spoken)
    assert isinstance(second, Spoken)
    assert (first.when.day, second.when.day) == (2, 5)


def test_who_speaks_is_heard() -> None:
    assert one("张三：6月14日 邮件发送案例").by == "张三"


def test_what_the_customer_asks_for_is_no_way_of_ours() -> None:
    assert one("6月15日电话，客户要求发邮件").way == "电话"


@given(
    st.text(
        alphabet="今昨天上周三6月15日号.3:，。；、 电话微信拜访客户要求下次跟进A类→张：\n",
        max_size=40,
    )
)
def test_no_line_is_too_strange_to_read(text: str) -> None:
    for found in spoken(text, TODAY, {}):
        assert isinstance(found, Spoken | Unread)
        if isinstance(found, Spoken):
            assert found.when.date() <= TODAY.date()
            assert found.due is None or found.due.date() >= found.when.date()


def test_a_pasted_chat_is_a_follow_up_a_message() -> None:
    text = "张三 2024-06-15 10:22\n宁波启航 电话\n要报价\n\n李四 6/15 11:00\n没接"
    assert [(line.number, line.who, line.when, line.text) for line in pasted(text)] == [
        (1, "张三", "2024-06-15 10:22", "宁波启航 电话\n要报价"), (5, "李四", "6/15 11:00", "没接"),
    ]  # fmt: skip


def test_a_file_of_lines_is_a_follow_up_a_line() -> None:
    text = "# 周五\n1. 6月15日电话\n- 6月14日微信\n\n6月13日拜访"
    assert [(line.number, line.text) for line in pasted(text)] == [
        (2, "6月15日电话"), (3, "6月14日微信"), (5, "6月13日拜访"),
    ]  # fmt: skip
