"""Who finds the same rows: crmbook, Splink and recordlinkage beside one another.

    python -m bench.linkage.table [--rows 10000 100000] [--seed 4242] [--only NAME …] [--write]

Every system gets the same rows, runs in a process of its own, and is measured against the same
truth. ``--write`` puts the table into docs/linkage.md too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.linkage import ours
from bench.linkage.data import ROOT, SHARED, DataSet, febrl, leads, restaurants, shenzhen
from bench.linkage.environments import PEERS, Peer
from bench.linkage.measures import Pair, best_links, quality
from bench.linkage.running import NotRunError, Ran

TABLE = ROOT / "docs" / "linkage.md"
_HEAD = (
    "| rows | system | P | R | F1 | B³ F1 | best F1 | seconds | CPU s | MiB |",
    "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
)
_INTRODUCTION = """\
# Who finds the same rows

Written by `python -m bench.linkage.table --write` (`make bench-linkage` prints it); do not edit by
hand. The same rows for every system, each in a process of its own (start, read, clean, train,
compare, write); pairs are closed to clusters, then compared with the truth. P, R, F1: of pairs.
B³ F1: of B-cubed over all rows, singles too. Best F1: what the system's own scores would give, had
somebody who knows the truth set the threshold.

The peers read a csv, crmbook a workbook. Cleaning, blocking and settings of the peers
(bench/linkage/peers) were chosen for the best they reach on leads of other seeds, on restaurants,
on the Shenzhen list and on FEBRL; one threshold each (Splink 0.1, recordlinkage 0.5), and of two
lists linked each row's best link alone. Seconds are of one run on a machine that others use too.
"""


@dataclass(frozen=True)
class System:
    """``run`` returns pairs with scores, ``decide`` those of them that it stands for."""

    name: str
    run: Callable[[DataSet], tuple[dict[Pair, float], Ran]]
    decide: Callable[[dict[Pair, float], DataSet], list[Pair]]


def systems(data: DataSet) -> Iterator[System]:
    """Yield who takes part on a data set."""
    yield System("crmbook dedupe", ours.dedupe, _all)
    if data.name.startswith("Shenzhen"):
        yield System("crmbook import", ours.link, _all)
    for peer in PEERS:
        yield System(_named(peer), peer.link, peer.decided)


def data_sets(rows: list[int], seed: int) -> dict[str, Callable[[], DataSet]]:
    """Return every data set by a short name, made when it is asked for."""
    found: dict[str, Callable[[], DataSet]] = {
        "shenzhen": shenzhen,
        "restaurants": restaurants,
        "febrl1": lambda: febrl("1"),
        "febrl4": lambda: febrl("4"),
    }
    for number in rows:
        found[f"easy{number}"] = lambda number=number: leads(number, seed, hard=False)  # type: ignore[misc]
        found[f"hard{number}"] = lambda number=number: leads(number, seed)  # type: ignore[misc]
    return found


def line(system: System, data: DataSet) -> str:
    """Run one system on one data set; return its line of the table."""
    try:
        scored, ran = system.run(data)
    except NotRunError as why:
        said = str(why).replace("|", "\\|")
        return f"| {data.name} | {system.name} | not run: {said} | | | | | | | |"
    q = quality(system.decide(scored, data), data.truth, data.rows, data.sides)
    took, most = ran.took, max(q.f1, best(scored, data))
    return (
        f"| {data.name} | {system.name} | {q.precision:.3f} | {q.recall:.3f} | {q.f1:.3f} "
        f"| {q.b_cubed:.4f} | {most:.3f} | {took.wall:.1f} | {took.cpu:.1f} "
        f"| {took.megabytes:.0f} |"
    )


def best(scored: dict[Pair, float], data: DataSet) -> float:
    """Return the best F1 of any threshold (of forty, spread over the scores)."""
    scores = sorted(set(scored.values()))
    reached = [0.0]
    for threshold in scores[:: max(1, len(scores) // 40)]:
        kept = {two: score for two, score in scored.items() if score >= threshold}
        links = best_links(kept) if data.sides else list(kept)
        reached.append(quality(links, data.truth, data.rows, data.sides).f1)
    return max(reached)


def _all(scored: dict[Pair, float], data: DataSet) -> list[Pair]:
    """Leave the decision to crmbook: what it reports is what it stands for."""
    del data
    return list(scored)


def _named(peer: Peer) -> str:
    return peer.packages[0].replace("==", " ")


def lines(chosen: list[Callable[[], DataSet]]) -> Iterator[str]:
    """Yield the table line by line, as it comes."""
    yield from _HEAD
    for make in chosen:
        data = make()
        for system in systems(data):
            yield line(system, data)


def main() -> int:
    """Print the table; write it when asked."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    arguments.add_argument("--rows", type=int, nargs="*", default=[10_000, 100_000])
    arguments.add_argument("--seed", type=int, default=4242)
    arguments.add_argument(
        "--only", nargs="*", help="short names: shenzhen restaurants hard10000 …"
    )
    arguments.add_argument("--write", action="store_true", help="to docs/linkage.md, too")
    wanted = arguments.parse_args()
    if not SHARED.is_dir():
        print("no ../shared: nothing to link")
        return 0
    every = data_sets(wanted.rows, wanted.seed)
    unknown = set(wanted.only or ()) - every.keys()
    if unknown:
        arguments.error(f"--only takes {' '.join(every)}, not {' '.join(sorted(unknown))}")
    for peer in PEERS:
        peer.install()
    table = []
    for one in lines([every[name] for name in wanted.only or every]):
        print(one, flush=True)
        table.append(one)
    if wanted.write:
        _write(TABLE, table)
    return 0


def _write(path: Path, table: list[str]) -> None:
    path.write_text(f"{_INTRODUCTION}\n" + "\n".join(table) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
