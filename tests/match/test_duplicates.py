"""Duplicates of a whole book: survivors, customers, decisions, what was merged before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmbook.match.duplicates import find
from tests.match.books import leads, strangers

LEAD = {"公司名称": "杭州华鼎科技有限公司", "联系人": "张伟", "联系电话": "13867412358"}


def ids(found: Any) -> list[list[str]]:
    return [[member.id for member in one.members] for one in found.clusters]


def test_the_earliest_survives_then_the_smaller_number(tmp_path: Path) -> None:
    rows = [
        {**LEAD, "线索编号": "XS20241000", "分配时间": dt.datetime(2024, 3, 2)},
        {**LEAD, "线索编号": "XS2024999", "分配时间": dt.datetime(2024, 3, 2)},
        {**LEAD, "线索编号": "XS2024500", "分配时间": dt.datetime(2024, 3, 3)},
    ]
    found = find(leads(tmp_path / "a.xlsx", rows + strangers()))
    assert ids(found) == [["XS2024999", "XS20241000", "XS2024500"]]


def test_a_customer_survives_its_leads(tmp_path: Path) -> None:
    customer = {"客户编号": "KH2024007", "联系电话": "13867412358"}
    found = find(leads(tmp_path / "a.xlsx", [LEAD, *strangers()], customers=[customer]))
    assert ids(found) == [["KH2024007", "XS2024001"]]


def test_a_lead_that_became_this_customer_is_no_duplicate(tmp_path: Path) -> None:
    customer = {"客户编号": "KH2024007", "联系电话": "13867412358"}
    became = {**LEAD, "客户编号": "KH2024007"}
    found = find(leads(tmp_path / "a.xlsx", [became, *strangers()], customers=[customer]))
    assert ids(found) == []


def test_what_was_merged_away_takes_no_part(tmp_path: Path) -> None:
    rows = [LEAD, {**LEAD, "线索状态": "重复"}, {**LEAD, "合并至": "XS2024001"}]
    assert ids(find(leads(tmp_path / "a.xlsx", rows + strangers()))) == []


def test_what_was_called_apart_stays_apart(tmp_path: Path) -> None:
    book = leads(tmp_path / "a.xlsx", [LEAD, LEAD, *strangers()])
    assert ids(find(book)) == [["XS2024001", "XS2024002"]]
    assert ids(find(book, apart={frozenset({"XS2024001", "XS2024002"})})) == []


def test_every_pair_says_why(tmp_path: Path) -> None:
    rows = [LEAD, {**LEAD, "联系人": "张总", "联系电话": "13867412350"}, *strangers()]
    (cluster,) = find(leads(tmp_path / "a.xlsx", rows)).clusters
    (pair,) = cluster.pairs
    assert 0.5 < pair.score <= 1.0
    text = "；".join(pair.reasons)
    assert all(
        said in text
        for said in ("杭州华鼎科技有限公司", "张伟 / 张总", "13867412358 / 13867412350")
    )


def test_a_book_of_nothing_has_no_duplicates(tmp_path: Path) -> None:
    empty: dict[str, Any] = dict.fromkeys(("公司名称", "联系人", "联系电话", "邮箱", "需求描述"))
    assert ids(find(leads(tmp_path / "a.xlsx", [empty, empty, empty]))) == []


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.permutations(range(26)))
def test_the_order_of_rows_never_changes_clusters(tmp_path: Path, order: list[int]) -> None:
    rows: list[dict[str, Any]] = [
        LEAD, {**LEAD, "联系人": "张总"}, {**LEAD, "公司名称": "华鼎科技", "联系电话": None},
        {**LEAD, "联系人": "李强", "联系电话": "13912345670"},
        {"公司名称": "北京宏远科技有限公司", "联系人": "王总"}, {"公司名称": "宏远科技", "联系人": "王芳"},
        *strangers(),
    ]  # fmt: skip
    named = [{**row, "线索编号": f"XS2024{at + 1:03d}"} for at, row in enumerate(rows)]
    straight = find(leads(tmp_path / "a.xlsx", named))
    moved = find(leads(tmp_path / "b.xlsx", [named[at] for at in order]))
    assert sorted(map(sorted, ids(moved))) == sorted(map(sorted, ids(straight)))
    assert ids(straight)
