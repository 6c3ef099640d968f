"""Evidence: whether anything two records agree in belongs to one company or person.

A contact of a common name, the same need, size and industry add up, but many companies have them
in common: without an identifying agreement they make nobody one. Measured on a register of 600
companies that are all different: the four "duplicates" found without this rule were all wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.match.comparison import Compared
from crmbook.match.fields import ADDRESS, MAIL, MISSING, NAME, PERSON, PHONE, REGION, WECHAT, Field

Flags = NDArray[np.bool_]
#: Up to these levels: names nearly the same, names with a rare part in common; contacts nearly the
#: same, contacts that fit (张总, 张*); one street; one domain.
_NEAR, _PART = 3, 4
_NEAR_PERSON, _FITS = 2, 3
_STREET: Final = 3
_DOMAIN: Final = 4
_MOBILE: Final = 1
_NEAR_MAIL: Final = 2
_OTHER_PLACE: Final = 2


class Evidence:
    """The levels of every pair, by field."""

    def __init__(self, compared: Sequence[Compared]) -> None:
        self.levels = {one.field.name: one.levels for one in compared}
        self.fields = [one.field for one in compared]
        self.none = np.zeros(len(compared[0].levels), dtype=bool)

    def of_one(self) -> Flags:
        """Return for which pairs something says that they are one, not merely alike."""
        found = self.none.copy()
        for one in self.fields:
            found |= self._up_to(one, one.identifies)
        return found | self._slip() | self._unnamed()

    def of_one_company(self) -> Flags:
        """Return for which pairs something says that they are of one company: colleagues."""
        return self.of_one() | self._up_to(MAIL, _DOMAIN)

    def of_one_person(self) -> Flags:
        """Return for which pairs something says that the contact is one: what a person takes along."""
        numbers = self._up_to(PHONE, _MOBILE) | self._up_to(WECHAT, WECHAT.identifies)
        return numbers | self._up_to(MAIL, _NEAR_MAIL)

    def _slip(self) -> Flags:
        """Names that differ by a slip: with the contact or the street, or where nothing else tells.

        In another place it is another company: 苏州启源 is no slip for 常州宏源.
        """
        near, akin = self._up_to(NAME, _NEAR), self._up_to(NAME, _PART)
        contact, fits = self._up_to(PERSON, _NEAR_PERSON), self._up_to(PERSON, _FITS)
        borne_out = akin & (contact | self._up_to(ADDRESS, _STREET)) | near & fits
        elsewhere = self.levels.get(REGION.name, self.none) == _OTHER_PLACE
        found: Flags = (borne_out | near & ~self._telling()) & ~elsewhere
        return found

    def _unnamed(self) -> Flags:
        """Where no company stands, it is the contact who is one (persons, a list of name cards)."""
        unnamed: Flags = self.levels.get(NAME.name, self.none) == MISSING
        return unnamed & self._up_to(PERSON, _NEAR_PERSON)

    def _telling(self) -> Flags:
        """Whether anything but the name is there to tell."""
        found = self.none.copy()
        for one in self.fields:
            if one is PERSON or (one.identifies and one is not NAME):
                found |= self.levels[one.name] != MISSING
        return found

    def _up_to(self, field: Field, level: int) -> Flags:
        levels = self.levels.get(field.name)
        if levels is None:
            return self.none
        found: Flags = (levels != MISSING) & (levels <= level)
        return found
