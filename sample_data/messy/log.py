"""The messy follow-up log: orphans, breaks in the chain, contacts at impossible times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sample_data.messy.plan import Cell, Record

HEADERS = (
    "线索编号", "跟进时间", "跟进人", "跟进方式", "跟进内容摘要", "客户反馈/异议", "下一步计划",
    "预计完成时间", "意向等级变化", "公司名称", "是否推送",
)  # fmt: skip


def row(number: str | None, day: dt.date, *wrong: tuple[str, str], **cells: Cell) -> Record:
    """Return a tidy log row of 李四 about a lead; ``wrong`` are (header, code)."""
    tidy: dict[str, Cell] = {
        "线索编号": number, "跟进时间": day, "跟进人": "李四", "跟进方式": "电话",
        "跟进内容摘要": "电话沟通需求", "客户反馈/异议": "要看案例", "下一步计划": "发案例",
        **cells,
    }  # fmt: skip
    return Record(tidy, tuple(wrong))


def rows() -> Iterator[Record]:
    """Yield the rows of 跟进记录."""
    march = [dt.date(2024, 3, day) for day in range(1, 19)]
    yield row("XS2024999", march[3], ("线索编号", "X402"))
    yield row(None, march[4], ("线索编号", "X403"), 公司名称="台州新锐电子有限公司")
    yield row("XS2024901", march[1], ("跟进时间", "X404"))
    yield row("XS2024902", march[11], ("跟进时间", "X405"))
    yield row("XS2024903", march[11])
    yield row("XS2024904", march[4], 意向等级变化="B类→A类")
    yield row("XS2024904", march[5], ("意向等级变化", "X407"), 意向等级变化="B类→C类")
    yield row("XS2024905", march[6], 意向等级变化="B类→A类")
    yield row("XS2024906", march[11], 意向等级变化="B类→B类", 跟进方式="微信")
    yield row("XS2024906", march[7], ("意向等级变化", "V173"), 意向等级变化="提升了")
    yield row("XS2024906", march[8], ("是否推送", "V185"), 是否推送="大概")
