"""The benchmark's planted cells about who a lead is: every error is found, and nothing else is one."""

from __future__ import annotations

import datetime as dt
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from crmbook.schema.kinds.base import Context
from crmbook.schema.sheets import leads

CONTEXT = Context(dt.datetime(2026, 1, 1, 23, 59, 59))
#: Planted kind → the finding and, of formats, what its message must tell.
FOUND = {
    "number-format": "number-format", "spaces": "spaces", "phone-short": "phone-format",
    "phone-letter": "phone-format", "phone-prefix": "phone-format", "email-no-at": "email-format",
    "email-two-at": "email-format", "email-space": "email-format", "email-no-user": "email-format",
    "email-no-domain": "email-format", "email-no-dot": "email-format",
}  # fmt: skip
#: What spells a duplicate differently on purpose, and what an abbreviated one lacks.
EXPECTED_WARNINGS = {"phone-style", "company-style", "company-no-suffix", "spaces", "email-style"}


@pytest.fixture(scope="module")
def maker(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_leads", shared / "bench/make_leads.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("hard", [False, True], ids=["easy", "hard"])
@pytest.mark.parametrize(
    "header", ["线索编号", "公司名称", "联系人", "联系电话", "邮箱", "需求描述"]
)
def test_every_planted_cell_is_found_and_no_other(
    maker: ModuleType, header: str, *, hard: bool
) -> None:
    rows, _truth, bad = maker.make(4000, seed=23, bad=0.06, hard=hard)
    at = maker.COLUMNS.index(header)
    column = leads.LEADS[header].kind.parse_all([row[at] for row in rows], CONTEXT)
    planted = {line[2] - 2: line[4] for line in bad if line[3] == header and line[4] in FOUND}
    assert len(planted) > 30
    for row, kind in planted.items():
        found = [issue.check for issue in column.issues[row]]
        assert FOUND[kind] in found, (rows[row][at], kind)
    others = {
        issue.check
        for row, issues in column.issues.items()
        if row not in planted
        for issue in issues
    }
    assert others <= EXPECTED_WARNINGS
    assert column.masked == frozenset()
