"""When each record was first seen: kept for good, told for what checks can tell (U18)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from crmbook.facts.snapshot import SheetSnapshot, Snapshot
from crmbook.files.first_seen import FirstSeen, Sighting, read_first_seen, write_first_seen
from crmbook.files.snapshots import Snapshots

LEADS = "线索登记表"


def snapshot(day: int, *keys: int, sheet: str = LEADS) -> Snapshot:
    held = SheetSnapshot(np.array(keys, np.uint64), {}, np.zeros(len(keys), np.uint32))
    return Snapshot(dt.datetime(2024, 3, day, 9), "", {sheet: held}, 0, 0)


def day(number: int) -> dt.date:
    return dt.date(2024, 3, number)


@pytest.fixture
def known() -> FirstSeen:
    found = FirstSeen().after(snapshot(1, 7, 3)).after(snapshot(5, 7, 3, 9))
    return found.after(snapshot(9, 9, 2**63 + 1))


@pytest.mark.parametrize(
    ("key", "sighting"),
    [
        (3, Sighting(day(1), None)),
        (9, Sighting(day(5), day(1))),
        (2**63 + 1, Sighting(day(9), day(5))),
        (8, None),
    ],
    ids=["there from the first check", "new", "a large key", "never seen"],
)
def test_a_record_is_known_by_the_first_check_that_saw_it(
    known: FirstSeen, key: int, sighting: Sighting | None
) -> None:
    assert known.at(LEADS, [key]) == sighting


def test_of_several_keys_the_earliest_counts(known: FirstSeen) -> None:
    assert known.at(LEADS, [9, 8, 3]) == Sighting(day(1), None)


def test_a_row_that_went_and_came_back_is_not_new(known: FirstSeen) -> None:
    assert known.after(snapshot(11, 3)).at(LEADS, [3]) == Sighting(day(1), None)


def test_a_check_as_of_an_earlier_day_tells_nothing(known: FirstSeen) -> None:
    assert known.after(snapshot(2, 8)).at(LEADS, [8]) is None


def test_a_register_that_comes_later_has_no_past(known: FirstSeen) -> None:
    found = known.after(snapshot(12, 4, sheet="客户档案"))
    assert found.at("客户档案", [4]) == Sighting(day(12), None)


def test_what_is_kept_comes_back(known: FirstSeen, tmp_path: Path) -> None:
    write_first_seen(tmp_path, known)
    found = read_first_seen(tmp_path)
    assert found is not None
    assert [found.at(LEADS, [key]) for key in (3, 9)] == [known.at(LEADS, [key]) for key in (3, 9)]
    assert found.last == known.last
    assert [path.name for path in tmp_path.iterdir()] == ["first-seen"]


@pytest.mark.parametrize("damaged", [b"", b"PK\x03\x04", b"nonsense"])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / "first-seen").write_bytes(damaged)
    assert read_first_seen(tmp_path) is None


def test_it_outlives_the_snapshots_that_told_it(tmp_path: Path) -> None:
    kept = Snapshots.of([tmp_path / "台账.xlsx"])
    for at in range(1, 21):
        kept.keep(snapshot(at, *range(at)))
    assert kept.first_seen().at(LEADS, [2]) == Sighting(day(3), day(2))
