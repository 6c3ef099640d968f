"""Phone numbers as people type them (M18, M20, U09)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.model.cells import UNCACHED, CellError
from crmbook.schema.kinds.base import Context, Parsed
from crmbook.schema.kinds.fake_phones import is_fake
from crmbook.schema.kinds.phone import Phone, is_wechat, numbers, wechat
from crmbook.schema.words.area_codes import LONG, SHORT

CONTEXT = Context(dt.datetime(2026, 1, 1))
MOBILE, LANDLINE = "13867412358", "0571-86741235"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmbook.schema.kinds.phone._", str)
    monkeypatch.setattr("crmbook.schema.kinds.dialling._", str)
    monkeypatch.setattr("crmbook.schema.kinds.messengers._", str)


def parse(raw: Any) -> Parsed:
    return Phone().parse(raw, CONTEXT)


def checks(parsed: Parsed) -> list[str]:
    return [issue.check for issue in parsed.issues]


@pytest.mark.parametrize(
    "raw",
    [
        MOBILE, LANDLINE, "010-67412358", "0571-86741235-803", "0510-2674123", "400-867-4123", "800-820-1234",
        "400-867-4123-2", f"{MOBILE}/{LANDLINE}（微信同号）", f"{MOBILE}（王总）", f"{MOBILE}-8012", "95588",
        "+852 2345 6789", "13800001111/0571-88888888（微信同号）", "13800001111", "13800001234", "13866668888",
        f"{MOBILE}（微信：abc123）",
    ],
)  # fmt: skip
def test_the_normal_form_is_its_own_value_and_no_issue(raw: str) -> None:
    assert parse(raw) == Parsed(raw)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("138 6741 2358", MOBILE), ("138-6741-2358", MOBILE), ("+86 13867412358", MOBILE), ("+86-13867412358", MOBILE),
        ("8613867412358", MOBILE), ("(+86)13867412358", MOBILE), ("0086 138 6741 2358", MOBILE), ("013867412358", MOBILE),
        ("１３８６７４１２３５８", MOBILE), ("\u202d13867412358\u202c", MOBILE), (" 13867412358", MOBILE),
        ("13867412358.0", MOBILE), ("1.3867412358E+10", MOBILE), ("手机：13867412358", MOBILE), ("13867412358;", MOBILE),
        ("057186741235", LANDLINE), ("0571 86741235", LANDLINE), ("0571-8674-1235", LANDLINE), ("(0571)86741235", LANDLINE),
        ("（0571）86741235", LANDLINE), ("+86 571 86741235", LANDLINE), ("+86-571-86741235", LANDLINE),
        ("０５７１－８６７４１２３５", LANDLINE), ("86-571-86741235", LANDLINE), ("Tel: 0571-86741235", LANDLINE),
        ("+86 10 67412358", "010-67412358"), ("010 6741 2358", "010-67412358"),
        ("4008674123", "400-867-4123"), ("400 8674 123", "400-867-4123"),
        ("4001-234-567", "400-123-4567"), ("400-1234567", "400-123-4567"), ("40 01 23 45 67", "400-123-4567"),
        ("4001234-567", "400-123-4567"), ("8008-201-234", "800-820-1234"), ("400－8674－123", "400-867-4123"),
        ("852-23456789", "+852 2345 6789"), ("852 2345 6789", "+852 2345 6789"), ("(852)2345-6789", "+852 2345 6789"),
        ("85223456789", "+852 2345 6789"), (85223456789, "+852 2345 6789"), ("853-28781234", "+853 2878 1234"),
        ("853 6612 3456", "+853 6612 3456"), ("886-2-2345-6789", "+886 2 2345 6789"), ("886-2-23456789", "+886 2 2345 6789"),
        ("886-02-23456789", "+886 2 2345 6789"), ("886 912 345 678", "+886 912 345 678"), ("886912345678", "+886 912 345 678"),
        ("wx13867412358", f"{MOBILE}（微信）"), ("vx：13867412358", f"{MOBILE}（微信）"),
        ("微信：138 6741 2358", f"{MOBILE}（微信）"),
        ("00852-23456789", "+852 2345 6789"),
    ],
)  # fmt: skip
def test_another_spelling_is_a_matter_of_style_with_its_fix(raw: str, value: str) -> None:
    parsed = parse(raw)
    assert (parsed.value, checks(parsed)) == (value, ["phone-style"])
    assert parsed.issues[0].fix == value


@pytest.mark.parametrize(
    "raw",
    [
        "(0571)86741235转803",
        "0571-86741235 转 803",
        "057186741235#803",
        "0571-86741235ext803",
        "0571 86741235 分机：803",
        "0571-86741235x803",
    ],
)
def test_a_phone_with_an_extension_keeps_it(raw: str) -> None:
    assert parse(raw).value == "0571-86741235-803"


@pytest.mark.parametrize(
    "raw",
    [
        f"{MOBILE}/{LANDLINE}", f"{MOBILE}、{LANDLINE}", f"{MOBILE}，{LANDLINE}", f"{MOBILE}; {LANDLINE}", f"{MOBILE}\n{LANDLINE}",
        f"{MOBILE} {LANDLINE}", f"手机：{MOBILE} 座机：{LANDLINE}", f"{MOBILE}或{LANDLINE}", f"{MOBILE}({LANDLINE})",
    ],
)  # fmt: skip
def test_two_numbers_in_a_cell_are_two_numbers(raw: str) -> None:
    parsed = parse(raw)
    assert numbers(parsed.value) == (MOBILE, LANDLINE)
    assert set(checks(parsed)) <= {"phone-style"}


@pytest.mark.parametrize(
    "raw",
    [
        f"{MOBILE}（微信同号）",
        f"{MOBILE}(微信同号)",
        f"{MOBILE} 微信同号",
        f"{MOBILE}，微信同号",
        f"{MOBILE}/同微信",
        f"微信{MOBILE}",
        f"{LANDLINE}/{MOBILE}（wx同号）",
    ],
)
def test_a_phone_that_is_a_wechat_number_says_so(raw: str) -> None:
    parsed = parse(raw)
    assert is_wechat(parsed.value)
    assert wechat(parsed.value) == MOBILE


def test_the_mobile_is_the_wechat_number_of_two() -> None:
    value = parse(f"{MOBILE}/{LANDLINE}（微信同号）").value
    assert wechat(value) == MOBILE
    assert wechat(parse(f"{MOBILE}/{LANDLINE}").value) == ""


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (f"王总 {MOBILE}", f"{MOBILE}（王总）"),
        (f"{MOBILE}王总", f"{MOBILE}（王总）"),
        ("138 6741 2358（王总/李总）", f"{MOBILE}（王总、李总）"),
    ],
)
def test_a_note_beside_a_number_is_kept_by_the_fix(raw: str, value: str) -> None:
    parsed = parse(raw)
    assert parsed.issues[0].fix == parsed.value == value
    assert numbers(value) == (MOBILE,)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("138", "mobile number, 8 digits too few"), ("1395678", "mobile number, 4 digits too few"),
        ("1380000111", "mobile number, 1 digits too few"), (138, "mobile number, 8 digits too few"),
        ("138000011112", "mobile number, 1 digits too many"), ("1386741235b", "there is a letter in it: b"),
        ("12067412358", "no mobile number begins with 120"), ("+86 10867412358", "no mobile number begins with 108"),
        ("0571-867412", "landline, 1 digits too few"), ("010-6741235", "landline, 1 digits too few"), ("010-6741", "landline, 4 digits too few"),
        ("0571-867412351", "landline, 1 digits too many"), ("0571-16741235", "no landline begins with 1"),
        ("0999-16741235", "no landline begins with 1"), ("0321-86741235", "there is no area code 0321"),
        ("400-867-41234", "400 numbers have 10 digits, this one 11"), ("23456", "5 digits: neither a mobile nor a landline"),
        ("微信联系", "there are no digits in it"), ("+999 123", "there is no such country code"), ("+852 123", "no valid number of that country"),
        ("1386741235813967412358", "two numbers run together: 13867412358 and 13967412358?"), (True, "there are no digits in it"),
    ],
)  # fmt: skip
def test_what_is_no_number_says_exactly_why(raw: Any, says: str) -> None:
    parsed = parse(raw)
    assert checks(parsed) == ["phone-format"]
    assert parsed.issues[0].message == says
    assert parsed.issues[0].fix is None
    assert parsed.value is None


@pytest.mark.parametrize("raw", ["138674l2358", "138674I2358", "1386741235８".replace("８", "O")])
def test_a_letter_that_looks_like_a_digit_is_named_never_mended(raw: str) -> None:
    issue = parse(raw).issues[0]
    assert issue.check == "phone-format"
    assert issue.fix is None
    assert raw.translate(str.maketrans("lIO", "110")) in issue.remedy


@pytest.mark.parametrize("raw", ["1.38E+10", "1.38e+10", "1.386741E+10", "1.38E10"])
def test_a_text_in_scientific_notation_has_lost_its_digits(raw: str) -> None:
    parsed = parse(raw)
    assert (parsed.value, checks(parsed)) == (None, ["phone-digits-lost"])


def test_a_number_cell_of_more_than_fifteen_digits_has_lost_the_rest() -> None:
    assert checks(parse(1386741235813967412358)) == ["phone-digits-lost"]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (13867412358, MOBILE),
        (13867412358.0, MOBILE),
        (57186741235, LANDLINE),
        (1067412358, "010-67412358"),
        (4008674123, "400-867-4123"),
    ],
)
def test_a_number_cell_still_holds_all_digits_and_is_recovered(raw: Any, value: str) -> None:
    parsed = parse(raw)
    assert (parsed.value, checks(parsed)) == (value, ["phone-style"])
    assert parsed.issues[0].fix == value


def test_a_mobile_without_its_first_digit_is_no_landline() -> None:
    assert checks(parse("3867412358")) == ["phone-format"]
    assert checks(parse("57186741235")) == ["phone-format"]  # as text, a 0 cannot have been lost


@pytest.mark.parametrize(
    "raw", ["86741235", "8674123", "8674 1235", "86741235-803", "86741235转803", 86741235]
)
def test_a_landline_without_area_code_is_a_warning_of_its_own(raw: Any) -> None:
    parsed = parse(raw)
    assert parsed.value.startswith("8674123")
    assert checks(parsed)[0] == "phone-no-area"
    assert "phone-format" not in checks(parsed)


@pytest.mark.parametrize(
    "raw",
    [
        "13800000000",
        "13911111234",
        "13812345678",
        "13887654321",
        "13888888888",
        "13512121212",
        "13800138000",
        "+86 13800000000",
    ],
)
def test_a_number_that_looks_made_up_is_suspected(raw: str) -> None:
    assert checks(parse(raw)) == ["phone-fake"]
    assert parse(raw).value


@pytest.mark.parametrize(
    "raw",
    ["13800001111", "0571-88888888", "13566666123", "18688889999", "13867412345", "0571-88886666"],
)
def test_a_lucky_number_is_not_suspected(raw: str) -> None:
    assert not is_fake(raw)
    assert parse(raw) == Parsed(raw)


@pytest.mark.parametrize(
    "raw",
    ["138****5678", "138＊＊＊＊5678", "138xxxx5678", "138XXXX5678", "138****", "0571-8674****"],
)
def test_a_masked_number_is_a_state_of_its_own(raw: str) -> None:
    parsed = parse(raw)
    assert parsed.masked
    assert parsed.issues == ()
    assert numbers(parsed.value) == ()


@pytest.mark.parametrize("raw", ["", " ", "-", "/", "—", "无", "暂无", "N/A", None])
def test_a_cell_that_says_nothing_is_blank(raw: Any) -> None:
    assert parse(raw) == Parsed()


def test_error_cells_and_uncached_formulas_have_issues_of_their_own() -> None:
    assert checks(parse(CellError("#N/A"))) == ["error-cell"]
    assert checks(parse(UNCACHED)) == ["uncached-formula"]


def test_a_bad_number_beside_a_good_one_is_reported_and_the_good_one_kept() -> None:
    parsed = parse(f"{MOBILE}/1386741")
    assert parsed.value == MOBILE
    assert checks(parsed) == ["phone-format"]


def test_area_codes_are_those_of_libphonenumber() -> None:
    for number in range(300, 1000):
        known = any(
            phonenumbers.is_valid_number(phonenumbers.PhoneNumber(86, int(f"{number}{local}")))
            for local in ("23141592", "2314159", "83141592", "8314159")
        )
        assert (f"0{number}" in LONG) == (known and number not in {400, 800}), number
    assert {f"0{area}" for area in (10, *range(20, 30)) if area != 26} == SHORT


MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINES = st.builds(
    lambda area, local: f"{area}-{local}",
    st.sampled_from(sorted(SHORT | LONG)),
    st.from_regex(r"[2-9][0-9]{7}", fullmatch=True),
)
PHONES = MOBILES | LANDLINES | st.builds("{}-{}".format, LANDLINES, st.integers(0, 99999))
NOTES = st.sampled_from(["", "（微信同号）", "（王总）", "（办公室）"])
CELLS = st.lists(st.builds("{}{}".format, PHONES, NOTES), min_size=1, max_size=3).map("/".join)


@given(CELLS)
def test_every_normal_form_is_read_as_itself(cell: str) -> None:
    parsed = parse(cell)
    assert parsed.value == cell
    assert set(checks(parsed)) <= {"phone-fake"}


@given(
    MOBILES,
    st.sampled_from(
        [
            "{0} {1} {2}",
            "{0}-{1}-{2}",
            "+86 {0}{1}{2}",
            "86{0}{1}{2}",
            "(+86){0} {1} {2}",
            "\u200b{0}{1}{2} ",
        ]
    ),
)
def test_every_spelling_of_a_mobile_means_the_same(mobile: str, form: str) -> None:
    assert parse(form.format(mobile[:3], mobile[3:7], mobile[7:])).value == mobile


@given(
    st.lists(
        st.text(alphabet="0123456789 -+()转xE.*/（）、微信同号手机王ab\n８\u202d", max_size=24)
        | MOBILES
        | LANDLINES
        | st.integers(0, 10**17)
        | st.floats(0, 10**11)
    )
)
def test_a_column_is_parsed_as_its_cells_are_and_fixes_hold(raws: list[Any]) -> None:
    kind = Phone()
    column = kind.parse_all(raws, CONTEXT)
    for at, raw in enumerate(raws):
        parsed = kind.parse(raw, CONTEXT)
        assert column.values[at] == parsed.value
        assert column.issues.get(at, ()) == parsed.issues
        assert (at in column.masked) == parsed.masked
        if parsed.value is not None and not parsed.masked:
            assert parse(parsed.value).value == parsed.value
        for issue in parsed.issues:
            assert issue.check in kind.checks
            if issue.fix is not None:
                assert "phone-style" not in checks(parse(issue.fix))


def test_a_long_column_is_parsed_as_its_cells_are() -> None:
    raws = [f"138{number:08}" for number in range(2000)] + [
        "13800000000",
        "13512121212",
        "1386741",
        "0321-86741235",
    ]
    column = Phone().parse_all(raws, CONTEXT)
    assert column.issues == {
        at: issues for at, raw in enumerate(raws) if (issues := parse(raw).issues)
    }


@pytest.mark.parametrize(
    ("raw", "value", "checked"),
    [
        ("85239617-803", "85239617-803", ["phone-no-area"]),
        ("8523456-803", "8523456-803", ["phone-no-area"]),
        ("852-03456789", None, ["phone-format"]),
        ("0571-8523456", "0571-8523456", []),
        ("400-123-456", None, ["phone-format"]),
        ("4001234", "4001234", ["phone-no-area"]),
    ],
)
def test_what_only_begins_like_a_neighbour_or_a_400_number(
    raw: str, value: str | None, checked: list[str]
) -> None:
    parsed = parse(raw)
    assert (parsed.value, checks(parsed)) == (value, checked)


@pytest.mark.parametrize(
    ("raw", "value", "remedy"),
    [
        ("wx: abc", None, "Move abc to the column 微信号."),
        ("微信：abc123", None, "Move abc123 to the column 微信号."),
        ("微信abc123", None, "Move abc123 to the column 微信号."),
        ("微信号 zhang_wei-88", None, "Move zhang_wei-88 to the column 微信号."),
        ("VX：zhangwei", None, "Move zhangwei to the column 微信号."),
        ("wxid_8sdf7sd9", None, "Move wxid_8sdf7sd9 to the column 微信号."),
        ("微信 123456", None, "Move 123456 to the column 微信号."),
        ("QQ 12345", None, "Move it to 备注, and ask for a phone number or a 微信号."),
        ("qq：1234567890", None, "Move it to 备注, and ask for a phone number or a 微信号."),
        ("QQ号12345678", None, "Move it to 备注, and ask for a phone number or a 微信号."),
        (f"{MOBILE} 微信abc123", MOBILE, "Move abc123 to the column 微信号."),
        (f"{MOBILE}/wx: abc123", MOBILE, "Move abc123 to the column 微信号."),
        (f"wx:abc123，{LANDLINE}", LANDLINE, "Move abc123 to the column 微信号."),
        (
            f"{MOBILE} QQ:12345678",
            MOBILE,
            "Move it to 备注, and ask for a phone number or a 微信号.",
        ),
    ],
)
def test_a_wechat_or_qq_id_is_told_where_it_belongs(
    raw: str, value: str | None, remedy: str
) -> None:
    parsed = parse(raw)
    assert (parsed.value, checks(parsed)) == (value, ["phone-messenger"])
    assert parsed.issues[0].remedy == remedy
    assert parsed.issues[0].fix is None


@pytest.mark.parametrize(
    ("raw", "checked"),
    [
        (f"{MOBILE}（微信：abc123）", []),
        (f"{MOBILE}（QQ 12345）", []),
        (f"{MOBILE}（微信同号）", []),
        (f"{MOBILE}（wx同号）", []),
        (f"微信{MOBILE}", ["phone-style"]),
        ("微信1386741235", ["phone-format"]),
        ("微信联系", ["phone-format"]),
        ("12345@qq.com", ["phone-format"]),
        ("1386741235b", ["phone-format"]),
    ],
)
def test_what_is_no_id_of_a_messenger(raw: str, checked: list[str]) -> None:
    assert checks(parse(raw)) == checked


def test_a_long_text_without_a_number_is_read_as_fast_as_any_other() -> None:
    text = "广东省深圳市南山区粤海街道科技园社区科苑路某某大厦三十层前台转采购部办公室" * 20
    assert Phone().parse(text, CONTEXT).issues
    assert Phone().parse("1" + text, CONTEXT).issues
