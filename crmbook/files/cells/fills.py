"""Fills and borders: what a cell shows of its own, and those that marks are made of."""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls
from typing import Final

from crmbook.files.spans import Span

_NOTHING: Final = frozenset({"", "none"})
_SIDES: Final = ("left", "right", "top", "bottom")
_DARK: Final = 0.35


def is_seen(fill: Span) -> bool:
    """Whether a fill colours anything: a gradient, or a pattern other than none."""
    pattern = fill.find("patternFill")
    return pattern is None or pattern.attributes.get("patternType", "") not in _NOTHING


def says(fill: Span, rgb: str) -> bool:
    """Whether a fill is plainly that colour."""
    pattern = fill.find("patternFill")
    colour = None if pattern is None else pattern.find("fgColor")
    return colour is not None and colour.attributes.get("rgb", "")[-6:].upper() == rgb.upper()


def has_lines(border: Span) -> bool:
    """Whether a border draws any line."""
    return any(side.attributes.get("style", "") not in _NOTHING for side in border.children)


def reserved(prefix: str) -> tuple[bytes, bytes]:
    """Return the two fills that Excel takes the first two for, whatever stands there."""
    none, grey = (
        f'<{prefix}fill><{prefix}patternFill patternType="{pattern}"/></{prefix}fill>'.encode()
        for pattern in ("none", "gray125")
    )
    return none, grey


def solid(rgb: str, prefix: str) -> bytes:
    """Return a fill of one colour."""
    return (
        f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}fgColor rgb="FF{rgb}"/>'
        f'<{prefix}bgColor indexed="64"/></{prefix}patternFill></{prefix}fill>'
    ).encode()


def outline(rgb: str, prefix: str) -> bytes:
    """Return a border all around in a dark shade of a colour, to be seen on any fill."""
    colour = f'<{prefix}color rgb="FF{_darkened(rgb)}"/>'
    sides = "".join(f'<{prefix}{side} style="medium">{colour}</{prefix}{side}>' for side in _SIDES)
    return f"<{prefix}border>{sides}<{prefix}diagonal/></{prefix}border>".encode()


def _darkened(rgb: str) -> str:
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, _lightness, saturation = rgb_to_hls(red, green, blue)
    dark = hls_to_rgb(hue, _DARK, saturation)
    return "".join(f"{round(part * 255):02X}" for part in dark)
