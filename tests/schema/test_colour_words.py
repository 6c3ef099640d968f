"""Names of colours, as people call fills."""

from __future__ import annotations

import pytest

from crmbook.schema.colour_words import colour_called, colour_name


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ("FF0000", "红"), ("FFC7CE", "红"), ("C00000", "红"), ("FF99CC", "粉"), ("FFC0CB", "粉"),
        ("FFC000", "黄"), ("FFFF00", "黄"), ("ED7D31", "橙"), ("92D050", "绿"), ("00B0F0", "蓝"),
        ("7030A0", "紫"), ("FF00FF", "紫"), ("D9D9D9", "灰"), ("000000", "灰"),
    ],
)  # fmt: skip
def test_a_fill_is_called_by_its_hue(rgb: str, name: str) -> None:
    assert colour_name(rgb) == name


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("红", "红"),
        ("红色", "红"),
        ("浅绿色", "绿"),
        ("粉红", "粉"),
        (" 黄底 ", "黄"),
        ("朱", ""),
        ("", ""),
    ],
)
def test_a_word_names_a_colour(word: str, name: str) -> None:
    assert colour_called(word) == name
