"""Snapshots on disk: which one is the measure, how many are kept, what a crash leaves behind."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import numpy as np
import pytest

from crmbook.facts.snapshot import HashedColumn, SheetSnapshot, Snapshot
from crmbook.files.snapshots import KEPT_DAYS, Snapshots
from crmbook.files.state import state_folder


def _at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2024, 3, day, hour)


def _snapshot(when: dt.datetime, book: str = "") -> Snapshot:
    sheet = SheetSnapshot(
        np.arange(3, dtype=np.uint64),
        {
            "意向等级": HashedColumn(np.array([7, 9, 0], np.uint32), np.array([1, 0, 2], np.uint8)),
            "客户反馈/异议": HashedColumn(np.array([5, 6, 0], np.uint32)),
        },
        np.array([4, 0, 8], np.uint32),
    )
    return Snapshot(when, book or f"{when:%d%H}", {"线索登记表": sheet}, 3, 2)


@pytest.fixture
def kept(tmp_path: Path) -> Snapshots:
    return Snapshots.of([tmp_path / "台账.xlsx"])


def test_what_is_kept_comes_back(kept: Snapshots) -> None:
    kept.keep(_snapshot(_at(11)))
    found = kept.before(_at(18))
    assert found is not None
    assert (found.when, found.book, found.errors, found.warnings) == (_at(11), "1109", 3, 2)
    columns = found.sheets["线索登记表"].columns
    assert columns["意向等级"].cells.tolist() == [9, 7, 0]
    assert columns["客户反馈/异议"].cells.tolist() == [5, 6, 0]
    assert found.sheets["线索登记表"].keys.tolist() == [0, 1, 2]
    assert found.sheets["线索登记表"].names.tolist() == [4, 0, 8]


@pytest.mark.parametrize(
    ("checks", "now", "wanted"),
    [
        ([], _at(18), None),
        ([_at(11), _at(12)], _at(18), _at(12)),
        ([_at(11, 9), _at(11, 17)], _at(18), _at(11, 17)),
        ([_at(11), _at(18, 9)], _at(18, 15), _at(11)),
        ([_at(18, 9), _at(18, 11), _at(18, 13)], _at(18, 15), _at(18, 9)),
        ([_at(20)], _at(18), None),
        ([_at(18, 17)], _at(18, 15), None),
    ],
    ids=["none yet", "the last day", "the last of a day", "an earlier day before this one",
         "the first of this day", "none of the future", "none of this evening"],
)  # fmt: skip
def test_the_measure_is_the_last_earlier_day_else_this_mornings(
    checks: list[dt.datetime], now: dt.datetime, wanted: dt.datetime | None, kept: Snapshots
) -> None:
    for when in checks:
        kept.keep(_snapshot(when))
    found = kept.before(now)
    assert (None if found is None else found.when) == wanted


def test_days_long_past_are_dropped(kept: Snapshots) -> None:
    for day in range(1, 21):
        for hour in (9, 12, 17):
            kept.keep(_snapshot(_at(day, hour)))
    files = sorted(path.name for path in kept.folder.glob("*.npz"))
    assert len(files) == 2 * KEPT_DAYS
    assert files[0] == "20240316a.npz"
    found = kept.on(dt.date(2024, 3, 20))
    assert found is not None
    assert found.when == _at(20, 17)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all"], ids=str)
def test_one_that_cannot_be_read_is_passed_over(content: bytes, kept: Snapshots) -> None:
    kept.keep(_snapshot(_at(11)))
    kept.keep(_snapshot(_at(12)))
    (kept.folder / "20240312a.npz").write_bytes(content)
    found = kept.before(_at(18))
    assert found is not None
    assert found.when == _at(11)


def test_one_that_was_cut_short_is_passed_over_wherever_it_was_cut(kept: Snapshots) -> None:
    kept.keep(_snapshot(_at(11)))
    (path,) = kept.folder.glob("*.npz")
    data = path.read_bytes()
    for size in range(0, len(data), 37):
        path.write_bytes(data[:size])
        assert kept.before(_at(18)) is None


def test_no_pickle_is_ever_loaded(kept: Snapshots) -> None:
    kept.keep(_snapshot(_at(11)))
    (path,) = kept.folder.glob("*.npz")
    np.savez(path, meta=np.array([{"format": 1}], dtype=object), allow_pickle=True)
    assert kept.before(_at(18)) is None


def test_books_checked_together_have_snapshots_of_their_own(tmp_path: Path) -> None:
    one, other = tmp_path / "台账.xlsx", tmp_path / "李四.xlsx"
    assert Snapshots.of([one]).folder != Snapshots.of([one, other]).folder
    assert Snapshots.of([one]) == Snapshots.of([tmp_path / "." / "台账.xlsx"])


def test_nobody_else_gets_into_the_folder(
    kept: Snapshots, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CRMBOOK_STATE", str(tmp_path / "new" / "state"))
    Snapshots.of([tmp_path / "台账.xlsx"]).keep(_snapshot(_at(11)))
    assert stat.S_IMODE(state_folder().stat().st_mode) == 0o700
    assert not list(state_folder().rglob("*.tmp"))
    assert not kept.folder.exists()
