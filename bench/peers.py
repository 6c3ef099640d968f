"""Other record linkage beside ours, on the same leads: precision, recall, F1, B-cubed, seconds, MiB.

    python bench/peers.py [--rows 100000] [--seed 7001]

splink and recordlinkage (pinned below, in an environment of their own under build/peers) get our
cleaned columns as a csv: name without place and legal form, place, digits of the phone, mail, contact,
industry, size; so they are spared reading and cleaning, which our own time includes.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import venv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import crmbook
from bench.matching import Pairs, b_cubed, pairs_of, scores
from bench.measuring import GENERATOR, run
from crmbook.match.clusters import components
from crmbook.match.coded import Coded
from crmbook.match.entries import entries_of

ENVIRONMENT = Path(__file__).parents[1] / "build" / "peers"
PACKAGES = ("splink==5.0.0", "recordlinkage==0.16")
_SPLINK = """
import sys, json
import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
frame = pd.read_csv(sys.argv[1], dtype=str).rename(columns={"row": "unique_id"})
rules = [block_on("phone"), block_on("mail"), block_on("core", "surname"), block_on("core", "place"),
         block_on("person", "place")]
settings = SettingsCreator(
    link_type="dedupe_only", blocking_rules_to_generate_predictions=rules,
    probability_two_random_records_match=1e-6,
    comparisons=[
        cl.JaroWinklerAtThresholds("core", [0.95, 0.88]).configure(term_frequency_adjustments=True),
        cl.ExactMatch("place"), cl.LevenshteinAtThresholds("phone", 1), cl.LevenshteinAtThresholds("mail", 2),
        cl.JaroWinklerAtThresholds("person", [0.88]).configure(term_frequency_adjustments=True),
        cl.ExactMatch("industry"), cl.ExactMatch("size"),
    ],
)
api = DuckDBAPI()
linker = Linker(api.register(frame), settings)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
for rule in (block_on("phone"), block_on("core", "surname"), block_on("mail")):
    linker.training.estimate_parameters_using_expectation_maximisation(rule)
found = linker.inference.predict(threshold_match_probability=0.95).as_pandas_dataframe()
pairs = found[["unique_id_l", "unique_id_r"]].astype(str).values.tolist()
json.dump(pairs, open(sys.argv[2], "w"))
"""
_RECORDLINKAGE = """
import sys, json, warnings
import pandas as pd, recordlinkage as rl
warnings.simplefilter("ignore")
frame = pd.read_csv(sys.argv[1], dtype=str).set_index("row")
index = rl.Index()
for keys in (["phone"], ["mail"], ["core", "surname"], ["core", "place"], ["person", "place"]):
    index.block(keys)
pairs = index.index(frame)
compare = rl.Compare()
compare.string("core", "core", method="jarowinkler", threshold=0.85, label="core")
for column, threshold in (("phone", 0.85), ("mail", 0.8), ("person", 0.6)):
    compare.string(column, column, method="levenshtein", threshold=threshold, label=column)
for column in ("place", "industry", "surname"):  # with the size its precision fell to 0.54
    compare.exact(column, column, label=column)
features = compare.compute(pairs, frame)
matches = rl.ECMClassifier(binarize=None).fit_predict(features)
json.dump([[str(a), str(b)] for a, b in matches], open(sys.argv[2], "w"))
"""


def cleaned(book: Path, target: Path) -> None:
    """Write our cleaned columns of a lead book as csv."""
    register = crmbook.open(book).ledger().leads
    if register is None:
        sys.exit("no lead register was recognised")
    entries = entries_of([register])
    fields: dict[str, Coded[Any]] = {
        "core": entries.core,
        "place": entries.region,
        "phone": entries.phone,
        "mail": entries.mail,
        **{name: entries[name] for name in ("person", "industry", "size")},
    }
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["row", *fields, "surname"])
        for at, row in enumerate(register.rows.tolist()):
            values = [
                _text(one.values[code]) if (code := int(one.codes[at])) >= 0 else ""
                for one in fields.values()
            ]
            writer.writerow([row, *values, values[4][:1]])


def _text(value: Any) -> str:
    return " ".join(sorted(map(str, value))) if isinstance(value, tuple | frozenset) else str(value)


def told(name: str, clusters: Iterable[list[str]], truth: dict[str, str], more: str) -> None:
    """Print one line of the table."""
    clusters = list(clusters)
    groups: dict[str, list[str]] = defaultdict(list)
    for row, cluster in truth.items():
        groups[cluster].append(row)
    true: Pairs = pairs_of(groups.values())
    precision, recall, f1 = scores(pairs_of(clusters), true)
    found = {row: row for row in truth} | {row: one[0] for one in clusters for row in one}
    print(
        f"| {name} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {b_cubed(found, truth):.4f} | {more} |"
    )


def environment() -> Path:
    """Return the peers' interpreter; makes its environment on first use."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
        run([str(python), "-m", "pip", "install", "-q", *PACKAGES])
    return python


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=7001)
    options.add_argument("--clean", nargs=2, type=Path, help="only write the columns of a book")
    asked = options.parse_args()
    if asked.clean:
        cleaned(*asked.clean)
        return
    python = environment()
    print(
        "| | P | R | F1 | B³ | seconds, of processors, MiB |\n| --- | --- | --- | --- | --- | --- |"
    )
    with tempfile.TemporaryDirectory() as name:
        book, table, pairs = (Path(name) / one for one in ("leads.xlsx", "leads.csv", "pairs.json"))
        made = [
            str(asked.rows),
            str(book),
            "--seed",
            str(asked.seed),
            "--hard",
            "--sibling",
            "0.05",
        ]
        run([sys.executable, str(GENERATOR), *made])
        with book.with_suffix(".truth.csv").open(encoding="utf-8") as file:
            truth = {line["row"]: line["cluster"] for line in csv.DictReader(file)}
        own = run([sys.executable, "-m", "crmbook", "dedupe", str(book), "--quiet", "--no-state"])
        # In a process of its own: what this one holds would count as memory of those it starts.
        run([sys.executable, __file__, "--clean", str(book), str(table)])
        for peer, code in (("splink 5.0.0", _SPLINK), ("recordlinkage 0.16, ECM", _RECORDLINKAGE)):
            ended = run([str(python), "-c", code, str(table), str(pairs)])
            linked = [(int(a), int(b)) for a, b in json.loads(pairs.read_text())]
            closed = [[str(row) for row in one] for one in components(linked)]
            told(peer, closed, truth, f"{ended.wall:.1f}, {ended.cpu:.1f}, {ended.megabytes:.0f}")
        report = crmbook.dedupe(crmbook.open(book))
        clusters = [[str(one.row) for one in cluster.members] for cluster in report]
        more = f"{own.wall:.1f}, {own.cpu:.1f}, {own.megabytes:.0f}"
        told("crmbook, with reading", clusters, truth, more)


if __name__ == "__main__":
    main()
