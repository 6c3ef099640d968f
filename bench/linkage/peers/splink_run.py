"""Splink on duckdb: parameters by EM, term frequencies, several blocking rules.

python -m bench.linkage.peers.splink_run ROWS.csv PLACES.txt PAIRS.csv
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import splink.comparison_level_library as cll
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.comparison_library import CustomComparison

from bench.linkage.peers.blocking import rules
from bench.linkage.peers.cleaning import Row, cleaned, columns

#: Pairs less probable are not written.
LEAST = 0.01

#: What a level counts for that training never met. Splink's own defaults are generous: another
#: person at the same company passed (F1 0.79 instead of 0.97 on one seed of three).
RARE, RARE_BY_CHANCE = 0.002, 1e-5

#: Per column its levels behind the exact one, best first; the exact one knows how frequent a
#: value is.
LEVELS: dict[str, tuple[str, ...]] = {
    "core": (
        "jaro_winkler_similarity(core_l, core_r) >= 0.92",
        "starts_with(core_l, core_r) or starts_with(core_r, core_l)",
        "jaro_winkler_similarity(core_l, core_r) >= 0.8",
    ),
    "place": (),
    "short": ("jaro_winkler_similarity(short_l, short_r) >= 0.9",),
    "english": ("jaro_winkler_similarity(english_l, english_r) >= 0.92",),
    "person": (
        "surname_l = surname_r and (titled_l = '1' or titled_r = '1')",
        "jaro_winkler_similarity(person_l, person_r) >= 0.9",
        "surname_l = surname_r",
    ),
    "phone": ("levenshtein(phone_l, phone_r) <= 1",),
    "email": (
        "mailbox_l = mailbox_r",
        "jaro_winkler_similarity(email_l, email_r) >= 0.92",
    ),
    "address": (
        "jaro_winkler_similarity(address_l, address_r) >= 0.92",
        "house_l = house_r and jaro_winkler_similarity(address_l, address_r) >= 0.75",
        "jaro_winkler_similarity(address_l, address_r) >= 0.8",
    ),
    "city": ("jaro_winkler_similarity(city_l, city_r) >= 0.85",),
    "web": ("jaro_winkler_similarity(web_l, web_r) >= 0.92",),
    # industry and size are the company's again: with them 0.97 at 100,000 rows, 0.81 at 10,000
    "need": (),
    "birth": ("levenshtein(birth_l, birth_r) <= 1", "levenshtein(birth_l, birth_r) <= 2"),
    "number": ("levenshtein(number_l, number_r) <= 1", "levenshtein(number_l, number_r) <= 2"),
}
#: Where rows are people at companies: name and phone of the company are one piece of evidence,
#: not two, or colleagues behind one switchboard are one person (F1 0.79 instead of 0.96).
COMPANY = (
    "core_l = core_r and phone_l = phone_r",
    "jaro_winkler_similarity(core_l, core_r) >= 0.8 and phone_l = phone_r",
    "phone_l = phone_r",
    "levenshtein(phone_l, phone_r) <= 1",
    *(f"({sql})" for sql in ("core_l = core_r", *LEVELS["core"])),
)
NO_COMPANY = "(core_l is null or core_r is null) and (phone_l is null or phone_r is null)"
#: Blocks to train on: hardly anybody shares these but by being the same. Colleagues share a
#: phone and a company: trained on those, EM takes them for one person.
PEOPLE = (("email",), ("core", "person"), ("number",), ("person", "birth"))
COMPANIES = (("core",), ("phone",), ("web",))


def link(rows: list[Row]) -> list[tuple[str, str, float]]:
    """Return (key, key, probability) of the pairs that are possible."""
    filled = columns(rows)
    linker = Linker(_tables(rows), _settings(filled, rows), log_level=None)
    sure = [rule for rule in (("phone", "person"), ("core", "person"), ("phone", "core"),
            ("core", "address"), ("number",)) if set(rule) <= filled]  # fmt: skip
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on(*rule) for rule in sure], recall=0.8
    )
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in PEOPLE if "person" in filled else COMPANIES:
        if set(rule) <= filled:
            training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    found = linker.inference.predict(threshold_match_probability=LEAST)
    table = found.as_record_list()
    return [(one["key_l"], one["key_r"], one["match_probability"]) for one in table]


def _settings(filled: set[str], rows: list[Row]) -> SettingsCreator:
    more = [(name,) for name in ("person",) if name in filled]  # trained elsewhere: no harm
    linked = len({row["side"] for row in rows}) > 1
    return SettingsCreator(
        link_type="link_only" if linked else "dedupe_only",
        unique_id_column_name="key",
        comparisons=_comparisons(filled),
        blocking_rules_to_generate_predictions=[
            block_on(*rule) for rule in (*rules(filled), *more)
        ],
        retain_matching_columns=False,
    )


def _comparisons(filled: set[str]) -> list[CustomComparison]:
    if {"core", "person", "phone"} <= filled:
        alone = filled - {"core", "phone"}
        return [_company(), *(_comparison(name) for name in LEVELS if name in alone)]
    return [_comparison(name) for name in LEVELS if name in filled]


def _comparison(name: str) -> CustomComparison:
    exact = cll.ExactMatchLevel(name).configure(tf_adjustment_column=name)
    near = [cll.CustomLevel(sql).configure(m_probability=RARE, u_probability=RARE_BY_CHANCE)
            for sql in LEVELS[name]]  # fmt: skip
    other = cll.ElseLevel().configure(m_probability=RARE)
    return CustomComparison([cll.NullLevel(name), exact, *near, other], output_column_name=name)


def _company() -> CustomComparison:
    null = {"sql_condition": NO_COMPANY, "is_null_level": True, "label_for_charts": "null"}
    levels = [cll.CustomLevel(sql) for sql in COMPANY]
    return CustomComparison([null, *levels, cll.ElseLevel()], output_column_name="company")


def _tables(rows: list[Row]) -> list[Any]:
    database = DuckDBAPI()
    sides = sorted({str(row["side"]) for row in rows})
    schema = pa.schema([(name, pa.string()) for name in rows[0] if name != "side"])
    return [
        database.register(
            pa.Table.from_pylist([row for row in rows if row["side"] == side], schema=schema),
            dataset_display_name=f"list_{side}",
        )
        for side in sides
    ]


def main() -> int:
    """Read rows, write pairs."""
    rows, places, pairs = map(Path, sys.argv[1:])
    found = link(cleaned(rows, places))
    with pairs.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
