"""What Python's expat raises for bytes that are no XML, of whatever kind."""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

#: Besides its own: an encoding of several bytes is a ValueError, an unknown one a LookupError, one
#: that turns bytes into what is no text an OverflowError (found by the fuzzer).
EXPAT_ERRORS: Final = (expat.ExpatError, ValueError, LookupError, OverflowError)
