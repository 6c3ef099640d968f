"""Short names: what a company is called in a message."""

from __future__ import annotations

import pytest

from crmbook.schema.kinds.short_names import short_name


@pytest.mark.parametrize(
    ("company", "short"),
    [
        ("宁波启航商贸有限公司", "宁波启航"),
        ("杭州华鼎科技有限公司", "杭州华鼎"),
        ("苏州恒达机械厂", "苏州恒达"),
        ("华鼎（展会认识）科技有限公司", "华鼎科技有限公司"),
        ("腾讯科技", "腾讯科技"),
        ("科技有限公司", "科技有限公司"),
        ("Shenzhen Example Co., Ltd", "Shenzhen"),
        ("华鼎", "华鼎"),
        ("", ""),
    ],
    ids=str,
)
def test_a_company_is_called_as_in_talk(company: str, short: str) -> None:
    assert short_name(company) == short
