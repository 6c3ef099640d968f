"""The area codes of mainland landlines, as libphonenumber 9.0.42 has the numbering plan (M18).

Numbers in 0400 and 0800 are left out: those are 400 and 800 numbers that were given a zero.
"""

from __future__ import annotations

#: ``57-0123456789``: 0570 to 0579. Behind them stand seven or eight digits.
_TABLE = """
31-0123456789 33-5 34-9 35-0123456789 37-012345679 39-1234568 41-1256789 42-179 43-123456789
45-123456789 46-4789 47-0123456789 48-23 51-0123456789 52-37 53-0123456789 54-36 55-0123456789
56-12346 57-0123456789 58-0 59-123456789 63-1235 66-0238 69-12 70-1 71-0123456789 72-248
73-01456789 74-3456 75-0123456789 76-023689 77-0123456789 79-0123456789 81-23678 82-567
83-0123456789 85-1456789 87-0123456789 88-3678 89-12345678 90-123689 91-12345679 93-0123456789
94-13 95-012345 97-0123456789 99-0123456789
"""
#: Big cities, with eight digits behind the code.
SHORT = frozenset("010 020 021 022 023 024 025 027 028 029".split())
LONG = frozenset(
    f"0{entry[:2]}{digit}" for entry in _TABLE.split() for digit in entry.partition("-")[2]
)
#: The same as a regular expression.
PATTERN = "0(?:{})".format(
    "|".join(f"{entry[:2]}[{entry.partition('-')[2]}]" for entry in _TABLE.split())
)


def area_of(digits: str) -> str:
    """Return the area code that a number with a leading 0 begins with, "" when there is none."""
    if digits[:3] in SHORT:
        return digits[:3]
    return digits[:4] if digits[:4] in LONG else ""
