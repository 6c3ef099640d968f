"""How often each grade was followed up, counted again the slow way."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from statistics import median
from typing import Any

import pytest
from hypothesis import given

from crmbook.analysis.cases import Span, cases
from crmbook.analysis.frequency import Rhythm, rhythms
from crmbook.analysis.frequency_hints import hints
from crmbook.analysis.visits import visits
from crmbook.facts.ledger import Ledger
from crmbook.i18n import _
from crmbook.schema.sheets import FOLLOWUPS, LEADS
from tests.analysis import plain
from tests.analysis.books import books, ledger

MARCH = Span(dt.datetime(2024, 3, 1), dt.datetime(2024, 4, 1))
_SILENT = "{part} of {whole} leads were silent for more than {days:g} days"
_OFTEN = "{part} of {whole} leads were called again within less than {days:g} days"
_MORE = "{part}/{whole} of them lost, of those in the window {lost}/{fit}"


def _lead(number: int, grade: str, **other: Any) -> dict[str, Any]:
    return {"线索编号": f"XS2024{number:03d}", "公司名称": f"第{number}公司", "意向等级": grade,
            "获取时间": dt.datetime(2024, 3, 1), **other}  # fmt: skip


def _call(number: int, day: int, **other: Any) -> dict[str, Any]:
    return {"线索编号": f"XS2024{number:03d}", "跟进时间": dt.datetime(2024, 3, day), **other}


def _found(leads: list[dict[str, Any]], log: list[dict[str, Any]]) -> dict[str, Rhythm]:
    book = ledger({LEADS: leads, FOLLOWUPS: log})
    found = cases(book)
    return {one.grade: one for one in rhythms(book, found, visits(book, found), MARCH)}


_LOST = {"线索状态": "已流失", "流失日期": dt.datetime(2024, 3, 20)}


def test_silence_and_calling_again_too_soon_are_told_apart() -> None:
    days = {1: (4, 8, 12, 16, 20, 24, 28), 2: (4, 5, 9, 13, 17, 21, 25, 29), 3: (4, 20)}
    log = [_call(number, day) for number, some in days.items() for day in some]
    one = _found([_lead(1, "B类"), _lead(2, "B类"), _lead(3, "B类", **_LOST)], log)["B"]
    assert (one.leads, one.earliest, one.latest) == (3, 3, 5)
    assert (one.rare.whole, one.rare.part) == (1, 1)
    assert (one.frequent.whole, one.fit.whole, one.fit.part) == (1, 1, 0)
    assert one.silence == 4


def test_a_customer_who_calls_us_is_not_disturbed() -> None:
    ours = [_call(1, day) for day in (4, 8, 12, 16, 20, 24, 28)]
    asked = _found([_lead(1, "B类")], [*ours, _call(1, 9, 发起方="客户")])["B"]
    called = _found([_lead(1, "B类")], [*ours, _call(1, 9, 发起方="我方")])["B"]
    assert (asked.frequent.whole, called.frequent.whole) == (0, 1)
    theirs = _found([_lead(1, "B类")], [_call(1, 4), _call(1, 5, 发起方="客户")])["B"]
    assert theirs.frequent.whole == 0


@pytest.mark.parametrize(
    "other",
    [
        {"线索状态": "暂停跟进"}, {"线索状态": "无效"}, {"线索状态": "已流失"},
        {"获取时间": dt.datetime(2024, 4, 2)}, {"获取时间": None},
        {"获取时间": dt.datetime(2024, 1, 2), "线索状态": "已签约",
         "签约日期": dt.datetime(2024, 2, 2)},
    ],
    ids=["paused", "invalid", "lost at an unknown date", "later", "no date", "signed before"],
)  # fmt: skip
def test_who_was_not_to_be_followed_up_is_not_counted(other: dict[str, Any]) -> None:
    assert _found([_lead(1, "A类", **other)], [_call(2, 3)])["A"].leads == 0


def test_without_a_log_nothing_is_said() -> None:
    book = ledger({LEADS: [_lead(1, "A类")]})
    assert rhythms(book, cases(book), [], MARCH) == []


def test_hints_quote_their_numbers_and_the_rule_s_measure() -> None:
    silent = [_lead(at, "C类", **(_LOST if at < 20 else {})) for at in range(30)]
    kept = [_lead(30 + at, "C类") for at in range(30)]
    log = [_call(30 + at, day) for at in range(30) for day in (8, 16, 24)]
    book = ledger(
        {LEADS: [*silent, *kept], FOLLOWUPS: log}, values={"措施.跟进.不足": "每周一清单"}
    )
    found = cases(book)
    one = next(x for x in rhythms(book, found, visits(book, found), MARCH) if x.grade == "C")
    ((text, measure),) = hints(one, book.rules)
    more = _(_MORE).format(part=20, whole=30, lost=0, fit=30)
    assert text == _(_SILENT).format(part=30, whole=60, days=10) + "\n" + more
    assert measure == "每周一清单"


def test_who_is_called_too_often_is_told_and_few_leads_get_no_hint() -> None:
    for count, told in ((10, 1), (9, 0)):
        leads = [_lead(at, "C类") for at in range(count)]
        log = [_call(at, day) for at in range(count) for day in (5, 7, 15, 24)]
        book = ledger({LEADS: leads, FOLLOWUPS: log})
        found = cases(book)
        one = next(x for x in rhythms(book, found, visits(book, found), MARCH) if x.grade == "C")
        made = hints(one, book.rules)
        assert len(made) == told
        if told:
            assert made[0][0] == _(_OFTEN).format(part=10, whole=10, days=7)


def _slow(book: Ledger) -> dict[str, tuple[int, Any, tuple[int, ...]]]:
    """Leads, median silence, (rare, lost of them, frequent, lost, fit, lost) by grade."""
    windows = {"A": (1, 2), "B": (3, 5), "C": (7, 10)}
    first, last = dt.date(2024, 3, 1), dt.date(2024, 3, 31)
    grades = plain.grades_at(book, MARCH.end)
    sums: dict[str, list[tuple[int, bool, bool, bool]]] = {grade: [] for grade in windows}
    for at, row in enumerate(plain.lead_rows(book)):
        over = row["签约"] or row["流失"]
        start, grade = row["开始"], grades[at]
        if not row["计入"] or row["状态"] == "暂停跟进" or start is None or grade not in windows:
            continue
        if row["状态"] in ("已签约", "已流失") and over is None:
            continue
        if start.date() > last or (over is not None and over.date() < first):
            continue
        end = min(over.date() if over else last, last)
        mine = sorted(
            one["跟进时间"].date() for one in plain.log_rows(book)
            if one.get("跟进时间") and one.get("线索编号") == row["线索编号"]
            and start.date() <= one["跟进时间"].date() <= end
        )  # fmt: skip
        points = [start.date(), *mine, end]
        silence = max([(b - a).days for a, b in pairwise(points) if b >= first],
                      default=0)  # fmt: skip
        calls = [(b - a).days for a, b in pairwise(mine) if b >= first]
        early, late = windows[grade]
        lost = row["流失"] is not None and first <= row["流失"].date() <= last
        sums[grade].append((silence, silence > late, bool(calls) and min(calls) < early, lost))
    found = {}
    for grade, some in sums.items():
        rare = [one for one in some if one[1]]
        often = [one for one in some if one[2]]
        fit = [one for one in some if not one[1] and not one[2]]
        pairs = tuple(
            n for part in (rare, often, fit) for n in (len(part), sum(x[3] for x in part))
        )
        found[grade] = (len(some), median(one[0] for one in some) if some else None, pairs)
    return found


@given(books())
def test_rhythms_are_those_counted_by_hand(book: Ledger) -> None:
    found = cases(book)
    made = rhythms(book, found, visits(book, found), MARCH)
    if book.log is None:
        assert made == []
        return
    rates = {
        one.grade: (one.leads, one.silence, tuple(
            n for rate in (one.rare, one.frequent, one.fit) for n in (rate.whole, rate.part)
        ))
        for one in made
    }  # fmt: skip
    assert rates == _slow(book)
