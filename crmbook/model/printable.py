"""Text of users on its way to a terminal or a page."""

from __future__ import annotations


def printable(text: str) -> str:
    """Return a line with its control characters escaped: a name or value must not steer a terminal.

    Line breaks are escaped too, so that one message stays one line.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
