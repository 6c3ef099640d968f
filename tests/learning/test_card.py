"""The learnt scorecard: as good as logistic regression, in whole points, kept in 规则."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.preprocessing import OneHotEncoder

import crmbook
from crmbook.cli.app import run as crm
from crmbook.facts.scorecard import label_of
from crmbook.learning.card import MOST_COLUMNS, fit
from crmbook.learning.examples import Examples
from crmbook.learning.labels import labels_of
from crmbook.learning.proof import prove
from crmbook.workflows.learning import learn
from tests.qualify.desks import book

FIELDS = ["工作表", "列名", "对应列", "类型", "必填", "选项", "敏感"]
RULES: list[list[Any]] = [
    ["编号", "规则", "值", "单位", "生效日期", "依据"],
    ["月结日", "", "月末", "", None, None],
]


def example(columns: dict[str, list[Any]], won: list[bool], numeric: set[str]) -> Examples:
    arrays = {}
    for header, values in columns.items():
        arrays[header] = np.full(len(values), None, dtype=object)
        arrays[header][:] = values
    return Examples(np.array(won), arrays, frozenset(numeric))


@pytest.fixture(scope="module")
def salvirt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, str]]]:
    """Return the opportunities as a book with declared columns of its own."""
    source = Path(__file__).parents[3] / "shared" / "data" / "crm" / "salvirt_b2b_opportunities.csv"
    if not source.is_file():
        pytest.skip("no ../shared/data/crm: the Salvirt opportunities are not tried")
    with source.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    own = [header for header in rows[0] if header != "Status"]
    states = {"Won": "已签约", "Lost": "已流失"}
    leads = [
        {"线索状态": states[row["Status"]], **{header: row[header] for header in own}}
        for row in rows
    ]
    fields: list[list[Any]] = [
        FIELDS,
        *(["线索登记表", header, None, "文本", None, None, None] for header in own),
    ]
    path = tmp_path_factory.mktemp("salvirt") / "台账.xlsx"
    return book(path, leads, 字段=fields, 规则=RULES), rows


def logistic(rows: list[dict[str, str]]) -> float:
    """Return the mean AUC of one-hot logistic regression on the folds that the card is tried on."""
    headers = [header for header in rows[0] if header != "Status"]
    table = np.array([[row[header] for header in headers] for row in rows])
    won = np.array([row["Status"] == "Won" for row in rows])
    folds = RepeatedStratifiedKFold(n_splits=10, n_repeats=5, random_state=20240318)
    found = []
    for train, test in folds.split(table, won):
        encoder = OneHotEncoder(handle_unknown="ignore").fit(table[train])
        model = LogisticRegression(max_iter=1000).fit(encoder.transform(table[train]), won[train])
        likely = model.predict_proba(encoder.transform(table[test]))[:, 1]
        found.append(roc_auc_score(won[test], likely))
    return float(np.mean(found))


def test_the_card_is_as_good_as_logistic_regression(
    salvirt: tuple[Path, list[dict[str, str]]],
) -> None:
    path, rows = salvirt
    report = learn(crmbook.open(path))
    assert (report.won, report.lost, len(report.proof.auc)) == (227, 221, 50)
    assert report.proof.mean >= logistic(rows) - 0.01
    assert len(report.card.points) <= MOST_COLUMNS
    assert sum(max(points.values()) for points in report.card.points.values()) == pytest.approx(
        100, abs=6
    )
    shares = [band.won for band in report.proof.bands]
    assert shares == sorted(shares)


def test_the_card_stands_in_rules_and_score_goes_by_it(
    salvirt: tuple[Path, list[dict[str, str]]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(salvirt[0].read_bytes())
    before = path.read_bytes()
    assert crm(["score", str(path), "--learn", "--apply", "--today", "2024-03-18"]) == 0
    rows: dict[Any, Any] = {
        row[0]: row[2] for row in openpyxl.load_workbook(path)["规则"].iter_rows(values_only=True)
    }
    assert rows["评分卡.Up_sale.Yes"] > rows["评分卡.Up_sale.No"] == 0
    after = path.read_bytes()
    capsys.readouterr()
    assert (
        crm(["score", str(path), "--learn", "--apply", "--format", "json", "--today", "2024-03-18"])
        == 0
    )
    assert json.loads(capsys.readouterr().out)["written"] is False
    assert path.read_bytes() == after
    with crmbook.edit(path) as edit:
        edit.set_cell("线索登记表", cell_of(path, "线索状态", 2), "跟进中")
    capsys.readouterr()
    crm(["score", str(path), "--format", "json"])
    (lead,) = json.loads(capsys.readouterr().out)["leads"]
    assert lead["card"]["points"] == sum(part["points"] for part in lead["card"]["parts"])
    assert {part["column"] for part in lead["card"]["parts"]} >= {"Up_sale"}
    crm(["check", str(path), "--format", "json", "--select", "G"])
    assert json.loads(capsys.readouterr().out)["problems"] == []
    assert before != after


def cell_of(path: Path, header: str, row: int) -> str:
    titles: Any = next(
        openpyxl.load_workbook(path)["线索登记表"].iter_rows(max_row=1, values_only=True)
    )
    return f"{get_column_letter(titles.index(header) + 1)}{row}"


def test_too_few_are_refused(tmp_path: Path) -> None:
    rows = [{"线索状态": "已签约"}] * 60 + [{"线索状态": "已流失"}] * 49
    with pytest.raises(crmbook.UsageError, match="49"):
        learn(crmbook.open(book(tmp_path / "a.xlsx", rows)))


def test_bins_of_numbers_only_rise_or_only_fall() -> None:
    budget = [float(at) for at in range(100)]
    noisy = [at >= 50 or at in {10, 12} for at in range(100)]
    (labels,) = labels_of(example({"预算": budget}, noisy, {"预算"})).values()
    card = fit(example({"预算": budget}, noisy, {"预算"}))
    points = [card.points["预算"][label] for label in labels]
    assert points == sorted(points)
    assert labels[0].startswith("<")


def test_blanks_and_rare_words_have_points_of_their_own() -> None:
    words = ["甲"] * 40 + ["乙"] * 40 + ["丙"] * 3 + [None] * 20
    won = [at % 4 != 0 for at in range(40)] + [at % 4 == 0 for at in range(63)]
    found = example({"来源": words}, won, set())
    assert labels_of(found) == {"来源": ["乙", "甲", "空", "其他"]}
    points = fit(found).points["来源"]
    assert points["甲"] == max(points.values())


LABELS = {"<20": None, "20~50": None, "≥50": None, "空": None, "其他": None, "是": None}


@pytest.mark.parametrize(
    ("value", "label"),
    [(19.9, "<20"), (20, "20~50"), (50, "≥50"), (None, "空"), ("没见过", "其他"), (True, "是")],
    ids=str,
)
def test_a_value_falls_under(value: object, label: str) -> None:
    assert label_of(value, LABELS) == label


def test_the_order_of_leads_changes_nothing() -> None:
    rng = np.random.default_rng(3)
    words = rng.choice(["甲", "乙", "丙"], 200).tolist()
    won = [word == "甲" or rng.random() < 0.3 for word in words]
    order = rng.permutation(200)
    mixed = example({"来源": [words[at] for at in order]}, [won[at] for at in order], set())
    assert fit(example({"来源": words}, won, set())) == fit(mixed)


def test_every_fold_is_looked_at_once_a_repeat() -> None:
    words = ["甲", "乙"] * 60
    found = example({"来源": words}, [word == "甲" for word in words], set())
    proof = prove(found, repeats=2)
    assert len(proof.auc) == 20
    assert proof.mean == 1.0
    assert sum(band.leads for band in proof.bands) == 120
