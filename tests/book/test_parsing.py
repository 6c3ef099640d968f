"""Columns parsed in two processes mean what they mean in one."""

from __future__ import annotations

import datetime as dt
import os

import pytest

from crmbook.book import parsing
from crmbook.book.parsing import Job, parse
from crmbook.model.cells import Raw
from crmbook.schema.kinds.base import Context
from crmbook.schema.kinds.company import Company
from crmbook.schema.kinds.phone import Phone

CONTEXT = Context(today=dt.datetime(2024, 3, 31))
PHONES: list[Raw] = ["13800001111", "1380000", "０５７１－８８８８８８８８", None, 13900002222]
NAMES: list[Raw] = ["杭州华鼎科技有限公司", "测试", " 宁波海天 ", "A"]
JOBS = [Job(Phone(), PHONES, CONTEXT), Job(Company(), NAMES, CONTEXT)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.parametrize("dies", [False, True], ids=["answers", "dies"])
def test_a_second_process_finds_what_one_finds(
    monkeypatch: pytest.MonkeyPatch,
    dies: bool,  # noqa: FBT001
) -> None:
    alone = parse(JOBS)
    monkeypatch.setattr(parsing, "_WORTH_A_FORK", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    asked: list[int] = []
    fork = parsing._fork

    def forking(jobs: list[Job]) -> object:
        asked.append(len(jobs))
        return fork([] if dies else jobs)

    monkeypatch.setattr(parsing, "_fork", forking)
    assert parse(JOBS) == alone
    assert asked == [1]
