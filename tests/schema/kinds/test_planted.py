"""The planted cells of the benchmark's lead books: every error is found, and nothing else is one."""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from crmbook.schema.kinds.base import Context, Vocabulary
from crmbook.schema.sheets import leads
from crmbook.schema.text import fold

TODAY = dt.datetime(2026, 1, 1, 23, 59, 59)
#: Planted kind → the finding; what the schema checks find stands under their names.
FOUND = {
    "spaces": ("spaces",), "unlisted": ("choice-unknown",), "bad-size": ("size-unreadable",),
    "bad-grade": ("grade-unknown",), "text-date": ("date-text",), "bad-date": ("date-unreadable",),
    "future-date": ("date-future",), "blank": (),
}  # fmt: skip


@pytest.fixture(scope="module")
def maker(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_leads", shared / "bench/make_leads.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _vocabulary(values: list[str], aliases: dict[str, str]) -> Vocabulary:
    spellings = {fold(aliases[value]): value for value in values if value in aliases}
    return Vocabulary(tuple(values), spellings | {fold(value): value for value in values})


def _findings(header: str, raws: list[Any], context: Context) -> Iterator[tuple[str, ...]]:
    """Yield the kind's issues, then what the schema checks make of the value that is left."""
    column = leads.LEADS[header]
    parsed = column.kind.parse_all(raws, context)
    allowed = context.vocabulary.values if context.vocabulary else column.choices
    unknown = "choice-unknown" if context.vocabulary else "grade-unknown"
    for at, value in enumerate(parsed.values):
        found = [issue.check for issue in parsed.issues.get(at, ())]
        if value is not None and allowed and value not in allowed:
            found.append(unknown)
        if isinstance(value, dt.datetime) and value > context.today:
            found.append("date-future")
        yield tuple(found)


@pytest.mark.parametrize(
    "header", ["行业类型", "企业规模(员工数)", "线索来源", "意向等级", "分配时间"]
)
def test_every_planted_cell_is_found_and_no_other(maker: ModuleType, header: str) -> None:
    rows, _truth, bad = maker.make(3000, seed=11, bad=0.06, hard=True)
    words = {"行业类型": maker.INDUSTRY, "线索来源": maker.SOURCE}.get(header)
    context = Context(TODAY, _vocabulary(words, maker.ALIAS) if words else None)
    planted = {line[2]: line[4] for line in bad if line[3] == header}
    at = maker.COLUMNS.index(header)
    findings = list(_findings(header, [row[at] for row in rows], context))
    assert len(planted) > 50
    assert [findings[row - 2] for row in planted] == [FOUND[kind] for kind in planted.values()]
    assert [
        finding for row, finding in enumerate(findings, 2) if row not in planted and finding
    ] == []
