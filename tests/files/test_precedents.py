from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from crmbook.files.precedents import Reading, Unclear, Word, precedents
from crmbook.model.cells import MAX_COLUMN, MAX_ROW
from tests.files.parts import corpus


def told(formula: str) -> list[str]:
    """Return what a formula reads: ``sheet!top,left:bottom,right`` (``$`` before what is fixed)."""
    return [one.name + ("()" if one.called else "") if isinstance(one, Word) else area(one)
            for one in precedents(formula)]  # fmt: skip


def area(one: Reading) -> str:
    ends = [
        ",".join(f"{'$' * bound.fixed}{bound.number}" for bound in pair)
        for pair in zip(one.rows, one.columns, strict=True)
    ]
    return f"{one.sheet}!{ends[0]}:{ends[1]}"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1+2.5E-3%", []),
        ('"A1 ""B2"" C3"&"\'"', []),
        ("B2", ["!2,2:2,2"]),
        ("$B$2-b$3", ["!$2,$2:$2,$2", "!$3,2:$3,2"]),
        ("SUM(C5:$A1)", ["SUM()", "!1,$1:5,3"]),
        ("SUM(C:A)", ["SUM()", f"!$1,1:${MAX_ROW},3"]),
        ("SUM($2:4)", ["SUM()", f"!$2,$1:4,${MAX_COLUMN}"]),
        ("表!A1", ["表!1,1:1,1"]),
        ("'a ''b'!A1:B2", ["a 'b!1,1:2,2"]),
        ("Sheet1!A1:Sheet1!B2", ["Sheet1!1,1:2,2"]),
        ("[1]Sheet1!A1+'[2]a b'!A1+[3]!name", []),
        ("[0]!合计", ["合计"]),
        ("Sheet1!合计+TRUE", ["合计"]),
        ("LOG10(A1)", ["LOG10()", "!1,1:1,1"]),
        ("TAX2024+XYZ1+A1048577", ["!2024,13570:2024,13570", "XYZ1", "A1048577"]),
        ("T_1[金额]+T_1[[#This Row],[a'[b']]]", ["T_1", "T_1"]),
        ('{1,2;"A1",TRUE}', []),
        ("IFERROR(#N/A,#REF!)+Sheet1!#REF!", ["IFERROR()"]),
        ("_xlfn.LET(_xlpm.x,A1,_xlpm.x)", ["_xlfn.LET()", "!1,1:1,1"]),
        ('SUMIF(B2:B9,"a")', ["SUMIF()", "!2,2:9,2"]),
        ('SUMIF(B2:B9,">"&MAX(1,2),C2:C9)', ["SUMIF()", "!2,2:9,2", "MAX()", "!2,3:9,3"]),
        ('AVERAGEIF(表!B:B,"a,b",表!$C:$C)',
         ["AVERAGEIF()", f"表!$1,2:${MAX_ROW},2", f"表!$1,$3:${MAX_ROW},$3"]),
        ("SUMIF(T[级],A1,T[金额])", ["SUMIF()", "T", "!1,1:1,1", "T"]),
        ("SUMIFS(C2,B2:B9,A1)", ["SUMIFS()", "!2,3:2,3", "!2,2:9,2", "!1,1:1,1"]),
        ("SUM(A1:B2 B1:B9,\nC1)", ["SUM()", "!1,1:2,2", "!1,2:9,2", "!1,3:1,3"]),
    ],
)  # fmt: skip
def test_what_a_formula_reads_is_told(formula: str, expected: list[str]) -> None:
    assert told(formula) == expected


@pytest.mark.parametrize(
    "formula",
    [
        "A1:INDEX(B:B,3)", "INDEX(B:B,3):A1", "A1:合计", "(A1):B2", "A1:B2:C3",
        "Sheet1:Sheet3!A1", "'Jan 1:Dec 1'!A1", "A1:Sheet2!B2", "!A1", "[Book.xlsx]表!A1",
        "A1#", "_xlfn.ANCHORARRAY(A1)", "INDIRECT(A1)", "offset(A1,1,1)", 'CELL("row")', "SHEETS()",
        'EVALUATE("A1")', "GET.CELL(1)", "[@金额]", "A1:ZZZ9", '"A1', "'A1", "A1|B1", "A1=B1:C1:D1",
        "SUMIF(B2:B9,1,C2)", "1+sumif(B2:B9,{1,2},C2:C3)", "AVERAGEIF(B2:B9,1,C2:D9)",
        "_xlfn.SUMIF(B2:B9,1,C1:C9)", "SUMIF(级,1,金额)", "SUMIF(T[级],1,C2:C9)",
        "SUMIF(T[级],1,T[[#Headers],[金额]])", "SUMIF(B2:B9,SUMIF(D1,1,E1:E2),C2:C9)",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said_to_be_unclear(formula: str) -> None:
    with pytest.raises(Unclear):
        told(formula)


def foreign_formulas(shared: Path) -> Iterator[str]:
    for path in corpus(shared):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if "worksheets/" in name and name.endswith(".xml"):
                    part = (
                        archive.read(name).partition(b"</sheetData>")[0].decode("utf-8", "replace")
                    )
                    texts = re.findall(r"<(?:\w+:)?f(?:\s[^<>]*)?(?<!/)>([^<]+)<", part)
                    yield from dict.fromkeys(map(html.unescape, texts[:3_000]))


def test_in_foreign_books_nothing_is_read_that_is_not_told(shared: Path) -> None:
    clear = 0
    for formula in foreign_formulas(shared):
        ranges = [
            token for token in Tokenizer(f"={formula}").items
            if token.type == Token.OPERAND and token.subtype == Token.RANGE
        ]  # fmt: skip
        outside = [one for one in ranges if re.match(r"'?\[[1-9]", one.value)]
        lost = [one for one in ranges if "#REF!" in one.value or one.value.startswith("_xlpm.")]
        try:
            found = [
                one for one in precedents(formula) if isinstance(one, Reading) or not one.called
            ]
        except Unclear:
            continue
        clear += 1
        assert len(found) == len(ranges) - len(outside) - len(lost), formula
    assert clear > 1_000
