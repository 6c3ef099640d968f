"""``brief``: one page before a call."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.desk import write_rows

TODAY = ("--today", "2024-03-18")
_LEADS = [
    "线索编号",
    "公司名称",
    "联系人",
    "职位",
    "联系电话",
    "需求描述",
    "意向等级",
    "负责人",
    "分配时间",
    "客户编号",
]
_LOG = ["线索编号", "跟进时间", "跟进人", "跟进方式", "跟进内容摘要", "客户反馈/异议", "下一步计划", "预计完成时间",
        "意向等级变化"]  # fmt: skip
ROWS: list[list[Any]] = [
    ["XS2024001", "杭州华鼎科技有限公司", "张伟", "采购经理", "13867412358", "需采购ERP系统", "C类", "张三", "2024-03-01",
     "KH2024001"],
    ["XS2024002", "杭州华鼎科技有限公司", "李工", "工程师", "13867412359", "设备升级", "B类", "李四", "2024-03-01", None],
    ["XS2024003", "宁波启航商贸有限公司", "王总", "总经理", "13967412358", None, "B类", "李四", "2024-03-01", None],
]  # fmt: skip
LOG: list[list[Any]] = [
    [
        "XS2024001",
        "2024-03-05",
        "张三",
        "电话",
        "首次联系",
        "嫌贵，要打折",
        "发案例",
        "2024-03-09",
        "C类→B类",
    ],
    [
        "XS2024001",
        "2024-03-12",
        "张三",
        "拜访",
        "演示",
        "问付款方式，想试用",
        "发合同",
        "2024-03-18",
        "B类→A类",
    ],
]
_SERVICES = ["客户编号", "类型", "反馈时间", "内容", "响应时间", "解决时间", "处理人", "服务质量"]
SERVICES: list[list[Any]] = [
    ["KH2024001", "投诉", "2024-03-01", "接口报错", "2024-03-01", None, "赵六", None],
    ["KH2024001", "投诉", "2023-10-01", "太久以前", None, None, None, None],
    ["KH2024001", "满意度调研", "2024-03-02", "不是投诉", None, None, None, None],
    ["KH2024009", "投诉", "2024-03-02", "别家", None, None, None, None],
]
_CUSTOMERS = [
    "客户编号",
    "客户名称(全称)",
    "主要联系人姓名",
    "客户类型",
    "决策链关系",
    "负责人",
    "偏好",
    "当前痛点/挑战",
]
CUSTOMER: list[Any] = [
    "KH2024001",
    "杭州华鼎科技有限公司",
    "张伟",
    "新客户",
    "最终决策人:王总",
    "张三",
    "下午联系",
    "手工对账",
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_rows(
        tmp_path / "台账.xlsx",
        {"线索登记表": [_LEADS, *ROWS], "跟进记录表": [_LOG, *LOG], "客户档案": [_CUSTOMERS, CUSTOMER],
         "服务记录": [_SERVICES, *SERVICES]},
    )  # fmt: skip


def brief(run: Run, book: Path, wanted: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("brief", book, wanted, "--format", "json", *TODAY).out)
    return found


def test_a_brief_says_who_what_was_said_and_what_is_promised(run: Run, book: Path) -> None:
    found = brief(run, book, "XS2024001")
    assert found["facts"]["联系人"] == "张伟"
    assert found["facts"]["偏好"] == "下午联系"
    assert found["facts"]["决策链"].startswith("最终决策人")
    assert found["grades"] == "C类 → B类（2024-03-05） → A类（2024-03-12）"
    assert [one["when"] for one in found["history"]] == ["2024-03-12", "2024-03-05"]
    assert (found["promise"]["next_step"], found["promise"]["due"]) == ("发合同", "2024-03-18")
    assert found["objections"] == [["2024-03-05 价格", "嫌贵，要打折"]]
    assert [one[0] for one in found["signals"]] == ["2024-03-12 要验证"]
    assert found["complaints"] == [["2024-03-01 未解决", "接口报错"]]
    assert found["others"] == ["李工 XS2024002 李四"]
    assert "承诺今天到期" in found["due"]


SAME_DAY: list[list[Any]] = [
    [
        "XS2024001",
        "2024-03-12",
        "张三",
        "电话",
        "首次联系",
        "嫌贵，要打折",
        "发案例",
        "2024-03-14",
        None,
    ],
    ["XS2024001", "2024-03-12", "张三", "微信", "发资料", "收到，谢谢", "等回复", None, None],
]


@pytest.mark.parametrize("log", [SAME_DAY, SAME_DAY[::-1]], ids=["asked first", "asked last"])
def test_two_contacts_of_a_day_keep_their_own_words_and_promises(
    run: Run, tmp_path: Path, log: list[list[Any]]
) -> None:
    book = write_rows(
        tmp_path / "台账.xlsx", {"线索登记表": [_LEADS, *ROWS], "跟进记录表": [_LOG, *log]}
    )
    found = brief(run, book, "XS2024001")
    assert found["objections"] == [["2024-03-12 价格", "嫌贵，要打折"]]
    assert (found["promise"]["next_step"], found["promise"]["due"]) == ("发案例", "2024-03-14")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(12345.67, "12345.67万"), (100, "100万"), (0.5, "0.5万"), (None, "—")],
    ids=["seven digits", "a round one", "below one", "blank"],
)
def test_an_order_is_told_with_all_digits_of_its_amount(
    run: Run, tmp_path: Path, amount: float | None, shown: str
) -> None:
    titles = ["订单编号", "客户编号", "签约日期", "产品", "合同金额(万元)", "已回款(万元)"]
    order = ["DD2024001", "KH2024001", "2024-03-10", "ERP", amount, 20]
    book = write_rows(
        tmp_path / "台账.xlsx",
        {
            "线索登记表": [_LEADS, *ROWS],
            "客户档案": [_CUSTOMERS, CUSTOMER],
            "订单": [titles, order],
        },
    )
    assert brief(run, book, "XS2024001")["orders"][0][1].startswith(f"ERP {shown}")


@pytest.mark.parametrize("wanted", ["xs2024003", "宁波启航", "13967412358"])
def test_a_lead_is_found_by_number_company_or_phone(run: Run, book: Path, wanted: str) -> None:
    assert brief(run, book, wanted)["id"] == "XS2024003"


def test_a_customer_has_the_history_of_the_lead_it_was(run: Run, book: Path) -> None:
    assert len(brief(run, book, "KH2024001")["history"]) == 2


def test_what_nobody_asked_yet_is_asked(run: Run, book: Path) -> None:
    questions = " ".join(brief(run, book, "XS2024003")["questions"])
    assert "What" in questions
    assert "What" not in " ".join(brief(run, book, "XS2024001")["questions"])
    assert "Why" not in " ".join(brief(run, book, "XS2024001")["questions"])


def test_a_name_that_may_be_two_is_refused_with_their_numbers(run: Run, book: Path) -> None:
    ended = run("brief", book, "华鼎", *TODAY)
    assert ended.code == 2
    assert "XS2024002" in ended.err


def test_nobody_of_that_name_is_refused(run: Run, book: Path) -> None:
    assert run("brief", book, "XS2024999", *TODAY).code == 2


def test_the_page_asks_for_nothing_and_escapes_what_users_wrote(run: Run, tmp_path: Path) -> None:
    row = ["XS2024001", "<script>alert(1)</script>有限公司", *ROWS[0][2:-1], None]
    book = write_rows(
        tmp_path / "台账.xlsx", {"线索登记表": [_LEADS, row], "跟进记录表": [_LOG, *LOG]}
    )
    target = tmp_path / "一页.html"
    assert run("brief", book, "XS2024001", "-o", target, *TODAY).code == 0
    page = target.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http://" not in page.replace("http-equiv", "")
    assert "https://" not in page
