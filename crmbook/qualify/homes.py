"""Where each lead is at home: 地区, 地址, the place in its name, its area code (M24, M46)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.register import Register
from crmbook.model.patterns import lazy
from crmbook.qualify.regions import NOWHERE, Spot, spot_of, spot_of_phone
from crmbook.schema.column import Column
from crmbook.schema.kinds.company_parts import company_parts, places_in
from crmbook.schema.sheets import leads
from crmbook.schema.text import fold


def homes(register: Register, among: NDArray[np.int64] | None = None) -> NDArray[Any]:
    """Return each lead's Spot; its ``said`` names the column. NOWHERE where nothing tells.

    ``among``: only these leads are asked about, the others stay NOWHERE.
    """
    found: NDArray[Any] = np.full(len(register), NOWHERE, dtype=object)
    unknown = np.arange(len(register)) if among is None else among
    for column, read in _WAYS:
        data = register.data.get(column.header)
        if data is None:
            continue
        spots = {-1: NOWHERE}  # only the values of leads of which nothing is known yet
        for code in np.unique(data.codes[unknown]).tolist():
            raw = data.raw[code] if code >= 0 else None
            if isinstance(raw, str):
                spots[code] = _said(read(raw), column, raw)
        for record, code in zip(unknown.tolist(), data.codes[unknown].tolist(), strict=True):
            found[record] = spots.get(code, NOWHERE)
        unknown = np.array([at for at in unknown.tolist() if not found[at].known], dtype=np.int64)
    return found


def _said(spot: Spot, column: Column, raw: str) -> Spot:
    if not spot.known:
        return NOWHERE
    return Spot(spot.provinces, spot.city, f"{column.header} {raw.strip()}", spot.text)


def _of_region(text: str) -> Spot:
    """Return the place a 地区 names; one that is not known still is what it says."""
    spot = spot_of(text)
    return spot if spot.known else Spot(text=text.strip())


def _of_name(text: str) -> Spot:
    places = places_in(text)
    if not places and (not text[:1].isalpha() or _BRACKET.search(text)):
        places = company_parts(fold(text)).places
    return spot_of("".join(places)) if places else NOWHERE


_BRACKET: Final = lazy("[(（\\[【]")
#: The first that tells has the last word.
_WAYS: Final[tuple[tuple[Column, Callable[[str], Spot]], ...]] = (
    (leads.REGION, _of_region),
    (leads.ADDRESS, spot_of),
    (leads.COMPANY, _of_name),
    (leads.PHONE, spot_of_phone),
)
