"""Data sets with a known truth, as plain rows that every system is given alike.

Leads come from ``../shared/bench/make_leads.py`` (seeded, made once under build/linkage), all
others from ``../shared/data``: nobody here wrote those (its MANIFEST says who did).
"""

from __future__ import annotations

import csv
import itertools
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import python_calamine

from bench.linkage.measures import Pair, pair

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
BUILD = ROOT / "build" / "linkage"
SHEET = "线索登记表"

#: The columns a data set may have and their headers in a register; peers see the left names.
HEADERS = {
    "name": "公司名称",
    "short": "公司简称",
    "english": "英文名称",
    "person": "联系人",
    "phone": "联系电话",
    "email": "邮箱",
    "address": "地址",
    "city": "地区",
    "web": "网址",
    "industry": "行业类型",
    "size": "企业规模(员工数)",
    "need": "需求描述",
    "birth": "出生日期",
    "number": "证件号码",
}
Row = dict[str, str]


@dataclass(frozen=True)
class DataSet:
    """Rows by key, and the pairs that are the same.

    ``sides``: the list each key stands in, when two lists are linked (no list names anything
    twice, and only pairs across count); empty when one list is deduplicated.
    ``numbers``: the key behind each 线索编号 of ``book``, for a set that is a workbook already.
    """

    name: str
    rows: dict[str, Row]
    truth: frozenset[Pair]
    sides: dict[str, str]
    book: Path | None = None
    numbers: dict[str, str] | None = None

    @property
    def columns(self) -> list[str]:
        """The columns that hold anything, in the order of HEADERS."""
        filled = set(itertools.chain.from_iterable(self.rows.values()))
        return [column for column in HEADERS if column in filled]

    def write(self, path: Path) -> None:
        """Write the rows as a csv: key, side, then the columns; a blank is a blank."""
        columns = self.columns
        with path.open("w", encoding="utf-8", newline="") as out:
            lines = csv.writer(out)
            lines.writerow(["key", "side", *columns])
            for key, row in self.rows.items():
                values = [row.get(column, "") for column in columns]
                lines.writerow([key, self.sides.get(key, ""), *values])


def leads(rows: int, seed: int, *, hard: bool = True) -> DataSet:
    """Return a book of leads; ``hard``: issue 4's ``--hard --sibling 0.05``."""
    name = f"leads {'hard' if hard else 'easy'} {rows:,}, seed {seed}"
    book = BUILD / f"leads-{'hard' if hard else 'easy'}-{rows}-{seed}.xlsx"
    if not book.exists():
        BUILD.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, str(SHARED / "bench" / "make_leads.py"), str(rows), str(book)]
        options = ["--hard", "--sibling", "0.05"] if hard else []
        subprocess.run([*command, "--seed", str(seed), *options], check=True)
    truth = _read(book.with_suffix(".truth.csv"))
    numbers: dict[str, str] = {}
    clusters: dict[str, list[str]] = {}
    for line in truth:
        key = f"r{line['row']}"
        numbers.setdefault(line["id"], key)  # a number used twice is the upper row's
        clusters.setdefault(line["cluster"], []).append(key)
    return DataSet(name, _lead_rows(book), _pairs(clusters.values()), {}, book, numbers)


def restaurants() -> DataSet:
    """Return Fodor's and Zagat's restaurants: 864 rows in one list, 112 pairs."""
    columns = {"name": "name", "addr": "address", "phone": "phone", "city": "city"}
    lines = _read(SHARED / "data/er/restaurants.csv", delimiter="|")
    truth = (SHARED / "data/er/restaurants_truth.csv").read_text("utf-8").split()
    pairs = frozenset(pair(*line.split("|")) for line in truth)
    return DataSet("restaurants", _rows(lines, "id", columns), pairs, {})


def shenzhen() -> DataSet:
    """Return the companies listed in Shenzhen, 2020 and 2025, 421 of them in both lists."""
    columns = {
        "公司全称": "name",
        "A股简称": "short",
        "英文名称": "english",
        "注册地址": "address",
        "公司网址": "web",
        "城     市": "city",
        "所属行业": "industry",
    }
    folder = SHARED / "data/cn"
    sides = {
        year: _rows(_read(folder / f"szse_dev_{year}.csv"), "row_id", columns)
        for year in ("2020", "2025")
    }
    truth = _read(folder / "szse_dev_truth.tsv", delimiter="\t")
    pairs = frozenset(pair(line["row_2020"], line["row_2025"]) for line in truth)
    side = {key: year for year, rows in sides.items() for key in rows}
    return DataSet("Shenzhen 2020 → 2025", sides["2020"] | sides["2025"], pairs, side)


def febrl(which: str) -> DataSet:
    """Return FEBRL's persons: "1" (one list of 1,000) or "4" (two lists of 5,000)."""
    names = (
        {"febrl_dataset1": ""} if which == "1" else {"febrl_dataset4a": "a", "febrl_dataset4b": "b"}
    )
    rows: dict[str, Row] = {}
    side: dict[str, str] = {}
    for name, letter in names.items():
        found = dict(_persons(_read(SHARED / f"data/er/{name}.csv")))
        rows |= found
        side |= dict.fromkeys(found, letter) if letter else {}
    clusters: dict[str, list[str]] = {}
    for key in rows:
        clusters.setdefault(key.split("-")[1], []).append(key)
    return DataSet(f"FEBRL {which}", rows, _pairs(clusters.values()), side)


def places() -> list[str]:
    """Return the names of China's provinces and cities, with and without 省, 市."""
    found: set[str] = set()
    for name in ("provinces", "cities"):
        for line in _read(SHARED / f"data/cn/admin_{name}.csv"):
            whole = line["name"]
            found |= {whole, whole.removesuffix("市").removesuffix("省")}
    return sorted((name for name in found if len(name) > 1), key=len, reverse=True)


def _lead_rows(book: Path) -> dict[str, Row]:
    sheet = python_calamine.load_workbook(str(book)).get_sheet_by_name(SHEET)
    columns = {header: column for column, header in HEADERS.items()}
    lines: Iterator[Sequence[object]] = iter(sheet.iter_rows())
    header = [str(cell) for cell in next(lines)]
    wanted = [(place, columns[name]) for place, name in enumerate(header) if name in columns]
    return {
        f"r{number}": {column: _text(line[place]) for place, column in wanted if line[place] != ""}
        for number, line in enumerate(lines, 2)
    }


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


def _persons(lines: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    for line in lines:
        street = " ".join(line[part] for part in ("street_number", "address_1", "address_2"))
        row = {
            "person": f"{line['given_name']} {line['surname']}",
            "address": street,
            "city": f"{line['suburb']} {line['postcode']} {line['state']}",
            "birth": line["date_of_birth"],
            "number": line["soc_sec_id"],
        }
        yield (
            line["rec_id"],
            {column: value.strip() for column, value in row.items() if value.strip()},
        )


def _rows(lines: Iterable[Row], key: str, columns: dict[str, str]) -> dict[str, Row]:
    return {
        line[key]: {
            to: line[of].strip() for of, to in columns.items() if line[of].strip() not in {"", "-"}
        }
        for line in lines
    }


def _read(path: Path, delimiter: str = ",") -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter, skipinitialspace=True))


def _pairs(clusters: Iterable[list[str]]) -> frozenset[Pair]:
    every = (itertools.combinations(keys, 2) for keys in clusters)
    return frozenset(pair(*two) for two in itertools.chain.from_iterable(every))
