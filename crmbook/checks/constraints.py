"""Which columns the schemas constrain beyond being filled in, and how; free of pandera."""

from __future__ import annotations

from crmbook.schema.column import Column
from crmbook.schema.kinds.choice import Choice
from crmbook.schema.kinds.date import Date
from crmbook.schema.kinds.grade import Grade
from crmbook.schema.kinds.person import Owner
from crmbook.schema.kinds.score import Score

#: pandera's own name for a null where none may be.
NOT_NULLABLE = "not_nullable"


def is_constrained(column: Column) -> bool:
    """Whether a column's values themselves can fail its schema."""
    kind = column.kind
    return isinstance(kind, Choice | Owner | Grade | Score) or (
        isinstance(kind, Date) and kind.past
    )
