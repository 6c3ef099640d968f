"""What each level of agreement says: the probabilities that stand until a book is large enough.

Four classes of pairs: the *same* lead; a *role*, another contact of the same company; a *site*,
another company in the same house; a *chance* meeting of strangers. That colleagues share
switchboard, domain, address and industry is what makes them colleagues, and a hotel's restaurants
its address and phone; so within a class each field speaks for itself, and no evidence is counted
twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MISSING: Final = 0
SAME: Final = 1


@dataclass(frozen=True, slots=True)
class Field:
    """One comparison. ``levels`` from level 1 on (level 1: equal; the last: different).

    ``same``, ``role``, ``site``, ``chance``: how often each occurs in the classes; ``site`` () means
    as by chance. ``background``: how often a value not seen before would turn up by chance; where
    equal values are frequent, their frequency counts instead. ``personal``: colleagues agree in it
    by chance alone.
    """

    name: str
    levels: tuple[str, ...]
    same: tuple[float, ...]
    role: tuple[float, ...]
    chance: tuple[float, ...]
    background: float
    personal: bool = False
    site: tuple[float, ...] = ()


NAME: Final = Field(
    "name", ("same", "short", "near", "brand", "different"),
    (0.82, 0.07, 0.06, 0.02, 0.03), (0.93, 0.03, 0.02, 0.01, 0.01),
    (0, 1e-5, 2e-6, 1e-5, 0.99), 3e-6, site=(1e-4, 1e-3, 1e-4, 0.02, 0.98),
)  # fmt: skip
REGION: Final = Field("region", ("same", "different"), (0.97, 0.03), (0.98, 0.02), (0, 0.97), 0.02,
                      site=(0.98, 0.02))
FORM: Final = Field("form", ("same", "different"), (0.97, 0.03), (0.97, 0.03), (0, 0.2), 0.5)
PERSON: Final = Field(
    "person", ("same", "near", "fits", "surname", "different"),
    (0.74, 0.06, 0.14, 0.03, 0.03), (0, 2e-4, 0.02, 0.01, 0.97),
    (0, 2e-4, 0.02, 0.01, 0.97), 2e-5, personal=True,
)  # fmt: skip
PHONE: Final = Field(
    "phone", ("same", "line", "near", "cut", "different"),
    (0.66, 0.06, 0.07, 0.02, 0.19), (0.10, 0.25, 0.02, 0.001, 0.63),
    (0, 1e-6, 2e-6, 2e-6, 1.0), 1e-7, site=(0.01, 0.25, 0.02, 1e-5, 0.72),
)  # fmt: skip
MAIL: Final = Field(
    "mail", ("same", "near", "cut", "domain", "different"),
    (0.68, 0.08, 0.02, 0.06, 0.16), (0, 1e-3, 1e-3, 0.5, 0.5),
    (0, 1e-6, 1e-6, 1e-6, 1.0), 1e-7, personal=True,
)  # fmt: skip
WECHAT: Final = Field(
    "wechat", ("same", "different"), (0.9, 0.1), (0, 1.0), (0, 1.0), 1e-7, personal=True
)
ADDRESS: Final = Field(
    "address", ("same", "near", "street", "different"),
    (0.5, 0.3, 0.05, 0.15), (0.5, 0.3, 0.05, 0.15), (0, 1e-6, 1e-4, 1.0), 1e-5, site=(0.6, 0.3, 0.05, 0.05),
)  # fmt: skip
WEBSITE: Final = Field("website", ("same", "different"), (0.85, 0.15), (0.9, 0.1), (0, 1.0), 1e-6,
                       site=(0.02, 0.98))
INDUSTRY: Final = Field(
    "industry", ("same", "different"), (0.9, 0.1), (0.95, 0.05), (0, 0.9), 0.1
)
SIZE: Final = Field(
    "size", ("same", "near", "different"), (0.6, 0.2, 0.2), (0.7, 0.1, 0.2), (0, 0.15, 0.84), 0.01
)
NEED: Final = Field(
    "need", ("same", "different"), (0.3, 0.7), (0.02, 0.98), (0, 1.0), 1e-4, personal=True
)
POSITION: Final = Field(
    "position", ("same", "different"), (0.5, 0.5), (0, 0.9), (0, 0.9), 0.05, personal=True
)
SOURCE: Final = Field(
    "source", ("same", "different"), (0.3, 0.7), (0, 0.9), (0, 0.9), 0.1, personal=True
)
OWNER: Final = Field(
    "owner", ("same", "different"), (0.15, 0.85), (0, 0.9), (0, 0.9), 0.1, personal=True
)
FIELDS: Final = (
    NAME, REGION, FORM, PERSON, PHONE, MAIL, WECHAT, ADDRESS, WEBSITE, INDUSTRY, SIZE, NEED,
    POSITION, SOURCE, OWNER,
)  # fmt: skip
