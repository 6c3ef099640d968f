"""What a cell's XML means, the same by both ways."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbook.model.cells import UNCACHED, CellError, Raw
from crmbook.model.errors import FileRefused
from tests.files.books import worksheet
from tests.files.scan.grids import assert_same, both, grid_of, is_ordinary, values

STRINGS = ["线索编号", "XS2024001", ""]

# The cell A1 (or none), and what it holds; all of these are taken by the tokeniser.
ORDINARY: list[tuple[str, str, Raw]] = [
    ("shared string", '<c r="A1" t="s"><v>1</v></c>', "XS2024001"),
    ("shared string with a format", '<c r="A1" s="1" t="s"><v>0</v></c>', "线索编号"),
    ("the empty shared string", '<c r="A1" t="s"><v>2</v></c>', None),
    ("attributes that say nothing here", '<c r="A1" s="0" t="s" cm="1" vm="2"><v>1</v></c>', "XS2024001"),
    ("integer", '<c r="A1"><v>42</v></c>', 42),
    ("integer of type n", '<c r="A1" t="n"><v>42</v></c>', 42),
    ("negative", '<c r="A1"><v>-7</v></c>', -7),
    ("a phone number", '<c r="A1"><v>13800001111</v></c>', 13800001111),
    ("a phone number with an exponent", '<c r="A1"><v>1.3800001111E+10</v></c>', 13800001111),
    ("fifteen digits", '<c r="A1"><v>123456789012345</v></c>', 123456789012345),
    ("2^53", '<c r="A1"><v>9007199254740992</v></c>', 9007199254740992),
    ("above 2^53", '<c r="A1"><v>9007199254740994</v></c>', 9007199254740994.0),
    ("decimal", '<c r="A1"><v>3.1</v></c>', 3.1),
    ("decimal of sixteen digits", '<c r="A1"><v>45601.89069444445</v></c>', 45601.89069444445),
    ("decimal of seventeen digits", '<c r="A1"><v>0.30000000000000004</v></c>', 0.30000000000000004),
    ("decimal that is whole", '<c r="A1"><v>5.0</v></c>', 5),
    ("small", '<c r="A1"><v>1.5E-9</v></c>', 1.5e-9),
    ("true", '<c r="A1" t="b"><v>1</v></c>', True),
    ("false", '<c r="A1" t="b"><v>0</v></c>', False),
    ("error", '<c r="A1" t="e"><v>#N/A</v></c>', CellError("#N/A")),
    ("date", '<c r="A1" s="1"><v>45292</v></c>', dt.datetime(2024, 1, 1)),
    ("date and time", '<c r="A1" s="1"><v>45292.75</v></c>', dt.datetime(2024, 1, 1, 18)),
    ("duration", '<c r="A1" s="2"><v>1.5</v></c>', dt.timedelta(hours=36)),
    ("iso date", '<c r="A1" t="d"><v>2024-03-18T10:30:00Z</v></c>', dt.datetime(2024, 3, 18, 10, 30)),
    ("result that is text", '<c r="A1" t="str"><f>B1</f><v>启航&amp;co</v></c>', "启航&co"),
    ("result with spaces", '<c r="A1" t="str"><f>B1</f><v xml:space="preserve"> x </v></c>', " x "),
    ("result that is a number", '<c r="A1"><f>1/0.5/</f><v>2</v></c>', 2),
    ("result that is an error", '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', CellError("#DIV/0!")),
    ("result that is the empty text", '<c r="A1" t="str"><f>""</f><v></v></c>', None),
    ("the same, self-closed", '<c r="A1" t="str"><f>""</f><v/></c>', None),
    ("shared formula", '<c r="A1"><f t="shared" si="0"/><v>3</v></c>', 3),
    ("formula without a result", '<c r="A1"><f>B1+1</f></c>', UNCACHED),
    ("formula with an empty result", '<c r="A1"><f>B1+1</f><v></v></c>', UNCACHED),
    ("formula with a self-closed result", '<c r="A1"><f>B1+1</f><v/></c>', UNCACHED),
    ("shared formula without a result", '<c r="A1"><f t="shared" si="0"/></c>', UNCACHED),
    ("inline string", '<c r="A1" t="inlineStr"><is><t>张伟</t></is></c>', "张伟"),
    ("inline string kept", '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a\tb </t></is></c>', " a\tb "),
    ("inline string of two lines", '<c r="A1" t="inlineStr"><is><t>a\nb</t></is></c>', "a\nb"),
    ("escaped line end", '<c r="A1" t="inlineStr"><is><t>a_x000D_b</t></is></c>', "a\rb"),
    ("numbered characters", '<c r="A1" t="inlineStr"><is><t>&#24352;&#x4F1F;&#10;&#65;</t></is></c>', "张伟\nA"),
    ("entities", '<c r="A1" t="inlineStr"><is><t>&lt;张伟&gt;&quot;</t></is></c>', '<张伟>"'),
    ("empty inline string", '<c r="A1" t="inlineStr"><is><t></t></is></c>', None),
    ("format only", '<c r="A1" s="1"/>', None),
    ("format only, with an end tag", '<c r="A1" s="1"></c>', None),
    ("empty value", '<c r="A1"><v></v></c>', None),
    ("empty value, self-closed", '<c r="A1"><v/></c>', None),
]  # fmt: skip

# What only the parser knows.
FOREIGN: list[tuple[str, str, Raw]] = [
    ("a numbered line end", '<c r="A1" t="inlineStr"><is><t>a&#10;</t></is></c>', "a"),
    ("inline string not kept", '<c r="A1" t="inlineStr"><is><t> a\tb </t></is></c>', "a\tb"),
    ("result not kept", '<c r="A1" t="str"><f>1</f><v> a </v></c>', "a"),
    ("runs not kept", '<c r="A1" t="inlineStr"><is><r><t> a</t></r><r><t> </t></r><r><t>b</t></r></is></c>', "a b"),
    ("nothing but space", '<c r="A1" t="inlineStr"><is><t>  </t></is></c>', None),
    ("attributes in another order", '<c t="s" r="A1"><v>1</v></c>', "XS2024001"),
    ("rich text", '<c r="A1" t="inlineStr"><is><r><t>张</t></r><r><rPr><b/></rPr><t>伟</t></r></is></c>', "张伟"),
    ("a reading", '<c r="A1" t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c>', "東京"),
    ("empty inline text", '<c r="A1" t="inlineStr"><is><t/></is></c>', None),
    ("CDATA", '<c r="A1" t="str"><v><![CDATA[a<b]]></v></c>', "a<b"),
    ("comment", '<c r="A1"><!-- nothing --><v>4</v></c>', 4),
    ("blank space", '<c r="A1">\n  <v> 4 </v>\n</c>', 4),
    ("single quotes", "<c r='A1' t='s'><v>1</v></c>", "XS2024001"),
    ("no address", '<c t="s"><v>1</v></c>', "XS2024001"),
    ("true in a word", '<c r="A1" t="b"><v>true</v></c>', True),
    ("text where a number must be", '<c r="A1"><v>abc</v></c>', "abc"),
    ("not a number", '<c r="A1"><v>NaN</v></c>', "NaN"),
    ("beyond what a float holds", '<c r="A1"><v>1E+999</v></c>', "1E+999"),
    ("underscores", '<c r="A1"><v>1_000</v></c>', "1_000"),
    ("unknown type", '<c r="A1" t="x"><v>9</v></c>', 9),
    ("a date that is none", '<c r="A1" t="d"><v>yesterday</v></c>', "yesterday"),
    ("a cell that names another row", '<c r="A1"><v>5</v></c><c r="B7"><v>6</v></c>', 5),
    ("an element of another program", '<c r="A1"><v>1</v><extLst><ext/></extLst></c>', 1),
]  # fmt: skip


def _ids(cases: list[tuple[str, str, Raw]]) -> list[str]:
    return [name for name, _cell, _value in cases]


@pytest.mark.parametrize(
    ("_name", "cell", "value"), ORDINARY + FOREIGN, ids=_ids(ORDINARY + FOREIGN)
)
def test_a_cell_means_the_same_both_ways(_name: str, cell: str, value: Raw) -> None:
    found = values(f'<row r="1">{cell}</row>', strings=STRINGS).get("A1")
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(("_name", "cell", "_value"), ORDINARY, ids=_ids(ORDINARY))
def test_what_ordinary_programs_write_is_tokenised(_name: str, cell: str, _value: Raw) -> None:
    assert is_ordinary(f'<row r="1">{cell}</row>')


DAMAGED = [
    '<c r="A1"/><v>1</v></c>',
    '<c r="A1"><v>1</c></v>',
    '<c r="A1"><v>1</v></c></c>',
    '<c r="A1"><v>1</v><v>2</v></c>',
    '<c r="A2"><v>1</v></c>',
    '<c r="a1"><v>1</v></c>',
    '<c r="XFE1"><v>1</v></c>',
    '<c r="A1" s="99999"><v>1</v></c>',
    '<c r="A1" t="s"><v>1x</v></c>',
    '<c r="A1" t="s"><v>123456789</v></c>',
    '<c r="A1" t="str"><v>a&nbsp;b</v></c>',
    '<c r="A1" t="str"><v>a\x01b</v></c>',
    '<c r="A1" t="str"><v>a\rb</v></c>',
    '<c r="A1"><fx/><v>1</v></c>',
    '<c r="A1"><f>1</f><f>2</f><v>1</v></c>',
]


@pytest.mark.parametrize("cell", DAMAGED)
def test_the_tokeniser_leaves_what_it_is_not_sure_of(cell: str) -> None:
    assert not is_ordinary(f'<row r="1">{cell}</row>')


ROWS = [
    '<row><c r="A1"><v>1</v></c></row>',
    '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
    '<row spans="1:2" r="1"><c r="A1"><v>1</v></c></row>',
    "<x:row/>",
    '<row r="1"/><c r="A1"><v>1</v></c></row>',
]


@pytest.mark.parametrize("rows", ROWS)
def test_the_tokeniser_leaves_rows_it_is_not_sure_of(rows: str) -> None:
    assert not is_ordinary(rows)


def test_formulas_are_known_by_their_position() -> None:
    grid = both(
        worksheet(
            '<row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="4"><c r="A4"><f>A1+1</f><v>2</v></c></row>'
            '<row r="9"><c r="A9"><f>A4+1</f></c><c r="B9" t="str"><f>""</f><v></v></c></row>'
        )
    )
    assert grid.rows.tolist() == [1, 4, 9]
    assert grid.columns[1].formulas.tolist() == [1, 2]
    assert grid.value(9, 1) is UNCACHED
    assert list(grid.columns) == [1]


def test_the_formats_of_cells_lie_beside_their_values() -> None:
    grid = both(
        worksheet(
            '<row r="1"><c r="A1" s="2"><v>1</v></c><c r="B1" s="1"/></row>'
            '<row r="2"><c r="B2"><v>1</v></c></row><row r="3"><c r="A3" s="7"><v>1</v></c></row>'
        )
    )
    styles = [column.styles for column in grid.columns.values()]
    assert [[] if style is None else style.tolist() for style in styles] == [[2, -1, 0], [1, 0, -1]]


def test_the_last_of_two_cells_with_one_address_counts() -> None:
    assert values('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>') == {"A1": 2}


def test_a_row_that_occurs_twice_is_one_row() -> None:
    grid = both(
        worksheet('<row r="3"><c r="A3"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row>')
    )
    assert (grid.rows.tolist(), grid.value(3, 1), grid.value(3, 2)) == ([3], 1, 2)


def test_rows_out_of_order_are_put_in_order() -> None:
    grid = both(
        worksheet('<row r="5"><c r="A5"><v>5</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>')
    )
    assert (grid.rows.tolist(), grid.value(2, 1), grid.value(5, 1)) == ([2, 5], 2, 5)


def test_rows_and_cells_without_addresses_follow_one_another() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>"
    assert values(rows) == {"A1": 1, "B1": 2, "A3": 3}


def test_a_number_and_its_text_and_a_truth_stay_apart() -> None:
    grid = both(
        worksheet(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" t="b"><v>1</v></c></row>'
            '<row r="3"><c r="A3" t="str"><v>1</v></c></row><row r="4"><c r="A4" t="s"><v>0</v></c></row>'
            '<row r="5"><c r="A5" t="s"><v>1</v></c></row>'
        ),
        strings=["1", "1"],
    )
    column = grid.columns[1]
    assert [column.at(place) for place in range(5)] == [1, True, "1", "1", "1"]
    assert len(column.values) == 3
    assert column.codes[2] == column.codes[3] == column.codes[4]


def test_dates_that_round_to_one_second_are_one_value() -> None:
    grid = both(
        worksheet(
            '<row r="1"><c r="A1" s="1"><v>45292.5000000001</v></c></row>'
            '<row r="2"><c r="A2" s="1"><v>45292.5</v></c></row>'
            '<row r="3"><c r="A3" t="d"><v>2024-01-01T12:00:00</v></c></row>'
        )
    )
    assert grid.columns[1].values == [dt.datetime(2024, 1, 1, 12)]


_PIECES = [
    "<", ">", "/", '"', " ", "=", "&", "r", "c", "v", "t", "s", "1", "A", ".", "E", "-", "0", "\n", "<v>", "</v>", "</c>",
    '<c r="B1">', "</row>", '<row r="2">', "<!--", "-->", "<is>", "<t>", "</t>", "</is>", "<f/>", "<v/>", "&#10;",
    ' xml:space="preserve"',
]  # fmt: skip


@given(
    cells=st.lists(
        st.sampled_from([cell for _name, cell, _value in ORDINARY]), min_size=1, max_size=3
    ),
    piece=st.sampled_from(_PIECES),
    at=st.floats(0, 1, exclude_max=True),
    cut=st.integers(0, 3),
)
@settings(max_examples=400, deadline=None)
def test_a_byte_out_of_place_never_makes_the_two_ways_differ(
    cells: list[str], piece: str, at: float, cut: int
) -> None:
    row = "".join(
        cell.replace("A1", f"{letter}1") for letter, cell in zip("ABC", cells, strict=False)
    )
    place = int(at * len(row))
    data = worksheet(f'<row r="1">{row[:place]}{piece}{row[place + cut :]}</row>')
    try:
        parsed = grid_of(data, tokenise=False, strings=STRINGS)
    except FileRefused:
        return  # broken: the parser, which sees every byte, is the judge of that
    assert_same(grid_of(data, strings=STRINGS), parsed)
