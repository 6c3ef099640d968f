"""Small workbooks for check cases: good base rows, of which a case overrides what it is about."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

import xlsxwriter

LEAD = {
    "线索编号": None,
    "公司名称": "杭州华鼎科技有限公司",
    "行业类型": "制造业",
    "企业规模(员工数)": "200-500人",
    "联系人": "张伟",
    "职位": "采购经理",
    "联系电话": "13867412358",
    "邮箱": "zhangwei@huading.com.cn",
    "线索来源": "官网注册",
    "需求描述": "需采购ERP系统",
    "意向等级": "A类",
    "负责人": "张三",
    "分配时间": dt.datetime(2024, 3, 1),
}
FOLLOWUP = {
    "线索编号": "XS2024001",
    "跟进时间": dt.datetime(2024, 3, 2),
    "跟进人": "张三",
    "跟进方式": "电话",
    "跟进内容摘要": "介绍ERP核心功能",
    "客户反馈/异议": None,
    "下一步计划": "发送案例",
    "预计完成时间": dt.datetime(2024, 3, 4),
    "意向等级变化": None,
}
PERSON = {"姓名": "张三", "别名": "小张", "团队": "一组", "在岗": "是", "离职日期": None}
SHEETS: dict[str, tuple[str, dict[str, Any]]] = {
    "leads": ("线索登记表", LEAD),
    "log": ("跟进记录表", FOLLOWUP),
    "people": ("人员", PERSON),
    "words": ("字典", {"列名": "线索来源", "值": "官网注册", "别名": "官网"}),
    "rules": ("规则", {"编号": "完整度.阈值", "规则": "", "值": 0.9, "生效日期": None, "依据": ""}),
    "customers": ("客户档案", {"客户编号": "KH2024001", "客户名称(全称)": "杭州华鼎科技有限公司",
                            "主要联系人姓名": "张伟", "客户类型": "新客户", "决策链关系": None,
                            "合作可能性评分": 4, "成立时间": None, "负责人": "张三"}),
    "months": ("转化分析表", {"统计周期": "2024年3月", "线索总数": 200, "A类线索数": 60, "B类线索数": 100,
                          "C类线索数": 40, "签约客户数": 30, "转化率": 0.15, "平均销售周期(天)": 45,
                          "主要流失阶段": "跟进阶段(流失8%)", "优化建议": "加强B类线索培育频率"}),
    "fields": ("字段", {"工作表": "线索登记表", "列名": "邮箱", "对应列": None, "类型": None,
                       "必填": "是"}),
}  # fmt: skip


def write_book(
    path: Path, sheets: dict[str, list[dict[str, Any]]], merge: tuple[str, ...] = ()
) -> Path:
    """Write the rows of a case; each row overrides the base row of its sheet."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    date = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for key, rows in sheets.items():
        name, base = SHEETS[key]
        sheet = book.add_worksheet(name)
        headers = list(dict.fromkeys([*base, *(header for row in rows for header in row)]))
        sheet.write_row(0, 0, headers)
        for at, row in enumerate(rows, 1):
            filled = {**base, **row}
            if key == "leads" and "线索编号" not in row:
                filled["线索编号"] = f"XS2024{at:03d}"
            for column, header in enumerate(headers):
                _write(sheet, (at, column), filled.get(header), date)
    for area in merge:
        name, _, cells = area.partition("!")
        book.get_worksheet_by_name(name).merge_range(cells, "张三")
    book.close()
    if any("=UNCACHED" in row.values() for rows in sheets.values() for row in rows):
        _forget_results(path)
    return path


def _forget_results(path: Path) -> None:
    """Take the stored results out of a book, as programs that do not calculate write it."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w") as target:
        for name, data in parts.items():
            target.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data))


def _write(sheet: Any, at: tuple[int, int], value: Any, date: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    if isinstance(value, dt.datetime):
        sheet.write_datetime(*at, value, date)
    elif isinstance(value, str) and value.startswith("=ERROR "):
        sheet.write_formula(*at, "=NA()", None, value.removeprefix("=ERROR "))
    elif value == "=UNCACHED":
        sheet.write_formula(*at, '="采购"&"经理"')
    elif isinstance(value, str) and value.startswith("=CACHED "):
        sheet.write_formula(*at, '="采购"&"经理"', None, value.removeprefix("=CACHED "))
    elif isinstance(value, str):
        sheet.write_string(*at, value)
    elif isinstance(value, bool):
        sheet.write_boolean(*at, value)
    else:
        sheet.write_number(*at, value)
