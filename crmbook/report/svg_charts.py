"""Charts as inline SVG: drawn by the page's own colours, so that they follow light, dark and print.

A chart never speaks by colour alone: every bar bears its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

_WIDTH: Final = 640
_HEIGHT: Final = 220
_TOP, _BOTTOM = 22, 24
_ROW: Final = 34


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars: its name, its numbers (None: unknown), its class in the page's style."""

    name: str
    values: Sequence[float | None]
    style: str


def columns(title: str, labels: Sequence[str], series: Sequence[Series]) -> Markup:
    """Return upright bars, those of a label side by side, each with its number on top."""
    most = max((value or 0 for one in series for value in one.values), default=0) or 1
    slot = _WIDTH / max(len(labels), 1)
    bar = min(slot * 0.8 / max(len(series), 1), 46)
    parts = [_legend(series)]
    for at, label in enumerate(labels):
        middle = slot * (at + 0.5)
        parts.append(_text(middle, _HEIGHT - 6, label, "axis"))
        for place, one in enumerate(series):
            left = middle + (place - len(series) / 2) * bar
            parts += _column((left, bar), one.values[at], most, one.style)
    base = _HEIGHT - _BOTTOM
    parts.append(
        Markup('<line class="axis" x1="0" x2="{}" y1="{}" y2="{}"/>').format(_WIDTH, base, base)
    )
    return _svg(title, _HEIGHT, parts)


def bars(title: str, rows: Sequence[tuple[str, float, str]]) -> Markup:
    """Return lying bars: (name, number, what stands behind the bar)."""
    most = max((value for _name, value, _told in rows), default=0) or 1
    parts = list[Markup]()
    for at, (name, value, told) in enumerate(rows):
        top, long = at * _ROW, value / most * (_WIDTH - 330)
        parts.append(_text(0, top + 21, name, "name"))
        parts.append(
            Markup('<rect class="main" x="110" y="{}" width="{:.1f}" height="{}" rx="2"/>').format(
                top + 6, long, _ROW - 12
            )
        )
        parts.append(_text(118 + long, top + 21, told, "value"))
    return _svg(title, max(len(rows), 1) * _ROW, parts)


def _column(
    place: tuple[float, float], value: float | None, most: float, style: str
) -> Iterator[Markup]:
    left, bar = place
    base = _HEIGHT - _BOTTOM
    high = (value or 0) / most * (base - _TOP - 16)
    yield Markup(
        '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="2"/>'
    ).format(style, left + 1, base - high, bar - 2, high)
    yield _text(left + bar / 2, base - high - 4, "—" if value is None else f"{value:g}", "number")


def _legend(series: Sequence[Series]) -> Markup:
    """Name the series at the top right, each behind a square of its colour."""
    made = Markup()
    right = _WIDTH
    for one in reversed(series):
        right -= 24 + 13 * len(one.name)
        made += Markup('<rect class="{}" x="{}" y="3" width="10" height="10"/>').format(
            one.style, right
        )
        made += _text(right + 14, 12, one.name, "name")
    return made


def _text(x: float, y: float, text: str, style: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(style, x, y, text)


def _svg(title: str, height: float, parts: Sequence[Markup]) -> Markup:
    head = Markup('<svg role="img" aria-label="{}" viewBox="0 0 {} {:.0f}">').format(
        title, _WIDTH, height
    )
    return head + Markup().join(parts) + Markup("</svg>")
