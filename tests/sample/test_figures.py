"""The figures of the sample, counted from the csv by plain Python that knows nothing of crmbook."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "crmbook" / "sample"
#: FORMS.md: 线索总数 A B C 签约 转化率 周期 主要流失阶段, then 未评级, 无效, 重复.
PRINTED = {
    "2024-01": (150, 40, 78, 30, 18, 0.12, 52, "跟进阶段", 0.10, 2, 0, 0),
    "2024-02": (120, 31, 62, 27, 12, 0.10, 49, "转化阶段", 0.10, 0, 0, 0),
    "2024-03": (200, 60, 100, 40, 30, 0.15, 45, "跟进阶段", 0.08, 0, 12, 5),
}
NEXT = {"2024-01": "2024-02", "2024-02": "2024-03", "2024-03": "2024-04"}


def _rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@pytest.fixture(scope="module")
def leads() -> list[dict[str, str]]:
    return _rows("线索登记表")


@pytest.fixture(scope="module")
def log() -> list[dict[str, str]]:
    return _rows("跟进记录表")


def _begun(lead: dict[str, str]) -> str:
    return lead["获取时间"] or lead["分配时间"]


def _month_end_grade(lead: dict[str, str], log: list[dict[str, str]], month: str) -> str:
    changes = sorted(
        (row["跟进时间"], row["意向等级变化"])
        for row in log
        if row["线索编号"] == lead["线索编号"] and row["意向等级变化"]
    )
    within = [change for when, change in changes if when < NEXT[month]]
    if within:
        return within[-1].split("→")[1][:1]
    return (changes[0][1] if changes else lead["意向等级"])[:1]


@pytest.mark.parametrize("month", PRINTED)
def test_a_month_comes_out_as_the_printed_form(
    month: str, leads: list[dict[str, str]], log: list[dict[str, str]]
) -> None:
    begun = [lead for lead in leads if _begun(lead).startswith(month)]
    states = Counter(lead["线索状态"] for lead in begun)
    counted = [lead for lead in begun if lead["线索状态"] not in {"无效", "重复"}]
    grades = Counter(_month_end_grade(lead, log, month) for lead in counted)
    signed = [lead for lead in leads if lead["签约日期"].startswith(month)]
    companies = {lead["公司名称"] for lead in signed}
    cycles = [
        (dt.date.fromisoformat(lead["签约日期"]) - dt.date.fromisoformat(_begun(lead)[:10])).days
        for lead in signed
    ]
    lost = Counter(lead["流失阶段"] for lead in leads if lead["流失日期"].startswith(month))
    stage, count = lost.most_common(1)[0]
    total = len(counted)
    assert (
        total, grades["A"], grades["B"], grades["C"], len(companies), len(companies) / total,
        sum(cycles) / len(cycles), stage, count / total, grades[""], states["无效"], states["重复"],
    ) == PRINTED[month]  # fmt: skip
    assert min(cycles) > 0


def test_two_signings_have_no_date(leads: list[dict[str, str]]) -> None:
    undated = [x for x in leads if x["线索状态"] == "已签约" and not x["签约日期"]]
    assert Counter(lead["负责人"] for lead in undated) == {"张三": 1, "李四": 1}


def test_every_grade_chain_is_continuous_and_ends_in_the_register(
    leads: list[dict[str, str]], log: list[dict[str, str]]
) -> None:
    steps: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in sorted(log, key=lambda row: row["跟进时间"]):
        if row["意向等级变化"]:
            before, after = row["意向等级变化"].split("→")
            steps[row["线索编号"]].append((before.replace("+", ""), after.replace("+", "")))
    assert len(steps) > 300
    for chain in steps.values():
        assert all(one[1] == two[0] for one, two in pairwise(chain))
    registered = {x["线索编号"]: x["意向等级"].replace("+", "") for x in leads}
    assert {number: chain[-1][1] for number, chain in steps.items()} == {
        number: registered[number] for number in steps
    }
    changed = sum(before != after for chain in steps.values() for before, after in chain)
    assert changed > 80


def test_the_log_fits_the_lives_of_its_leads(
    leads: list[dict[str, str]], log: list[dict[str, str]]
) -> None:
    lead_of = {lead["线索编号"]: lead for lead in leads}
    last: dict[str, str] = {}
    for row in log:
        lead = lead_of[row["线索编号"]]
        assert row["跟进时间"][:10] >= lead["分配时间"][:10]
        assert not lead["流失日期"] or row["跟进时间"][:10] <= lead["流失日期"]
        last[row["线索编号"]] = max(row["跟进时间"], last.get(row["线索编号"], ""))
    assert last == {x["线索编号"]: x["最后跟进时间"] for x in leads if x["最后跟进时间"]}
    left = {row["姓名"]: row["离职日期"] for row in _rows("人员") if row["离职日期"]}
    assert left
    assert all(row["跟进时间"][:10] <= left.get(row["跟进人"], "9999") for row in log)


def test_the_documents_rows_stand_in_it_as_published(
    leads: list[dict[str, str]], log: list[dict[str, str]]
) -> None:
    first, second = (
        next(x for x in leads if x["线索编号"] == n) for n in ("XS2024001", "XS2024002")
    )
    assert list(first.values())[:13] == [
        "XS2024001", "科技有限公司", "制造业", "200-500人", "张*", "采购经理", "138", "zhangxx",
        "官网注册", "需采购ERP系统", "A类", "李*", "2024-03-01",
    ]  # fmt: skip
    assert list(second.values())[:13] == [
        "XS2024002", "YY商贸有限公司", "零售/电商", "50-100人", "王*", "总经理", "1395678", "wangyy",
        "展会留资", "寻找物流供应商", "B类", "赵*", "2024-03-02",
    ]  # fmt: skip
    printed = [list(row.values())[:9] for row in log if row["跟进人"].endswith("*")]
    assert printed == [
        ["XS2024001", "2024-03-02", "李*", "电话", "介绍ERP核心功能,知晓现有系统痛点",
         "对“库存管理模块”感兴趣,需发送案例", "3月3日发送案例,约定3月4日演示", "2024-03-04",
         "A类→A+类"],
        ["XS2024002", "2024-03-02", "赵*", "邮件", "推送物流行业解决方案白皮书",
         "已收到,需内部讨论", "3月5日电话跟进讨论结果", "2024-03-05", "B类→B类"],
    ]  # fmt: skip


def test_no_company_and_no_phone_stands_twice_but_in_what_is_marked_as_duplicate(
    leads: list[dict[str, str]],
) -> None:
    single = [lead for lead in leads if lead["线索状态"] != "重复"]
    for header in ("公司名称", "联系电话", "线索编号"):
        filled = [lead[header] for lead in single if lead[header]]
        assert len(filled) == len(set(filled))
    assert {x["合并至"] for x in leads if x["线索状态"] == "重复"} < {x["线索编号"] for x in single}


def test_orders_and_services_belong_to_customers(leads: list[dict[str, str]]) -> None:
    known = {row["客户编号"]: row for row in _rows("客户档案")}
    orders, services = _rows("订单"), _rows("服务记录")
    assert {row["客户编号"] for row in (*orders, *services)} <= set(known)
    signed = {x["线索编号"]: x for x in leads if x["签约日期"]}
    of_leads = {row["线索编号"]: row for row in orders if row["线索编号"]}
    assert set(of_leads) == set(signed)
    for number, order in of_leads.items():
        lead = signed[number]
        assert (order["签约日期"], order["合同金额(万元)"]) == (
            lead["签约日期"],
            lead["签约金额(万元)"],
        )
        assert known[order["客户编号"]]["客户名称(全称)"] == lead["公司名称"]
    assert all(row["法务审核日期"] <= row["签约日期"] for row in orders)
