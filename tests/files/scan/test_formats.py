from __future__ import annotations

import pytest

from crmbook.files.scan.formats import Shows, shows

DATES = [
    "yyyy-mm-dd", "yyyy/m/d;@", 'yyyy"年"m"月"d"日"', "yyyy年m月d日", "m/d/yy h:mm", "h:mm:ss AM/PM",
    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", '[$-804]yyyy"年"m"月"d"日";@', "[$-804]aaaa;@", '[DBNum1][$-804]m"月"d"日"',
    '上午/下午h"时"mm"分"', 'e"年"m"月"', "mm:ss.0", "[Red]d-mmm", "\\-d\\-", "dd.mm.yyyy", "[$-409]mmm-yy",
]  # fmt: skip
NUMBERS = [
    "General", "G/通用格式", "0", "0.00", "#,##0.00", "0.00E+00", "##0.0e-0", "0%", "@", "# ?/?", '0"万元"', '0"days"',
    "[Red]-0.00", "[$USD] #,##0", "[$€-407] #,##0", "_-* #,##0\\ _k_r_-", "#,##0\\ \\d", "[DBNum2]0", "[>=100]0;0.0",
    ";;;", "", "[Color 3]0", '"y"0',
]  # fmt: skip
DURATIONS = ["[h]:mm", "[hh]:mm:ss", "[m]:ss", "[ss]", "[H]:MM", '[h]"小时"', "[$-804][h]:mm:ss;@"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [(code, Shows.DATE) for code in DATES]
    + [(code, Shows.NUMBER) for code in NUMBERS]
    + [(code, Shows.DURATION) for code in DURATIONS],
)
def test_a_format_code_shows_what_it_shows(code: str, expected: Shows) -> None:
    assert shows(200, code) is expected


@pytest.mark.parametrize("number", [14, 17, 22, 27, 31, 36, 45, 47, 50, 57, 58])
def test_built_in_date_formats_are_known(number: int) -> None:
    assert shows(number, None) is Shows.DATE


@pytest.mark.parametrize("number", [0, 1, 9, 11, 23, 37, 44, 48, 49, 59, 164])
def test_other_built_in_formats_are_numbers(number: int) -> None:
    assert shows(number, None) is Shows.NUMBER


def test_the_built_in_duration_is_known_and_a_book_may_spell_it_anew() -> None:
    assert shows(46, None) is Shows.DURATION
    assert shows(46, "0.0") is Shows.NUMBER
