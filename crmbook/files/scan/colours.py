"""Colours of fills: ARGB, the indexed palette, theme colours with their tint."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

# ECMA-376 18.8.27: 0–7 repeat 8–15; 64 and 65 are the system's own foreground and background.
_BASIC = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
PALETTE: Final = (
    f"{_BASIC} {_BASIC} 800000 008000 000080 808000 800080 008080 C0C0C0 808080 "
    "9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF "
    "800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 "
    "993300 993366 333399 333333 000000 FFFFFF"
).split()

#: The order in which ``theme="n"`` counts a theme's colours: light before dark (18.8.3).
THEME_ORDER: Final = [
    "lt1",
    "dk1",
    "lt2",
    "dk2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "hlink",
    "folHlink",
]

#: Office's own theme, for books that refer to a theme and carry none.
OFFICE_THEME: Final = [
    "FFFFFF",
    "000000",
    "E7E6E6",
    "44546A",
    "4472C4",
    "ED7D31",
    "A5A5A5",
    "FFC000",
    "5B9BD5",
    "70AD47",
    "0563C1",
    "954F72",
]


@dataclass(frozen=True, slots=True)
class Colours:
    """A book's palette and theme; every colour is 6 hexadecimal digits, upper case."""

    palette: Sequence[str] = tuple(PALETTE)
    theme: Sequence[str] = tuple(OFFICE_THEME)

    def rgb(self, colour: Mapping[str, str]) -> str:
        """Return the RGB of a ``<fgColor>``'s attributes, "" when it names none."""
        if "rgb" in colour:
            return tinted(colour["rgb"][-6:].upper(), colour.get("tint"))
        if "theme" in colour:
            return tinted(_at(self.theme, colour["theme"]), colour.get("tint"))
        if "indexed" in colour:
            return tinted(_at(self.palette, colour["indexed"]), colour.get("tint"))
        return ""


def tinted(rgb: str, tint: str | None) -> str:
    """Return a colour made lighter (tint > 0) or darker, by its luminance (18.8.19)."""
    amount = float(tint) if tint else 0.0
    if not amount or len(rgb) != 6:
        return rgb
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + amount) if amount < 0 else light + (1 - light) * amount
    channels = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)
    return "".join(f"{round(channel * 255):02X}" for channel in channels)


def _at(colours: Sequence[str], index: str) -> str:
    place = int(index)
    return colours[place] if 0 <= place < len(colours) else ""
