"""What stands between a system and its line of the table: JSON, processes, cleaning."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.linkage.data import DataSet
from bench.linkage.environments import Peer
from bench.linkage.measures import Pair
from bench.linkage.ours import clustered, met
from bench.linkage.peers.blocking import rules
from bench.linkage.peers.cleaning import cleaned
from bench.linkage.running import NotRunError, Ran, ran
from bench.linkage.table import System, best, line
from bench.measuring import Run

TWO = DataSet("two", {"a": {}, "b": {}, "c": {}}, frozenset({("a", "b")}), {})
TOOK = Ran("", Run(1.0, 0.5, 20.0))


def test_members_of_a_cluster_are_pairs_with_the_scores_that_are_given() -> None:
    cluster = {
        "survivor": "XS1", "members": ["XS1", "XS2", "XS9"], "confidence": 0.7,
        "pairs": [{"a": "XS2", "b": "XS1", "score": 0.9, "reasons": []}],
    }  # fmt: skip
    assert clustered({"clusters": [cluster]}, {"XS1": "a", "XS2": "b"}) == {
        ("a", "b"): 0.9, ("a", "no row has XS9"): 0.7, ("b", "no row has XS9"): 0.7,
    }  # fmt: skip


def test_rows_that_updated_or_changed_nothing_have_met_a_row() -> None:
    result = {
        "updated": [{"source_row": 2, "id": "XS1", "score": 0.8}],
        "unchanged": [{"source_row": 4, "id": "XS2"}],
        "appended": [{"source_row": 3, "id": "XS3"}],
    }
    numbers = {"XS1": "A1", "XS2": "A2"}
    assert met(result, numbers, ["B1", "B2", "B3"]) == {("A1", "B1"): 0.8, ("A2", "B3"): 1.0}


def test_a_program_is_measured_and_its_last_words_say_why_it_gave_nothing() -> None:
    done = ran([sys.executable, "-c", "x = bytearray(60_000_000); print('yes')"])
    assert done.output == "yes\n"
    assert 60 < done.took.megabytes < 200
    with pytest.raises(NotRunError, match=r"^no such thing \(exit 2\)$"):
        ran(
            [
                sys.executable,
                "-c",
                "import sys; print('no such thing', file=sys.stderr); sys.exit(2)",
            ]
        )


def test_a_system_that_fails_has_its_reason_in_the_table_and_no_figure() -> None:
    def fails(data: DataSet) -> tuple[dict[Pair, float], Ran]:
        raise NotRunError(f"no {data.name} | here")

    said = line(System("it", fails, lambda scored, _data: list(scored)), TWO)
    assert said == "| two | it | not run: no two \\| here | | | | | | | |"


def test_a_line_gives_the_figures_of_the_pairs_that_were_decided() -> None:
    scored = {("a", "b"): 0.9, ("b", "c"): 0.4}
    peer = Peer("it", (), threshold=0.3)
    said = line(System("it", lambda _data: (scored, TOOK), peer.decided), TWO)
    assert said == "| two | it | 0.333 | 1.000 | 0.500 | 0.7143 | 1.000 | 1.0 | 0.5 | 20 |"
    assert best(scored, TWO) == 1.0


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("name", "北京华信科技有限公司", {"core": "华信科技", "place": "北京"}),
        ("name", "华信（北京）科技股份有限公司", {"core": "华信科技", "place": "北京"}),
        ("name", "北京市华信科技有限责任公司", {"core": "华信科技", "place": "北京"}),
        ("name", "华信科技", {"core": "华信科技", "place": None}),
        ("name", "北京DataX辉科技有限公司", {"core": "datax辉科技", "core4": "datax辉科"}),
        ("name", "Art's Delicatessen", {"core": "artsdelicatessen", "core4": "artsdeli"}),
        ("person", "张总", {"person": "张总", "surname": "张", "titled": "1"}),
        ("person", "张伟", {"person": "张伟", "surname": "张", "titled": None}),
        ("person", "jo van dyke", {"surname": "dyke"}),
        ("phone", "+86 138 0000 1234", {"phone": "13800001234", "phone8": "13800001"}),
        ("phone", "８６１３８００００１２３４", {"phone": "13800001234"}),
        ("phone", "(010)6543 2109", {"phone": "1065432109"}),
        ("phone", "+86-10-65432109", {"phone": "1065432109"}),
        ("email", "Ab@Kzl.CN", {"email": "ab@kzl.cn", "mailbox": "ab", "domain": "kzl.cn"}),
        ("email", "ab@163.com", {"mailbox": "ab", "domain": None}),
        ("email", "@163.com", {"email": None, "mailbox": None}),
        ("web", "https://www.tcl.com/cn", {"web": "tcl.com"}),
        ("address", "435 s. la cienega", {"address": "435 s la cienega", "house": "435"}),
    ],
)  # fmt: skip
def test_rows_are_cleaned_as_people_write_them(
    tmp_path: Path, column: str, text: str, expected: dict[str, str | None]
) -> None:
    data = DataSet("", {"k": {column: text}}, frozenset(), {})
    data.write(tmp_path / "rows.csv")
    (tmp_path / "places.txt").write_text("北京市\n北京", "utf-8")
    (row,) = cleaned(tmp_path / "rows.csv", tmp_path / "places.txt")
    assert {name: row[name] for name in expected} == expected


def test_rows_are_blocked_on_what_they_hold() -> None:
    assert rules({"core", "core4", "phone"}) == [("phone",), ("core4",)]
    assert rules({"core", "surname", "person"}) == [("core", "surname")]
    assert rules({"surname", "person"}) == [("surname",), ("person",)]
