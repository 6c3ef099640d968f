"""Colours, font and signs: the one place where the look of everything made here is decided.

Good, neutral and bad are Excel's own styles. Colour never stands alone: a sign or a weight says the
same to a black-and-white printer (FORMS.md).
"""

from __future__ import annotations

from typing import Final

#: On every Windows since Vista, in WPS, and in Office for Mac; LibreOffice falls back to Noto CJK.
FONT: Final = "微软雅黑"
SIZE: Final = 10

INK: Final = "#1F2933"
FAINT: Final = "#7B8794"
LINE: Final = "#C7D0D9"
WHITE: Final = "#FFFFFF"

BRAND: Final = "#1F4E78"
BRAND_PALE: Final = "#DDEBF7"
INPUT: Final = "#FFF9DB"  # people type here
COMPUTED: Final = "#F2F2F2"  # crmbook or a formula fills this in
CLOSED: Final = "#EDEDED"

GOOD: Final = ("#C6EFCE", "#006100")
NEUTRAL: Final = ("#FFEB9C", "#9C5700")
BAD: Final = ("#FFC7CE", "#9C0006")

TAB_REGISTER: Final = "#1F4E78"
TAB_GENERATED: Final = "#548235"
TAB_CONFIG: Final = "#A6A6A6"
TAB_MANUAL: Final = "#BF9000"

CHART_TOTAL: Final = "#9DC3E6"
CHART_SIGNED: Final = "#2E75B6"
CHART_RATE: Final = "#C55A11"
