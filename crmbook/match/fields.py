"""What each level of agreement says: the probabilities that stand until a book is large enough.

Classes of pairs: the *same* lead; the same, *renamed* since; a *role*, another contact of the same
company; a *branch*, the company's or a namesake's elsewhere; a *site*, another company in the same
house; the contact who *moved* to another company; and strangers, who agree by chance. That
colleagues share switchboard, domain, address and industry is what makes them colleagues, and a
hotel's restaurants its address and phone; so within a class each field speaks for itself, and no
evidence is counted twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MISSING: Final = 0
SAME: Final = 1


@dataclass(frozen=True, slots=True)
class Field:
    """One comparison. ``levels`` from level 1 on (level 1: equal; the last: different).

    ``same``, ``role``, ``site``, ``branch``, ``moved``, ``chance``: how often each occurs in the classes; ()
    means as by chance, for ``renamed`` as in the same. ``background``: how often a value not seen
    before would turn up by chance; where equal values are frequent, their frequency counts instead.
    ``sought``: pairs are looked for by it, so that those compared do not show how often strangers
    agree in it.
    ``identifies``: the last level at which equal or nearly equal values are those of one company or
    person and hardly of two; 0 where many have the same (an industry, a need, a size).
    """

    name: str
    levels: tuple[str, ...]
    same: tuple[float, ...]
    chance: tuple[float, ...]
    background: float
    sought: bool = False
    renamed: tuple[float, ...] = ()
    role: tuple[float, ...] = ()
    site: tuple[float, ...] = ()
    branch: tuple[float, ...] = ()
    moved: tuple[float, ...] = ()
    identifies: int = 0


NAME: Final = Field(
    "name", ("same", "short", "near", "part", "different"),
    (0.82, 0.07, 0.06, 0.02, 0.03), (0, 1e-5, 2e-6, 0.02, 0.97), 3e-6, sought=True,
    renamed=(0.001, 0.05, 0.05, 0.35, 0.55), role=(0.93, 0.03, 0.02, 0.01, 0.01),
    site=(1e-4, 1e-3, 1e-4, 0.2, 0.8), branch=(0.75, 0.2, 0.02, 0.02, 0.01),
    moved=(1e-9, 1e-6, 1e-3, 0.05, 0.95), identifies=2,
)  # fmt: skip
#: Where the own names are the same and both tell a legal form: whether the rest is the same too.
TITLE: Final = Field(
    "title", ("same", "different"), (0.7, 0.3), (0.2, 0.8), 1e-4,
    role=(0.8, 0.2), branch=(0.03, 0.97),
)  # fmt: skip
#: Where one is a branch by name: 杭州分公司 is not its parent.
OUTPOST: Final = Field(
    "outpost", ("same", "different"), (1.0, 1e-30), (0, 0.9), 0.05,
    renamed=(1.0, 1e-30), role=(0.98, 0.02), branch=(0.1, 0.9),
)  # fmt: skip
REGION: Final = Field(
    "region", ("same", "different"), (0.97, 0.03), (0, 0.97), 0.02,
    role=(0.98, 0.02), site=(0.98, 0.02), branch=(0.2, 0.8),
)  # fmt: skip
FORM: Final = Field(
    "form", ("same", "different"), (0.97, 0.03), (0, 0.2), 0.5, renamed=(0.6, 0.4),
    role=(0.97, 0.03),
)  # fmt: skip
PERSON: Final = Field(
    "person", ("same", "near", "fits", "surname", "different"),
    (0.74, 0.06, 0.14, 0.03, 0.03), (0, 2e-4, 0.02, 0.01, 0.97), 2e-5, sought=True,
    moved=(0.8, 0.06, 0.12, 0.01, 0.01),
)  # fmt: skip
PHONE: Final = Field(
    "phone", ("same", "line", "near", "cut", "different"),
    (0.66, 0.06, 0.07, 0.02, 0.19), (0, 1e-6, 2e-6, 2e-6, 1.0), 1e-7, sought=True,
    role=(0.10, 0.25, 0.02, 0.001, 0.63), site=(0.01, 0.25, 0.02, 1e-5, 0.72),
    branch=(0.002, 0.05, 0.002, 1e-5, 0.945), moved=(0.6, 0.01, 0.04, 0.01, 0.34), identifies=4,
)  # fmt: skip
MAIL: Final = Field(
    "mail", ("same", "near", "cut", "domain", "different"),
    (0.68, 0.08, 0.02, 0.06, 0.16), (0, 1e-6, 1e-6, 1e-6, 1.0), 1e-7, sought=True,
    role=(0.01, 0.005, 0.005, 0.48, 0.5), branch=(0.002, 0.003, 0.003, 0.3, 0.69),
    moved=(0.4, 0.02, 0.01, 0.01, 0.56), identifies=3,
)  # fmt: skip
WECHAT: Final = Field(
    "wechat", ("same", "different"), (0.9, 0.1), (0, 1.0), 1e-7, sought=True,
    moved=(0.9, 0.1), identifies=1,
)  # fmt: skip
ADDRESS: Final = Field(
    "address", ("same", "near", "street", "different"),
    (0.5, 0.3, 0.05, 0.15), (0, 1e-6, 1e-4, 1.0), 1e-5, sought=True,
    role=(0.5, 0.3, 0.05, 0.15), site=(0.7, 0.28, 0.01, 0.01), branch=(0.002, 0.002, 0.006, 0.99),
    identifies=2,
)  # fmt: skip
WEBSITE: Final = Field(
    "website", ("same", "near", "different"), (0.8, 0.05, 0.15), (0, 1e-5, 1.0), 1e-6, sought=True,
    renamed=(0.3, 0.1, 0.6), role=(0.85, 0.05, 0.1), site=(0.02, 0.005, 0.975),
    branch=(0.4, 0.1, 0.5), identifies=2,
)  # fmt: skip
INDUSTRY: Final = Field(
    "industry", ("same", "different"), (0.9, 0.1), (0, 0.9), 0.1, renamed=(0.65, 0.35),
    role=(0.95, 0.05), branch=(0.8, 0.2),
)  # fmt: skip
SIZE: Final = Field(
    "size", ("same", "near", "different"), (0.6, 0.2, 0.2), (0, 0.15, 0.84), 0.01,
    role=(0.7, 0.1, 0.2),
)  # fmt: skip
NEED: Final = Field("need", ("same", "different"), (0.3, 0.7), (0, 1.0), 1e-4)
POSITION: Final = Field("position", ("same", "different"), (0.5, 0.5), (0, 0.9), 0.05)
SOURCE: Final = Field("source", ("same", "different"), (0.3, 0.7), (0, 0.9), 0.1)
OWNER: Final = Field("owner", ("same", "different"), (0.15, 0.85), (0, 0.9), 0.1)
FIELDS: Final = (
    NAME, TITLE, OUTPOST, REGION, FORM, PERSON, PHONE, MAIL, WECHAT, ADDRESS, WEBSITE, INDUSTRY, SIZE, NEED,
    POSITION, SOURCE, OWNER,
)  # fmt: skip
