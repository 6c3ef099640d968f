"""The pandera schemas by name, for any frame of parsed values.

::

    from crmbook import schemas
    schemas.Lead.validate(book.frame("线索登记表"), lazy=True)

They are built from the column declarations with the default vocabularies; columns may be absent.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from crmbook.schema.sheets import CUSTOMERS, FOLLOWUPS, LEADS, ORDERS, PEOPLE, SERVICES

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_SHEETS = {
    "Lead": LEADS,
    "FollowUp": FOLLOWUPS,
    "Customer": CUSTOMERS,
    "Order": ORDERS,
    "Service": SERVICES,
    "Person": PEOPLE,
}
__all__ = ["Customer", "FollowUp", "Lead", "Order", "Person", "Service"]  # noqa: F822 - by __getattr__


@cache
def _schema(name: str) -> DataFrameSchema:
    from crmbook.checks.frames import schema_of  # noqa: PLC0415 - pandera costs a second
    from crmbook.facts.settings import vocabularies  # noqa: PLC0415

    return schema_of(_SHEETS[name], vocabularies({}))


def __getattr__(name: str) -> DataFrameSchema:
    if name in _SHEETS:
        return _schema(name)
    raise AttributeError(name)


def __dir__() -> list[str]:
    return sorted(__all__)
