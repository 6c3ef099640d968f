"""How well and how fast duplicates are found, on data nobody here wrote; see README, Bench.

    python bench/matching.py [--rows 100000] [--seed 7001] [--quick]

Hard and easy lead books come from make_leads.py; restaurants, the Shenzhen lists of 2020 and 2025 and
the short names from ../shared/data. Defaults throughout; no truth is looked at before the end.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[1]))

import crmbook
from bench.measuring import CRMBOOK, GENERATOR, run
from crmbook.facts.register import Register
from crmbook.match.duplicates import find
from crmbook.match.link import link
from crmbook.match.names import Names
from crmbook.schema.text import fold, simplified

DATA = Path(__file__).parents[2] / "shared" / "data"
Pairs = set[tuple[str, str]]


def scores(found: Pairs, true: Pairs) -> tuple[float, float, float]:
    """Return (precision, recall, F1) of pairs."""
    right = len(found & true)
    precision, recall = right / max(len(found), 1), right / max(len(true), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def b_cubed(found: dict[str, str], true: dict[str, str]) -> float:
    """Return B-cubed F1 of two clusterings: record → cluster."""
    both: Counter[tuple[str, str]] = Counter((found[one], true[one]) for one in true)
    ours, theirs = Counter(found.values()), Counter(true.values())
    precision = sum(n * n / ours[a] for (a, _b), n in both.items()) / len(true)
    recall = sum(n * n / theirs[b] for (_a, b), n in both.items()) / len(true)
    return 2 * precision * recall / (precision + recall)


def pairs_of(clusters: Iterable[Sequence[str]]) -> Pairs:
    """Return every pair within clusters."""
    return {(min(pair), max(pair)) for one in clusters for pair in combinations(one, 2)}


def told(name: str, numbers: tuple[float, float, float], more: str = "", goal: str = "") -> None:
    precision, recall, f1 = numbers
    print(f"{name:34} P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}  {more}  [{goal}]")


def leads(folder: Path, rows: int, seed: int, *hard: str) -> None:
    """Dedupe a generated book; time the whole command against ``check`` of the same file."""
    book = folder / f"leads{seed}{'h' * bool(hard)}.xlsx"
    run([sys.executable, str(GENERATOR), str(rows), str(book), "--seed", str(seed), *hard])
    report = crmbook.dedupe(crmbook.open(book))
    with book.with_suffix(".truth.csv").open(encoding="utf-8") as file:
        true = {line["row"]: line["cluster"] for line in csv.DictReader(file)}
    groups = defaultdict(list)
    for row, cluster in true.items():
        groups[cluster].append(row)
    clusters = [[str(member.row) for member in one.members] for one in report]
    found = {row: row for row in true} | {row: one[0] for one in clusters for row in one}
    own = run([*CRMBOOK, "dedupe", str(book), "--no-state", "--quiet"])
    check = run([*CRMBOOK, "check", str(book), "--no-state", "--quiet"])
    more = f"B³ {b_cubed(found, true):.4f}  {own.wall:.1f} s = {own.wall / check.wall:.1f} × check"
    goal = "F1 ≥ 0.94, P ≥ 0.96, ≤ 4 ×, ≤ 600 MiB" if hard else "F1 ≥ 0.99"
    numbers = scores(pairs_of(clusters), pairs_of(groups.values()))
    told(f"{'hard' if hard else 'easy'} leads, {rows:,}, seed {seed}", numbers,
         f"{more}, {own.megabytes:.0f} MiB", goal)  # fmt: skip


def small(folder: Path) -> None:
    """Compare the seconds of ``dedupe`` and ``check`` on 200 leads."""
    book = folder / "small.xlsx"
    run([sys.executable, str(GENERATOR), "200", str(book)])
    times: dict[str, list[float]] = {name: [] for name in ("dedupe", "check")}
    for _turn in range(6):
        for name, seconds in times.items():
            seconds.append(run([*CRMBOOK, name, str(book), "--no-state"]).wall)
    own, check = (sorted(one[1:])[2] for one in times.values())
    print(f"{'200 leads':34} dedupe {own:.2f} s, check {check:.2f} s  [≤ check + 0.3 s]")


def register(folder: Path, name: str, rows: Iterable[Sequence[str]]) -> Register:
    """Return a lead register of rows (headers first), through a workbook as a team would have it."""
    path = folder / f"{name}.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("线索登记表")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value and value != "-":
                    sheet.write_string(at, column, value)
    found = crmbook.open(path).ledger().leads
    if found is None:
        sys.exit(f"{name}: no lead register was recognised")
    return found


def restaurants(folder: Path) -> None:
    with (DATA / "er" / "restaurants.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="|"))
    columns = {"公司名称": "name", "地址": "addr", "联系电话": "phone", "地区": "city"}
    book = register(
        folder,
        "restaurants",
        [list(columns), *([row[one] for one in columns.values()] for row in rows)],
    )
    found = pairs_of(
        [rows[member.record]["id"] for member in one.members] for one in find([book]).clusters
    )
    lines = (DATA / "er" / "restaurants_truth.csv").read_text(encoding="utf-8").split()
    true = pairs_of(line.split("|") for line in lines if line[0].isdigit())
    told("restaurants", scores(found, true), goal="F1 ≥ 0.98")


def febrl(folder: Path) -> None:
    """Persons: an extra, for a sales register has neither birthdays nor security numbers."""
    with (DATA / "er" / "febrl_dataset1.csv").open(encoding="utf-8") as file:
        rows = [{a.strip(): b.strip() for a, b in row.items()} for row in csv.DictReader(file)]
    made = [
        [f"{row['given_name']} {row['surname']}".strip(), f"{row['street_number']} {row['address_1']}",
         row["suburb"], row["soc_sec_id"]] for row in rows
    ]  # fmt: skip
    book = register(folder, "febrl", [["公司名称", "地址", "地区", "联系电话"], *made])
    found = pairs_of(
        [rows[one.record]["rec_id"] for one in c.members] for c in find([book]).clusters
    )
    groups = defaultdict(list)
    for row in rows:
        groups[row["rec_id"].split("-")[1]].append(row["rec_id"])
    told("febrl 1 (name, address, number)", scores(found, pairs_of(groups.values())), goal="extra")


def shenzhen_rows(year: int) -> list[dict[str, str]]:
    with (DATA / "cn" / f"szse_dev_{year}.csv").open(encoding="utf-8-sig") as file:
        return [{a.replace(" ", ""): b for a, b in row.items()} for row in csv.DictReader(file)]


def shenzhen(folder: Path) -> None:
    columns = {
        "公司名称": "公司全称",
        "地址": "注册地址",
        "地区": "城市",
        "行业类型": "所属行业",
        "网址": "公司网址",
    }
    lists = [shenzhen_rows(year) for year in (2020, 2025)]
    old, new = (
        register(
            folder,
            f"szse{n}",
            [list(columns), *([row[one] for one in columns.values()] for row in rows)],
        )
        for n, rows in enumerate(lists)
    )
    found = {
        (lists[0][one.existing.record]["row_id"], lists[1][one.incoming.record]["row_id"])
        for one in link([old], [new])
        if one is not None and one.same
    }
    with (DATA / "cn" / "szse_dev_truth.tsv").open(encoding="utf-8") as file:
        truth = list(csv.DictReader(file, delimiter="\t"))
    true = {(one["row_2020"], one["row_2025"]) for one in truth}
    renamed = {
        (one["row_2020"], one["row_2025"]) for one in truth if one["full_name_changed"] == "1"
    }
    share = len(renamed & found) / len(renamed)
    told("Shenzhen list 2020 → 2025", scores(found, true), f"renamed {share:.3f}",
         "F1 ≥ 0.98, P ≥ 0.99, renamed ≥ 0.84")  # fmt: skip


def short_names() -> None:
    for year in (2020, 2025):
        rows = shenzhen_rows(year)
        names = Names([simplified(fold(row["公司全称"])).replace(" ", "") for row in rows])
        right = sum(
            bool(best := names.rank(row["A股简称"], 1)) and best[0][1] == at
            for at, row in enumerate(rows)
        )
        print(f"{f'short name → full name, {year}':34} top 1 {right / len(rows):.4f}  [≥ 0.985]")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=7001)
    options.add_argument("--quick", action="store_true", help="only what takes seconds")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shenzhen(folder)
        restaurants(folder)
        febrl(folder)
        short_names()
        if not asked.quick:
            small(folder)
            leads(folder, asked.rows, asked.seed, "--hard", "--sibling", "0.05")
            leads(folder, asked.rows, asked.seed + 1)


if __name__ == "__main__":
    main()
