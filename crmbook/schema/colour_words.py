"""What people call a colour: 红 for every red, light or dark (U05)."""

from __future__ import annotations

import colorsys
from typing import Final

#: Names of hues, by where each ends on the colour circle (degrees); red closes the circle.
_HUES: Final = (
    (16, "红"),
    (42, "橙"),
    (70, "黄"),
    (165, "绿"),
    (255, "蓝"),
    (320, "紫"),
    (360, "红"),
)
_PINK: Final = (290, 351, 0.75)  # from, to; and at least so light: below it is 紫 or 红
_GREY: Final = 0.12  # saturation below which a colour is grey
_MARKS: Final = ("色", "底", "标")

#: Every colour that has a name, in the order of the circle.
COLOURS: Final = ("红", "橙", "黄", "绿", "蓝", "紫", "粉", "灰")


def colour_name(rgb: str) -> str:
    """Return the everyday name of a colour: by its hue, for Excel's fills are mostly light."""
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < _GREY:
        return "灰"
    first, last, light = _PINK
    if first < hue * 360 <= last and lightness >= light:
        return "粉"
    return next(name for end, name in _HUES if hue * 360 <= end)


def colour_called(text: str) -> str:
    """Return the colour that a word means (红, 红色, 浅红, 粉红), "" for none."""
    word = text.strip()
    for mark in _MARKS:
        word = word.removesuffix(mark)
    word = "粉" if word in {"粉红", "浅粉"} else word.lstrip("浅深大淡亮")
    return word if word in COLOURS else ""
