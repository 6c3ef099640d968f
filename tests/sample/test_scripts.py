"""What the scripts of sample_data write is what lies in the repository."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from crmbook.checks.registry import by_name
from sample_data import make_exhibition, make_messy, make_sample

STORY = make_sample.tell()
CSV = make_sample.files(STORY)


@pytest.mark.parametrize("name", CSV)
def test_the_seeds_are_up_to_date(name: str) -> None:
    assert (make_sample.SEEDS / name).read_bytes() == CSV[name]


def test_no_other_seeds_lie_about() -> None:
    assert {path.name for path in make_sample.SEEDS.glob("*.csv")} == set(CSV)


def test_the_story_is_told_the_same_way_twice() -> None:
    assert make_sample.files(make_sample.tell()) == CSV


def test_the_intended_problems_are_up_to_date() -> None:
    assert make_sample.EXPECTED.read_bytes() == make_sample.expected(STORY)


def test_the_exhibition_list_is_up_to_date() -> None:
    assert make_exhibition.OUT.read_bytes() == make_exhibition.listing()


def test_the_exhibition_list_is_gb18030_with_characters_outside_of_gbk() -> None:
    data = make_exhibition.OUT.read_bytes()
    text = data.decode("gb18030")
    assert "䶮" in text
    assert "𠮷" in text
    with pytest.raises(UnicodeDecodeError):
        data.decode("gbk")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1] == list(make_exhibition.HEADERS)
    assert 55 <= len(rows) - 2 <= 65


def test_some_visitors_of_the_exhibition_are_leads_already() -> None:
    def digits(phone: str) -> str:
        return "".join(one for one in phone if one.isdigit())[-11:]

    known = {digits(lead.values["联系电话"]) for lead in STORY.leads if lead.values["联系电话"]}
    phones = [digits(row[2]) for row in make_exhibition.rows()]
    assert sum(phone in known for phone in phones) >= make_exhibition.KNOWN
    assert len(set(phones)) <= len(phones) - make_exhibition.TWICE


def test_the_messy_book_and_its_expectations_are_up_to_date() -> None:
    data, findings = make_messy.build()
    assert _parts(make_messy.BOOK.read_bytes()) == _parts(data)
    assert make_messy.EXPECTED.read_bytes() == make_messy.expected(findings)


def test_every_registered_check_fires_in_the_messy_book() -> None:
    rows = _rows(make_messy.EXPECTED)
    assert {check.code for check in by_name().values()} == {row["code"] for row in rows}


def test_no_problem_is_expected_twice_in_one_cell() -> None:
    found = [(row["sheet"], row["cell"], row["code"]) for row in _rows(make_messy.EXPECTED)]
    assert len(found) == len(set(found))


def _parts(book: bytes) -> list[tuple[str, bytes]]:
    """Return the parts of a workbook: how they are compressed is zlib's own affair."""
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))
